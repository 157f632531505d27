import type { CallOptions } from "./options.js";
import type { AnswerOf, RequestOf, Schemas } from "./wire.js";

/**
 * The vendor's methods, by their names. Each rejects with a LunaError or a UndocumentedRefusalError when the service refuses,
 * and with a TransportError, a TimeoutError or an UnexpectedResponseError when it gives no proper answer. Every one can
 * refuse with InvalidTokenError and MissingParametersError; the other codes are named below.
 *
 * Phone numbers go in as numbers with the country code and come out as strings of digits.
 */
export interface LunaMethods {
  /** Lists all card templates of the company. */
  getTemplates(parameters?: RequestOf<"getTemplates">, options?: CallOptions): Promise<AnswerOf<"getTemplates">>;

  /** Creates a client of a template. ClientExistsError has the id of the client with this phone number or e-mail address. */
  createClient(parameters: RequestOf<"createClient">, options?: CallOptions): Promise<AnswerOf<"createClient">>;

  /**
   * Finds a client of a template by phone number or e-mail address; undefined if there is none. Where the service
   * refuses with a bare `result` 0, a refused search looks like nobody found.
   */
  searchClient(parameters: RequestOf<"searchClient">, options?: CallOptions): Promise<AnswerOf<"searchClient">>;

  /** Changes a client. ClientExistsError has the id of another client with this phone number or e-mail address. */
  updateClient(parameters: RequestOf<"updateClient">, options?: CallOptions): Promise<AnswerOf<"updateClient">>;

  /** Shows the client of a card. CardNotFoundError, CardNotOwnedError. */
  getClientInfo(parameters: RequestOf<"getClientInfo">, options?: CallOptions): Promise<AnswerOf<"getClientInfo">>;

  /** Lists ten clients of a template; `clients` walks through all of them. */
  getClientsList(parameters: RequestOf<"getClientsList">, options?: CallOptions): Promise<AnswerOf<"getClientsList">>;

  /** Creates the card of a client. */
  createPass(parameters: RequestOf<"createPass">, options?: CallOptions): Promise<AnswerOf<"createPass">>;

  /**
   * Shows a card; its fields depend on `type`. A stamp card that is full shows 0 `activeStamps`, as an empty one does;
   * `totalStamps` tells them apart. CardNotFoundError, CardNotOwnedError.
   *
   * @example
   * const card = await luna.getPassInfo({ passSerialNumber: "297150-586-204" });
   * if (card.type === 1) console.log(card.amountMoneyBonus);
   */
  getPassInfo(parameters: RequestOf<"getPassInfo">, options?: CallOptions): Promise<AnswerOf<"getPassInfo">>;

  /**
   * Tells whether a phone number has a card of a template. Where the service refuses with a bare `result` 0, a refused
   * question looks like no card.
   */
  checkPassExistsByPhone(
    parameters: RequestOf<"checkPassExistsByPhone">,
    options?: CallOptions,
  ): Promise<AnswerOf<"checkPassExistsByPhone">>;

  /** Shows the card of a template that a phone number has. CardNotFoundError. */
  getPassInfoByPhone(
    parameters: RequestOf<"getPassInfoByPhone">,
    options?: CallOptions,
  ): Promise<AnswerOf<"getPassInfoByPhone">>;

  /** Lists all cards of a phone number, in all templates of the company. */
  getClientPassesByPhone(
    parameters: RequestOf<"getClientPassesByPhone">,
    options?: CallOptions,
  ): Promise<AnswerOf<"getClientPassesByPhone">>;

  /** Lists all cards of an e-mail address, in all templates of the company. */
  getClientPassesByEmail(
    parameters: RequestOf<"getClientPassesByEmail">,
    options?: CallOptions,
  ): Promise<AnswerOf<"getClientPassesByEmail">>;

  /** Lists a hundred clients of a template by the state of their cards; `templateCards` walks through all of them. */
  getTemplateClientPasses(
    parameters: RequestOf<"getTemplateClientPasses">,
    options?: CallOptions,
  ): Promise<AnswerOf<"getTemplateClientPasses">>;

  /**
   * Changes a card. What it takes depends on the card's type: `numberStumps` on a stamp card, an `action` with its
   * amount on the others. Never repeated once it may have been sent. CardNotFoundError, CardNotOwnedError.
   *
   * @example
   * await luna.usePass({ passSerialNumber: "297150-586-204", action: "accruePoints", sum: 50 });
   */
  usePass(parameters: RequestOf<"usePass">, options?: CallOptions): Promise<AnswerOf<"usePass">>;

  /** Writes rewards of a stamp card off. Never repeated once it may have been sent. CardNotFoundError, CardNotOwnedError. */
  useReward(parameters: RequestOf<"useReward">, options?: CallOptions): Promise<AnswerOf<"useReward">>;

  /** Lists fifty operations on a card, newest first; `operations` walks through all. CardNotFoundError, CardNotOwnedError. */
  getPassOperations(
    parameters: RequestOf<"getPassOperations">,
    options?: CallOptions,
  ): Promise<AnswerOf<"getPassOperations">>;

  /**
   * Sends a push notification to the next ten holders of a template's cards; `broadcast` sends to all of them. Never
   * repeated once it may have been sent.
   */
  sendInfoPush(
    parameters: Schemas["SendInfoPushAllClients"],
    options?: CallOptions,
  ): Promise<{ numberOfRowsSelected: number }>;
  /** Sends a push notification to the holder of one card. CardNotFoundError, CardNotOwnedError. */
  sendInfoPush(parameters: Schemas["SendInfoPushOneClient"], options?: CallOptions): Promise<undefined>;
  /** Sends a push notification to either, as `pushSegment` says. */
  sendInfoPush(parameters: RequestOf<"sendInfoPush">, options?: CallOptions): Promise<AnswerOf<"sendInfoPush">>;

  /** Lists ten push notifications of a card, newest first; `pushes` walks through all. CardNotFoundError, CardNotOwnedError. */
  getInfoPushList(
    parameters: RequestOf<"getInfoPushList">,
    options?: CallOptions,
  ): Promise<AnswerOf<"getInfoPushList">>;
}
