import { allCardTypes, type CardType } from "../../mock-server/index.js";
import { type MethodName, methodFacts } from "../../openapi/document.js";
import { isJson, type Json, unwrapped } from "../../shared/json.js";
import { answerForms, hasProperty } from "../document.js";
import { type Cell, canMiss, changesCard, typesOf, typesOfError } from "./cells.js";

/** What of a request and its answer says which cells they cover. */
export interface Seen {
  readonly method: MethodName;
  readonly verb: string;
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
  isJson(card) ? allCardTypes.find((type) => type === card.type) : undefined;

/** The card types in an answer: of the card that it is, or of the cards that it lists. */
function typesIn(answer: unknown): readonly CardType[] {
  const rows = isJson(answer) ? [answer, ...Object.values(answer).filter(Array.isArray).flat()] : [];
  return rows.map(typeOf).filter((type) => type !== undefined);
}

/** Whether a page after the first was asked for. Broadcasts alone have pages among pushes. */
function isNextPage({ method, request, firstPage }: Seen): boolean {
  if (!isJson(request) || methodFacts[method].pageSize === undefined) return false;
  return Number(request.page ?? firstPage) > firstPage && request.pushSegment !== "oneClient";
}

/** Whether nothing was found, in any form that the switch searchMiss knows. */
const isMiss = (method: MethodName, body: Json): boolean =>
  canMiss(method) && (body.result === 0 || body.error === 2 || (Array.isArray(body.rows) && body.rows.length === 0));

/** Whether an answer has something in it that only a success has: a contract may want nothing of an answer at all. */
const isLikeSuccess = (method: MethodName, body: Json): boolean =>
  answerForms(method, body).some((form) => Object.keys(body).some((field) => hasProperty(form, field)));

function errorCell({ method, cardType }: Seen, code: number): Cell {
  const isTyped = cardType !== undefined && typesOfError(method, code).includes(cardType);
  return { method, cardType: isTyped ? cardType : undefined, outcome: `error ${code}` };
}

function successCells(seen: Seen, body: Json): readonly Cell[] {
  const { method, cardType, status } = seen;
  if (status !== 200) return [];
  const cell = (outcome: Cell["outcome"], type?: CardType): Cell => ({ method, cardType: type, outcome });
  const paged = isNextPage(seen) ? [cell("page boundary")] : [];
  const known = typesOf(method);
  if (known.length === 0) return [cell("success"), ...paged];
  const types = changesCard(method) ? [cardType] : typesIn(body);
  return [...known.filter((type) => types.includes(type)).map((type) => cell("success", type)), ...paged];
}

/** The cells that a request and its answer cover. A refusal without a code covers none, as does what is not an answer. */
export function cellsOf(seen: Seen): readonly Cell[] {
  const { method, verb, status, answer, refused } = seen;
  // A request log does not keep large answers, but says whether they are refusals; a contract may want any text.
  const body = unwrapped(answer);
  if (verb !== "POST" || status >= 500) return [];
  if (!isJson(body)) return refused === false ? successCells(seen, {}) : [];
  if (isMiss(method, body)) return [{ method, cardType: undefined, outcome: "not found" }];
  if (typeof body.error === "number") return [errorCell(seen, body.error)];
  if (refused ?? !isLikeSuccess(method, body)) return [];
  return successCells(seen, body);
}
