import { allCardTypes, type CardType, cardTypes } from "../../mock-server/index.js";
import { type MethodName, methodFacts } from "../../openapi/document.js";
import { usePassForms } from "../../openapi/validators.js";
import { isJson } from "../../shared/json.js";
import { responseForms } from "../document.js";

export type CellOutcome = "success" | "not found" | `error ${number}` | "page boundary";

/** A cell of the coverage matrix: an outcome of a method, and the card type if it matters. */
export interface Cell {
  readonly method: MethodName;
  /** Undefined if the card type does not matter. */
  readonly cardType: CardType | undefined;
  readonly outcome: CellOutcome;
}

export const cellKey = ({ method, cardType, outcome }: Cell): string => `${method} ${cardType ?? "any"} ${outcome}`;

const methods = Object.keys(methodFacts) as MethodName[];

/** Whether a method returns cards of a type, alone or in a list. */
function returnsType(type: CardType, method: MethodName): boolean {
  const alone = responseForms(method, { result: 1, type });
  const listed = responseForms(method, { result: 1, rows: [{ type }] }, ["rows", 0]);
  return [...alone, ...listed].some((form) => isJson(form.properties) && "type" in form.properties);
}

/** Returns the card types that change a method's parameters or response. */
export function typesOf(method: MethodName): readonly CardType[] {
  if (method === "usePass") return allCardTypes.filter((type) => usePassForms[type] !== undefined);
  if (method === "useReward") return allCardTypes.filter((type) => cardTypes[type].hasRewards);
  return allCardTypes.filter((type) => returnsType(type, method));
}

/**
 * Returns the card types with a separate cell for an error. Only error 4 of usePass and useReward depends on the
 * type: their further parameters and their rules do. All other errors occur before the type is known.
 */
export const typesOfError = (method: MethodName, code: number): readonly CardType[] =>
  code === 4 && changesCard(method) ? typesOf(method) : [];

export const changesCard = (method: MethodName): boolean => method === "usePass" || method === "useReward";

/** Whether a method can respond that nothing was found, without a refusal. */
export const canMiss = (method: MethodName): boolean => responseForms(method, { result: 0 }).length > 0;

/** All cells of the matrix. */
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
