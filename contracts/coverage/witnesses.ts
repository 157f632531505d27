import { allCardTypes, type CardType, type RequestEntry } from "../../mock-server/index.js";
import { type MethodName, methodFacts } from "../../openapi/document.js";
import { isJson, type Json, unwrapEnvelope } from "../../shared/json.js";
import { hasProperty, responseForms } from "../document.js";
import { type Interaction, methodNameOf } from "../pact/interaction.js";
import { compose, ProviderStateError } from "../states/index.js";
import { type Cell, canMiss, changesCard, typesOf, typesOfError } from "./cells.js";
import type { Witness } from "./matrix.js";

/** A request with its response, of a pact or a request log. */
interface CoveringExchange extends Pick<RequestEntry, "verb" | "request" | "status" | "response"> {
  readonly method: MethodName;
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
function cellsOf(exchange: CoveringExchange): readonly Cell[] {
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

/** Returns the type of the card that an interaction's request names, from its states. */
function cardTypeOf({ states, request }: Interaction): CardType | undefined {
  try {
    const { cards } = compose(states).world;
    const serial = isJson(request.body) ? request.body.passSerialNumber : undefined;
    // A serial number taken from a state is an example: it means the only card.
    const named = cards.find((card) => card.serial === serial) ?? (cards.length === 1 ? cards[0] : undefined);
    return named?.type;
  } catch (error) {
    if (error instanceof ProviderStateError) return undefined; // verify reports it.
    throw error;
  }
}

/** Returns the cells that interactions cover. `firstPage` is the number of the first page under their profile. */
export const pactWitnesses = (interactions: readonly Interaction[], firstPage = 1): readonly Witness[] =>
  interactions.flatMap((interaction) => {
    const { kind, problem, request, response, consumer, description } = interaction;
    const method = methodNameOf(request.path);
    if (method === undefined || kind !== "http" || problem !== undefined) return [];
    const cells = cellsOf({
      method,
      verb: request.method,
      request: request.body,
      status: response.acceptsOk ? 200 : response.status,
      response: response.body,
      refused: undefined,
      cardType: cardTypeOf(interaction),
      firstPage,
    });
    return [{ name: `${consumer}: ${description}`, cells }];
  });

/** Returns the cells that logged requests cover. `cards` are those of their sandbox. */
export function requestWitnesses(
  entries: readonly RequestEntry[],
  cards: readonly { readonly serial?: string; readonly type: CardType }[],
): readonly Witness[] {
  const types = new Map(cards.map(({ serial, type }) => [serial, type]));
  return entries.flatMap(({ method, verb, request, status, response, why, profile, requestId }) => {
    if (method === null || !Object.hasOwn(methodFacts, method)) return [];
    const serial = isJson(request) ? request.passSerialNumber : undefined;
    const cardType = typeof serial === "string" ? types.get(serial) : undefined;
    const firstPage = Number(profile.firstPage ?? 1);
    const refused = why !== null;
    const cells = cellsOf({ method, verb, request, status, response, refused, cardType, firstPage });
    return [{ name: requestId, cells }];
  });
}
