/** Ids in URLs and file names. */
import { expect, test } from "vitest";
import { setup } from "../support/sandbox.js";

test.each(["340717.0", "0340717", "+340717", "3.40717e5", "0x532ed", " 340717", "340717 "])(
  "a template id that is no canonical integer names no template: %j",
  async (id) => {
    const { control } = await setup();
    const { status, body } = await control("PATCH", `/templates/${encodeURIComponent(id)}`, { name: "Tea" });
    expect({ status, body: JSON.stringify(body) }).toEqual({
      status: 404,
      body: expect.not.stringContaining("Tea"),
    });
    expect((await control("PATCH", "/templates/340717", { name: "Tea" })).body.name).toBe("Tea");
  },
);

test.each(["20779267.0", "020779267", "2.0779267e7", "0x13d1103"])(
  "a client id must be a canonical integer: %j",
  async (id) => {
    const { control } = await setup();
    const { status, body } = await control("PATCH", `/clients/${encodeURIComponent(id)}`, { Field0: "Mornings" });
    expect({ status, error: body.error }).toEqual({
      status: 404,
      error: expect.stringMatching(/^unknown client .* in sandbox/),
    });
  },
);

test.each(["0100", "1e2", "1.0", "+1"])("limit must be a canonical integer: %j", async (limit) => {
  const { control } = await setup();
  expect((await control("GET", `/requests?limit=${encodeURIComponent(limit)}`)).status).toBe(400);
});

const create = async (id: string) => {
  const { server } = await setup({ fixture: "empty" });
  const response = await fetch(`${server.url}/_luna/sandboxes`, {
    method: "POST",
    body: JSON.stringify({ id, fixture: "empty" }),
  });
  const { error } = (await response.json()) as { error?: string };
  return { server, status: response.status, error };
};

test.each(["con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9"])(
  "a sandbox id must not be a Windows device name: %s",
  async (id) => {
    const { status, error } = await create(id);
    expect({ status, error }).toEqual({ status: 400, error: `id must not be a device name of Windows, got "${id}"` });
  },
);

// They would be the same file on Windows and macOS.
test.each(["Con", "NUL", "Default", "DEFAULT", "nul.txt", "com1.json"])(
  "a sandbox id with capitals or dots is refused: %s",
  async (id) => {
    expect(await create(id)).toMatchObject({ status: 400, error: expect.stringContaining("lower-case letters") });
  },
);

test.each(["console", "com", "com0", "com10", "lpt", "nul-1", "auxiliary"])(
  "a sandbox id like a device name is taken: %s",
  async (id) => {
    const { server, status } = await create(id);
    expect(status).toBe(201);
    await server.services.sandboxes.delete(id);
  },
);
