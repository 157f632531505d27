/** Proxies a server and refuses profiles. */
import { forward } from "../../../contracts/server/forward.js";
import { type LocalProxy, startProxy } from "../../../contracts/server/proxy.js";
import { jsonResponse } from "../../../contracts/verify/route.js";

/** A server whose sandboxes take no profile. */
export const profileRefuser = (server: string): Promise<LocalProxy> =>
  startProxy(async (request) =>
    request.method === "POST" && request.path === "/_luna/sandboxes" && request.body.includes('"profile"')
      ? jsonResponse(400, '{"error": "unknown key profile"}')
      : forward(server, request),
  );
