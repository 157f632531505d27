/** Faults of a server with a data folder. */
import { expect, test } from "vitest";
import { createLunaServer, type LunaServer } from "../../../mock-server/index.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const countsOf = async ({ services }: LunaServer) =>
  (await services.faults.list("default")).faults.map(({ id, matched, fired }) => `${id} ${matched} ${fired}`);

test("the option faults replaces the faults in the data folder", async () => {
  const data = await temporaryFolder();
  const first = await createLunaServer({ data, faults: [{ id: "old", effect: { kind: "hang" } }] });
  await first.close();
  const second = await createLunaServer({ data, faults: [{ id: "new", effect: { kind: "hang" } }] });
  expect(await countsOf(second)).toEqual(["new 0 0"]);
  await second.close();
});
