import { allCardTypes, type CardType, cardTypes } from "../../mock-server/index.js";
import { isJson, type Json } from "../../shared/json.js";
import { andList } from "../../shared/lists.js";
import { defaultTemplate, defaultType } from "./defaults.js";
import { cardType, id, moment, object, ProviderStateError, parameter, text } from "./parameters.js";
import { providerState } from "./state.js";
import { addOrReplace, type TemplateRow, type World } from "./world.js";

export interface TemplateOptions {
  readonly id: number;
  readonly type?: CardType | undefined;
  readonly name?: string | undefined;
  readonly companyId?: string;
  /** Settings of the type, and `expiry`. */
  readonly settings?: Json | undefined;
}

/** Returns an expiry setting with its moment in the state format. The server refuses invalid settings. */
const expiryOf = (expiry: unknown) =>
  (isJson(expiry) && "at" in expiry ? { ...expiry, at: moment.read(expiry.at) ?? expiry.at } : expiry) as
    | TemplateRow["expiry"]
    | undefined;

/** Limits the milestones of default rewards to maxStamps. Given rewards stay unchanged. */
function limitMilestones(settings: Json, given: Json): Json {
  const { maxStamps, rewards } = settings;
  if (typeof maxStamps !== "number" || !Array.isArray(rewards) || given.rewards !== undefined) return settings;
  const within = (stamps: readonly number[]) => {
    const reachable = stamps.filter((milestone) => milestone <= maxStamps);
    return reachable.length > 0 ? reachable : [maxStamps];
  };
  return { ...settings, rewards: rewards.map((reward) => ({ ...reward, stamps: within(reward.stamps) })) };
}

/** Adds a template to the world, or changes the existing template. */
export function addTemplate({ templates }: World, options: TemplateOptions): TemplateRow {
  const found = templates.find((row) => row.id === options.id);
  const type = options.type ?? found?.type ?? defaultType(options.id);
  if (found !== undefined && found.type !== type)
    throw new ProviderStateError(`template ${options.id} has type ${found.type} in one state and ${type} in another`);
  const { expiry, ...settings } = options.settings ?? {};
  const { template } = cardTypes[type].demo;
  const row: TemplateRow = {
    id: options.id,
    companyId: found?.companyId ?? options.companyId ?? "main",
    name: options.name ?? found?.name ?? template.name,
    type,
    expiry: expiryOf(expiry) ?? found?.expiry ?? { kind: "none" },
    settings: limitMilestones({ ...(found?.settings ?? template.settings), ...settings }, settings),
  };
  return addOrReplace(templates, row, "id");
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
    idTemplate: parameter(id, `that of the demo, such as ${defaultTemplate(0)}`, "Its id."),
    type: parameter(cardType, "0", "The type of its cards."),
    name: parameter(text, "as in the demo, such as Coffee", "Its name."),
    settings: parameter(
      object(settingNames),
      "as in the demo, without expiry",
      `The settings of the type, and expiry: ${settingsTexts.join("; ")}.`,
    ),
  },
  defaultIds: ({ type = 0 }) => ({ idTemplate: defaultTemplate(type) }),
  returns: ["idTemplate", "type", "name"],
  apply: (world, { idTemplate, type, name, settings }) => {
    const row = addTemplate(world, { id: idTemplate, type, name, settings });
    return { idTemplate: row.id, type: row.type, name: row.name };
  },
});
