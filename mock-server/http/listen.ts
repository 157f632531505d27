import type { RequestListener } from "node:http";
import { bind } from "../../shared/bind.js";
import { createHttpServer } from "../../shared/http-server.js";
import { pathOf } from "../../shared/request-path.js";
import type { Services } from "../services.js";
import { ConnectionLimit, Connections, graceMs } from "./connections.js";
import { waitsForContinue } from "./receive-body.js";
import { answerVendor, vendorPath } from "./vendor.js";

export interface Listening {
  /** URL such as `http://127.0.0.1:4010`. */
  readonly url: string;
  /** Takes no new connections and finishes running requests. Resolves when all connections are closed. */
  close(): Promise<void>;
}

/**
 * Creates the request handler: a small function for the vendor's path, and Express for other paths. Express is loaded
 * before the server listens, because Node never retries an import that failed with too many open files.
 */
async function handlerOf(services: Services): Promise<RequestListener> {
  const { createApp } = await import("./app.js");
  const app = createApp(services);
  return (request, response) => {
    // The client of a proxy sends a whole URL.
    if (request.url?.startsWith("/") !== true) request.url = pathOf(request.url ?? "/");
    const { url = "/" } = request;
    if (url.startsWith(vendorPath)) answerVendor(services.vendor, url, request, response);
    else app(request, response);
  };
}

const urlOf = (host: string, port: number): string => {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
};

/** Listens on an address, or on both loopback addresses. Throws ListenError. */
export async function listen(services: Services, host: string, port: number): Promise<Listening> {
  const handler = await handlerOf(services);
  const limit = new ConnectionLimit();
  const connections = new Connections();
  const create = () => {
    const handle: RequestListener = (request, response) => connections.handle(request, response, handler);
    const server = createHttpServer(handle, () => services.engine.nextRequestId());
    // The reader of the body sends 100, so that a client whose request is refused need not send it.
    server.on("checkContinue", (request, response) => {
      waitsForContinue.add(request);
      handle(request, response);
    });
    connections.watch(server);
    limit.apply(server);
    return server;
  };
  const bound = await bind(create, host, port);
  for (const server of bound.servers) server.on("error", (error) => services.log(`listening failed: ${error.message}`));
  return {
    url: urlOf(host, bound.port),
    close: async () => {
      const cut = await connections.close(bound.servers, graceMs);
      const requests = cut === 1 ? "1 running request" : `${cut} running requests`;
      if (cut > 0) services.log(`aborted ${requests} ${graceMs / 1000} seconds after the stop began`);
    },
  };
}
