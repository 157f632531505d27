import type { StateInput } from "./card-type.js";

type Values = StateInput["given"];

const numberOrUndefined = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

/** Returns maxStamps, or a message if it is not a positive integer. */
function maxStampsOf({ maxStamps }: Values): number | string {
  const max = Number(maxStamps);
  if (Number.isInteger(max) && max >= 1) return max;
  return `maxStamps must be an integer of at least 1, got ${JSON.stringify(maxStamps)}`;
}

/**
 * Returns the counters of a stamp card in a provider state, or a message. A missing counter follows from the given one
 * by the rule stamp.wrap. A full card has begun again at 0.
 */
export function stampCounters({
  given,
  before,
  settings,
}: StateInput): string | { readonly activeStamps: number; readonly totalStamps: number } {
  const isGiven = given.activeStamps !== undefined || given.totalStamps !== undefined;
  const counters = (isGiven ? given : before) ?? {};
  const activeStamps = numberOrUndefined(counters.activeStamps);
  const totalStamps = numberOrUndefined(counters.totalStamps);
  const max = maxStampsOf(settings);
  if (typeof max === "string") return max;
  const active = activeStamps ?? (totalStamps === undefined ? Math.min(3, max - 1) : totalStamps % max);
  const total = totalStamps ?? active + max;
  if (active > max) return `activeStamps must be at most maxStamps (${max}), got ${active}`;
  if (active > total) return `activeStamps must be at most totalStamps (${total}), got ${active}`;
  return { activeStamps: active % max, totalStamps: total };
}

/** Returns a message if a card cannot have its counters, because they or maxStamps changed. */
export function impossibleStamps({ activeStamps, totalStamps }: Values, settings: Values): string | undefined {
  if (totalStamps === undefined) return undefined;
  const max = maxStampsOf(settings);
  if (typeof max === "string") return max;
  const expected = Number(totalStamps) % max;
  if (expected === activeStamps) return undefined;
  return `activeStamps must be ${expected} for totalStamps ${totalStamps} and maxStamps ${max}, got ${activeStamps}; give counters that fit, and the template before the card`;
}
