/** Sends a request with a JSON body. Returns the status and the parsed body. */
export async function ask(url: string, method: string, body?: unknown) {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any field of an answer, and fails if it is not there
  return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as any };
}
