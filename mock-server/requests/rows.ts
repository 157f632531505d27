const listKeys = ["rows", "templates", "passes", "clients", "operations"];

/** The answer without the array that some profiles wrap it in. */
export const unwrapped = (answer: unknown): Readonly<Record<string, unknown>> => {
  const inner: unknown = Array.isArray(answer) ? answer[0] : answer;
  return typeof inner === "object" && inner !== null ? (inner as Readonly<Record<string, unknown>>) : {};
};

/** How many records an answer lists, under every profile; undefined if it is no list. */
export function rowsIn(answer: unknown): number | undefined {
  const fields = unwrapped(answer);
  const key = listKeys.find((name) => Array.isArray(fields[name]));
  return key === undefined ? undefined : (fields[key] as readonly unknown[]).length;
}
