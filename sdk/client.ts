import { assertOption } from "./assert.js";
import { type Broadcast, type BroadcastOptions, type BroadcastResult, broadcast } from "./broadcast.js";
import { createCaller } from "./call.js";
import { responseShapes } from "./facts.gen.js";
import type { LunaMethods } from "./methods.js";
import type { CallOptions, LunaClientOptions } from "./options.js";
import { type PagedId, type PageOptions, type RowOf, rowsOf } from "./pages.js";
import type { MethodName, RequestOf } from "./wire.js";

type Rows<Id extends PagedId> = AsyncGenerator<RowOf<Id>, void, undefined>;

/** A client of the Luna API. It has no state and supports concurrent calls. */
export interface LunaClient extends LunaMethods {
  /** Iterates over all clients of a template, in order of creation. */
  clients(parameters: Omit<RequestOf<"getClientsList">, "page">, options?: PageOptions): Rows<"getClientsList">;

  /** Iterates over all operations on a card, newest first. */
  operations(passSerialNumber: string, options?: PageOptions): Rows<"getPassOperations">;

  /** Iterates over all push notifications of a card, newest first. */
  pushes(passSerialNumber: string, options?: PageOptions): Rows<"getInfoPushList">;

  /** Iterates over all clients of a template whose cards are in a state, with their cards. */
  templateCards(
    parameters: Omit<RequestOf<"getTemplateClientPasses">, "page">,
    options?: PageOptions,
  ): Rows<"getTemplateClientPasses">;

  /**
   * Sends a push notification to all holders of an installed card of a template, ten per call. If it stops early, it
   * rejects with a BroadcastError, which has the page to resume from.
   *
   * @example
   * const { sent } = await luna.broadcast(
   *   { idTemplate: 340720, messageText: "Hello {{clientFName}}" },
   *   { onProgress: ({ page, sent }) => console.log(`page ${page}: ${sent} messages so far`) },
   * );
   */
  broadcast(parameters: Broadcast, options?: BroadcastOptions): Promise<BroadcastResult>;
}

/**
 * Creates a client of the Luna API. Without a `baseUrl` it calls the real service. Throws a TypeError for an invalid or
 * unknown option, such as `baseurl`.
 *
 * @example
 * const luna = createLunaClient({ token: "luna-demo-token", baseUrl: "http://127.0.0.1:4010/api/v1" });
 */
export function createLunaClient({ firstPage = 1, ...options }: LunaClientOptions): LunaClient {
  assertOption(firstPage === 0 || firstPage === 1, "firstPage must be 0 or 1");
  const caller = createCaller(options);

  const methods = Object.fromEntries(
    (Object.keys(responseShapes) as MethodName[]).map((id) => [
      id,
      async (parameters: object = {}, options?: CallOptions) => (await caller(options)(id, parameters)).result,
    ]),
  ) as unknown as LunaMethods;

  const rows =
    <Id extends PagedId>(id: Id) =>
    (parameters: object, options?: PageOptions) =>
      rowsOf(caller, id, parameters, firstPage, options);

  return {
    ...methods,
    clients: rows("getClientsList"),
    operations: (passSerialNumber, options) => rows("getPassOperations")({ passSerialNumber }, options),
    pushes: (passSerialNumber, options) => rows("getInfoPushList")({ passSerialNumber }, options),
    templateCards: rows("getTemplateClientPasses"),
    broadcast: (parameters, options) => broadcast(caller, parameters, firstPage, options),
  };
}
