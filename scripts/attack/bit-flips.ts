import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newFolder } from "../../bench/children.js";
import { inParallel } from "../../shared/in-parallel.js";
import type { Attack } from "./attack.js";
import { call, control, controlJson, range } from "./client.js";
import { startAttackedServer } from "./server.js";

const sandboxes = 100;
const changes = 5;

/** Selects the same bits in every run. */
function randomNumbers(): (below: number) => number {
  let state = 1;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

function flipBit(file: string, random: (below: number) => number): void {
  const bytes = readFileSync(file);
  const at = random(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
  writeFileSync(file, bytes);
}

const fixture = {
  formatVersion: 1,
  templates: [{ id: 1, name: "Coffee", type: 0 }],
  clients: [{ id: 1, templateId: 1, sName: "Doe", fName: "Jane" }],
  cards: [{ serial: "297150-586-203", type: 0, templateId: 1, clientId: 1 }],
};

/** Fills a folder with sandboxes and ends the server. Returns their states. */
async function fill(folder: string, signal: "SIGTERM" | "SIGKILL"): Promise<ReadonlyMap<string, string>> {
  const server = await startAttackedServer(["--data", folder, "--durable"]);
  const states = await inParallel(range(sandboxes), 8, async () => {
    interface Made {
      readonly id: string;
      readonly companies: readonly { readonly token: string }[];
    }
    const { id, companies } = await controlJson<Made>(server.url, "POST", "/sandboxes", { fixture });
    for (const _ of range(changes))
      await call(server.url, "usePass", { passSerialNumber: "297150-586-203", numberStumps: 1 }, companies[0]?.token);
    return [id, (await control(server.url, "GET", `/sandboxes/${id}/state`)).text] as const;
  });
  await server.end(signal);
  return new Map(states);
}

/** Flips a bit in a file of every sandbox. Counts those that are found and those that are accepted. */
async function flipAll(signal: "SIGTERM" | "SIGKILL", ending: string) {
  const folder = newFolder();
  const states = await fill(folder, signal);
  const random = randomNumbers();
  let flipped = 0;
  for (const name of readdirSync(folder).sort())
    if (name.endsWith(ending) && states.has(name.split(".")[0] ?? "")) {
      flipBit(join(folder, name), random);
      flipped += 1;
    }
  const server = await startAttackedServer(["--data", folder]);
  const outcomes = await inParallel([...states], 8, async ([id, before]) => {
    const { status, text } = await control(server.url, "GET", `/sandboxes/${id}/state`);
    if (status !== 200 || server.errors().includes(id)) return "found";
    return text === before ? "harmless" : "silent";
  });
  await server.end("SIGTERM");
  const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
  return { flipped, found: count("found"), harmless: count("harmless"), silent: count("silent") };
}

/** Flips a bit in many state files and journals. */
export const bitFlips: Attack = {
  name: "2.5 flipped bits",
  run: async () => {
    const parts: string[] = [];
    let held = true;
    for (const [files, signal, ending] of [
      ["state files", "SIGTERM", ".json"],
      ["journals", "SIGKILL", ".journal"],
    ] as const) {
      const { flipped, found, harmless, silent } = await flipAll(signal, ending);
      held &&= flipped > 0 && silent === 0;
      parts.push(
        `${flipped} bits in ${files}: ${found} found, ${harmless} without effect, ${silent} accepted in silence`,
      );
    }
    return { held, figures: parts.join("; ") };
  },
};
