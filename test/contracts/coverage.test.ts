/** What contracts, and what a client's requests, cover of the API. */
import { expect, test } from "vitest";
import { allCells, ledgerWitnesses, matrix, pactWitnesses, SandboxProvider } from "../../contracts/index.js";
import { operationFacts } from "../../openapi/document.js";
import { setup } from "../support/sandbox.js";
import { everyOperation } from "./fixtures/every-operation.js";
import { pact, type Wish } from "./support/pacts.js";
import { interactionsOf } from "./support/verify.js";

const coveredBy = (...wishes: readonly Wish[]) =>
  matrix(pactWitnesses(interactionsOf(pact(...wishes))))
    .filter(({ by }) => by.length > 0)
    .map(({ operation, cardType = "any", outcome }) => `${operation} ${cardType} ${outcome}`);

test("the matrix has every method's success, its documented errors and its pages", () => {
  const of = (operation: string) =>
    allCells
      .filter((cell) => cell.operation === operation)
      .map(({ cardType = "any", outcome }) => `${cardType} ${outcome}`);
  expect(of("getTemplates")).toEqual(["any success", "any error 1"]);
  expect(of("useReward")).toEqual(["0 success", "any error 1", "any error 2", "any error 3", "any error 4"]);
  expect(of("getClientsList")).toEqual(["any success", "any error 1", "any error 4", "any page boundary"]);
  for (const operation of ["getPassInfo", "getPassInfoByPhone", "getClientPassesByPhone", "usePass"]) {
    expect(of(operation).slice(0, 7)).toEqual([0, 1, 2, 3, 4, 5, 6].map((type) => `${type} success`));
  }
  const errors = Object.values(operationFacts).reduce((sum, facts) => sum + facts.errors.length, 0);
  expect(allCells.filter(({ outcome }) => outcome.startsWith("error"))).toHaveLength(errors);
});

test("the card's type comes from the answer, or from the state of the card that the request names", () => {
  const states = [{ name: "a stamp card" }, { name: "a discount card", params: { serial: "4-4-4" } }];
  const body = { passSerialNumber: "4-4-4", action: "reduceTotalSpentSum", sum: 1 };
  expect(coveredBy({ operation: "usePass", states, body, answer: { result: 1 } })).toEqual(["usePass 4 success"]);
  expect(coveredBy({ operation: "getPassInfo", answer: { type: 6 } })).toEqual(["getPassInfo 6 success"]);
  const rows = [{ type: 1 }, { type: 3 }];
  expect(coveredBy({ operation: "getClientPassesByPhone", answer: { rows } })).toEqual([
    "getClientPassesByPhone 1 success",
    "getClientPassesByPhone 3 success",
  ]);
  expect(coveredBy({ operation: "usePass", states: [{ name: "no such state" }], answer: { result: 1 } })).toEqual([]);
});

test("errors and later pages have cells of their own", () => {
  const list = { operation: "getClientsList", answer: { result: 1, rows: [] } };
  expect(coveredBy({ ...list, body: { idTemplate: 1, page: 1 } })).toEqual(["getClientsList any success"]);
  expect(coveredBy({ ...list, body: { idTemplate: 1, page: "2" } })).toEqual([
    "getClientsList any success",
    "getClientsList any page boundary",
  ]);
  expect(coveredBy({ ...list, answer: { error: 4 } }, { operation: "nothing" })).toEqual([
    "getClientsList any error 4",
  ]);
});

test("a contract with every method in it covers every method", () => {
  const cells = matrix(pactWitnesses(interactionsOf(everyOperation)));
  const covered = new Set(cells.filter(({ by }) => by.length > 0).map(({ operation }) => operation));
  expect([...covered].sort()).toEqual(Object.keys(operationFacts).sort());
  expect(cells.find(({ operation, cardType }) => operation === "usePass" && cardType === 5)?.by).toEqual([
    "till: a certificate that is spent",
  ]);
});

test("the requests that a server answered cover cells too", async () => {
  const { call, server, id } = await setup();
  await call("usePass", { passSerialNumber: "297150-586-205", action: "takeStamps", numberStumps: 1 });
  await call("getPassInfo", { passSerialNumber: "297150-586-208" });
  await call("getPassInfo", { passSerialNumber: "1-2-3" });
  await call("getPassOperations", { passSerialNumber: "297150-586-211", page: 2 });
  const provider = new SandboxProvider({ url: server.url });
  const cells = matrix(ledgerWitnesses(await provider.ledger(id), (await provider.state(id)).cards ?? []));
  expect(
    cells
      .filter(({ by }) => by.length === 1)
      .map(({ operation, cardType = "any", outcome }) => `${operation} ${cardType} ${outcome}`),
  ).toEqual([
    "getPassInfo 5 success",
    "getPassInfo any error 2",
    "usePass 2 success",
    "getPassOperations any success",
    "getPassOperations any page boundary",
  ]);
});
