import type { LogFormat } from "./format.js";

export const json: LogFormat = {
  contentType: "application/json; charset=utf-8",
  head: () => '{"requests":[',
  entry: (entry) => JSON.stringify(entry),
  separator: ",",
  tail: ({ dropped }) => `],"dropped":${JSON.stringify(dropped)}}`,
};
