import { allCardTypes, type CardType, cardTypeOf } from "../../mock-server/index.js";
import { type MethodName, methodFacts } from "../../openapi/document.js";
import { usePassForms } from "../../openapi/validators.js";
import { isJson } from "../../shared/json.js";
import { responseForms } from "../document.js";

export type CellOutcome = "success" | "not found" | `error ${number}` | "page boundary";

/** One thing that a contract can cover: an outcome of a method, on a card type where the type matters. */
export interface Cell {
  readonly method: MethodName;
  /** Undefined where the card's type makes no difference. */
  readonly cardType: CardType | undefined;
  readonly outcome: CellOutcome;
}

export const cellKey = ({ method, cardType, outcome }: Cell): string => `${method} ${cardType ?? "any"} ${outcome}`;

const methods = Object.keys(methodFacts) as MethodName[];

/** Whether an answer that has this form is of a card of one type: the form, or that of its rows, has a constant type. */
function isOfType(type: CardType, method: MethodName): boolean {
  const alone = { result: 1, type };
  return responseForms(method, alone).some((form) => isJson(form.properties) && "type" in form.properties);
}

const lists: readonly MethodName[] = ["getClientPassesByPhone", "getClientPassesByEmail"];

/** The card types that make a difference to a method's parameters or its answer. */
export function typesOf(method: MethodName): readonly CardType[] {
  if (method === "usePass") return allCardTypes.filter((type) => usePassForms[type] !== undefined);
  if (method === "useReward") return allCardTypes.filter((type) => cardTypeOf(type).hasRewards);
  if (lists.includes(method)) return allCardTypes;
  return allCardTypes.filter((type) => isOfType(type, method));
}

/**
 * The card types for which an error is another thing to cover. Errors 1 to 3 come before anybody looks at the card's
 * type, and so does error 4 where nothing but the serial number can be missing. What usePass and useReward need besides,
 * and what they refuse, depends on the card.
 */
export const typesOfError = (method: MethodName, code: number): readonly CardType[] =>
  code === 4 && changesCard(method) ? typesOf(method) : [];

export const changesCard = (method: MethodName): boolean => method === "usePass" || method === "useReward";

/** Whether a method has an answer that nothing was found, which is neither a refusal nor what was asked for. */
export const canMiss = (method: MethodName): boolean => responseForms(method, { result: 0 }).length > 0;

/** Every cell of the matrix. */
export const allCells: readonly Cell[] = methods.flatMap((method) => {
  const types = typesOf(method);
  const { errors, pageSize } = methodFacts[method];
  const cell = (outcome: CellOutcome, cardType?: CardType): Cell => ({ method, cardType, outcome });
  return [
    ...(types.length === 0 ? [cell("success")] : types.map((type) => cell("success", type))),
    ...(canMiss(method) ? [cell("not found")] : []),
    ...errors.flatMap((code) => [
      cell(`error ${code}`),
      ...typesOfError(method, code).map((type) => cell(`error ${code}`, type)),
    ]),
    ...(pageSize === undefined ? [] : [cell("page boundary")]),
  ];
});
