import { createServer } from "node:http";
import express from "express";
import { expect, test } from "vitest";
import { createApp } from "../../../mock-server/http/app.js";
import { listening } from "../../support/listening.js";
import { testServer } from "../../support/sandbox.js";

const serversOf = async (url: string): Promise<readonly string[]> => {
  const { servers } = (await (await fetch(url)).json()) as { servers: readonly { url: string }[] };
  return servers.map((server) => server.url);
};

test("a served document lists its address first", async () => {
  const { url } = await testServer();
  expect(await serversOf(`${url}/_luna/openapi.json`)).toEqual([
    `${url}/api/v1`,
    "https://app.lunaloyaltycards.com/api/v1",
  ]);
  expect(await serversOf(`${url}/_luna/control.json`)).toEqual([`${url}/_luna`]);
});

test("a served document names the public address of its server", async () => {
  const { url } = await testServer({ publicUrl: "https://luna.example.com/sandbox" });
  expect((await serversOf(`${url}/_luna/openapi.json`))[0]).toBe("https://luna.example.com/sandbox/api/v1");
  expect(await serversOf(`${url}/_luna/control.json`)).toEqual(["https://luna.example.com/sandbox/_luna"]);
});

test("a served document names the path that the app is mounted under", async () => {
  const { services } = await testServer();
  const origin = await listening(createServer(express().use("/luna", createApp(services))));
  expect((await serversOf(`${origin}/luna/_luna/openapi.json`))[0]).toBe(`${origin}/luna/api/v1`);
  expect(await serversOf(`${origin}/luna/_luna/control.json`)).toEqual([`${origin}/luna/_luna`]);
});
