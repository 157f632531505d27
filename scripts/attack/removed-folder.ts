import { rmSync } from "node:fs";
import { newFolder } from "../../bench/children.js";
import { demoSerial, demoToken } from "../../bench/peers.js";
import type { Attack } from "./attack.js";
import { call, control, range, waitUntil } from "./client.js";
import { startAttackedServer } from "./server.js";

/** Removes the data folder of a running server. */
export const removedFolder: Attack = {
  name: "2.6 removed data folder",
  run: async () => {
    const folder = newFolder();
    const server = await startAttackedServer(["--data", folder, "--durable"]);
    const change = () => call(server.url, "usePass", { passSerialNumber: demoSerial, numberStumps: 1 }, demoToken);
    await change();
    rmSync(folder, { recursive: true });
    let confirmed = 0;
    for (const _ of range(20)) if ((await change()).status === 200) confirmed += 1;
    const noticed = await waitUntil(5000, async () => (await control(server.url, "GET", "/health")).status === 503);
    await server.end("SIGTERM");
    return {
      held: confirmed === 0 && noticed !== undefined,
      figures: `${confirmed} of 20 changes confirmed afterwards; health is ${noticed === undefined ? "ok" : "failing"}`,
    };
  },
};
