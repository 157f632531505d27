import { interaction, type SdkInteraction, templateOf } from "./interaction.js";

const templates = [
  { id: templateOf(0), name: "Coffee", type: 0 },
  { id: templateOf(1), name: "Cashback", type: 1 },
];

export const templateInteractions: readonly SdkInteraction[] = [
  interaction(
    ["a template", ["a template", { type: 1 }]],
    "the templates",
    "getTemplates",
    {},
    { result: 1, templates },
  ),
];
