import { demoSerial, demoToken } from "../../bench/peers.js";
import { inParallel } from "../../shared/in-parallel.js";
import type { Attack } from "./attack.js";
import { inMib, mib } from "./attack.js";
import { call, control, controlJson, range } from "./client.js";
import { memoryOf, startAttackedServer } from "./server.js";

const requests = 10_000;

interface Report {
  readonly findings: readonly { readonly mistake: string }[];
}

/** Returns the longest wait of a request during other work, in milliseconds. */
async function longestWait(url: string, work: Promise<unknown>): Promise<number> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  let longest = 0;
  while (!isDone) {
    const began = performance.now();
    await call(url, "getPassInfo", { passSerialNumber: demoSerial }, demoToken);
    longest = Math.max(longest, performance.now() - began);
  }
  await done;
  return longest;
}

/** Floods the request log with long unknown tokens, after a client has left a mistake in it. */
export const requestLog: Attack = {
  name: "4.2 flood of the request log",
  run: async () => {
    const server = await startAttackedServer(["--memory"]);
    const { url, pid } = server;
    await call(url, "usePass", { passSerialNumber: demoSerial, numberStamps: 1 }, demoToken);
    await control(url, "GET", "/sandboxes/default/report");
    const before = memoryOf(pid);
    await inParallel(range(requests), 32, (nth) => call(url, "getPassInfo", {}, `${nth}-${"x".repeat(14_800)}`));
    const grown = memoryOf(pid) - before;
    const wait = await longestWait(url, control(url, "GET", "/sandboxes/default/requests?limit=10000"));
    const { findings } = await controlJson<Report>(url, "GET", "/sandboxes/default/report");
    const isSeen = findings.some(({ mistake }) => mistake === "misspelt-parameter");
    await server.end("SIGTERM");
    return {
      held: grown < inMib(128) && wait < 1000 && isSeen,
      figures: `${requests} tokens of 14.8 KB: memory grew by ${mib(grown)}; while the log was read, a request waited ${Math.round(wait)} ms at most; the earlier mistake is ${isSeen ? "still" : "no longer"} reported`,
    };
  },
};
