import type { CardUse } from "../../mock-server/cards/card-type.js";
import { defaultProfile, type RuleProfile } from "../../mock-server/model/profile.js";
import type { Card, CardType, SettingsByType } from "../../mock-server/model/records.js";
import { Refusal } from "../../mock-server/refusals.js";

const common = {
  serial: "297150-586-203",
  templateId: 1,
  clientId: 1,
  status: "installed",
  issuedAt: "2026-01-01T00:00:00.000Z",
  expiresAt: null,
} as const;

/** Builds an installed card with the given balances. */
export const cardOf = <T extends CardType>(type: T, balances: object): Card<T> =>
  ({ ...common, type, ...balances }) as unknown as Card<T>;

/** Builds the input of an action. */
export const use = <T extends CardType>(
  card: Card<T>,
  settings: SettingsByType[T],
  amount: number,
  profile: Partial<RuleProfile> = {},
): CardUse<T> => ({
  settings,
  card,
  amount,
  now: "2026-01-15T12:00:00.000Z",
  profile: { ...defaultProfile, ...profile },
});

/** Returns the result of a rule; throws if it is a refusal. */
export function accepted<R>(result: R): Exclude<R, Refusal> {
  if (result instanceof Refusal) throw new Error(`refused: ${result.reason}`);
  return result as Exclude<R, Refusal>;
}

/** Returns the reason of a refusal; undefined for another result. */
export const reasonOf = (result: unknown): string | undefined =>
  result instanceof Refusal ? result.reason : undefined;
