/** Two small clients as program texts, which also run as functions to save process starts. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TriedSandbox } from "../../contracts/try/index.js";
import { temporaryFolder } from "./temporary-folder.js";

const ask = `
const ask = async (method, body) => {
  const answer = await fetch(baseUrl + "/" + method, {
    method: "POST",
    headers: { "content-type": "application/json", "x-access-token": token },
    body: JSON.stringify(body),
  });
  return { ok: answer.ok, type: answer.headers.get("content-type"), json: JSON.parse(await answer.text()) };
};`;

const act = `
const phone = 12025550999;
const made = await read("createClient", { idTemplate: stamps, sName: "Doe", fName: "Jane", phone });
const again = await read("createClient", { idTemplate: stamps, sName: "Doe", fName: "Jane", phone });
if (made.userID === undefined || again.error !== 5) throw new Error("createClient: " + JSON.stringify([made, again]));
const { serialNumber } = await read("createPass", { idTemplate: stamps, userID: made.userID });
await read("usePass", { passSerialNumber: serialNumber, numberStumps: 2 });
const card = await read("getPassInfo", { passSerialNumber: serialNumber });
if (card.totalStamps !== 2) throw new Error("two stamps were credited, the card has " + card.totalStamps);
const operations = await list("getPassOperations", "operations", { passSerialNumber: serialNumber });
if (operations.length !== 1) throw new Error("one operation was expected");
`;

/** A client that passes under every value. */
export const robust = `${ask}
const read = async (method, body) => [(await ask(method, body)).json].flat()[0];
const list = async (method, noun, body) => { const { rows, [noun]: named } = await read(method, body); return rows ?? named; };
${act}`;

/** A client that fails only under {@link fragileBreaksUnder}. */
export const fragile = `${ask}
const read = async (method, body) => {
  const { ok, type, json } = await ask(method, body);
  if (!ok) throw new Error("HTTP status");
  if (!type.startsWith("application/json")) throw new Error("content type " + type);
  if (json.error === undefined && json.result !== 1) throw new Error("no success: " + JSON.stringify(json));
  return json;
};
const list = async (method, noun, body) => (await read(method, body)).rows;
${act}`;

export const fragileBreaksUnder = [
  "envelope=array",
  "contentType=html",
  "errorStatus=4xx",
  "resultMarker=none",
  "listKey=noun",
];

/** Sends one request, because a run without requests fails. */
export const greet = ({ baseUrl, token }: Pick<TriedSandbox, "baseUrl" | "token">): Promise<unknown> =>
  fetch(`${baseUrl}/getTemplates`, { method: "POST", headers: { "x-access-token": token } });

const AsyncFunction = (async () => undefined).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<void>;

/** Program text of {@link greet}. */
export const greeting =
  'await fetch(process.env.LUNA_BASE_URL + "/getTemplates", { method: "POST", headers: { "x-access-token": process.env.LUNA_TOKEN } });';

/** Converts a client's text to a function. */
export const asFunction = (text: string) => {
  const run = new AsyncFunction("baseUrl", "token", "stamps", text);
  return ({ baseUrl, token, templates }: TriedSandbox) => run(baseUrl, token, templates.stamps);
};

/** Writes a program to a temporary folder. Returns its command. */
export async function program(text: string): Promise<readonly string[]> {
  const folder = await temporaryFolder();
  const file = join(folder, "client.mjs");
  await writeFile(file, text);
  return [process.execPath, file];
}

/** Converts a client's text to a program that reads the server from its environment. */
export const asProgram = (text: string): Promise<readonly string[]> =>
  program(`const { LUNA_BASE_URL: baseUrl, LUNA_TOKEN: token } = process.env;
const stamps = Number(process.env.LUNA_TEMPLATE_STAMPS);
${text}`);
