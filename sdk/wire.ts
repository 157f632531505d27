/** The types of what travels, as the OpenAPI document has them, without what only the wire needs. */
import type { components, operations } from "../openapi/api.gen.js";

export type Schemas = components["schemas"];

/** Names of the vendor's methods. */
export type MethodName = keyof operations;

type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : never;

/** A request body; the types of the document have an empty form for each "one of these is required", left out here. */
type Body<Id extends MethodName> = Exclude<Json<NonNullable<operations[Id]["requestBody"]>>, Record<string, never>>;

/**
 * An intersection as one object, as editors show it best. What may be left out may be undefined too, as fields of forms
 * and databases are: JSON leaves it out.
 */
type Flat<T> = { [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K] };

type KeysOfAny<T> = T extends unknown ? keyof T : never;
/** Each form of a union without the keys of the other forms, so that an action does not take another one's amount. */
type OneForm<T, All = T> = T extends unknown
  ? Flat<T & { [K in Exclude<KeysOfAny<All>, keyof T>]?: undefined }>
  : never;

type Contact = "phone" | "email";
/** A phone number or an e-mail address, or both. */
type WithContact<T> = T extends { [K in Contact]?: unknown }
  ? Contact extends keyof T
    ? Omit<T, Contact> &
        ((Required<Pick<T, "phone">> & Pick<T, "email">) | (Required<Pick<T, "email">> & Pick<T, "phone">))
    : T
  : T;

/** What a method takes. */
export type RequestOf<Id extends MethodName> = Id extends "getTemplates"
  ? Record<string, never>
  : OneForm<WithContact<Body<Id>>>;

/** 0 stamps, 1 cashback, 2 subscription, 3 coupon, 4 discount, 5 certificate, 6 membership. */
export type CardType = Schemas["CardType"];

/** What the document does not list and the real service may show all the same. */
interface Undocumented {
  3: { /** Whether the coupon is used. */ readonly redeemed?: boolean };
  5: { /** What is left on the certificate. */ readonly balance?: number };
}

/** A card; its fields depend on `type`. */
export type Card<Type extends CardType = CardType> = {
  [T in Type]: Extract<Schemas["Card"], { type: T }> & {
    /** Not documented: UNIX timestamp in seconds, null without a date; left out where nothing is said. */
    readonly expiryDate?: number | null;
  } & (T extends keyof Undocumented ? Undocumented[T] : unknown);
}[Type];

/** Not documented: e-mail address; left out where nothing is said. */
interface MaybeEmail {
  readonly email?: Schemas["EmailAddress"];
}

/** What each method answers, in one shape whatever the wire looked like. Refusals are errors. */
export interface Answers {
  getTemplates: { templates: Schemas["Template"][] };
  createClient: Omit<Schemas["CreateClientAnswer"], "result">;
  searchClient: (Omit<Schemas["SearchClientHit"], "result"> & MaybeEmail) | undefined;
  updateClient: Omit<Schemas["UpdateClientAnswer"], "result">;
  getClientInfo: Omit<Schemas["GetClientInfoAnswer"], "result"> & MaybeEmail;
  getClientsList: { rows: Schemas["ClientRow"][] };
  createPass: Omit<Schemas["CreatePassAnswer"], "result">;
  getPassInfo: Card;
  checkPassExistsByPhone: boolean;
  getPassInfoByPhone: Card;
  getClientPassesByPhone: { rows: Card[] };
  getClientPassesByEmail: { rows: Card[] };
  getTemplateClientPasses: { rows: Schemas["TemplateClientRow"][] };
  usePass: undefined;
  useReward: undefined;
  getPassOperations: { rows: Schemas["PassOperation"][] };
  sendInfoPush: { numberOfRowsSelected: number } | undefined;
  getInfoPushList: { rows: Schemas["PushMessage"][] };
}

/** What a method answers. */
export type AnswerOf<Id extends MethodName> = Answers[Id];
