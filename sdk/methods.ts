import type { CallOptions } from "./options.js";
import type { RequestOf, ResultOf, Schemas } from "./wire.js";

/**
 * The vendor's methods. If the API refuses a call, it rejects with a DocumentedRefusalError or an
 * UndocumentedRefusalError. Without a response of the API, it rejects with a TransportError, a TimeoutError or an
 * UnexpectedResponseError. Every method can reject with InvalidTokenError and MissingParametersError; further documented
 * refusals are listed below.
 *
 * Phone numbers go in as numbers with the country code and come out as strings of digits.
 */
export interface LunaMethods {
  /** Lists all card templates of the company. */
  getTemplates(parameters?: RequestOf<"getTemplates">, options?: CallOptions): Promise<ResultOf<"getTemplates">>;

  /** Creates a client of a template. ClientExistsError has the id of the client with this phone number or e-mail address. */
  createClient(parameters: RequestOf<"createClient">, options?: CallOptions): Promise<ResultOf<"createClient">>;

  /**
   * Finds a client of a template by phone number or e-mail address; undefined if there is none. If the service
   * refuses with only `result` 0, a refused search looks like no client.
   */
  searchClient(parameters: RequestOf<"searchClient">, options?: CallOptions): Promise<ResultOf<"searchClient">>;

  /** Changes a client. ClientExistsError has the id of another client with this phone number or e-mail address. */
  updateClient(parameters: RequestOf<"updateClient">, options?: CallOptions): Promise<ResultOf<"updateClient">>;

  /**
   * Returns the client of a card.
   *
   * @throws CardNotFoundError, CardNotOwnedError
   */
  getClientInfo(parameters: RequestOf<"getClientInfo">, options?: CallOptions): Promise<ResultOf<"getClientInfo">>;

  /** Lists ten clients of a template; `clients` iterates over all. */
  getClientsList(parameters: RequestOf<"getClientsList">, options?: CallOptions): Promise<ResultOf<"getClientsList">>;

  /** Creates the card of a client. */
  createPass(parameters: RequestOf<"createPass">, options?: CallOptions): Promise<ResultOf<"createPass">>;

  /**
   * Returns a card; its fields depend on `type`. Full and empty stamp cards both have 0 `activeStamps`; their
   * `totalStamps` differ.
   *
   * @throws CardNotFoundError, CardNotOwnedError
   * @example
   * const card = await luna.getPassInfo({ passSerialNumber: "297150-586-204" });
   * if (card.type === 1) console.log(card.amountMoneyBonus);
   */
  getPassInfo(parameters: RequestOf<"getPassInfo">, options?: CallOptions): Promise<ResultOf<"getPassInfo">>;

  /**
   * Returns whether a phone number has a card of a template. If the service refuses with only `result` 0, a refused
   * call looks like no card.
   */
  checkPassExistsByPhone(
    parameters: RequestOf<"checkPassExistsByPhone">,
    options?: CallOptions,
  ): Promise<ResultOf<"checkPassExistsByPhone">>;

  /**
   * Returns the card of a phone number in a template.
   *
   * @throws CardNotFoundError
   */
  getPassInfoByPhone(
    parameters: RequestOf<"getPassInfoByPhone">,
    options?: CallOptions,
  ): Promise<ResultOf<"getPassInfoByPhone">>;

  /** Lists all cards of a phone number, in all templates of the company. */
  getClientPassesByPhone(
    parameters: RequestOf<"getClientPassesByPhone">,
    options?: CallOptions,
  ): Promise<ResultOf<"getClientPassesByPhone">>;

  /** Lists all cards of an e-mail address, in all templates of the company. */
  getClientPassesByEmail(
    parameters: RequestOf<"getClientPassesByEmail">,
    options?: CallOptions,
  ): Promise<ResultOf<"getClientPassesByEmail">>;

  /** Lists a hundred clients of a template by the state of their cards; `templateCards` iterates over all. */
  getTemplateClientPasses(
    parameters: RequestOf<"getTemplateClientPasses">,
    options?: CallOptions,
  ): Promise<ResultOf<"getTemplateClientPasses">>;

  /**
   * Changes a card. The parameters depend on the type: `numberStumps` for a stamp card, an `action` with its amount
   * for the other types. Never retried after it may have been sent.
   *
   * @throws CardNotFoundError, CardNotOwnedError
   * @example
   * await luna.usePass({ passSerialNumber: "297150-586-204", action: "accruePoints", sum: 50 });
   */
  usePass(parameters: RequestOf<"usePass">, options?: CallOptions): Promise<ResultOf<"usePass">>;

  /**
   * Redeems rewards of a stamp card. Never retried after it may have been sent.
   *
   * @throws CardNotFoundError, CardNotOwnedError
   */
  useReward(parameters: RequestOf<"useReward">, options?: CallOptions): Promise<ResultOf<"useReward">>;

  /**
   * Lists fifty operations on a card, newest first; `operations` iterates over all.
   *
   * @throws CardNotFoundError, CardNotOwnedError
   */
  getPassOperations(
    parameters: RequestOf<"getPassOperations">,
    options?: CallOptions,
  ): Promise<ResultOf<"getPassOperations">>;

  /**
   * Sends a push notification to the next ten holders of a template's cards; `broadcast` sends to all of them. Never
   * retried after it may have been sent.
   */
  sendInfoPush(
    parameters: Schemas["SendInfoPushAllClients"],
    options?: CallOptions,
  ): Promise<{ numberOfRowsSelected: number }>;
  /**
   * Sends a push notification to the holder of one card.
   *
   * @throws CardNotFoundError, CardNotOwnedError
   */
  sendInfoPush(parameters: Schemas["SendInfoPushOneClient"], options?: CallOptions): Promise<undefined>;
  /** Sends a push notification to one client or to all, depending on `pushSegment`. */
  sendInfoPush(parameters: RequestOf<"sendInfoPush">, options?: CallOptions): Promise<ResultOf<"sendInfoPush">>;

  /**
   * Lists ten push notifications of a card, newest first; `pushes` iterates over all.
   *
   * @throws CardNotFoundError, CardNotOwnedError
   */
  getInfoPushList(
    parameters: RequestOf<"getInfoPushList">,
    options?: CallOptions,
  ): Promise<ResultOf<"getInfoPushList">>;
}
