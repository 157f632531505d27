/** Returns the fields of a response, without the array that some profiles wrap it in. */
export const answerFields = (answer: unknown): Readonly<Record<string, unknown>> => {
  const inner: unknown = Array.isArray(answer) ? answer[0] : answer;
  return typeof inner === "object" && inner !== null ? (inner as Readonly<Record<string, unknown>>) : {};
};

/** Counts the records of a list under any profile; undefined for other responses. */
export function rowsIn(answer: unknown): number | undefined {
  const { rows, templates, passes, clients, operations } = answerFields(answer);
  const list = rows ?? templates ?? passes ?? clients ?? operations;
  return Array.isArray(list) ? list.length : undefined;
}
