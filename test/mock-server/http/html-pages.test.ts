import { expect, test } from "vitest";
import { setup, stateText, testServer } from "../../support/sandbox.js";

test("GET / lists the addresses of the server", async () => {
  const { url } = await testServer();
  const response = await fetch(url);
  expect(response.headers.get("content-type")).toContain("text/html");
  const text = await response.text();
  expect(text).toContain(`${url}/api/v1`);
  for (const [, href] of text.matchAll(/href="([^"]+)"/g)) expect((await fetch(String(href))).status).toBe(200);
  expect(text).not.toContain("x-luna-admin-token");
});

test("GET / mentions the admin token if it is required", async () => {
  const { url } = await testServer({ adminToken: "s3cret" });
  const text = await (await fetch(url)).text();
  expect(text).toContain("x-luna-admin-token");
  expect(text).not.toContain("s3cret");
});

test("the card page changes nothing; its button installs by POST", async () => {
  const world = await setup();
  const { body } = await world.call("createPass", { idTemplate: 340717, userID: 20779280 });
  const before = await stateText(world);
  const page = await (await fetch(body.installURL)).text();
  expect(page).toContain("Install this card");
  expect(page).toContain(body.serialNumber);
  await fetch(body.installURL, { method: "HEAD" });
  expect(await stateText(world)).toBe(before);
  const action = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? "", body.installURL);
  const installed = await fetch(action, { method: "POST", redirect: "manual" });
  expect(installed.status).toBe(303);
  expect(new URL(installed.headers.get("location") ?? "", action).href).toBe(body.installURL);
  expect((await world.call("getPassInfo", { passSerialNumber: body.serialNumber })).body.status).toBe("installed");
  expect(await (await fetch(body.installURL)).text()).toContain("This card is installed.");
});

test("image is a picture of the card's stamps at that moment", async () => {
  const { call } = await setup();
  const { image } = (await call("getPassInfo", { passSerialNumber: "297150-586-203" })).body;
  const look = async () => {
    const response = await fetch(image);
    expect(response.headers.get("content-type")).toContain("image/svg+xml");
    return (await response.text()).match(/fill="#/g)?.length;
  };
  expect(await look()).toBe(3);
  await call("usePass", { passSerialNumber: "297150-586-203", numberStumps: 4 });
  expect(await look()).toBe(7);
  const yoga = (await call("getPassInfo", { passSerialNumber: "297150-586-205" })).body.image;
  expect(await (await fetch(yoga)).text()).toContain("3 of 10 stamps");
});

test("names are escaped, in any script", async () => {
  const { call } = await setup();
  const name = `<script>alert("x")</script> ''&amp; Ünï 𝒳`;
  const { userID } = (
    await call("createClient", { sName: name, fName: "F", email: "e@example.com", idTemplate: 340717 })
  ).body;
  const { installURL } = (await call("createPass", { idTemplate: 340717, userID })).body;
  const page = await (await fetch(installURL)).text();
  expect(page).not.toContain("<script>");
  expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &#39;&#39;&amp;amp; Ünï 𝒳");
});

test("an unknown card is 404, and so is a picture without stamps", async () => {
  const { server, id } = await setup();
  const at = (path: string) => fetch(`${server.url}/_luna/s/${path}`);
  expect((await at(`${id}/cards/nobody`)).status).toBe(404);
  expect((await at("nowhere/cards/297150-586-203")).status).toBe(404);
  expect((await at(`${id}/cards/297150-586-204/stamps.svg`)).status).toBe(404);
});
