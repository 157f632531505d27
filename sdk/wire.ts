/** Request and result types, derived from the OpenAPI document. */
import type { components, operations } from "../openapi/api.gen.js";

export type Schemas = components["schemas"];

/** Names of the vendor's methods. */
export type MethodName = keyof operations;

type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : never;

/** A request body, without the empty form that the document adds for each "one of these is required". */
type Body<Id extends MethodName> = Exclude<Json<NonNullable<operations[Id]["requestBody"]>>, Record<string, never>>;

/** Flattens an intersection, so that editors show it as an object. Optional fields may also be undefined. */
type Flat<T> = { [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K] };

type KeysOfAny<T> = T extends unknown ? keyof T : never;
/** Forbids the keys of the other forms in each form of a union, such as the amount of another action. */
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

/** Parameters of a method. */
export type RequestOf<Id extends MethodName> = Id extends "getTemplates"
  ? Record<string, never>
  : OneForm<WithContact<Body<Id>>>;

export type CardType = Schemas["CardType"];

/** Fields that are not in the document, and that the real service may send. */
interface Undocumented {
  3: { /** Whether the coupon is used. */ readonly redeemed?: boolean };
  5: { /** Remaining value of the certificate. */ readonly balance?: number };
}

/** A card; its fields depend on `type`. */
export type Card<Type extends CardType = CardType> = {
  [T in Type]: Extract<Schemas["Card"], { type: T }> & {
    /** Undocumented: UNIX timestamp in seconds; null without a date. */
    readonly expiryDate?: number | null;
  } & (T extends keyof Undocumented ? Undocumented[T] : unknown);
}[Type];

/** Undocumented: e-mail address. */
interface MaybeEmail {
  readonly email?: Schemas["EmailAddress"];
}

/** Results of the methods, in the same form under every profile. Refusals are errors. */
interface Results {
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

/** Result of a method. */
export type ResultOf<Id extends MethodName> = Results[Id];
