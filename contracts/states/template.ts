import { allCardTypes, type CardType, cardTypes } from "../../mock-server/index.js";
import { isJson } from "../../shared/json.js";
import { andList } from "../../shared/lists.js";
import { defaultTemplate, defaultType } from "./defaults.js";
import { cardType, integerParameter, momentParameter, object, ProviderStateError, text } from "./parameters.js";
import { providerState } from "./state.js";
import { put, type TemplateRow, type World } from "./world.js";

export interface TemplateOptions {
  readonly id: number;
  readonly type?: CardType | undefined;
  readonly name?: string | undefined;
  readonly companyId?: string;
  /** Settings of the type, and `expiry`. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

const moment = momentParameter({ default: "", description: "" });

/** Returns an expiry setting with its moment in the state format. The server refuses invalid settings. */
const expiryOf = (expiry: unknown) =>
  (isJson(expiry) && "at" in expiry ? { ...expiry, at: moment.read(expiry.at) ?? expiry.at } : expiry) as
    | TemplateRow["expiry"]
    | undefined;

/** Adds a template to the world, or changes the existing template. */
export function withTemplate(world: World, options: TemplateOptions): readonly [World, TemplateRow] {
  const found = world.templates.find(({ id }) => id === options.id);
  const type = options.type ?? found?.type ?? defaultType(options.id);
  if (found !== undefined && found.type !== type)
    throw new ProviderStateError(`template ${options.id} has type ${found.type} in one state and ${type} in another`);
  const { expiry, ...settings } = options.settings ?? {};
  const row: TemplateRow = {
    id: options.id,
    companyId: found?.companyId ?? options.companyId ?? "main",
    name: options.name ?? found?.name ?? cardTypes[type].demo.template.name,
    type,
    expiry: expiryOf(expiry) ?? found?.expiry ?? { kind: "none" },
    settings: fitting({ ...(found?.settings ?? cardTypes[type].demo.template.settings), ...settings }, settings),
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

const settingsOf = (type: CardType) => Object.keys(cardTypes[type].demo.template.settings);
const settingNames = [...new Set(allCardTypes.flatMap(settingsOf)), "expiry"];
const settingsTexts = allCardTypes
  .filter((type) => settingsOf(type).length > 0)
  .map((type) => `type ${type} has ${andList(settingsOf(type))}`);

export const aTemplate = providerState({
  name: "a template",
  description: "A card template of the company.",
  parameters: {
    idTemplate: integerParameter(
      { default: `that of the demo, such as ${defaultTemplate(0)}`, description: "Its id." },
      1,
    ),
    type: cardType({ default: "0", description: "The type of its cards." }),
    name: text({ default: "as in the demo, such as Coffee", description: "Its name." }),
    settings: object(
      {
        default: "as in the demo, without expiry",
        description: `The settings of the type, and expiry: ${settingsTexts.join("; ")}.`,
      },
      settingNames,
    ),
  },
  identity: ({ type = 0 }) => ({ idTemplate: defaultTemplate(type) }),
  returns: ["idTemplate", "type", "name"],
  apply: (world, { idTemplate = defaultTemplate(0), type, name, settings }) => {
    const [after, row] = withTemplate(world, { id: idTemplate, type, name, settings });
    return [after, { idTemplate: row.id, type: row.type, name: row.name }];
  },
});
