import { dayMs } from "../../shared/units.js";
import { expiryAtIssue } from "../cards/all-types.js";
import { allCardTypes, cardTypes, issueCard } from "../cards/index.js";
import { stamps } from "../cards/stamps.js";
import { advancedClock } from "../model/clock.js";
import type { Card, CardStatus, CardType, Iso } from "../model/records.js";
import { Refusal } from "../refusals.js";
import { type Step, stepOf } from "./card-steps.js";
import { completeTemplate } from "./complete.js";
import type { Person } from "./people.js";
import { formatVersion, type State } from "./state.js";

type Rows<K extends keyof State> = NonNullable<State[K]>;
type TemplateRow = Rows<"templates">[number];

const firstScenarioClient = 20_779_274;
const firstScenarioSerial = 210;

/** Returns the phone of a client of main. */
export const demoPhone = (clientId: number): string => String(clientId - 20_779_267 + 12_025_550_143);

/** Cards of these types come before the scenarios, cards of later types after the bulk cards: people keep their names. */
const earlyTypes = allCardTypes.filter((type) => cardTypes[type].demo.clientId < firstScenarioClient);
const lateTypes = allCardTypes.filter((type) => !earlyTypes.includes(type));

const templateOfType = (type: CardType) => ({ type, ...cardTypes[type].demo.template }) as TemplateRow;

const season = {
  id: 340_724,
  name: "Season stamps",
  type: 0,
  expiry: { kind: "afterIssue", days: 30 },
  settings: { maxStamps: 6, rewards: [{ name: "Season treat", stamps: [6], autoUse: true }] },
} as const satisfies TemplateRow;

const { rewards } = stamps.demo.template.settings;
const rival = {
  id: 340_801,
  companyId: "rival",
  name: "Rival coffee",
  type: 0,
  settings: { rewards: [...rewards] },
} as TemplateRow & { readonly id: number };

const templates: readonly TemplateRow[] = [
  ...earlyTypes.map(templateOfType),
  season,
  rival,
  ...lateTypes.map(templateOfType),
];

/** Returns the demo's template of a card type. */
const ofType = (type: CardType): number => cardTypes[type].demo.template.id;

/** 120 operations that end at a balance of 40 points: two earned and one spent, forty times. */
const busyDays: readonly Step[] = Array.from({ length: 40 }, () => [
  stepOf("increaseTotalSpentSum", 50),
  stepOf("accruePoints", 2),
  stepOf("spendPoints", 1),
]).flat();

interface DemoCard {
  readonly templateId: number;
  readonly status?: CardStatus;
  readonly daysAgo?: number;
  readonly steps?: readonly Step[];
  readonly pushes?: number;
}

type ClientExtras = Pick<Rows<"clients">[number], "email" | "dateOfBirth" | "fields">;

/** Cards for single features; their serial numbers and client ids follow those of the card types. */
const scenarios: readonly (DemoCard & { readonly client?: ClientExtras })[] = [
  { templateId: season.id, status: "not installed", daysAgo: 10 },
  { templateId: ofType(1), steps: busyDays },
  { templateId: ofType(0), steps: [stepOf("addStamps", 4)], pushes: 25 },
  { templateId: season.id, daysAgo: 40, steps: [stepOf("addStamps", 2)] },
  {
    templateId: ofType(0),
    status: "deleted",
    steps: [stepOf("addStamps", 1)],
    client: { email: null, dateOfBirth: null },
  },
  { templateId: ofType(3), steps: [stepOf("redeem", 1)] },
];

/** Answers of the card issue form, by card type. */
const formAnswers: Partial<Record<CardType, ClientExtras>> = {
  2: { fields: { Field0: "Mornings", Field1: "Back pain" } },
};

/** Clients for the page boundaries, in the order of their creation; without a status they have no card. */
const bulkCards: readonly { readonly templateId: number; readonly count: number; readonly status?: CardStatus }[] = [
  { templateId: ofType(3), count: 18, status: "installed" },
  { templateId: ofType(6), count: 119, status: "installed" },
  { templateId: ofType(6), count: 20, status: "not installed" },
  { templateId: ofType(6), count: 10, status: "deleted" },
  { templateId: ofType(6), count: 100 },
];

const bulkCount = bulkCards.reduce((sum, { count }) => sum + count, 0);

/** Number of people in the demo, with the client who has no card and the client of the rival. */
export const demoPeopleCount = allCardTypes.length + scenarios.length + 2 + bulkCount;

/**
 * Returns the state `demo`: two companies, a template of each card type and two more, and cards that show every status
 * and every page boundary. Dates are counted back from `now`.
 */
export function demoState(seed: number, now: Iso, people: readonly Person[]): State {
  const before = (days: number): Iso => new Date(Date.parse(now) - days * dayMs).toISOString();
  const clients: Rows<"clients"> = [];
  const cards: Rows<"cards"> = [];
  const operations: Rows<"operations"> = [];
  const pushes: Rows<"pushes"> = [];

  const addClient = (row: Omit<Rows<"clients">[number], keyof Person>): void => {
    const person = people[clients.length];
    if (person === undefined) throw new Error(`the demo needs more than ${people.length} people`);
    clients.push({ ...person, ...row });
  };

  const addCard = (serial: string, clientId: number, demoCard: DemoCard): void => {
    const { templateId, status = "installed", daysAgo = 60, steps = [], pushes: pushCount = 0 } = demoCard;
    const row = templates.find(({ id }) => id === templateId);
    if (row === undefined) throw new Error(`the demo has no template ${templateId}`);
    const template = completeTemplate(row, templateId, "");
    const issuedAt = before(daysAgo);
    let card: Card = {
      ...issueCard(template, { serial, clientId }, issuedAt, expiryAtIssue(template.expiry, issuedAt)),
      status,
    };
    for (const [index, step] of steps.entries()) {
      // The steps are spread evenly between the issue and a day before an expiring card ends, or before now.
      const until = Math.min(daysAgo, 29);
      const at =
        advancedClock({ now: issuedAt, offsetMs: 0 }, ((index + 1) * until * 86_400) / (steps.length + 1)).now ?? now;
      const outcome = step(card, template, at);
      if (outcome instanceof Refusal) throw new Error(`invalid step in the demo: ${outcome.reason}`);
      card = outcome.card;
      for (const change of outcome.operations) operations.push({ serial, at, ...change });
    }
    cards.push(card as Rows<"cards">[number]);
    for (let nth = 1; nth <= pushCount; nth += 1) {
      pushes.push({ serial, at: before(26 - nth), message: `News ${nth}` });
    }
  };

  const addHolder = (id: number, serial: string, demoCard: DemoCard, extras: ClientExtras = {}): void => {
    addClient({ id, templateId: demoCard.templateId, phone: demoPhone(id), email: `${id}@example.com`, ...extras });
    addCard(serial, id, demoCard);
  };

  const addCardOfType = (type: CardType): void => {
    const { clientId, serial, steps } = cardTypes[type].demo;
    const demoCard = { templateId: ofType(type), steps: steps.map(([action, amount]) => stepOf(action, amount)) };
    addHolder(clientId, serial, demoCard, formAnswers[type]);
  };

  for (const type of earlyTypes) addCardOfType(type);
  for (const [index, { client, ...demoCard }] of scenarios.entries())
    addHolder(firstScenarioClient + index, `297150-586-${firstScenarioSerial + index}`, demoCard, client);
  const cardless = firstScenarioClient + scenarios.length;
  addClient({ id: cardless, templateId: ofType(0), phone: demoPhone(cardless), email: `${cardless}@example.com` });
  // The rival's client shares the phone and the e-mail of the first client of main.
  const { clientId: first } = cardTypes[0].demo;
  addClient({ id: 30_000_001, templateId: rival.id, phone: demoPhone(first), email: `${first}@example.com` });
  addCard("123444-522-344", 30_000_001, { templateId: rival.id, steps: [stepOf("addStamps", 7)] });

  const bulkHolders = bulkCards.flatMap(({ count, ...member }) => Array.from({ length: count }, () => member));
  for (const [index, { templateId, status }] of bulkHolders.entries()) {
    const nth = index + 1;
    const id = 21_000_000 + nth;
    const phone = `1${303 + Math.floor(nth / 100)}55501${String(nth % 100).padStart(2, "0")}`;
    addClient({ id, templateId, phone, email: `${id}@example.com` });
    if (status !== undefined) addCard(`400000-${String(nth).padStart(3, "0")}-000`, id, { templateId, status });
  }
  for (const type of lateTypes) addCardOfType(type);

  return {
    formatVersion,
    seed,
    companies: [
      { id: "main", name: "Luna Demo" },
      { id: "rival", name: "Rival" },
    ],
    templates: structuredClone(templates) as Rows<"templates">,
    clients,
    cards,
    operations,
    pushes,
  };
}
