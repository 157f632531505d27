/**
 * A body as the ledger keeps it: its JSON, or a note in its place; undefined without one. A parsed body would take many
 * times the memory that its text takes.
 */
export type Shown = { readonly json: string } | { readonly note: string } | undefined;

/** A body that was kept, to be read; null without one. */
export function shownValue(shown: Shown): unknown {
  if (shown === undefined) return null;
  return "json" in shown ? (JSON.parse(shown.json) as unknown) : `[${shown.note}]`;
}

/** How much of the memory it takes, in characters. */
export const sizeOf = (shown: Shown): number =>
  shown === undefined ? 0 : "json" in shown ? shown.json.length : shown.note.length;
