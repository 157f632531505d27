import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { forkInfo, infoOf, openStore, recordsFor } from "../../../support/store.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

test("a fork does not keep its deleted source in memory", async () => {
  const { store } = await openStore(await temporaryFolder());
  await store.createSandbox(infoOf("a"), recordsFor("a"));
  const forkSource = async () => {
    const { companies } = forkInfo("source")();
    await store.fork("a", "now", () => ({ info: infoOf("source"), companies }));
    return new WeakRef(companies[0] as object);
  };
  const company = await forkSource();
  await store.fork("source", "now", forkInfo("fork"));
  await store.deleteSandbox("source");
  // A reference can be collected only after the turn that created it.
  await new Promise((resolve) => setImmediate(resolve));
  gc();
  expect(company.deref()).toBeUndefined();
});
