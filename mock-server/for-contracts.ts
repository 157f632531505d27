/** What the commands of contracts/ take from the server beside what everybody may use, which is index.ts. */
export { percentAt } from "./domain/tiers.js";
export { anyOf, isTooDeep, redacted } from "./engine/redacted.js";
export { fixtureOptions } from "./fixture-options.js";
export { fixtureProblem } from "./fixtures/problem.js";
export { bind } from "./http/bind.js";
export { createHttpServer } from "./http/http-server.js";
export { pathOf } from "./http/origin.js";
export { nearest } from "./nearest.js";
export { isNothing } from "./report/client-report.js";
export { exitCodeOf, type FailOn, failOn } from "./report/fail-on.js";
export { droppedText } from "./report/format-report.js";
export { decodeUtf8 } from "./utf8.js";
