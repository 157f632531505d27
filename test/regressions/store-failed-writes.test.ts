import { expect, onTestFinished, test, vi } from "vitest";
import type { LunaServer } from "../../mock-server/index.js";
import { diskError, fileHandles, interceptJournalWrites } from "../support/file-handles.js";
import { stampDefault, startServer } from "../support/sandbox.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const setup = async () => startServer({ data: await temporaryFolder(), durable: true, log: () => undefined });

/** Makes all writes of journals and state files fail. */
async function failWrites(code: string): Promise<void> {
  const spy = vi.spyOn(await fileHandles(), "appendFile").mockRejectedValue(diskError(code));
  onTestFinished(() => spy.mockRestore());
  await interceptJournalWrites(() => Promise.reject(diskError(code)));
}

async function control(server: LunaServer, method: string, path: string, body?: object) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`${server.url}/_luna${path}`, init);
  return { status: response.status, body: await response.json() };
}

test.each([
  ["ENOSPC", 507],
  ["EDQUOT", 507],
  ["EFBIG", 507],
  ["EIO", 503],
  ["EROFS", 503],
])("a write that fails with %s gets %i with the reason", async (code, status) => {
  const server = await setup();
  await failWrites(code);
  const answers = [
    await stampDefault(server),
    await control(server, "PUT", "/sandboxes/default/clock", { now: "2026-01-15T12:00:00Z" }),
    await control(server, "POST", "/sandboxes/default/reset"),
    await control(server, "POST", "/sandboxes", { id: "new" }),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([status, status, status, status]);
  for (const { body } of answers) expect(JSON.stringify(body)).toContain(`failed: ${code}`);
  expect(await control(server, "GET", "/health")).toMatchObject({
    status: 503,
    body: { failure: expect.stringContaining(code) },
  });
});
