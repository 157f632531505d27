import type { CardType } from "../../mock-server/index.js";
import { type OperationId, operationFacts } from "../../openapi/document.js";
import { isJson } from "../json.js";
import { type Interaction, operationOf } from "../pact/interaction.js";
import type { LedgerEntry } from "../server/sandbox-provider.js";
import { BadState, compose } from "../states/index.js";
import { cellsOf } from "./exchange.js";
import type { Witness } from "./matrix.js";

/** The type of the card that an interaction's request names, from its states. */
function cardTypeOf({ states, request }: Interaction): CardType | undefined {
  try {
    const { cards } = compose(states).world;
    const serial = isJson(request.body) ? request.body.passSerialNumber : undefined;
    // A request that takes its serial number from a state has an example there: then it is the only card's.
    const card = cards.find((one) => one.serial === serial) ?? (cards.length === 1 ? cards[0] : undefined);
    return card?.type;
  } catch (error) {
    if (error instanceof BadState) return undefined; // verify tells of states that cannot be set up.
    throw error;
  }
}

/** What the interactions of pacts cover. */
export const pactWitnesses = (interactions: readonly Interaction[]): readonly Witness[] =>
  interactions.flatMap((interaction) => {
    const operation = interaction.kind === "http" ? operationOf(interaction.request.path) : undefined;
    if (operation === undefined) return [];
    const { request, response, consumer, description } = interaction;
    const seen = { operation, request: request.body, answer: response.body, cardType: cardTypeOf(interaction) };
    return [{ name: `${consumer}: ${description}`, cells: cellsOf(seen) }];
  });

/** What the requests of a ledger cover. `cards` are those of its sandbox. */
export function ledgerWitnesses(
  entries: readonly LedgerEntry[],
  cards: readonly { readonly serial?: string; readonly type: CardType }[],
): readonly Witness[] {
  const types = new Map(cards.map(({ serial, type }) => [serial, type]));
  return entries.flatMap(({ operation, request, answer, requestId }) => {
    if (operation === null || !Object.hasOwn(operationFacts, operation)) return [];
    const serial = isJson(request) ? request.passSerialNumber : undefined;
    const cardType = typeof serial === "string" ? types.get(serial) : undefined;
    const seen = { operation: operation as OperationId, request, answer, cardType };
    return [{ name: requestId, cells: cellsOf(seen) }];
  });
}
