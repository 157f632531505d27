import { describe, expect, test } from "vitest";
import { ControlError } from "../../../mock-server/control/control-error.js";
import type { Diff } from "../../../mock-server/control/snapshots.js";
import { createLunaServer, type LunaServer } from "../../../mock-server/server.js";

const serial = "297150-586-203";

async function setup() {
  const server = await createLunaServer({ now: "2026-01-15T12:00:00.000Z" });
  const sandbox = await server.sandbox({ id: "a", now: "2026-01-15T12:00:00.000Z" });
  return { server, sandbox, post: caller(server, tokenOf(sandbox)) };
}

const tokenOf = ({ companies }: { readonly companies: readonly { readonly token: string }[] }): string =>
  companies[0]?.token ?? "";

const caller =
  (server: LunaServer, token: string) =>
  async (method: string, body: object = {}) => {
    const response = await server.fetch(`/api/v1/${method}`, {
      method: "POST",
      headers: { "x-access-token": token, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const requestId = response.headers.get("x-luna-request-id") ?? "";
    return { requestId, json: (await response.json()) as Record<string, unknown> };
  };

async function control(server: LunaServer, path: string, method = "GET", body?: object) {
  const response = await fetch(`${server.url}/_luna/sandboxes/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: response.status === 204 ? undefined : await response.json() };
}
