import { expect, test } from "vitest";
import { testNow, testServer } from "../support/sandbox.js";
import { exampleExchanges } from "./examples.js";

/** The base URL in the examples of the document. */
const publicUrl = "http://127.0.0.1:4010";

/** Returns a body as a string, so that comparisons include the order of keys. */
const printed = (body: unknown) => JSON.stringify(body, null, 2);

const server = await testServer({ publicUrl });

test.each(exampleExchanges)(
  "$id responds to the example $name as the document prints it",
  async ({ id, request, answer }) => {
    const view = await server.sandbox({ fixture: "demo", seed: 1, now: testNow });
    const token = view.companies.find((company) => company.id === "main")?.token ?? "";
    const response = await fetch(`${server.url}/api/v1/${id}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-access-token": token },
      body: JSON.stringify(request),
    });
    const body = (await response.text()).replaceAll(`/s/${view.id}/`, "/s/default/");
    expect(printed(JSON.parse(body))).toBe(printed(answer));
    expect(response.status).toBe(200);
    expect(server.logged).toEqual([]);
  },
);
