/** Valid but unusual HTTP requests: `start` and `record` respond equally. */
import { expect, onTestFinished, test } from "vitest";
import { startRecording } from "../../contracts/index.js";
import { exchange } from "../support/exchange.js";
import { testServer } from "../support/sandbox.js";

const stampCard = "297150-586-203";
const body = JSON.stringify({ passSerialNumber: stampCard });

/** Returns a request for the stamp card with an unusual `line` or unusual `headers`. */
const asking = (line: string, headers: string) =>
  `${line} HTTP/1.1\r\n${headers}x-access-token: luna-demo-token\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;

const path = "/api/v1/getPassInfo";

async function bothFronts() {
  const server = await testServer({ fixture: "demo" });
  const recording = await startRecording({
    consumer: "till",
    server: server.url,
    isSandbox: true,
    log: () => undefined,
  });
  onTestFinished(() => recording.close());
  return { start: server.url, record: recording.url, recording };
}

test.each<[string, (url: string) => string, RegExp]>([
  ["a whole address, as for a proxy", (url) => asking(`POST ${url}${path}`, `host: ${new URL(url).host}\r\n`), /^200 /],
  ["an unknown Expect", () => asking(`POST ${path}`, "host: localhost:4010\r\nexpect: wonders\r\n"), /^200 /],
  ["Expect: 100-continue", () => asking(`POST ${path}`, "host: localhost:4010\r\nexpect: 100-continue\r\n"), /^100 /],
  ["no Host", () => asking(`POST ${path}`, ""), /^200 /],
  ["a Host with an underscore", () => asking(`POST ${path}`, "host: luna_mock:4010\r\n"), /^200 /],
  ["CONNECT", () => "CONNECT shop.example.com:443 HTTP/1.1\r\nhost: shop.example.com:443\r\n\r\n", /^405 /],
  ["headers without end", () => `POST ${path} HTTP/1.1\r\nhost: a\r\nx: ${"x".repeat(20_000)}\r\n\r\n`, /^431 /],
  ["no HTTP at all", () => "hello\r\n\r\n", /^400 /],
])("start and record respond alike: %s", async (_what, request, status) => {
  const { start, record, recording } = await bothFronts();
  const [of, recorded] = await Promise.all(
    [start, record].map(async (url) => {
      const text = await exchange(url, request(url));
      const [head = "", ...rest] = text.split("\r\n\r\n");
      return {
        status: head.slice("HTTP/1.1 ".length).split("\r\n", 1).join(),
        text: rest.at(-1)?.replaceAll(url, "<url>"),
      };
    }),
  );
  expect(of?.status).toMatch(status);
  expect(recorded).toEqual(of);
  expect(recording.count()).toBe(of?.text?.includes("serialNumber") ? 1 : 0);
});

test.each([
  ["luna_mock:4010", "http://luna_mock:4010"],
  ["luna_mock", "http://luna_mock"],
  ["_:80", "http://_:80"],
])("addresses in responses begin with the Host %s", async (host, origin) => {
  const { start, record } = await bothFronts();
  for (const url of [start, record])
    expect(await exchange(url, asking(`POST ${path}`, `host: ${host}\r\n`))).toContain(`"image":"${origin}/_luna/s/`);
});

/** Pipelined requests; the last closes the connection. */
const pipelined = (...requests: readonly (readonly [path: string, body: string])[]) =>
  requests
    .map(
      ([to, text], at) =>
        `POST ${to} HTTP/1.1\r\nhost: localhost\r\nx-access-token: luna-demo-token\r\ncontent-length: ${text.length}\r\n${
          at === requests.length - 1 ? "connection: close\r\n" : ""
        }\r\n${text}`,
    )
    .join("");

const usePass = ["/api/v1/usePass", `{"passSerialNumber":"${stampCard}","numberStumps":1}`] as const;
const reset = ["/_luna/sandboxes/default/reset", ""] as const;
const getPassInfo = [path, body] as const;

test.each([
  [[usePass, reset, getPassInfo], 13],
  [[reset, usePass, getPassInfo], 14],
  [[usePass, usePass, reset, usePass, getPassInfo], 14],
  [[reset, reset, reset, usePass, usePass, getPassInfo], 15],
  [[...Array.from({ length: 50 }, () => usePass), reset, getPassInfo], 13],
])("pipelined requests take effect in order: case %#", async (requests, stamps) => {
  const { url } = await testServer({ fixture: "demo" });
  const text = await exchange(url, pipelined(...requests));
  expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(requests.length);
  expect(text).toContain(`"totalStamps":${stamps},`);
});

test("pipelined requests continue after an unread body", async () => {
  const { url } = await testServer({ fixture: "demo" });
  const unread = `POST ${path} HTTP/1.1\r\nhost: a\r\nx-access-token: wrong\r\ncontent-length: 20000\r\n\r\n${"x".repeat(20_000)}`;
  const text = await exchange(
    url,
    pipelined(usePass, reset).replace("connection: close\r\n", "") + unread + pipelined(getPassInfo),
  );
  expect(text.match(/\{"error":1\}/g)).toHaveLength(1);
  expect(text).toContain('"totalStamps":13,');
});
