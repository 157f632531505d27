import { ProviderStateError } from "./bad-state.js";
import type { TemplateRow, World } from "./world.js";

interface Stamps {
  readonly activeStamps: number;
  readonly totalStamps: number;
}

type Wish = { readonly [K in keyof Stamps]: number | undefined };

function maxStampsOf({ id, settings }: TemplateRow): number {
  const max = Number(settings.maxStamps);
  if (Number.isInteger(max) && max >= 1) return max;
  throw new ProviderStateError(
    `maxStamps of template ${id} is ${JSON.stringify(settings.maxStamps)}, but has to be a whole number, at least 1`,
  );
}

/**
 * The counters of a stamp card, the one that is not named from the one that is, by the server's rule stamp.wrap: what
 * is left of totalStamps after the full rounds is active. As many active stamps as maxStamps are a full card, which has
 * begun again at 0. Throws ProviderStateError.
 */
export function stampsOf({ activeStamps, totalStamps }: Wish, template: TemplateRow): Stamps {
  const max = maxStampsOf(template);
  const active = activeStamps ?? (totalStamps === undefined ? Math.min(3, max - 1) : totalStamps % max);
  const total = totalStamps ?? active + max;
  if (active > max) throw new ProviderStateError(`activeStamps is at most maxStamps, ${max}, and not ${active}`);
  if (active > total) throw new ProviderStateError(`activeStamps is at most totalStamps, ${total}, and not ${active}`);
  return { activeStamps: active % max, totalStamps: total };
}

/** Throws ProviderStateError if a stamp card has counters that no card has, by itself or since its template's maxStamps changed. */
export function checkStamps({ cards, templates }: World): void {
  for (const { serial, templateId, balances } of cards) {
    const { activeStamps, totalStamps } = balances;
    const template = templates.find(({ id }) => id === templateId);
    if (template?.type !== 0 || totalStamps === undefined) continue;
    const max = maxStampsOf(template);
    const left = Number(totalStamps) % max;
    if (left !== activeStamps)
      throw new ProviderStateError(
        `card ${serial} cannot have ${activeStamps} active stamps of ${totalStamps} in all: with maxStamps ${max} they are ${left}. Name counters that fit, and the template before the card`,
      );
  }
}
