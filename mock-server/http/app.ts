import express, { type Express, type NextFunction, type Request, type Response, Router } from "express";
import { controlDocument, lunaDocument } from "../../openapi/document.js";
import { ControlError } from "../control/control-error.js";
import { readings } from "../control/readings.js";
import { rules } from "../domain/rules.js";
import { explain } from "../engine/explanation.js";
import type { LedgerQuery } from "../engine/ledger.js";
import { formatEntry, type LedgerEntry } from "../engine/ledger-entry.js";
import type { Parts } from "../parts.js";
import { clientReport } from "../report/client-report.js";
import { foreign, isAdmin } from "./guard.js";
import { ledgerQuery, reportQuery } from "./ledger-query.js";
import { originOf } from "./origin.js";
import { cardPage, refusalPage, stampsOf, stampsPicture, startPage } from "./pages.js";
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
    const why = foreign(request, parts.guard);
    next(why === undefined ? undefined : new ControlError(403, why));
  });
  app.get("/", (request, response) => {
    response.type("html").send(startPage(parts.publicUrl ?? originOf(request)));
  });
  app.use("/_luna/s/:sandbox/cards/:serial", cardPages(parts));
  app.use("/_luna", controlPlane(parts));
  app.use(() => {
    throw new ControlError(404, "nothing is here: GET / says where things are");
  });
  app.use(errors(parts));
  return app;
}

type CardParams = { readonly sandbox: string; readonly serial: string };

/** What a customer's phone sees: open to everybody who knows the address. */
function cardPages({ people }: Parts): Router {
  const router = Router({ mergeParams: true });
  router.use((_request, response, next) => {
    response.set("cache-control", "no-store");
    response.set(
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'",
    );
    next();
  });
  router.get("/", async ({ params, originalUrl }: Request<CardParams>, response) => {
    const { sandbox, serial } = params;
    // Addresses on the page are relative, so that it works under whatever address a proxy gives it.
    const here = /\/(\?|$)/.test(originalUrl) ? "." : encodeURIComponent(serial);
    response.type("html").send(cardPage(here, await people.look(sandbox, serial)));
  });
  router.post("/install", async ({ params: { sandbox, serial } }: Request<CardParams>, response) => {
    await people.customer(sandbox, serial, "install");
    response.redirect(303, `../${encodeURIComponent(serial)}`);
  });
  router.get("/stamps.svg", async (request: Request<CardParams>, response) => {
    const { card, template } = await people.look(request.params.sandbox, request.params.serial);
    const stamps = stampsOf(card, template);
    if (stamps === undefined) throw new ControlError(404, "a card of this type has no stamps");
    response.type("svg").send(stampsPicture(stamps));
  });
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (error instanceof ControlError) response.status(error.status).type("html").send(refusalPage(error.message));
    else next(error);
  });
  return router;
}

function controlPlane(parts: Parts): Router {
  const { sandboxes, templates, people, clocks, ledger, guard, health } = parts;
  const router = Router();
  const entriesOf = async (query: LedgerQuery): Promise<readonly LedgerEntry[]> => {
    await sandboxes.get(query.sandboxId);
    const records = ledger.read(query);
    if (records !== undefined) return records.map(formatEntry);
    throw new ControlError(
      400,
      "since: the ledger has no such request, or not any more; leave `since` out to read all",
    );
  };
  router.get("/health", async (_request, response) => {
    const { failure, ...report } = await health();
    response
      .status(failure === undefined ? 200 : 503)
      .json({ status: failure === undefined ? "ok" : "failing", ...report, failure });
  });
  router.use((request, _response, next) => {
    next(
      isAdmin(request, guard)
        ? undefined
        : new ControlError(403, "the control plane wants the admin token in x-luna-admin-token"),
    );
  });
  router.use(express.json({ limit: "64mb", strict: false, type: () => true }));
  router.use((error: unknown, _request: Request, _response: Response, next: NextFunction) => {
    const { type } = error as { type?: string };
    next(type === "entity.parse.failed" ? new ControlError(400, "the body is no JSON") : error);
  });

  router.get("/openapi.json", (_request, response) => void response.json(lunaDocument));
  router.get("/control.json", (_request, response) => void response.json(controlDocument()));
  router.get("/rules", (_request, response) => {
    response.json({ rules: Object.entries(rules).map(([id, rule]) => ({ id, ...rule })) });
  });

  router.get("/readings", (_request, response) => void response.json({ readings }));

  router.get("/sandboxes", async (_request, response) => void response.json({ sandboxes: await sandboxes.list() }));
  router.post(
    "/sandboxes",
    async (request, response) => void response.status(201).json(await sandboxes.create(request.body)),
  );
  router.get("/sandboxes/:id", async ({ params }, response) => void response.json(await sandboxes.get(params.id)));
  router.delete("/sandboxes/:id", async ({ params }, response) => {
    await sandboxes.delete(params.id);
    response.status(204).end();
  });
  router.post(
    "/sandboxes/:id/reset",
    async ({ params }, response) => void response.json(await sandboxes.reset(params.id)),
  );
  router.get(
    "/sandboxes/:id/state",
    async ({ params }, response) => void response.json(await sandboxes.state(params.id)),
  );
  router.put(
    "/sandboxes/:id/state",
    async ({ params, body }, response) => void response.json(await sandboxes.putState(params.id, body)),
  );
  router.get("/sandboxes/:id/clock", async ({ params }, response) => void response.json(await clocks.get(params.id)));
  router.put(
    "/sandboxes/:id/clock",
    async ({ params, body }, response) => void response.json(await clocks.put(params.id, body)),
  );
  router.get(
    "/sandboxes/:id/reading",
    async ({ params }, response) => void response.json(await parts.readings.get(params.id)),
  );
  router.put(
    "/sandboxes/:id/reading",
    async ({ params, body }, response) => void response.json(await parts.readings.put(params.id, body)),
  );
  router.get("/sandboxes/:id/ledger", async ({ params, query }, response) => {
    response.json({ entries: await entriesOf(ledgerQuery(params.id, query)) });
  });
  router.get("/sandboxes/:id/report", async ({ params, query }, response) => {
    const entries = await entriesOf(reportQuery(params.id, query));
    response.json(clientReport(entries, !ledger.isFull));
  });
  router.get("/sandboxes/:id/why/:request", async ({ params }, response) => {
    await sandboxes.get(params.id);
    const record = ledger.find(params.id, params.request);
    if (record === undefined)
      throw new ControlError(
        404,
        "the ledger of this sandbox has no such request, or not any more: the id is in x-luna-request-id",
      );
    response.json(explain(record));
  });
  router.post("/sandboxes/:id/templates", async ({ params, body }, response) => {
    response.status(201).json(await templates.create(params.id, body));
  });
  router.patch("/sandboxes/:id/templates/:template", async ({ params, body }, response) => {
    response.json(await templates.change(params.id, params.template, body));
  });
  router.post("/sandboxes/:id/cards/:serial/redeem", async ({ params }, response) => {
    response.json(await people.redeem(params.id, params.serial));
  });
  for (const action of ["install", "delete"] as const) {
    router.post(`/sandboxes/:id/cards/:serial/${action}`, async ({ params }, response) => {
      response.json(await people.customer(String(params.id), String(params.serial), action));
    });
  }
  router.patch("/sandboxes/:id/clients/:client", async ({ params, body }, response) => {
    response.json(await people.fillForm(params.id, params.client, body));
  });
  return router;
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
