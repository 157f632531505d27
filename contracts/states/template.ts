import { allCardTypes, type CardType, cardTypeOf } from "../../mock-server/index.js";
import { andList } from "../../shared/lists.js";
import { expiryOf } from "./expiry.js";
import { cardType, integerParameter, object, text } from "./parameters.js";
import { ProviderStateError } from "./provider-state-error.js";
import { providerState } from "./state.js";
import { usualTemplate, usualType } from "./usual.js";
import { put, type TemplateRow, type World } from "./world.js";

export interface TemplateWish {
  readonly id: number;
  readonly type?: CardType | undefined;
  readonly name?: string | undefined;
  readonly companyId?: string;
  /** Settings of the type, and `expiry`. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

/** Adds a template to the world, or changes the existing template. */
export function withTemplate(world: World, wish: TemplateWish): readonly [World, TemplateRow] {
  const found = world.templates.find(({ id }) => id === wish.id);
  const type = wish.type ?? found?.type ?? world.named.typeOfTemplate(wish.id) ?? usualType(wish.id);
  if (found !== undefined && found.type !== type)
    throw new ProviderStateError(`template ${wish.id} has type ${found.type} in one state and ${type} in another`);
  const { expiry, ...settings } = wish.settings ?? {};
  const row: TemplateRow = {
    id: wish.id,
    companyId: found?.companyId ?? wish.companyId ?? "main",
    name: wish.name ?? found?.name ?? cardTypeOf(type).demo.template.name,
    type,
    expiry: expiry === undefined ? (found?.expiry ?? { kind: "none" }) : expiryOf(expiry),
    settings: fitting({ ...(found?.settings ?? cardTypeOf(type).demo.template.settings), ...settings }, settings),
  };
  return [{ ...world, templates: put(world.templates, row, ({ id }) => id === row.id) }, row];
}

/** Limits the milestones of default rewards to maxStamps. Given rewards stay unchanged. */
function fitting(settings: Readonly<Record<string, unknown>>, given: Readonly<Record<string, unknown>>) {
  const { maxStamps, rewards } = settings;
  if (typeof maxStamps !== "number" || !Array.isArray(rewards) || given.rewards !== undefined) return settings;
  const within = (stamps: readonly number[]) => {
    const kept = stamps.filter((milestone) => milestone <= maxStamps);
    return kept.length > 0 ? kept : [maxStamps];
  };
  return { ...settings, rewards: rewards.map((reward) => ({ ...reward, stamps: within(reward.stamps) })) };
}

const settingsOf = (type: CardType) => Object.keys(cardTypeOf(type).demo.template.settings);
const settingNames = [...new Set(allCardTypes.flatMap(settingsOf)), "expiry"];
const settingsTexts = allCardTypes
  .filter((type) => settingsOf(type).length > 0)
  .map((type) => `type ${type} has ${andList(settingsOf(type))}`);

export const aTemplate = providerState({
  name: "a template",
  about: "A card template of the company.",
  parameters: {
    idTemplate: integerParameter({ usual: `that of the demo, such as ${usualTemplate(0)}`, about: "Its id." }, 1),
    type: cardType({ usual: "0", about: "The type of its cards." }),
    name: text({ usual: "as in the demo, such as Coffee", about: "Its name." }),
    settings: object(
      {
        usual: "as in the demo, without expiry",
        about: `The settings of the type, and expiry: ${settingsTexts.join("; ")}.`,
      },
      settingNames,
    ),
  },
  gives: ["idTemplate", "type", "name"],
  apply: (world, { idTemplate, type, name, settings }) => {
    const id = idTemplate ?? usualTemplate(type ?? 0);
    const [after, row] = withTemplate(world, { id, type, name, settings });
    return [after, { idTemplate: row.id, type: row.type, name: row.name }];
  },
});
