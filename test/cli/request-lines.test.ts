/** Lines of requests on the server's terminal. */
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { expect, test, vi } from "vitest";
import { requestLine } from "../../mock-server/requests/request-line.js";
import { startProgram } from "../support/program.js";
import { setup, testServer } from "../support/sandbox.js";

/** Starts a server without --json. Returns its URL, and a function that returns the next line with a time. */
async function startPrinting(...args: readonly string[]) {
  const program = startProgram(["start", "--memory", "--port", "0", ...args]);
  const url = /http:\S+/.exec(await program.line())?.[0] ?? "";
  const next = async () => {
    for (;;) {
      const line = await program.line();
      if (/^\d\d:\d\d:\d\d /.test(line)) return line.slice(9);
    }
  };
  return { program, url, next };
}

const send = (url: string, method: string, token: string, body: object = {}) =>
  fetch(`${url}/api/v1/${method}`, {
    method: "POST",
    headers: { "x-access-token": token },
    body: JSON.stringify(body),
  });

test("start prints a line for each request", async () => {
  const { program, url, next } = await startPrinting();
  await send(url, "getTemplates", "luna-demo-token");
  expect(await next()).toBe("200 getTemplates");
  await send(url, "getPassInfo", "luna-rival-token", { passSerialNumber: "297150-586-203" });
  expect(await next()).toMatch(/^200 getPassInfo \(company rival\): \S/);
  const response = await fetch(`${url}/_luna/sandboxes`, { method: "POST", body: JSON.stringify({ id: "mine" }) });
  const { companies } = (await response.json()) as { companies: readonly { readonly token: string }[] };
  await send(url, "getTemplates", companies[1]?.token ?? "");
  expect(await next()).toBe("200 getTemplates (sandbox mine, company rival)");
  program.process.kill("SIGTERM");
  expect(await program.ended).toEqual([0, null]);
});

test.each([["--quiet"], ["--json"]])("start %s prints no line for a request", async (option) => {
  const program = startProgram(["start", "--memory", "--port", "0", "--json", option]);
  const { url } = JSON.parse(await program.line()) as { url: string };
  await send(url, "getTemplates", "luna-demo-token");
  program.process.kill("SIGTERM");
  expect(await program.line()).toBe("undefined");
});

test("lines have no control characters and no tokens", async () => {
  const server = await testServer({ fixture: "demo", strict: false });
  const lines: string[] = [];
  server.services.requests.onRequest((record) => lines.push(requestLine(record)));
  const handle = (name: string, token: string, body = "{}", verb = "POST") =>
    server.services.engine.handle({ verb, name, token, body: Buffer.from(body), origin: () => server.url });
  await handle("\u001b[31mget\u202e\n/luna-demo-token", "luna-demo-token");
  await handle("getTemplates/secret-token", "secret-token", "{}", "P\u0007T");
  await handle("x/%6cuna-demo%2Dtoken", "luna-demo-token");
  await handle("getPassInfo", "luna-demo-token", JSON.stringify({ "luna-demo-token": 1, passSerialNumbers: "\n" }));
  for (const line of lines) expect(line).toMatch(/^[\x20-\x7e]+$/);
  expect(lines.map((line) => line.slice(9))).toEqual([
    expect.stringMatching(/^404 {2}\[31mget {2}\/\[redacted\]: /),
    expect.stringMatching(/^\d+ P T getTemplates\/\[redacted\]: /),
    expect.stringMatching(/^404 x\/\[redacted\]: /),
    expect.stringMatching(/^\d+ getPassInfo: /),
  ]);
  expect(lines.join()).not.toMatch(/luna-demo-token|secret-token/);
});

test("a line names the fault", async () => {
  const { server, call, control, id } = await setup();
  const lines: string[] = [];
  server.services.requests.onRequest((record) => {
    if (record.owner?.sandboxId === id) lines.push(requestLine(record));
  });
  const fault = await control("POST", "/faults", { effect: { kind: "http", status: 503 } });
  await call("getTemplates").catch(() => undefined);
  expect(lines[0]).toContain(`getTemplates (sandbox ${id}) [fault ${fault.body.id}: http]`);
});

test.skipIf(process.platform === "win32")(
  "requests and the stop do not wait for output that nothing reads",
  async () => {
    const { program, url, next } = await startPrinting();
    await send(url, "getTemplates", "luna-demo-token");
    await next();
    program.process.stdout.pause();
    const long = "m".repeat(190);
    // Pipelined, because each line takes 300 bytes and a pipe 64 KiB.
    const { port } = new URL(url);
    const socket = connect(Number(port), "127.0.0.1");
    const responses = createInterface(socket);
    let answered = 0;
    responses.on("line", (line) => {
      if (line.includes("HTTP/1.1")) answered += 1;
    });
    const request = `POST /api/v1/${long} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n`;
    for (let nth = 0; nth < 4_000; nth += 1) socket.write(request);
    await vi.waitFor(() => expect(answered).toBe(4_000), { timeout: 30_000 });
    socket.destroy();
    program.process.kill("SIGTERM");
    const ended = new Promise((resolve) => program.process.once("exit", (code) => resolve(code)));
    expect(await ended).toBe(0);
  },
);
