import type { MethodName } from "../../openapi/document.js";
import type { StateCall } from "../states/index.js";
import type { Body } from "./body.js";

/** A request that a client sent, and what it got. */
export interface Recorded {
  readonly method: MethodName;
  /** What the client sent in x-access-token; it is not to be written down. */
  readonly token: string | undefined;
  /** The content type that the client sent. */
  readonly requestType: string | undefined;
  /** The request's body; undefined if there was none. */
  readonly request: Body | undefined;
  readonly status: number;
  /** The content type that the server sent. */
  readonly answerType: string | undefined;
  /** The answer as JSON has it; undefined if it was empty. */
  readonly answer: unknown;
  readonly states: readonly StateCall[];
  /** The number of the first page, as the server reads it. */
  readonly firstPage: number;
}
