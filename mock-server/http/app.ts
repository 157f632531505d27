import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { operationFacts } from "../../openapi/document.js";
import { ControlError } from "../control/control-error.js";
import { nearest } from "../nearest.js";
import type { Parts } from "../parts.js";
import { cardPages } from "./card-pages.js";
import { controlPlane } from "./control-plane.js";
import { foreign } from "./guard.js";
import { originOf } from "./origin.js";
import { startPage } from "./pages.js";
import { answerVendor, vendorPath } from "./vendor.js";

/** The whole server as an Express app: it can listen by itself or be mounted in another app. */
export function createApp(parts: Parts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use((request, response, next) => {
    if (request.url.startsWith(vendorPath)) answerVendor(parts.vendor, request.url, request, response);
    else next();
  });
  app.use((request, response, next) => {
    response.set("x-luna-request-id", parts.engine.requestId());
    // Health says nothing of what is in the server, and probes ask for it by whatever address they know.
    const why = request.path === "/_luna/health" ? undefined : foreign(request, parts.guard);
    next(why === undefined ? undefined : new ControlError(403, why));
  });
  app.get("/", (request, response) => {
    const { publicUrl, guard } = parts;
    response.type("html").send(startPage(publicUrl ?? originOf(request), guard.adminToken !== undefined));
  });
  app.use("/_luna/s/:sandbox/cards/:serial", cardPages(parts));
  app.use("/_luna", controlPlane(parts));
  app.use(nothingHere);
  app.use(errors(parts));
  return app;
}

/** Nothing has this address. One that ends in the name of a method was meant to be that method's. */
function nothingHere({ path }: Request, response: Response): void {
  const method = nearest(path.split("/").at(-1) ?? "", Object.keys(operationFacts));
  const hint = method === undefined ? "GET / says where things are" : `did you mean POST ${vendorPath}${method}?`;
  const message = `nothing is here: ${hint}`;
  response.status(404).set("x-luna-why", message).json({ message });
}

/** Errors as the control plane answers them; what is no ControlError and no fault of the request is a bug. */
function errors({ log }: Parts) {
  return (error: unknown, _request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, message } = error as { status?: number; message?: string };
    if (error instanceof ControlError || (typeof status === "number" && status >= 400 && status < 500)) {
      response.status(status ?? 400).json({ error: message });
      return;
    }
    log(`request ${response.get("x-luna-request-id")} failed: ${error instanceof Error ? error.stack : String(error)}`);
    response.status(500).json({ error: "luna-sandbox itself failed; its log says more" });
  };
}
