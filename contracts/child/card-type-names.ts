import { allCardTypes, type CardType, type CardTypeName, cardTypeOf } from "../../mock-server/index.js";

/** Card types by their names in environment variables and in `templates`. */
export const cardTypeNames = Object.fromEntries(allCardTypes.map((type) => [cardTypeOf(type).name, type])) as Readonly<
  Record<CardTypeName, CardType>
>;

export type { CardTypeName };
