/** What the commands of contracts/ take from the server beside what everybody may use, which is index.ts. */
export { percentAt } from "./cards/tiers.js";
export { anyOf, isTooDeep, redacted } from "../shared/redact.js";
export { fixtureOptions } from "../cli/fixture-options.js";
export { fixtureProblem } from "./state/problem.js";
export { bind } from "./http/bind.js";
export { createHttpServer } from "./http/http-server.js";
export { pathOf } from "./http/origin.js";
export { nearest } from "../shared/nearest.js";
export { isNothing } from "./report/client-report.js";
export { exitCodeOf, type FailOn, failOn } from "./report/fail-on.js";
export { droppedText } from "./report/format-report.js";
export { decodeUtf8 } from "../shared/utf8.js";
