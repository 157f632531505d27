import type { RequestHandler, Router } from "express";
import { ControlError } from "../control/control-error.js";

type Verb = "get" | "put" | "post" | "patch" | "delete";

/** What an address does, by the HTTP method in lower case. */
export type Handlers<Params> = Readonly<Partial<Record<Verb, RequestHandler<Params>>>>;

/** Serves an address; another method than those that it has is 405. */
export function serve<Params>(router: Router, path: string, handlers: Handlers<Params>): void {
  const route = router.route(path);
  const verbs = Object.keys(handlers) as Verb[];
  // Express takes the parameters of an address from its text, which is not known here.
  for (const verb of verbs) route[verb](handlers[verb] as RequestHandler<never>);
  const allow = verbs.join(", ").toUpperCase();
  route.all((_request, response) => {
    response.set("allow", allow);
    throw new ControlError(405, `this address takes ${allow} only`);
  });
}
