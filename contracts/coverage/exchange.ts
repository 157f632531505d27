import type { CardType } from "../../mock-server/index.js";
import { type OperationId, operationFacts } from "../../openapi/document.js";
import { isJson, type Json, unwrapped } from "../../shared/json.js";
import { answerForms, hasProperty } from "../document.js";
import { cardTypes } from "../states/usual.js";
import { type Cell, canMiss, changesCard, typesOf, typesOfError } from "./cells.js";

/** What of a request and its answer says which cells they cover. */
export interface Seen {
  readonly operation: OperationId;
  readonly method: string;
  readonly request: unknown;
  readonly status: number;
  readonly answer: unknown;
  /** Whether the server refused the request; undefined if only the answer can tell. */
  readonly refused: boolean | undefined;
  /** The type of the card that was asked about, where it is known from elsewhere than the answer. */
  readonly cardType: CardType | undefined;
  /** The number of the first page. */
  readonly firstPage: number;
}

const typeOf = (card: unknown): CardType | undefined =>
  isJson(card) ? cardTypes.find((type) => type === card.type) : undefined;

/** The card types in an answer: of the card that it is, or of the cards that it lists. */
function typesIn(answer: unknown): readonly CardType[] {
  const rows = isJson(answer) ? [answer, ...Object.values(answer).filter(Array.isArray).flat()] : [];
  return rows.map(typeOf).filter((type) => type !== undefined);
}

/** Whether a page after the first was asked for. Broadcasts alone have pages among pushes. */
function isNextPage({ operation, request, firstPage }: Seen): boolean {
  if (!isJson(request) || operationFacts[operation].pageSize === undefined) return false;
  return Number(request.page ?? firstPage) > firstPage && request.pushSegment !== "oneClient";
}

/** Whether nothing was found, in any form that the switch searchMiss knows. */
const isMiss = (operation: OperationId, body: Json): boolean =>
  canMiss(operation) && (body.result === 0 || body.error === 2 || (Array.isArray(body.rows) && body.rows.length === 0));

/** Whether an answer has something in it that only a success has: a contract may want nothing of an answer at all. */
const isLikeSuccess = (operation: OperationId, body: Json): boolean =>
  answerForms(operation, body).some((form) => Object.keys(body).some((field) => hasProperty(form, field)));

function errorCell({ operation, cardType }: Seen, code: number): Cell {
  const isTyped = cardType !== undefined && typesOfError(operation, code).includes(cardType);
  return { operation, cardType: isTyped ? cardType : undefined, outcome: `error ${code}` };
}

function successCells(seen: Seen, body: Json): readonly Cell[] {
  const { operation, cardType, status } = seen;
  if (status !== 200) return [];
  const cell = (outcome: Cell["outcome"], type?: CardType): Cell => ({ operation, cardType: type, outcome });
  const paged = isNextPage(seen) ? [cell("page boundary")] : [];
  const known = typesOf(operation);
  if (known.length === 0) return [cell("success"), ...paged];
  const types = changesCard(operation) ? [cardType] : typesIn(body);
  return [...known.filter((type) => types.includes(type)).map((type) => cell("success", type)), ...paged];
}

/** The cells that a request and its answer cover. A refusal without a code covers none, as does what is not an answer. */
export function cellsOf(seen: Seen): readonly Cell[] {
  const { operation, method, status, answer, refused } = seen;
  // A ledger does not keep large answers, but says whether they are refusals; a contract may want any text.
  const body = unwrapped(answer);
  if (method !== "POST" || status >= 500) return [];
  if (!isJson(body)) return refused === false ? successCells(seen, {}) : [];
  if (isMiss(operation, body)) return [{ operation, cardType: undefined, outcome: "not found" }];
  if (typeof body.error === "number") return [errorCell(seen, body.error)];
  if (refused ?? !isLikeSuccess(operation, body)) return [];
  return successCells(seen, body);
}
