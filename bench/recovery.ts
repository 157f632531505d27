/** Measures a start after SIGKILL with a large journal. `npx tsx bench/recovery.ts [MiB] [cards]` */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultProfile } from "../mock-server/model/profile.js";
import type { Card } from "../mock-server/model/records.js";
import { recordsOfState, type State } from "../mock-server/state/state.js";
import { stateFileFormat } from "../mock-server/state/state-file-format.js";
import { FolderPersistence } from "../mock-server/store/disk/folder.js";
import { MemoryStore } from "../mock-server/store/memory/store.js";
import { mebibyte } from "../shared/units.js";

const now = "2026-01-15T12:00:00.000Z";
const origin = { fixture: "state", seed: 1, now, profile: defaultProfile };

/** Returns records with this number of clients, each with a stamp card. */
function recordsOf(count: number) {
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  const state: State = {
    formatVersion: 1,
    templates: [{ id: 1, name: "Coffee", type: 0, settings: { maxStamps: 100 } }],
    clients: ids.map((id) => ({ id, templateId: 1, sName: "Doe", fName: "Jane", phone: String(48_000_000_000 + id) })),
    cards: ids.map((id) => ({ serial: `100000-000-${id}`, type: 0, templateId: 1, clientId: id, status: "installed" })),
  };
  return recordsOfState(state, { ...origin, newToken: (company) => `token-${company}` });
}

const openFolder = (folder: string, compactAtBytes: number) =>
  FolderPersistence.open(folder, {
    durable: false,
    compactAtBytes,
    maxFileBytes: 4096 * mebibyte,
    format: stateFileFormat(() => ({ seed: 1, now, newToken: String })),
    warn: (message) => process.stderr.write(`${message}\n`),
  });

async function journalBytes(folder: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".journal"));
  return (await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))).reduce(
    (a, b) => a + b,
    0,
  );
}

/** Credits stamps until the journal has its size, and dies. */
async function fill(folder: string, bytes: number, cards: number): Promise<void> {
  const { persistence } = await openFolder(folder, Number.POSITIVE_INFINITY);
  const store = new MemoryStore(persistence);
  await store.createSandbox({ id: "a", origin, createdAt: now, expiresAt: null }, recordsOf(cards));
  for (let turn = 0; ; turn += 1) {
    await store.transaction("a", async (tx) => {
      const { card } = (await tx.card(`100000-000-${(turn % cards) + 1}`)) as { card: Card<0> };
      const stamped = { ...card, activeStamps: (card.activeStamps + 1) % 100, totalStamps: card.totalStamps + 1 };
      const operation = { at: now, action: "addStamps", amount: 1, balance: stamped.activeStamps } as const;
      await tx.saveCard(stamped, [operation]);
    });
    if (turn % 10_000 === 0 && (await journalBytes(folder)) >= bytes) process.kill(process.pid, "SIGKILL");
  }
}

/** Opens the folder and prints the duration and the memory. */
async function open(folder: string): Promise<void> {
  const began = performance.now();
  const cpu = process.cpuUsage();
  const { persisted } = await openFolder(folder, 32 * mebibyte);
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  const sandbox = persisted[0];
  const peak = process.resourceUsage().maxRSS / 1024;
  global.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const mb = (bytes: number) => (bytes / mebibyte).toFixed(0);
  process.stdout.write(
    `steps ${sandbox?.version}, start ${(ms / 1000).toFixed(2)} s (CPU ${((user + system) / 1e6).toFixed(2)} s), peak ${peak.toFixed(0)} MB, heap ${mb(heapUsed)} MB, rss ${mb(rss)} MB\n`,
  );
  process.exit(0);
}

async function main([step, folder, ...sizes]: readonly string[]): Promise<void> {
  const [mebibytes = 128, cards = 1000] = (step === "fill" ? sizes : [step, folder]).filter(Boolean).map(Number);
  if (step === "fill") return fill(String(folder), mebibytes * mebibyte, cards);
  if (step === "open") return open(String(folder));
  const data = await mkdtemp(join(tmpdir(), "luna-recovery-"));
  const script = fileURLToPath(import.meta.url);
  const flags = [...process.execArgv, "--expose-gc"];
  await once(fork(script, ["fill", data, String(mebibytes), String(cards)], { execArgv: flags }), "exit");
  process.stdout.write(`journal ${((await journalBytes(data)) / mebibyte).toFixed(0)} MiB, ${cards} cards\n`);
  await once(fork(script, ["open", data], { execArgv: flags }), "exit");
  await rm(data, { recursive: true });
}

await main(process.argv.slice(2));
