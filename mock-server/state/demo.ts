import type { ActionResult } from "../cards/card-rules.js";
import { redeem } from "../cards/coupon.js";
import { expiryAtIssue } from "../cards/expiry.js";
import { issue, usePass } from "../cards/index.js";
import { useReward } from "../cards/stamps.js";
import { advanced } from "../model/clock.js";
import { defaultProfile } from "../model/profile.js";
import type { Card, CardStatus, CardType, Iso, OperationAction, Template } from "../model/records.js";
import { isRefusal } from "../refusals.js";
import type { Person } from "./people.js";
import { completeTemplate, formatVersion, type State } from "./state.js";

type Rows<K extends keyof State> = NonNullable<State[K]>;
type Step = (card: Card, template: Template, at: Iso) => ActionResult<CardType>;

const tiers = [
  { from: 0, percent: 3 },
  { from: 10_000, percent: 4 },
  { from: 50_000, percent: 5 },
];
const coffeeRewards = [{ name: "Free coffee", stamps: [5, 10], autoUse: false }];
const seasonRewards = [{ name: "Season treat", stamps: [6], autoUse: true }];

const templates = {
  coffee: { id: 340717, name: "Coffee", type: 0, settings: { maxStamps: 10, rewards: coffeeRewards } },
  cashback: { id: 340718, name: "Cashback", type: 1, settings: { tiers } },
  yoga: { id: 340719, name: "Yoga", type: 2, settings: { maxStamps: 10, pointsPerVisit: 3 } },
  coupon: { id: 340720, name: "Welcome coupon", type: 3 },
  discount: { id: 340721, name: "Discount", type: 4, settings: { tiers } },
  certificate: { id: 340722, name: "Gift certificate", type: 5 },
  club: { id: 340723, name: "Club", type: 6 },
  season: {
    id: 340724,
    name: "Season stamps",
    type: 0,
    expiry: { kind: "afterIssue", days: 30 },
    settings: { maxStamps: 6, rewards: seasonRewards },
  },
  rival: { id: 340801, companyId: "rival", name: "Rival coffee", type: 0, settings: { rewards: coffeeRewards } },
} as const satisfies Readonly<Record<string, Rows<"templates">[number]>>;

type TemplateName = keyof typeof templates;

const use =
  (action: OperationAction, amount: number): Step =>
  (card, template, at) =>
    usePass(template, card, { action, amount }, at, defaultProfile);

const takeReward: Step = (card, template, now) =>
  useReward({
    card: card as Card<0>,
    settings: (template as Template<0>).settings,
    amount: 1,
    now,
    profile: defaultProfile,
  });

const redeemed: Step = (card, _template, at) => redeem(card as Card<3>, at);

/** 120 operations that end at a balance of 40 points: two earned and one spent, forty times. */
const busyDays: readonly Step[] = Array.from({ length: 40 }, () => [
  use("increaseTotalSpentSum", 50),
  use("accruePoints", 2),
  use("spendPoints", 1),
]).flat();

/** Everybody with a name in the examples, in the order of their serial numbers and user ids. */
const cast: readonly {
  template: TemplateName;
  status?: CardStatus;
  daysAgo?: number;
  steps?: readonly Step[];
  pushes?: number;
  /** What sets the client apart from the others, who have a phone, an e-mail, a birthday and no fields. */
  client?: Pick<Rows<"clients">[number], "email" | "dateOfBirth" | "fields">;
}[] = [
  { template: "coffee", steps: [use("addStamps", 5), use("addStamps", 5), takeReward, use("addStamps", 3)] },
  { template: "cashback", steps: [use("increaseTotalSpentSum", 10_000), use("accruePoints", 400)] },
  {
    template: "yoga",
    steps: [use("addStamps", 6), use("takeStamps", 1), use("takeStamps", 2)],
    client: { fields: { Field0: "Mornings", Field1: "Back pain" } },
  },
  { template: "coupon" },
  { template: "discount", steps: [use("increaseTotalSpentSum", 12_000), use("reduceTotalSpentSum", 2_000)] },
  {
    template: "certificate",
    steps: [use("accruePoints", 800), use("spendPoints", 300)],
  },
  { template: "club" },
  { template: "season", status: "not installed", daysAgo: 10 },
  { template: "cashback", steps: busyDays },
  { template: "coffee", steps: [use("addStamps", 4)], pushes: 25 },
  { template: "season", daysAgo: 40, steps: [use("addStamps", 2)] },
  {
    template: "coffee",
    status: "deleted",
    steps: [use("addStamps", 1)],
    client: { email: null, dateOfBirth: null },
  },
  { template: "coupon", steps: [redeemed] },
];

const firstUser = 20_779_267;
const firstPhone = 12_025_550_143;
const dayMs = 86_400_000;

/** How many people the demo has: the cast, two more, and the crowds. */
export const demoPeople = cast.length + 2 + 18 + 119 + 20 + 10 + 100;

/**
 * The fixture `demo`: two companies, a template of each card type and one with expiry, and cards that show every
 * status and every page boundary. Dates are counted back from `now`.
 */
export function demo(seed: number, now: Iso, people: readonly Person[]): State {
  const before = (days: number): Iso => new Date(Date.parse(now) - days * dayMs).toISOString();
  const clients: Rows<"clients"> = [];
  const cards: Rows<"cards"> = [];
  const operations: Rows<"operations"> = [];
  const pushes: Rows<"pushes"> = [];

  const addClient = (template: TemplateName, own: Omit<Rows<"clients">[number], "templateId" | keyof Person>): void => {
    const person = people[clients.length];
    if (person === undefined) throw new Error(`the demo needs more than ${people.length} people`);
    clients.push({ templateId: templates[template].id, ...person, ...own });
  };

  const addCard = (
    name: TemplateName,
    serial: string,
    clientId: number,
    of: Omit<(typeof cast)[number], "template" | "client"> = {},
  ): void => {
    const { status = "installed", daysAgo = 60, steps = [] } = of;
    const row: Rows<"templates">[number] = templates[name];
    const template = completeTemplate(row, templates[name].id, "");
    const issuedAt = before(daysAgo);
    let card: Card = {
      ...issue(template, { serial, clientId }, issuedAt, expiryAtIssue(template.expiry, issuedAt)),
      status,
    };
    for (const [place, step] of steps.entries()) {
      // The steps lie evenly between the issue and a day before an expiring card ends, or before now.
      const until = Math.min(daysAgo, 29);
      const at =
        advanced({ now: issuedAt, offsetMs: 0 }, ((place + 1) * until * 86_400) / (steps.length + 1)).now ?? now;
      const outcome = step(card, template, at);
      if (isRefusal(outcome)) throw new Error(`the demo has an invalid step: ${outcome.reason}`);
      card = outcome.card;
      for (const change of outcome.operations) operations.push({ serial, at, ...change });
    }
    cards.push(card as Rows<"cards">[number]);
    for (let nth = 1; nth <= (of.pushes ?? 0); nth += 1) {
      pushes.push({ serial, at: before(26 - nth), message: `News ${nth}` });
    }
  };

  for (const [place, { template, client, ...of }] of cast.entries()) {
    const id = firstUser + place;
    addClient(template, { id, phone: String(firstPhone + place), email: `${id}@example.com`, ...client });
    addCard(template, `297150-586-${203 + place}`, id, of);
  }
  const cardless = firstUser + cast.length;
  addClient("coffee", { id: cardless, phone: String(firstPhone + cast.length), email: `${cardless}@example.com` });
  addClient("rival", { id: 30_000_001, phone: String(firstPhone), email: `${firstUser}@example.com` });
  addCard("rival", "123444-522-344", 30_000_001, { steps: [use("addStamps", 7)] });

  // Crowds, for the page boundaries: 20 installed coupons, 250 members of which 100 have no card.
  let crowd = 0;
  const addCrowd = (template: TemplateName, count: number, status: CardStatus | undefined): void => {
    for (let nth = 0; nth < count; nth += 1) {
      crowd += 1;
      const id = 21_000_000 + crowd;
      const phone = `1${303 + Math.floor(crowd / 100)}55501${String(crowd % 100).padStart(2, "0")}`;
      addClient(template, { id, phone, email: `${id}@example.com` });
      if (status !== undefined) addCard(template, `400000-${String(crowd).padStart(3, "0")}-000`, id, { status });
    }
  };
  addCrowd("coupon", 18, "installed");
  addCrowd("club", 119, "installed");
  addCrowd("club", 20, "not installed");
  addCrowd("club", 10, "deleted");
  addCrowd("club", 100, undefined);

  return {
    formatVersion,
    seed,
    companies: [
      { id: "main", name: "Luna Demo" },
      { id: "rival", name: "Rival" },
    ],
    templates: Object.values(templates).map((template) => structuredClone(template) as Rows<"templates">[number]),
    clients,
    cards,
    operations,
    pushes,
  };
}
