/** What the pure tests of card rules have in common. */
import type { Use } from "../../mock-server/cards/card-rules.js";
import { defaultProfile, type RuleProfile } from "../../mock-server/model/profile.js";
import type { Card, CardType, SettingsByType } from "../../mock-server/model/records.js";

const common = {
  serial: "297150-586-203",
  templateId: 1,
  clientId: 1,
  status: "installed",
  issuedAt: "2026-01-01T00:00:00.000Z",
  expiresAt: null,
} as const;

/** A card of a type with some balances. */
export const cardOf = <T extends CardType>(type: T, balances: object): Card<T> =>
  ({ ...common, type, ...balances }) as unknown as Card<T>;

/** What a rule is given. */
export const use = <T extends CardType>(
  card: Card<T>,
  settings: SettingsByType[T],
  amount: number,
  profile: Partial<RuleProfile> = {},
): Use<T> => ({ settings, card, amount, now: "2026-01-15T12:00:00.000Z", profile: { ...defaultProfile, ...profile } });
