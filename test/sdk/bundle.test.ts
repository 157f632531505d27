/** The client in browsers and workers: small, and limited to the web platform. */
import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";
import { expect, test } from "vitest";
import type * as Sdk from "../../sdk/index.js";
import { setup, testServer } from "../support/sandbox.js";

async function bundle(format: "esm" | "iife"): Promise<{ code: string; metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL("../../sdk/index.ts", import.meta.url))],
    bundle: true,
    minify: true,
    format,
    globalName: "sdk",
    platform: "browser",
    target: "es2022",
    write: false,
    metafile: true,
  });
  return { code: outputFiles[0]?.text ?? "", metafile };
}

test("the bundle is smaller than 6 kB, minified and gzipped", async () => {
  const { code } = await bundle("esm");
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(6000);
});

test("the bundle has no modules of Node, the server or packages", async () => {
  const { metafile } = await bundle("esm");
  const inputs = Object.entries(metafile.inputs);
  expect(inputs.flatMap(([, { imports }]) => imports).filter(({ path }) => isBuiltin(path))).toEqual([]);
  expect(new Set(inputs.map(([path]) => path.split("/")[0]))).toEqual(new Set(["sdk"]));
});

/** Globals of the web platform that the client uses; the context has no others. */
const platform = {
  AbortController,
  clearTimeout,
  fetch,
  Request,
  setTimeout,
};

/** Runs the bundle in a context with only these globals. */
async function inBrowser(globals: object = platform): Promise<typeof Sdk> {
  const { code } = await bundle("iife");
  return runInContext(`${code}; sdk`, createContext({ ...globals }));
}

test("the client works with only the web platform", async () => {
  const { server, token } = await setup();
  const { createLunaClient, isCardNotFoundError } = await inBrowser();
  const luna = createLunaClient({ token, baseUrl: `${server.url}/api/v1` });
  expect(await luna.getPassInfo({ passSerialNumber: "297150-586-203" })).toMatchObject({ type: 0, activeStamps: 3 });
  const clients: number[] = [];
  for await (const { id } of luna.clients({ idTemplate: 340720 })) clients.push(id);
  expect(clients).toHaveLength(20);
  const error = await luna.getPassInfo({ passSerialNumber: "1" }).catch((error: unknown) => error);
  expect(isCardNotFoundError(error)).toBe(true);
});

test("a page can pass a relative baseUrl, and no empty one", async () => {
  const { server, token } = await setup();
  /** Resolves URLs like a web page. */
  class PageRequest extends Request {
    constructor(input: string, init?: RequestInit) {
      super(new URL(input, `${server.url}/shop/index.html`), init);
    }
  }
  const { createLunaClient } = await inBrowser({ ...platform, Request: PageRequest });
  for (const baseUrl of ["/api/v1", "../api/v1/", `${server.url}/api/v1`]) {
    const card = await createLunaClient({ token, baseUrl }).getPassInfo({ passSerialNumber: "297150-586-203" });
    expect(card).toMatchObject({ activeStamps: 3 });
  }
  for (const baseUrl of ["", "?x", "mailto:luna@example.com"]) {
    expect(() => createLunaClient({ token, baseUrl })).toThrow("baseUrl must be an http or https URL");
  }
});

test("a platform without fetch is not reported as an invalid baseUrl", async () => {
  const { Request: _, ...others } = platform;
  const { createLunaClient } = await inBrowser(others);
  expect(() => createLunaClient({ token: "t" })).toThrow("Request is not defined");
});

test("requests have only headers that CORS allows", async () => {
  const { url } = await testServer({ fixture: "demo", cors: "https://shop.example.com" });
  const preflight = await fetch(`${url}/api/v1/getTemplates`, { method: "OPTIONS" });
  const allowed = preflight.headers.get("access-control-allow-headers")?.split(", ") ?? [];
  const sent: string[] = [];
  const { createLunaClient } = await inBrowser();
  const luna = createLunaClient({
    token: "luna-demo-token",
    baseUrl: `${url}/api/v1`,
    fetch: (request) => {
      sent.push(...request.headers.keys());
      return fetch(request);
    },
  });
  await luna.getTemplates();
  expect(sent.sort()).toEqual(["content-type", "x-access-token"]);
  expect(allowed).toEqual(expect.arrayContaining(sent));
});
