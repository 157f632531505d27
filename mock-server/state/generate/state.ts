import { dayMs } from "../../../shared/units.js";
import { allCardTypes, cardTypes, issueCard } from "../../cards/index.js";
import { pseudoRandom } from "../../model/identity.js";
import type { Card, CardStatus, Client, Company, Iso, Operation, Template } from "../../model/records.js";
import { completeTemplate } from "../complete.js";
import { formatVersion } from "../state.js";
import { type Draw, useCard } from "./history.js";
import { personGenerator } from "./people.js";

/** Size of a generated state. */
export interface GeneratedSize {
  /** Number of clients, at most {@link maxClients}. */
  readonly clients: number;
  /** Number of cards, at most one for each client. */
  readonly cards: number;
  /** Approximate number of operations in the histories of all cards. */
  readonly operations: number;
}

/** A state whose lists are generated while they are read. They can be read repeatedly, with the same result. */
export interface GeneratedState {
  readonly formatVersion: typeof formatVersion;
  readonly seed: number;
  readonly companies: readonly Omit<Company, "token">[];
  readonly templates: readonly Template[];
  readonly clients: Iterable<Client>;
  readonly cards: Iterable<Card>;
  readonly operations: Iterable<Operation>;
}

/** Each client has a phone with 7 digits after the area code. */
export const maxClients = 10_000_000;

const maxCardDays = 730;

/** Of 100 clients, the last belongs to the second company. */
const clientsPerRival = 100;

const statuses: readonly CardStatus[] = [
  ...Array<CardStatus>(16).fill("installed"),
  ...Array<CardStatus>(3).fill("not installed"),
  "deleted",
];

const mainTemplates = allCardTypes.map((type) => {
  const { template } = cardTypes[type].demo;
  return completeTemplate({ type, ...template } as Parameters<typeof completeTemplate>[0], template.id, "main");
});
const rivalTemplate = completeTemplate({ name: "Rival coffee", type: 0 }, 340_801, "rival");

/** Distributes `total` among `count` places. Returns the sum of the first `places`. */
const share = (total: number, count: number, places: number): number => Math.floor((total * places) / count);

// The factors have no common divisor with the number of ids, so that all ids differ.
const clientIdOf = (seed: number, ordinal: number): number =>
  10_000_000 + ((pseudoRandom(seed, "client", 0) + ordinal * 61_803_399) % 90_000_000);

function serialOf(seed: number, ordinal: number): string {
  const digits = String((pseudoRandom(seed, "card", 0) + ordinal * 618_033_989) % 1e12).padStart(12, "0");
  return `${digits.slice(0, 6)}-${digits.slice(6, 9)}-${digits.slice(9)}`;
}

/** The area code 555 is not in use, so that no person has the phone. */
const phoneOf = (ordinal: number): string => `1555${String(ordinal % maxClients).padStart(7, "0")}`;

/**
 * Returns a state of a given size with cards of all types. It depends on its arguments only. Dates are counted back from
 * `now`.
 */
export async function generateState(seed: number, now: Iso, size: GeneratedSize): Promise<GeneratedState> {
  const person = await personGenerator(seed);
  const end = Date.parse(now);

  const templateOf = (ordinal: number): Template => {
    const drawn = mainTemplates[pseudoRandom(seed, "template", ordinal) % mainTemplates.length] ?? rivalTemplate;
    return ordinal % clientsPerRival === 0 ? rivalTemplate : drawn;
  };

  function* clients(): Generator<Client> {
    for (let ordinal = 1; ordinal <= size.clients; ordinal += 1) {
      const id = clientIdOf(seed, ordinal);
      const { sName, fName, dateOfBirth } = person(ordinal);
      const contacts = { phone: phoneOf(ordinal), email: `${id}@example.com` };
      yield { id, templateId: templateOf(ordinal).id, sName, fName, ...contacts, dateOfBirth, fields: {} };
    }
  }

  function newCard(ordinal: number): Card {
    const draw = (below: number, lane: number): number => pseudoRandom(seed, "card", ordinal, lane) % below;
    const issuedAt = new Date(end - dayMs - draw(maxCardDays * 1440, 2) * 60_000).toISOString();
    const identity = { serial: serialOf(seed, ordinal), clientId: clientIdOf(seed, ordinal) };
    const status = statuses[draw(statuses.length, 3)] ?? "installed";
    return { ...issueCard(templateOf(ordinal), identity, issuedAt, null), status };
  }

  function* histories(): Generator<ReturnType<typeof useCard>> {
    let issued = 0;
    let operations = 0;
    for (let ordinal = 1; ordinal <= size.clients; ordinal += 1) {
      if (share(size.cards, size.clients, ordinal) === issued) continue;
      issued += 1;
      let lane = 0;
      const draw: Draw = (below) => {
        lane += 1;
        return below === 0 ? 0 : pseudoRandom(seed, "operation", ordinal, lane) % below;
      };
      const card = newCard(ordinal);
      // A card that was never installed has no history; the cards after it have more.
      const due = card.status === "not installed" ? 0 : share(size.operations, size.cards, issued) - operations;
      const used = useCard(card, templateOf(ordinal), { wanted: due, until: end, draw });
      operations += used.operations.length;
      yield used;
    }
  }

  function* cards(): Generator<Card> {
    for (const { card } of histories()) yield card;
  }

  function* operations(): Generator<Operation> {
    let id = 0;
    for (const history of histories())
      for (const operation of history.operations) {
        id += 1;
        yield { id, ...operation };
      }
  }

  return {
    formatVersion,
    seed,
    companies: [
      { id: "main", name: "Main" },
      { id: "rival", name: "Rival" },
    ],
    templates: [...mainTemplates, rivalTemplate],
    clients: { [Symbol.iterator]: clients },
    cards: { [Symbol.iterator]: cards },
    operations: { [Symbol.iterator]: operations },
  };
}
