import { expect, test } from "vitest";
import { setup, type TestSandbox, testNow } from "../../support/sandbox.js";

/** Makes many calls, some of them refused, and returns the response bytes of the accepted calls. */
async function story({ call, control, id }: TestSandbox, withRefused: boolean): Promise<string[]> {
  const refused = withRefused ? [() => call("usePass", { passSerialNumber: "x" }), () => call("createClient", {})] : [];
  const client = { sName: "Doe", fName: "Jane", idTemplate: 340717, email: "jane@example.com" };
  const answers: string[] = [];
  const keep = async (answer: Promise<{ body: unknown }>) => {
    for (const refuse of refused) await refuse();
    answers.push(JSON.stringify((await answer).body).replaceAll(id, "S"));
  };
  await keep(call("createClient", client));
  const userID = (JSON.parse(answers[0] ?? "{}") as { userID: number }).userID;
  await keep(call("createPass", { idTemplate: 340717, userID }));
  const { serialNumber } = JSON.parse(answers[1] ?? "{}") as { serialNumber: string };
  await control("POST", `/cards/${serialNumber}/install`);
  await keep(call("usePass", { passSerialNumber: serialNumber, numberStumps: 7 }));
  await keep(call("getPassInfo", { passSerialNumber: serialNumber }));
  await keep(call("getPassOperations", { passSerialNumber: serialNumber }));
  await keep(
    call("sendInfoPush", {
      pushSegment: "oneClient",
      passSerialNumber: serialNumber,
      messageText: "Hi {{clientFName}}",
    }),
  );
  await keep(call("getInfoPushList", { passSerialNumber: serialNumber }));
  await keep(call("getClientsList", { idTemplate: 340723, page: 3 }));
  return answers;
}

test("sandboxes with one seed and clock respond with the same bytes", async () => {
  const one = await story(await setup({ seed: 42 }), false);
  const other = await story(await setup({ seed: 42 }), true);
  expect(other).toEqual(one);
});

test("a different seed gives different people and ids", async () => {
  const one = await story(await setup({ seed: 42 }), false);
  const other = await story(await setup({ seed: 43 }), false);
  expect(other[0]).not.toBe(one[0]);
  expect(other.at(-1)).not.toBe(one.at(-1));
});

test("a reset sandbox responds like a new sandbox, with its tokens", async () => {
  const world = await setup({ seed: 42, now: testNow });
  const first = await story(world, false);
  expect((await world.control("POST", "/reset")).status).toBe(200);
  expect(await story(world, false)).toEqual(first);
});
