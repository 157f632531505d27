/** Lists of all pages, from the sandbox and from services with errors. */
import { expect, test } from "vitest";
import { createLunaClient, isUnexpectedResponseError, type MethodName } from "../../sdk/index.js";
import { setup } from "../support/sandbox.js";
import { fakeService, jsonReply } from "./fake-service.js";

/** Creates a client of the demo and records the requested pages. */
async function demo() {
  const { server, token } = await setup();
  const pages: (number | undefined)[] = [];
  const fetch = async (request: Request) => {
    const { page } = (await request.clone().json()) as { page?: number };
    pages.push(page);
    return globalThis.fetch(request);
  };
  return { luna: createLunaClient({ token, baseUrl: `${server.url}/api/v1`, fetch }), pages };
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

const coupon = { idTemplate: 340720 };
const club = { idTemplate: 340723 };

test("clients ends after an empty page if the last page is full", async () => {
  const { luna, pages } = await demo();
  const clients = await all(luna.clients(coupon));
  expect(new Set(clients.map(({ id }) => id)).size).toBe(20);
  expect(pages).toEqual([1, 2, 3]);
});

test("operations yields all operations, newest first", async () => {
  const { luna, pages } = await demo();
  const ids = (await all(luna.operations("297150-586-211"))).map(({ id }) => id);
  expect(ids).toHaveLength(120);
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
  expect(pages).toEqual([1, 2, 3]);
});

test("pushes yields all 25 messages of a card", async () => {
  const { luna, pages } = await demo();
  const messages = (await all(luna.pushes("297150-586-212"))).map(({ message }) => message);
  expect(messages).toEqual(Array.from({ length: 25 }, (_, index) => `News ${25 - index}`));
  expect(pages).toEqual([1, 2, 3]);
});

test.each([
  { selectionMode: "PassInstalled", count: 120, asked: [1, 1, 2] },
  { selectionMode: "PassNotCreated", count: 100, asked: [1, 1, 2] },
  { selectionMode: "passNotInstalled", count: 20, asked: [1] },
] as const)("templateCards yields all $count clients for $selectionMode", async ({ selectionMode, count, asked }) => {
  const { luna, pages } = await demo();
  expect(await all(luna.templateCards({ ...club, selectionMode }))).toHaveLength(count);
  expect(pages).toEqual(asked);
});

test("a list can begin with a later page", async () => {
  const { luna, pages } = await demo();
  expect(await all(luna.clients(coupon, { fromPage: 2 }))).toHaveLength(10);
  expect(pages).toEqual([2, 3]);
});

test("an iteration that stops early requests no further page", async () => {
  const { luna, pages } = await demo();
  for await (const { id } of luna.clients(coupon)) {
    expect(id).toBe(20779270);
    break;
  }
  expect(pages).toEqual([1]);
});

const row = (id: number) => ({ id, date: "2026-01-15 12:00:00", message: `News ${id}` });
const page = (from: number, count = 10) => Array.from({ length: count }, (_, index) => row(from - index));

test.each([
  { firstPage: 1, asked: [1, 2] },
  { firstPage: 0, asked: [0, 1] },
] as const)("a list begins with firstPage $firstPage", async ({ firstPage, asked }) => {
  const { client, asked: calls } = fakeService(
    ({ parameters }) => jsonReply({ result: 1, rows: parameters.page === firstPage ? page(12) : page(2, 2) }),
    { firstPage },
  );
  expect(await all(client.pushes("1"))).toHaveLength(12);
  expect(calls.map(({ parameters }) => parameters.page)).toEqual(asked);
});

test("a row that moved to the next page is yielded once", async () => {
  // Three new messages came in after the first page was read.
  const { client } = fakeService(({ parameters }) =>
    jsonReply({ result: 1, rows: parameters.page === 1 ? page(20) : page(13).slice(0, 9) }),
  );
  const ids = (await all(client.pushes("1"))).map(({ id }) => id);
  expect(ids).toEqual(Array.from({ length: 16 }, (_, index) => 20 - index));
});

const lists: readonly { name: "clients" | "pushes"; id: MethodName; rows: readonly object[] }[] = [
  { name: "pushes", id: "getInfoPushList", rows: page(10) },
  { name: "clients", id: "getClientsList", rows: page(10).map(({ id }) => ({ id, sName: "a", fName: "b" })) },
];

test.each(lists)("$name ends with an error if the service ignores the page", async ({ name, id, rows }) => {
  const { client, asked } = fakeService((_, call) =>
    call < 5 ? jsonReply({ result: 1, rows }) : jsonReply({ error: 4 }),
  );
  const found: object[] = [];
  const iteration = (async () => {
    for await (const row of name === "pushes" ? client.pushes("1") : client.clients({ idTemplate: 1 })) found.push(row);
  })();
  const error = await iteration.catch((error) => error);
  if (!isUnexpectedResponseError(error)) throw error;
  expect(error).toMatchObject({ method: id, status: 200, reason: "page 2 again" });
  expect(error.body).toContain('"rows"');
  expect(found).toHaveLength(10);
  expect(asked).toHaveLength(2);
});

test("a refusal of a later page rejects at its first row", async () => {
  const { client } = fakeService(({ parameters }) =>
    jsonReply(parameters.page === 1 ? { result: 1, rows: page(20) } : { error: 2 }),
  );
  const rows = client.pushes("1");
  for (let nth = 0; nth < 10; nth += 1) expect((await rows.next()).done).toBe(false);
  await expect(rows.next()).rejects.toMatchObject({ name: "CardNotFoundError" });
});

test("a list can be aborted between two rows", async () => {
  const abort = new AbortController();
  const { client, asked } = fakeService(({ parameters }) =>
    jsonReply({ result: 1, rows: page(100 - parameters.page * 10) }),
  );
  const iteration = (async () => {
    for await (const { id } of client.pushes("1", { signal: abort.signal })) {
      if (id === 85) abort.abort(new Error("enough"));
    }
  })();
  await expect(iteration).rejects.toThrow("enough");
  expect(asked).toHaveLength(1);
});

test.each([Number.NaN, -1, 1.5])("a list rejects fromPage %d", async (fromPage) => {
  const { client, asked } = fakeService(() => jsonReply({ error: 4 }));
  await expect(all(client.pushes("1", { fromPage }))).rejects.toThrow(
    new TypeError("fromPage must be an integer of at least 0"),
  );
  expect(asked).toHaveLength(0);
});

test("a second card of a client on the next page is yielded", async () => {
  const clients = Array.from({ length: 100 }, (_, index) => ({ id: index + 1, sName: "Doe", fName: "Jane" }));
  const { client } = fakeService(({ parameters }) =>
    jsonReply({
      rows: parameters.page > 2 ? [] : clients.map((row) => ({ ...row, serialNumber: `${parameters.page}-${row.id}` })),
    }),
  );
  const rows = await all(client.templateCards({ idTemplate: 1, selectionMode: "PassInstalled" }));
  expect(new Set(rows.map(({ serialNumber }) => serialNumber)).size).toBe(200);
});

test("a card that moved to the next page is yielded once", async () => {
  const card = (index: number) => ({ id: 7, sName: "Doe", fName: "Jane", serialNumber: `card ${index}` });
  const first = Array.from({ length: 100 }, (_, index) => card(index));
  const { client } = fakeService(({ parameters }) =>
    jsonReply({ rows: parameters.page === 1 ? first : [card(99), card(100)] }),
  );
  expect(await all(client.templateCards({ idTemplate: 1, selectionMode: "PassInstalled" }))).toHaveLength(101);
});

test("operations with a repeated serial number are all yielded", async () => {
  const operation = { date: "2026-01-15 12:00:00", action: "addStamps", amount: 1, balance: 1, serialNumber: "1" };
  const { client } = fakeService(({ parameters }) =>
    jsonReply({
      rows: Array.from({ length: parameters.page < 3 ? 50 : 0 }, (_, index) => ({
        ...operation,
        id: parameters.page * 50 + index,
      })),
    }),
  );
  expect(await all(client.operations("1"))).toHaveLength(100);
});

test("templateCards yields both cards of clients with two cards", async () => {
  const idTemplate = 340717;
  const clients = Array.from({ length: 100 }, (_, index) => ({
    id: index + 1,
    templateId: idTemplate,
    sName: "Doe",
    fName: "Jane",
    phone: `1202555${1000 + index}`,
  }));
  const { server, token, control } = await setup({
    fixture: { formatVersion: 1, templates: [{ id: idTemplate, name: "Coffee", type: 0 }], clients },
  });
  await control("PUT", "/profile", { secondPass: "new" });
  const luna = createLunaClient({ token, baseUrl: `${server.url}/api/v1` });
  const made: string[] = [];
  for (const { id: userID } of [...clients, ...clients]) {
    made.push((await luna.createPass({ idTemplate, userID })).serialNumber);
  }
  const rows = await all(luna.templateCards({ idTemplate, selectionMode: "passNotInstalled" }));
  expect(rows.map(({ serialNumber }) => serialNumber)).toEqual(made);
});

test("a changed row is yielded once", async () => {
  const { client } = fakeService(({ parameters }) =>
    jsonReply({ result: 1, rows: parameters.page === 1 ? page(20) : [{ ...row(11), message: "New" }, row(10)] }),
  );
  expect(await all(client.pushes("1"))).toEqual(page(20, 11));
});

/** Creates a sandbox with clients without a card. */
async function withoutCards(count: number) {
  const idTemplate = 340717;
  const clients = Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    templateId: idTemplate,
    sName: "Doe",
    fName: "Jane",
    phone: `1202555${1000 + index}`,
  }));
  const { server, token } = await setup({
    fixture: { formatVersion: 1, templates: [{ id: idTemplate, name: "Coffee", type: 0 }], clients },
  });
  return { luna: createLunaClient({ token, baseUrl: `${server.url}/api/v1` }), idTemplate };
}

test.each([
  { name: "every client", isServed: () => true },
  { name: "every third client", isServed: (id: number) => id % 3 === 0 },
  { name: "the clients of the second page", isServed: (id: number) => id > 100 && id <= 200 },
])("templateCards yields all clients while cards are created for $name", async ({ isServed }) => {
  const { luna, idTemplate } = await withoutCards(250);
  const ids: number[] = [];
  for await (const { id } of luna.templateCards({ idTemplate, selectionMode: "PassNotCreated" })) {
    ids.push(id);
    if (isServed(id)) await luna.createPass({ idTemplate, userID: id });
  }
  expect(ids.sort((a, b) => a - b)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
});

test("templateCards ends with an error if the service ignores the page", async () => {
  const rows = Array.from({ length: 100 }, (_, id) => ({ id, sName: "Doe", fName: "Jane" }));
  const { client, asked } = fakeService(() => jsonReply({ rows }));
  const walk = all(client.templateCards({ idTemplate: 1, selectionMode: "PassNotCreated" }));
  await expect(walk).rejects.toMatchObject({ name: "UnexpectedResponseError", reason: "page 2 again" });
  expect(asked.map(({ parameters }) => parameters.page)).toEqual([1, 1, 2]);
});
