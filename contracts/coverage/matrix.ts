import { operationFacts } from "../../openapi/document.js";
import { table } from "../table.js";
import { allCells, type Cell, cellKey, type Outcome } from "./cells.js";

/** A cell, and the interactions that cover it. */
export interface Covered extends Cell {
  readonly by: readonly string[];
}

/** Something that covers cells: an interaction of a pact, or a request of the ledger. */
export interface Witness {
  readonly name: string;
  readonly cells: readonly Cell[];
}

/** The whole matrix, with what covers each cell. */
export function matrix(witnesses: readonly Witness[]): readonly Covered[] {
  const by = new Map<string, Set<string>>();
  for (const { name, cells } of witnesses) {
    for (const cell of cells) {
      const key = cellKey(cell);
      by.set(key, (by.get(key) ?? new Set()).add(name));
    }
  }
  return allCells.map((cell) => ({ ...cell, by: [...(by.get(cellKey(cell)) ?? [])] }));
}

const columns: readonly (readonly [string, Outcome, number | undefined])[] = [
  ["any card", "success", undefined],
  ...[0, 1, 2, 3, 4, 5, 6].map((type) => [`type ${type}`, "success", type] as const),
  ...[1, 2, 3, 4, 5].map((code) => [`error ${code}`, `error ${code}` as const, undefined] as const),
  ["page", "page boundary", undefined],
];

/** The matrix as a table: how often each cell is covered, `-` where it is not, nothing where there is none. */
export function matrixText(cells: readonly Covered[]): string {
  const rows = Object.keys(operationFacts).map((operation) => [
    operation,
    ...columns.map(([, outcome, cardType]) => {
      const cell = cells.find(
        (one) => one.operation === operation && one.outcome === outcome && one.cardType === cardType,
      );
      return cell === undefined ? "" : cell.by.length === 0 ? "-" : String(cell.by.length);
    }),
  ]);
  const covered = cells.filter(({ by }) => by.length > 0).length;
  return [
    table([["operation", ...columns.map(([title]) => title)], ...rows]),
    "A number says how many interactions cover the cell, - that none does. page: a page after the first is asked for.",
    `${covered} of ${cells.length} cells are covered.`,
  ].join("\n\n");
}

/** The matrix for programs. */
export const matrixJson = (cells: readonly Covered[]) => ({
  covered: cells.filter(({ by }) => by.length > 0).length,
  cells: cells.map(({ operation, cardType = null, outcome, by }) => ({ operation, cardType, outcome, by })),
});
