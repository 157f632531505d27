import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from "express";
import { controlDocument, lunaDocument } from "../../openapi/document.js";
import { ControlError } from "../control/control-error.js";
import { readings } from "../control/readings.js";
import { rules } from "../domain/rules.js";
import type { Parts } from "../parts.js";
import { isAdmin } from "./guard.js";
import { ledgerQuery, sinceQuery } from "./ledger-query.js";

/** What addresses are made of; each has only some of these. */
type Params = Readonly<Record<"id" | "request" | "template" | "serial" | "client", string>>;

/** Answers with what some work gives, as JSON. */
const answers =
  (work: (request: Request<Params>) => unknown, status = 200): RequestHandler<Params> =>
  async (request, response) => {
    response.status(status).json(await work(request));
  };

const notJson = () => new ControlError(400, "the body is not JSON");

/** Parses what another app, in which this one is mounted, has read and left as text. */
function parsed(request: Request, _response: Response, next: NextFunction): void {
  const { body } = request;
  if (typeof body === "string" || Buffer.isBuffer(body)) request.body = JSON.parse(String(body));
  next();
}

/** Everything that is ours and not the vendor's, under `/_luna/`. */
export function controlPlane(parts: Parts): Router {
  const { sandboxes, templates, people, clocks, requests, guard, health } = parts;
  const router = Router();
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
  router.use(parsed);
  router.use((error: unknown, _request: Request, _response: Response, next: NextFunction) => {
    const { type } = error as { type?: string };
    next(type === "entity.parse.failed" || error instanceof SyntaxError ? notJson() : error);
  });

  const listed = Object.entries(rules).map(([id, rule]) => ({ id, ...rule }));
  router.get(
    "/openapi.json",
    answers(() => lunaDocument),
  );
  router.get("/control.json", answers(controlDocument));
  router.get(
    "/rules",
    answers(() => ({ rules: listed })),
  );
  router.get(
    "/readings",
    answers(() => ({ readings })),
  );

  router.get(
    "/sandboxes",
    answers(async () => ({ sandboxes: await sandboxes.list() })),
  );
  router.post(
    "/sandboxes",
    answers(({ body }) => sandboxes.create(body), 201),
  );
  router.get(
    "/sandboxes/:id",
    answers(({ params }) => sandboxes.get(params.id)),
  );
  router.delete("/sandboxes/:id", async ({ params }, response) => {
    await sandboxes.delete(params.id);
    response.status(204).end();
  });
  router.post(
    "/sandboxes/:id/reset",
    answers(({ params }) => sandboxes.reset(params.id)),
  );
  router.get(
    "/sandboxes/:id/state",
    answers(({ params }) => sandboxes.state(params.id)),
  );
  router.put(
    "/sandboxes/:id/state",
    answers(({ params, body }) => sandboxes.putState(params.id, body)),
  );
  router.get(
    "/sandboxes/:id/clock",
    answers(({ params }) => clocks.get(params.id)),
  );
  router.put(
    "/sandboxes/:id/clock",
    answers(({ params, body }) => clocks.put(params.id, body)),
  );
  router.get(
    "/sandboxes/:id/reading",
    answers(({ params }) => parts.readings.get(params.id)),
  );
  router.put(
    "/sandboxes/:id/reading",
    answers(({ params, body }) => parts.readings.put(params.id, body)),
  );

  router.get(
    "/sandboxes/:id/ledger",
    answers(async ({ params, query }) => ({ entries: await requests.entries(ledgerQuery(params.id, query)) })),
  );
  router.get(
    "/sandboxes/:id/report",
    answers(({ params, query }) => requests.report(params.id, sinceQuery(query))),
  );
  router.get(
    "/sandboxes/:id/why/:request",
    answers(({ params }) => requests.why(params.id, params.request)),
  );

  router.post(
    "/sandboxes/:id/templates",
    answers(({ params, body }) => templates.create(params.id, body), 201),
  );
  router.patch(
    "/sandboxes/:id/templates/:template",
    answers(({ params, body }) => templates.change(params.id, params.template, body)),
  );
  for (const action of ["install", "delete"] as const) {
    router.post(
      `/sandboxes/:id/cards/:serial/${action}`,
      answers(({ params }) => people.customer(params.id, params.serial, action)),
    );
  }
  router.post(
    "/sandboxes/:id/cards/:serial/redeem",
    answers(({ params }) => people.redeem(params.id, params.serial)),
  );
  router.patch(
    "/sandboxes/:id/clients/:client",
    answers(({ params, body }) => people.fillForm(params.id, params.client, body)),
  );
  return router;
}
