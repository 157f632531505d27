import { type Request, type RequestHandler, type Response, Router } from "express";
import { isUnchanged, type TaggedResource } from "../control/etag.js";
import { switchList } from "../control/profiles.js";
import type { StateExport } from "../control/state-export.js";
import { rules } from "../rules.js";
import type { Services } from "../services.js";
import { requireAdmin } from "./admin.js";
import { contentTypes } from "./content-types.js";
import { controlBody } from "./control-body.js";
import { sinceQuery } from "./requests-query.js";
import { sendAll } from "./requests-response.js";
import { requestRoutes } from "./requests-routes.js";
import { type Handlers, serve } from "./serve.js";
import { servedControlDocument, servedLunaDocument } from "./served-document.js";

/** Parameters of all paths; each path has some of them. */
type Params = Readonly<Record<"id" | "snapshot" | "request" | "fault" | "template" | "serial" | "client", string>>;

/** Responds with the result of `work` as JSON. */
const respond =
  (work: (request: Request<Params>) => unknown, status = 200): RequestHandler<Params> =>
  async (request, response) => {
    response.status(status).json(await work(request));
  };

/** Responds with a resource and its ETag, or with 304 if the client has it already. */
const respondTagged =
  (work: (request: Request<Params>) => Promise<TaggedResource>): RequestHandler<Params> =>
  async (request, response) => {
    const { json, etag } = await work(request);
    response.set("etag", etag);
    // Express finds no request fresh that has Cache-Control: no-cache, which fetch adds to If-None-Match.
    if (isUnchanged(request.headers["if-none-match"], etag)) response.status(304).end();
    else response.set("content-type", contentTypes.json).send(json);
  };

/** Responds with a state in pieces, or with 304 if the client has it already. */
async function sendState(request: Request<Params>, response: Response, { etag, bytes, json }: StateExport) {
  response.set("etag", etag);
  if (isUnchanged(request.headers["if-none-match"], etag)) return void response.status(304).end();
  response.set({ "content-type": contentTypes.json, "content-length": String(bytes) });
  if (request.method === "HEAD") return void response.end();
  await sendAll(response, json());
}

/** Routes of the control plane, under `/_luna/`. */
export function controlPlane(services: Services): Router {
  const { sandboxes, templates, cardActions, clocks, faults, forks, reports, snapshots, guard, health, publicUrl } =
    services;
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
    "/openapi.json": { get: respond((request) => servedLunaDocument(request, publicUrl)) },
    "/control.json": { get: respond((request) => servedControlDocument(request, publicUrl)) },
    "/rules": { get: respond(() => ({ rules: listed })) },
    "/switches": { get: respond(() => ({ switches: switchList })) },
    "/sandboxes": {
      get: respond(async () => ({ sandboxes: [...(await sandboxes.list()), ...(await sandboxes.damaged())] })),
      post: respond(({ body }) => sandboxes.create(body), 201),
    },
    "/sandboxes/:id": {
      get: respond(({ params }) => sandboxes.get(params.id)),
      delete: respond(({ params }) => sandboxes.delete(params.id), 204),
    },
    "/sandboxes/:id/reset": { post: respond(({ params }) => sandboxes.reset(params.id)) },
    "/sandboxes/:id/snapshots": {
      get: respond(async ({ params }) => ({ snapshots: await snapshots.list(params.id) })),
      post: respond(({ params, body }) => snapshots.create(params.id, body), 201),
    },
    "/sandboxes/:id/snapshots/:snapshot": {
      delete: respond(({ params }) => snapshots.delete(params.id, params.snapshot), 204),
    },
    "/sandboxes/:id/snapshots/:snapshot/restore": {
      post: respond(({ params }) => snapshots.restore(params.id, params.snapshot)),
    },
    "/sandboxes/:id/fork": { post: respond(({ params, body }) => forks.create(params.id, body), 201) },
    "/sandboxes/:id/diff": { get: respond(({ params, query }) => snapshots.diffOf(params.id, query)) },
    "/sandboxes/:id/state": {
      get: async (request, response) => sendState(request, response, await sandboxes.exportState(request.params.id)),
      put: respond(({ params, body, headers }) => sandboxes.putState(params.id, body, headers["if-match"])),
    },
    "/sandboxes/:id/clock": {
      get: respondTagged(({ params }) => clocks.getTagged(params.id)),
      put: respond(({ params, body, headers }) => clocks.put(params.id, body, headers["if-match"])),
    },
    "/sandboxes/:id/profile": {
      get: respondTagged(({ params }) => services.profiles.getTagged(params.id)),
      put: respond(({ params, body, headers }) => services.profiles.put(params.id, body, headers["if-match"])),
    },
    ...requestRoutes(services),
    "/sandboxes/:id/report": {
      get: respond(({ params, query }) => reports.get(params.id, sinceQuery(query))),
    },
    "/sandboxes/:id/faults": {
      get: respond(({ params }) => faults.list(params.id)),
      post: respond(({ params, body }) => faults.add(params.id, body), 201),
      delete: respond(({ params }) => faults.clear(params.id), 204),
    },
    "/sandboxes/:id/faults/:fault": {
      delete: respond(({ params }) => faults.delete(params.id, params.fault), 204),
    },
    "/sandboxes/:id/requests/:request/diff": {
      get: respond(({ params }) => snapshots.diffOfRequest(params.id, params.request)),
    },
    "/sandboxes/:id/templates": { post: respond(({ params, body }) => templates.create(params.id, body), 201) },
    "/sandboxes/:id/templates/:template": {
      patch: respond(({ params, body }) => templates.change(params.id, params.template, body)),
    },
    "/sandboxes/:id/cards/:serial/install": {
      post: respond(({ params }) => cardActions.setStatus(params.id, params.serial, "install")),
    },
    "/sandboxes/:id/cards/:serial/delete": {
      post: respond(({ params }) => cardActions.setStatus(params.id, params.serial, "delete")),
    },
    "/sandboxes/:id/cards/:serial/redeem": {
      post: respond(({ params }) => cardActions.redeem(params.id, params.serial)),
    },
    "/sandboxes/:id/clients/:client": {
      patch: respond(({ params, body }) => cardActions.fillForm(params.id, params.client, body)),
    },
  };
  for (const [path, handlers] of Object.entries(routes)) serve(router, path, handlers);
  return router;
}
