export interface TextResponse {
  readonly status: number;
  readonly text: string;
}

async function textResponse(response: Response): Promise<TextResponse> {
  return { status: response.status, text: await response.text() };
}

/** Calls a method of the vendor's API. */
export const call = async (url: string, method: string, body: object, accessToken?: string): Promise<TextResponse> =>
  textResponse(
    await fetch(`${url}/api/v1/${method}`, {
      method: "POST",
      headers: accessToken === undefined ? {} : { "x-access-token": accessToken },
      body: JSON.stringify(body),
    }),
  );

/** Calls the control plane; `path` follows `/_luna`. */
export const control = async (url: string, method: string, path: string, body?: unknown): Promise<TextResponse> =>
  textResponse(
    await fetch(`${url}/_luna${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    }),
  );

/** Calls the control plane for JSON. Throws if the status is not a success. */
export async function controlJson<T>(url: string, method: string, path: string, body?: unknown): Promise<T> {
  const { status, text } = await control(url, method, path, body);
  if (status >= 300) throw new Error(`${method} ${path} responded ${status}: ${text}`);
  return JSON.parse(text) as T;
}

export const range = (count: number): readonly number[] => Array.from({ length: count }, (_, nth) => nth);

/** Waits until a condition is true. Returns the milliseconds; undefined after the timeout. */
export async function waitUntil(timeoutMs: number, condition: () => Promise<boolean>): Promise<number | undefined> {
  const began = performance.now();
  while (performance.now() - began < timeoutMs) {
    if (await condition()) return performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return undefined;
}
