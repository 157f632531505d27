import { expect, test } from "vitest";
import { controlPlane } from "../../../mock-server/http/control-plane.js";
import { setup, testServer } from "../../support/sandbox.js";
import { ask } from "./ask.js";

test("health, documents and rules have addresses", async () => {
  const { url } = await testServer();
  expect((await ask(`${url}/_luna/health`, "GET")).body).toEqual({ status: "ok", sandboxes: 1 });
  expect((await ask(`${url}/_luna/openapi.json`, "GET")).body.openapi).toBe("3.1.0");
  expect((await ask(`${url}/_luna/control.json`, "GET")).body.paths["/sandboxes"]).toBeDefined();
  const { rules } = (await ask(`${url}/_luna/rules`, "GET")).body;
  expect(rules).toContainEqual(expect.objectContaining({ id: "stamp.milestone", level: "inferred" }));
});

test("every path of the control plane's document is served", async () => {
  const { url } = await testServer();
  const { paths } = (await ask(`${url}/_luna/control.json`, "GET")).body as { paths: Record<string, object> };
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods).filter((name) => name !== "parameters")) {
      const filled = path.replace("{id}", "default").replace(/\{\w+\}/g, "1");
      const { status, body } = await ask(
        `${url}/_luna${filled}`,
        method.toUpperCase(),
        method === "get" ? undefined : {},
      );
      expect({ method, path, status, error: body?.error }).not.toEqual({
        method,
        path,
        status: 404,
        error: expect.stringContaining("not found; "),
      });
    }
  }
});

test("the control plane's document describes every route", async () => {
  const { services, url } = await testServer();
  const { paths } = (await ask(`${url}/_luna/control.json`, "GET")).body as { paths: Record<string, object> };
  const described = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.keys(verbs).flatMap((verb) =>
      verb === "parameters" ? [] : `${verb} ${path.replaceAll("{", ":").replaceAll("}", "")}`,
    ),
  );
  const served = controlPlane(services).stack.flatMap(({ route }) =>
    (route?.stack ?? []).flatMap(({ method }) => (method === undefined ? [] : `${method} ${route?.path}`)),
  );
  expect(served.sort()).toEqual(described.sort());
});

test("a control request that is no JSON is a 400", async () => {
  const { url } = await testServer();
  const response = await fetch(`${url}/_luna/sandboxes`, { method: "POST", body: "{" });
  expect(response.status).toBe(400);
});

test.each([
  ["PUT", "/reset", "POST"],
  ["DELETE", "/state", "GET, PUT"],
  ["POST", "", "GET, DELETE"],
])("a path of the control plane refuses other verbs: %s %s", async (method, path, allow) => {
  const { control } = await setup({ fixture: "empty" });
  const answer = await control(method, path);
  expect({ status: answer.status, allow: answer.headers.get("allow"), body: answer.body }).toEqual({
    status: 405,
    allow,
    body: { error: `method not allowed; use ${allow.replace(", ", " or ")}` },
  });
});

test("a card is installed by POST only, also with an admin token", async () => {
  const { server, id } = await setup();
  const answer = await fetch(`${server.url}/_luna/s/${id}/cards/297150-586-210/install`);
  expect({ status: answer.status, allow: answer.headers.get("allow") }).toEqual({ status: 405, allow: "POST" });
});
