/**
 * What the vendor's page leaves open, as named switches. The first value of each is the default.
 * Presentation switches change how a request is taken in or an answer is presented: only intake
 * and presentation read them. Rule switches are part of what a rule is given.
 */
export const presentationSwitches = {
  envelope: ["object", "array"],
  contentType: ["json", "html"],
  errorStatus: ["200", "4xx"],
  resultMarker: ["success", "none", "both"],
  phoneOut: ["string", "integer"],
  listKey: ["rows", "noun"],
  searchHit: ["flat", "rows"],
  searchMiss: ["result0", "error2", "empty"],
  undocumentedRefusal: ["error4", "result0", "http400"],
  autoUse: ["boolean", "integer"],
  fullCard: ["zero", "max"],
  undocumentedFields: ["absent", "present"],
  firstPage: ["1", "0"],
  phoneIn: ["accepted", "refused"],
  numberIn: ["accepted", "refused"],
} as const;

export const ruleSwitches = {
  spendAccruesPoints: ["no", "yes"],
  tierAfterReduce: ["recomputed", "kept"],
  secondPass: ["same", "new"],
  useRewardCount: ["number", "all"],
} as const;

type Values<T extends Record<string, readonly string[]>> = { readonly [K in keyof T]: T[K][number] };

export type PresentationReading = Values<typeof presentationSwitches>;
export type RuleReading = Values<typeof ruleSwitches>;
/** A value for every switch. */
export type Reading = PresentationReading & RuleReading;

const firsts = <T extends Record<string, readonly [string, ...string[]]>>(switches: T) =>
  Object.fromEntries(Object.entries(switches).map(([name, values]) => [name, values[0]])) as {
    readonly [K in keyof T]: T[K][0];
  };

export const defaultReading: Reading = Object.freeze({ ...firsts(presentationSwitches), ...firsts(ruleSwitches) });
