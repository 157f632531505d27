import { allCardTypes } from "../../mock-server/index.js";
import { methodFacts } from "../../openapi/document.js";
import { textTable } from "../../shared/text-table.js";
import { allCells, type Cell, type CellOutcome, cellKey } from "./cells.js";

/** A cell with the names of the interactions that cover it. */
export interface Covered extends Cell {
  readonly by: readonly string[];
}

/** A source of coverage: an interaction of a pact, or a request of the request log. */
export interface Witness {
  readonly name: string;
  readonly cells: readonly Cell[];
}

/** Returns all cells with their coverage. */
export function matrix(witnesses: readonly Witness[]): readonly Covered[] {
  const covering = witnesses.map(({ name, cells }) => ({ name, keys: new Set(cells.map(cellKey)) }));
  return allCells.map((cell) => {
    const by = covering.filter(({ keys }) => keys.has(cellKey(cell))).map(({ name }) => name);
    return { ...cell, by: [...new Set(by)] };
  });
}

const columns: readonly (readonly [string, CellOutcome, number | "any" | "all"])[] = [
  ["any card", "success", "any"],
  ...allCardTypes.map((type) => [`type ${type}`, "success", type] as const),
  ["not found", "not found", "any"],
  ...[1, 2, 3, 4, 5].map((code) => [`error ${code}`, `error ${code}` as const, "all"] as const),
  ["page", "page boundary", "any"],
];

const isCovered = ({ by }: Covered): boolean => by.length > 0;

/** Returns the number of interactions of a single cell, or the covered part of several cells. */
function tableCell(cells: readonly Covered[]): string {
  const [only, ...others] = cells;
  if (only === undefined) return "";
  if (others.length > 0) return `${cells.filter(isCovered).length}/${cells.length}`;
  return isCovered(only) ? String(only.by.length) : "-";
}

/** Returns the matrix as a table: interactions per cell, `-` for an uncovered cell, empty for no cell. */
export function matrixText(cells: readonly Covered[]): string {
  const rows = Object.keys(methodFacts).map((method) => [
    method,
    ...columns.map(([, outcome, type]) =>
      tableCell(
        cells
          .filter((cell) => cell.method === method && cell.outcome === outcome)
          .filter(({ cardType = "any" }) => type === "all" || cardType === type),
      ),
    ),
  ]);
  return [
    textTable([["method", ...columns.map(([title]) => title)], ...rows]),
    [
      "A number counts the interactions of a cell; - is uncovered; 2/8 means two of eight cells: one per card type, and one",
      "for requests without a card. any card, type: a success; page: a page after the first.",
    ].join("\n"),
    `${cells.filter(isCovered).length} of ${cells.length} cells are covered.`,
  ].join("\n\n");
}

/** Returns the matrix as JSON. */
export const matrixJson = (cells: readonly Covered[]) => ({
  covered: cells.filter(isCovered).length,
  cells: cells.map(({ method, cardType = null, outcome, by }) => ({ method, cardType, outcome, by })),
});
