import type { RequestHandler, Router } from "express";
import { orList } from "../../shared/lists.js";
import { ControlError } from "../control/control-error.js";

type Verb = "get" | "put" | "post" | "patch" | "delete";

/** Handlers of a path, by HTTP verb in lower case. */
export type Handlers<Params> = Readonly<Partial<Record<Verb, RequestHandler<Params>>>>;

/** Serves a path. Verbs without a handler get 405. */
export function serve<Params>(router: Router, path: string, handlers: Handlers<Params>): void {
  const route = router.route(path);
  const verbs = Object.keys(handlers) as Verb[];
  // Express derives parameter types from a literal path, which is unknown here.
  for (const verb of verbs) route[verb](handlers[verb] as RequestHandler<never>);
  const allowed = verbs.map((verb) => verb.toUpperCase());
  route.all((_request, response) => {
    response.set("allow", allowed.join(", "));
    throw new ControlError(405, `method not allowed; use ${orList(allowed)}`);
  });
}
