/** A typed client of the Luna Loyalty Cards API. */
export type { Broadcast, BroadcastOptions, BroadcastProgress, BroadcastResult } from "./broadcast.js";
export { createLunaClient, type LunaClient } from "./client.js";
export { BroadcastError, isBroadcastError } from "./errors/broadcast-error.js";
export {
  type AnyLunaError,
  CardNotFoundError,
  CardNotOwnedError,
  ClientExistsError,
  DocumentedRefusalError,
  InvalidTokenError,
  isCardNotFoundError,
  isCardNotOwnedError,
  isClientExistsError,
  isDocumentedRefusalError,
  isInvalidTokenError,
  isMissingParametersError,
  type LunaErrorCode,
  MissingParametersError,
} from "./errors/luna-error.js";
export { isRefusalError, isUndocumentedRefusalError, UndocumentedRefusalError } from "./errors/refused-error.js";
export { isLunaError, LunaError } from "./errors/sdk-error.js";
export { isTimeoutError, TimeoutError } from "./errors/timeout-error.js";
export { isTransportError, TransportError } from "./errors/transport-error.js";
export { isUnexpectedResponseError, UnexpectedResponseError } from "./errors/unexpected-answer-error.js";
export type { LunaMethods } from "./methods.js";
export type { CallOptions, LunaClientOptions, Timers } from "./options.js";
export type { PageOptions } from "./pages.js";
export type { AnswerOf, Card, CardType, MethodName, RequestOf } from "./wire.js";
