import type { RequestHandler } from "express";
import { ControlError } from "../control/control-error.js";
import { sourceOf } from "./admin-attempts.js";
import { type GuardOptions, isAdminToken } from "./guard.js";

/** Refuses requests without the configured admin token, before their body is read. */
export function requireAdmin(guard: GuardOptions): RequestHandler {
  return async (request, response, next) => {
    if (guard.adminToken === undefined) return next();
    const token = request.get("x-luna-admin-token") ?? "";
    if (token === "") throw new ControlError(401, "the admin token is missing; send it in x-luna-admin-token");
    const found = await guard.attempts.check(sourceOf(request.socket.remoteAddress), () => isAdminToken(token, guard));
    if (found === "right") return next();
    if (found === "wrong")
      throw new ControlError(401, "the admin token is wrong; send the server's admin token in x-luna-admin-token");
    response.set("retry-after", "5");
    throw new ControlError(429, "too many wrong admin tokens from this address; retry after 5 seconds");
  };
}
