import { allCardTypes, type CardType } from "../../mock-server/index.js";
import { type MethodName, methodFacts } from "../../openapi/document.js";
import { isJson, type Json, unwrapEnvelope } from "../../shared/json.js";
import { hasProperty, responseForms } from "../document.js";
import { type Cell, canMiss, changesCard, typesOf, typesOfError } from "./cells.js";

/** A request with its response, of a pact or a request log. */
export interface CoveringExchange {
  readonly method: MethodName;
  readonly verb: string;
  readonly request: unknown;
  readonly status: number;
  readonly response: unknown;
  /** Undefined if only the response shows it. */
  readonly refused: boolean | undefined;
  /** Type of the requested card, where it is known without the response. */
  readonly cardType: CardType | undefined;
  /** Number of the first page. */
  readonly firstPage: number;
}

/** Returns the types of the card in a response, or of the cards that it lists. */
function typesIn(body: Json): readonly CardType[] {
  const cards = [body, ...Object.values(body).filter(Array.isArray).flat()].filter(isJson);
  return cards.flatMap((card) => allCardTypes.filter((type) => type === card.type));
}

/** Whether a page after the first was requested. A push to one client has no pages. */
function isNextPage({ method, request, firstPage }: CoveringExchange): boolean {
  if (!isJson(request) || methodFacts[method].pageSize === undefined) return false;
  return Number(request.page ?? firstPage) > firstPage && request.pushSegment !== "oneClient";
}

/** Whether nothing was found, under any value of the switch searchMiss. */
const isMiss = (method: MethodName, body: Json): boolean =>
  canMiss(method) && (body.result === 0 || body.error === 2 || (Array.isArray(body.rows) && body.rows.length === 0));

/** Whether a response has a field that only a success has; a contract may expect no field at all. */
const isLikeSuccess = (method: MethodName, body: Json): boolean =>
  responseForms(method, body).some((form) => Object.keys(body).some((field) => hasProperty(form, field)));

function successCells(exchange: CoveringExchange, body: Json): readonly Cell[] {
  const { method, cardType, status } = exchange;
  if (status !== 200) return [];
  const cell = (outcome: Cell["outcome"], type?: CardType): Cell => ({ method, cardType: type, outcome });
  const paged = isNextPage(exchange) ? [cell("page boundary")] : [];
  const known = typesOf(method);
  if (known.length === 0) return [cell("success"), ...paged];
  const types = changesCard(method) ? [cardType] : typesIn(body);
  return [...known.filter((type) => types.includes(type)).map((type) => cell("success", type)), ...paged];
}

/** Returns the cells that an exchange covers; none for a refusal without a code. */
export function cellsOf(exchange: CoveringExchange): readonly Cell[] {
  const { method, verb, status, response, refused, cardType } = exchange;
  const body = unwrapEnvelope(response);
  if (verb !== "POST" || status >= 500) return [];
  // A request log drops large responses, but not whether they are refusals.
  if (!isJson(body)) return refused === false ? successCells(exchange, {}) : [];
  if (isMiss(method, body)) return [{ method, cardType: undefined, outcome: "not found" }];
  const { error } = body;
  if (typeof error === "number") {
    const isTyped = cardType !== undefined && typesOfError(method, error).includes(cardType);
    return [{ method, cardType: isTyped ? cardType : undefined, outcome: `error ${error}` }];
  }
  return (refused ?? !isLikeSuccess(method, body)) ? [] : successCells(exchange, body);
}
