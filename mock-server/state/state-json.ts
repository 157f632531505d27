/** Number of rows that are serialized at once: faster than single rows, and a piece stays small. */
const rowsPerPiece = 200;

const isList = (value: unknown): value is Iterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.iterator in value;

/** Yields the elements of a JSON array, without its brackets. */
function* elements(list: Iterable<unknown>): Generator<string> {
  let rows: unknown[] = [];
  let comma = "";
  for (const row of list) {
    rows.push(row);
    if (rows.length < rowsPerPiece) continue;
    yield comma + JSON.stringify(rows).slice(1, -1);
    comma = ",";
    rows = [];
  }
  if (rows.length > 0) yield comma + JSON.stringify(rows).slice(1, -1);
}

/** Yields a state as JSON in pieces. Its lists may be iterables. The whole text equals that of JSON.stringify. */
export function* stateJson(state: object): Generator<string> {
  let before = "{";
  for (const [key, value] of Object.entries(state)) {
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(key)}:`;
    before = ",";
    if (isList(value)) {
      yield "[";
      yield* elements(value);
      yield "]";
    } else yield JSON.stringify(value);
  }
  yield before === "{" ? "{}" : "}";
}
