import { expect, test } from "vitest";
import { ControlError, ServerClosedError, VerificationError } from "../../../mock-server/index.js";
import { setup, startServer } from "../../support/sandbox.js";

const serial = "297150-586-203";

async function newSandbox() {
  const { server } = await setup();
  const sandbox = await server.sandbox();
  const call = (method: string, body: object) =>
    server.fetch(`/api/v1/${method}`, {
      method: "POST",
      headers: { "x-access-token": sandbox.companies[0]?.token ?? "" },
      body: JSON.stringify(body),
    });
  return { ...sandbox, call };
}

test("requests.list returns the requests that match, newest first", async () => {
  const { call, requests } = await newSandbox();
  for (const numberStumps of [1, 2, 0]) await call("usePass", { passSerialNumber: serial, numberStumps });
  await call("getTemplates", {});
  const used = await requests.list({ method: "usePass", serial, refused: false });
  expect(used.map(({ request }) => request)).toEqual(
    [2, 1].map((numberStumps) => ({ passSerialNumber: serial, numberStumps })),
  );
  expect(await requests.list({ since: used[1]?.requestId ?? "", limit: 2 })).toHaveLength(2);
  await expect(requests.list({ since: "none" })).rejects.toThrow(ControlError);
});

test("requests.wait resolves with the first match", async () => {
  const { call, requests } = await newSandbox();
  const waited = requests.wait({ method: "usePass" }, 60_000);
  await call("getTemplates", {});
  await call("usePass", { passSerialNumber: serial });
  expect(await waited).toMatchObject([{ method: "usePass" }]);
  expect(await requests.wait({ method: "createPass" }, 1)).toEqual([]);
});

test("requests.verify throws an error that shows the closest request", async () => {
  const { call, requests } = await newSandbox();
  await call("usePass", { passSerialNumber: serial, numberStumps: 3 });
  const found = await requests.verify({ method: "usePass", body: { numberStumps: 3 }, times: 1 });
  expect(found).toMatchObject({ passes: true, matched: 1 });
  const failed = requests.verify({ method: "usePass", body: { numberStumps: 2 } });
  await expect(failed).rejects.toThrow(VerificationError);
  await expect(failed).rejects.toThrow(/✓ method is "usePass"\n {4}✗ body\.numberStumps must be 2, got 3$/);
  await expect(failed).rejects.toMatchObject({ verification: { matched: 0, closest: [{ status: 200 }] } });
  await expect(requests.verify({ times: 1, atLeast: 1 })).rejects.toThrow(ControlError);
});

test("close ends a wait in code, and later calls reject", async () => {
  const server = await startServer({ fixture: "empty" });
  const { requests } = await server.sandbox();
  const waited = requests.wait({}, 60_000);
  await server.close();
  expect(await waited).toEqual([]);
  await expect(requests.verify()).rejects.toThrow(ServerClosedError);
});
