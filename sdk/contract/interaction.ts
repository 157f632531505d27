import { MatchersV3 } from "@pact-foundation/pact";
import { type MethodName, pageSize } from "../../openapi/document.js";
import { contractCardTypes } from "./card-types.js";

type StateParameters = Readonly<Record<string, string | number>>;

/** A request of the SDK, and the fields that it needs from the response. */
export interface SdkInteraction {
  /** Names of provider states, with parameters that differ from their defaults. */
  readonly states: readonly (string | readonly [name: string, parameters: StateParameters])[];
  readonly description: string;
  readonly method: MethodName;
  readonly request: object;
  /** Matchers are compared by type or pattern, all other values exactly. */
  readonly response: object;
}

/** Shorthand for building an SdkInteraction. */
export const interaction = (
  states: SdkInteraction["states"],
  description: string,
  method: MethodName,
  request: object,
  response: object,
): SdkInteraction => ({ states, description, method, request, response });

const { constrainedArrayLike, integer, like, regex } = MatchersV3;

function cardType(type: number): (typeof contractCardTypes)[number] {
  const found = contractCardTypes[type];
  if (found === undefined) throw new Error(`the contract has no card type ${type}`);
  return found;
}

/** Returns the provider state that creates a card of a type. */
export const aCard = (type: number): string => `a ${cardType(type).noun} card`;
export const aCardOfEachType: readonly string[] = contractCardTypes.map((_, type) => aCard(type));

/** Ids and serial numbers of the provider states' defaults, by card type. */
export const serialOf = (type: number): string => cardType(type).serial;
export const templateOf = (type: number): number => cardType(type).template;
export const janeId = 20_779_267;
export const janePhone = 12_025_550_143;
export const janeMail = "jane.doe@example.com";
export const unknownCard = { passSerialNumber: "000000-000-000" };
export const foreignCard = { passSerialNumber: "123444-522-344" };
export const expired = { passSerialNumber: "297150-586-213" };

export const done = { result: 1 };
export const dateTimeMatcher = regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.source, "2026-01-15 12:00:00");
export const serialNumberMatcher = regex(/^[0-9A-Za-z-]+$/.source, "281654-389-771");
export const phoneMatcher = regex(/^\d{1,15}$/.source, "12025550143");

/** Matches a list of `count` records of one form. */
export const rows = (count: number, row: object) => constrainedArrayLike(row as never, count, count, count);

/** Builds interactions for the two pages of a list; `states` create one record more than a page holds. */
export const twoPages = (
  states: SdkInteraction["states"],
  records: string,
  method: MethodName,
  request: object,
  row: object,
): readonly SdkInteraction[] => {
  const page = (number: number, count: number, description: string) =>
    interaction(
      states,
      `${description} of ${records}`,
      method,
      { ...request, page: number },
      { result: 1, rows: rows(count, row) },
    );
  return [page(1, pageSize(method), "a full page"), page(2, 1, "the last page")];
};

/** A client in a list, with any values. */
export const someClient = {
  id: integer(21_000_001),
  sName: like("Doe"),
  fName: like("Jane"),
  dateOfBirth: like("1990-05-17"),
  phone: phoneMatcher,
  email: like("jane@example.com"),
};
