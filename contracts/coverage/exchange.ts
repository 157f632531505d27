import type { CardType } from "../../mock-server/index.js";
import { type OperationId, operationFacts } from "../../openapi/document.js";
import { isJson } from "../json.js";
import { cardTypes } from "../states/usual.js";
import { type Cell, typesOf } from "./cells.js";

/** What of a request and its answer says which cells they cover. */
export interface Seen {
  readonly operation: OperationId;
  readonly request: unknown;
  readonly answer: unknown;
  /** The type of the card that was asked about, where it is known from elsewhere than the answer. */
  readonly cardType: CardType | undefined;
}

const typeOf = (card: unknown): CardType | undefined =>
  isJson(card) ? cardTypes.find((type) => type === card.type) : undefined;

/** The card types in an answer: of the card that it is, or of the cards that it lists. */
function typesIn(answer: unknown): readonly CardType[] {
  const rows = isJson(answer) ? [answer, ...Object.values(answer).filter(Array.isArray).flat()] : [];
  return rows.map(typeOf).filter((type) => type !== undefined);
}

function isNextPage(operation: OperationId, request: unknown): boolean {
  const page = isJson(request) ? Number(request.page) : Number.NaN;
  return operationFacts[operation].pageSize !== undefined && page > 1;
}

/** The cells that a request and its answer cover. */
export function cellsOf({ operation, request, answer, cardType }: Seen): readonly Cell[] {
  const body = Array.isArray(answer) ? answer[0] : answer;
  const error = isJson(body) ? body.error : undefined;
  if (typeof error === "number") return [{ operation, cardType: undefined, outcome: `error ${error}` }];
  const paged: readonly Cell[] = isNextPage(operation, request)
    ? [{ operation, cardType: undefined, outcome: "page boundary" }]
    : [];
  const known = typesOf(operation);
  if (known.length === 0) return [{ operation, cardType: undefined, outcome: "success" }, ...paged];
  const types = operation === "usePass" || operation === "useReward" ? [cardType] : typesIn(body);
  const success = known.filter((type) => types.includes(type));
  return [...success.map((type): Cell => ({ operation, cardType: type, outcome: "success" })), ...paged];
}
