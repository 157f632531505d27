import { type Request, type RequestHandler, Router } from "express";
import { isUnchanged, type Tagged } from "../control/etag.js";
import { switchList } from "../control/profiles.js";
import { rules } from "../rules.js";
import type { Services } from "../services.js";
import { requireAdmin } from "./admin.js";
import { contentTypes } from "./content-types.js";
import { controlBody } from "./control-body.js";
import { sendEntries } from "./requests-answer.js";
import { requestsQuery, sinceQuery } from "./requests-query.js";
import { type Handlers, serve } from "./serve.js";
import { servedControlDocument, servedLunaDocument } from "./served-document.js";

/** What addresses are made of; each has only some of these. */
type Params = Readonly<Record<"id" | "request" | "template" | "serial" | "client", string>>;

/** Answers with what some work gives, as JSON. */
const answers =
  (work: (request: Request<Params>) => unknown, status = 200): RequestHandler<Params> =>
  async (request, response) => {
    response.status(status).json(await work(request));
  };

/** Responds with a resource and its ETag, or with 304 to a client that has it already. */
const answersTagged =
  (work: (request: Request<Params>) => Promise<Tagged>): RequestHandler<Params> =>
  async (request, response) => {
    const { json, etag } = await work(request);
    response.set("etag", etag);
    // Express finds no request fresh that has Cache-Control: no-cache, which fetch adds to If-None-Match.
    if (isUnchanged(request.headers["if-none-match"], etag)) response.status(304).end();
    else response.set("content-type", contentTypes.json).send(json);
  };

/** Everything that is ours and not the vendor's, under `/_luna/`. */
export function controlPlane(services: Services): Router {
  const { sandboxes, templates, cardActions, clocks, requests, guard, health, publicUrl } = services;
  const router = Router();
  serve(router, "/health", {
    get: async (_request, response) => {
      const { failure, ...report } = await health();
      response
        .status(failure === undefined ? 200 : 503)
        .json({ status: failure === undefined ? "ok" : "failing", ...report, failure });
    },
  });
  router.use(requireAdmin(guard));
  router.use(controlBody(services.bodies));

  const listed = Object.entries(rules).map(([id, rule]) => ({ id, ...rule }));
  const routes: Readonly<Record<string, Handlers<Params>>> = {
    "/openapi.json": { get: answers((request) => servedLunaDocument(request, publicUrl)) },
    "/control.json": { get: answers((request) => servedControlDocument(request, publicUrl)) },
    "/rules": { get: answers(() => ({ rules: listed })) },
    "/switches": { get: answers(() => ({ switches: switchList })) },
    "/sandboxes": {
      get: answers(async () => ({ sandboxes: [...(await sandboxes.list()), ...(await sandboxes.damaged())] })),
      post: answers(({ body }) => sandboxes.create(body), 201),
    },
    "/sandboxes/:id": {
      get: answers(({ params }) => sandboxes.get(params.id)),
      delete: answers(({ params }) => sandboxes.delete(params.id), 204),
    },
    "/sandboxes/:id/reset": { post: answers(({ params }) => sandboxes.reset(params.id)) },
    "/sandboxes/:id/state": {
      get: answersTagged(({ params }) => sandboxes.taggedState(params.id)),
      put: answers(({ params, body, headers }) => sandboxes.putState(params.id, body, headers["if-match"])),
    },
    "/sandboxes/:id/clock": {
      get: answersTagged(({ params }) => clocks.tagged(params.id)),
      put: answers(({ params, body, headers }) => clocks.put(params.id, body, headers["if-match"])),
    },
    "/sandboxes/:id/profile": {
      get: answersTagged(({ params }) => services.profiles.tagged(params.id)),
      put: answers(({ params, body, headers }) => services.profiles.put(params.id, body, headers["if-match"])),
    },
    "/sandboxes/:id/requests": {
      get: async ({ params, query }, response) => {
        await sendEntries(response, await requests.find(requestsQuery(params.id, query)));
      },
    },
    "/sandboxes/:id/report": { get: answers(({ params, query }) => requests.report(params.id, sinceQuery(query))) },
    "/sandboxes/:id/requests/:request": { get: answers(({ params }) => requests.why(params.id, params.request)) },
    "/sandboxes/:id/templates": { post: answers(({ params, body }) => templates.create(params.id, body), 201) },
    "/sandboxes/:id/templates/:template": {
      patch: answers(({ params, body }) => templates.change(params.id, params.template, body)),
    },
    "/sandboxes/:id/cards/:serial/install": {
      post: answers(({ params }) => cardActions.setStatus(params.id, params.serial, "install")),
    },
    "/sandboxes/:id/cards/:serial/delete": {
      post: answers(({ params }) => cardActions.setStatus(params.id, params.serial, "delete")),
    },
    "/sandboxes/:id/cards/:serial/redeem": {
      post: answers(({ params }) => cardActions.redeem(params.id, params.serial)),
    },
    "/sandboxes/:id/clients/:client": {
      patch: answers(({ params, body }) => cardActions.fillForm(params.id, params.client, body)),
    },
  };
  for (const [path, handlers] of Object.entries(routes)) serve(router, path, handlers);
  return router;
}
