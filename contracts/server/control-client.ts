import { adminTokenAdvice } from "../../shared/admin-token-advice.js";
import { FetchError, type FetchLimits, fetchText } from "../../shared/fetch-text.js";
import { isJson, type Json, parseJsonOr } from "../../shared/json.js";
import { mebibyte } from "../../shared/units.js";

/** Thrown when the control plane refuses a request; the message comes from the server. */
export class ControlRequestError extends Error {
  override name = "ControlRequestError" as const;

  constructor(
    /** 400 for an invalid request, 401 for a missing or wrong admin token, 403 for a foreign Host or Origin. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Thrown when the control plane does not respond, or not as a luna-sandbox does. */
export class NoControlPlaneError extends Error {
  override name = "NoControlPlaneError" as const;
}

/** A control plane and the credentials for it. */
export interface ControlPlane {
  /** Address of the luna-sandbox, such as `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly adminToken?: string | undefined;
  /** Aborts requests. */
  readonly signal?: AbortSignal | undefined;
}

interface ControlRequestOptions {
  readonly body?: object;
  readonly limits?: FetchLimits;
}

const defaultLimits: FetchLimits = { maxBytes: 64 * mebibyte, timeoutMs: 30_000 };

/** Returns the error of a JSON object that a luna-sandbox would not send. */
export const unexpectedResponse = ({ url }: ControlPlane): NoControlPlaneError =>
  new NoControlPlaneError(`${url} does not respond as a luna-sandbox`);

const jsonBody = (body: object): RequestInit => ({
  headers: { "content-type": "application/json" },
  ...(body instanceof ReadableStream ? { body, duplex: "half" } : { body: JSON.stringify(body) }),
});

/**
 * Sends a request to a control plane; `path` follows `/_luna`. Returns the response, `{}` if its body is empty. Throws
 * ControlRequestError or NoControlPlaneError.
 */
export async function requestControl(
  plane: ControlPlane,
  verb: string,
  path: string,
  { body, limits = defaultLimits }: ControlRequestOptions = {},
): Promise<Json> {
  const { url, adminToken, signal = null } = plane;
  const { headers, ...sent } = body === undefined ? {} : jsonBody(body);
  const init: RequestInit = {
    ...sent,
    method: verb,
    signal,
    headers: {
      ...headers,
      // Without keep-alive: the server may close an idle connection just as it is reused.
      connection: "close",
      ...(adminToken !== undefined && { "x-luna-admin-token": adminToken }),
    },
  };
  const { ok, status, text } = await fetchText(`${url}/_luna${path}`, init, limits).catch((error) => {
    throw error instanceof FetchError ? new NoControlPlaneError(`${url} ${error.message}`) : error;
  });
  const response = parseJsonOr(text || "{}", undefined);
  if (!ok && isJson(response) && typeof response.error === "string") {
    const advice = status === 401 ? `: ${adminTokenAdvice(adminToken !== undefined)}` : "";
    throw new ControlRequestError(status, response.error + advice);
  }
  if (!ok || !isJson(response)) throw new NoControlPlaneError(`${url} responded ${status} and is not a luna-sandbox`);
  return response;
}
