import type { CardType, RequestEntry } from "../../mock-server/index.js";
import { methodFacts } from "../../openapi/document.js";
import { isJson } from "../../shared/json.js";
import { type Interaction, methodNameOf } from "../pact/interaction.js";
import { compose, ProviderStateError } from "../states/index.js";
import { cellsOf } from "./exchange.js";
import type { Witness } from "./matrix.js";

/** Returns the type of the card that an interaction's request names, from its states. */
function cardTypeOf({ states, request }: Interaction): CardType | undefined {
  try {
    const { cards } = compose(states).world;
    const serial = isJson(request.body) ? request.body.passSerialNumber : undefined;
    // A serial number taken from a state is an example: it means the only card.
    const card = cards.find((one) => one.serial === serial) ?? (cards.length === 1 ? cards[0] : undefined);
    return card?.type;
  } catch (error) {
    if (error instanceof ProviderStateError) return undefined; // verify reports it.
    throw error;
  }
}

/** Returns the cells that interactions cover. `firstPage` is the number of the first page under their profile. */
export const pactWitnesses = (interactions: readonly Interaction[], firstPage = 1): readonly Witness[] =>
  interactions.flatMap((interaction) => {
    const { kind, problem, request, response, consumer, description } = interaction;
    const method = methodNameOf(request.path);
    if (method === undefined || kind !== "http" || problem !== undefined) return [];
    const cells = cellsOf({
      method,
      verb: request.method,
      request: request.body,
      status: response.acceptsOk ? 200 : response.status,
      response: response.body,
      refused: undefined,
      cardType: cardTypeOf(interaction),
      firstPage,
    });
    return [{ name: `${consumer}: ${description}`, cells }];
  });

/** Returns the cells that logged requests cover. `cards` are those of their sandbox. */
export function requestWitnesses(
  entries: readonly RequestEntry[],
  cards: readonly { readonly serial?: string; readonly type: CardType }[],
): readonly Witness[] {
  const types = new Map(cards.map(({ serial, type }) => [serial, type]));
  return entries.flatMap(({ method, verb, request, status, answer: response, why, profile, requestId }) => {
    if (method === null || !Object.hasOwn(methodFacts, method)) return [];
    const serial = isJson(request) ? request.passSerialNumber : undefined;
    const cardType = typeof serial === "string" ? types.get(serial) : undefined;
    const firstPage = Number(profile.firstPage ?? 1);
    const refused = why !== null;
    const cells = cellsOf({ method, verb, request, status, response, refused, cardType, firstPage });
    return [{ name: requestId, cells }];
  });
}
