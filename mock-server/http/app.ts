import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from "express";
import { controlDocument, methodFacts } from "../../openapi/document.js";
import { nearestSurely } from "../../shared/nearest.js";
import { ControlError } from "../control/control-error.js";
import type { Services } from "../services.js";
import { cardPages } from "./card-pages.js";
import { controlPlane } from "./control-plane.js";
import { corsHeaders } from "./cors.js";
import { foreignHost, foreignOrigin, foreignSite, isTrustedPage } from "./guard.js";
import { pageHeaders, startPage } from "./html-pages.js";
import { originOf } from "./origin.js";
import { answerVendor, vendorPath } from "./vendor.js";

/** Creates the whole server as an Express app, which can listen or be mounted in another app. */
export function createApp(services: Services): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use((request, response, next) => {
    if (request.url.startsWith(vendorPath)) answerVendor(services.vendor, request.url, request, response);
    else next();
  });
  app.use(admitRequest(services));
  app.get("/", (request, response) => {
    const { publicUrl, guard } = services;
    response.set(pageHeaders).send(startPage(publicUrl ?? originOf(request), guard.adminToken !== undefined));
  });
  app.use("/_luna/s/:sandbox/cards/:serial", cardPages(services));
  app.use("/_luna", controlPlane(services));
  app.use(notFound);
  app.use(errors(services));
  return app;
}

/** Refuses requests of web pages of other sites, and sets the headers of responses outside the vendor's path. */
function admitRequest({ engine, guard }: Services): RequestHandler {
  return (request, response, next) => {
    response.set({ "x-luna-request-id": engine.nextRequestId(), "x-content-type-options": "nosniff" });
    const { path } = request;
    // Probes use any host name, and health contains no records.
    const foreign =
      path === "/_luna/health" ? undefined : (foreignHost(request, guard) ?? foreignOrigin(request, guard));
    const isPage = path === "/" || path.startsWith("/_luna/s/");
    const reason = foreign ?? foreignSite(request, isPage, guard);
    if (reason !== undefined) throw new ControlError(403, reason);
    if (!isTrustedPage(request, guard)) return next();
    const allowed = {
      origin: String(guard.cors),
      methods: "GET, PUT, POST, PATCH, DELETE, OPTIONS",
      headers: "content-type, x-luna-admin-token, if-match, if-none-match, last-event-id",
      exposed: "x-luna-request-id, etag, retry-after",
    };
    response.set(corsHeaders(request.method, request.get("access-control-request-headers"), allowed));
    if (request.method === "OPTIONS") response.status(204).end();
    else next();
  };
}

/** Responds 404, with a suggestion if the path resembles a path of the control plane, or ends like a method's name. */
function notFound({ path }: Request, response: Response): void {
  const message = `not found; ${suggestion(path)}`;
  response.status(404).set("x-luna-why", message.replace("…", "...")).json({ error: message });
}

function suggestion(path: string): string {
  const parts = path.split("/").filter((part) => part !== "");
  const last = parts.at(-1) ?? "";
  if (parts[0] === "_luna") {
    // Ids are no part of the comparison: only the last word of a path is.
    const words = Object.keys(controlDocument().paths as object).map((known) =>
      known.slice(known.lastIndexOf("/") + 1),
    );
    const word = nearestSurely(last, [...new Set(words.filter((known) => !known.startsWith("{")))]);
    if (word !== undefined) return `did you mean …/${word}?`;
  }
  const method = nearestSurely(last, Object.keys(methodFacts));
  return method === undefined ? "GET / lists the addresses" : `did you mean POST ${vendorPath}${method}?`;
}

/** Responds to errors. An error without a 4xx status is a bug: it is logged, and the status is 500. */
function errors({ log }: Services) {
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
    response.status(500).json({ error: "luna-sandbox failed unexpectedly; see its log" });
  };
}
