import { expect, onTestFinished, test, vi } from "vitest";
import type { LunaServer } from "../../mock-server/index.js";
import { diskError, fileHandles, interceptJournalWrites } from "../support/file-handles.js";
import { startServer } from "../support/sandbox.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const setup = async () => startServer({ data: await temporaryFolder(), durable: true, log: () => undefined });

/** Makes all writes of journals and state files fail. */
async function failWrites(code: string): Promise<void> {
  const spy = vi.spyOn(await fileHandles(), "appendFile").mockRejectedValue(diskError(code));
  onTestFinished(() => spy.mockRestore());
  await interceptJournalWrites(() => Promise.reject(diskError(code)));
}

const stamp = (server: LunaServer) =>
  fetch(`${server.url}/api/v1/usePass`, {
    method: "POST",
    headers: { "x-access-token": "luna-demo-token" },
    body: JSON.stringify({ passSerialNumber: "297150-586-203", numberStumps: 1 }),
  });

const control = (server: LunaServer, method: string, path: string, body?: object) =>
  fetch(`${server.url}/_luna${path}`, body === undefined ? { method } : { method, body: JSON.stringify(body) });

test.each([
  ["ENOSPC", 507],
  ["EDQUOT", 507],
  ["EFBIG", 507],
  ["EIO", 503],
  ["EROFS", 503],
])("a write that fails with %s is answered %i with the reason", async (code, status) => {
  const server = await setup();
  await failWrites(code);
  const answers = [
    await stamp(server),
    await control(server, "PUT", "/sandboxes/default/clock", { now: "2026-01-15T12:00:00Z" }),
    await control(server, "POST", "/sandboxes/default/reset"),
    await control(server, "POST", "/sandboxes", { id: "new" }),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([status, status, status, status]);
  for (const answer of answers) expect(await answer.text()).toContain(`failed: ${code}`);
  const health = await control(server, "GET", "/health");
  expect({ status: health.status, failure: ((await health.json()) as { failure: string }).failure }).toEqual({
    status: 503,
    failure: expect.stringContaining(code),
  });
});
