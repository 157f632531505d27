import type { AnswerOf, MethodName, RequestOf } from "../../openapi/document.js";
import type { CardChange } from "../cards/card-type.js";
import { nowOf } from "../model/clock.js";
import type { RuleProfile, SwitchName } from "../model/profile.js";
import type { Card, CardType, Client, Clock, Company, Iso, SeenRecords, Template } from "../model/records.js";
import {
  cardNotFound,
  cardOfOtherCompany,
  clientNotFound,
  type DocumentedRefusal,
  type MethodRefusal,
  templateNotFound,
} from "../refusals.js";
import type { RuleId } from "../rules.js";
import type { Awaitable, IssuedCard, Transaction } from "../store/port.js";

/** One method: turns parameters that match the document into a canonical answer or a refusal. */
export type Method<Id extends MethodName> = (
  context: Context,
  parameters: RequestOf<Id>,
) => Promise<AnswerOf<Id> | MethodRefusal>;

/** One company's view of one sandbox at one moment. It collects notes for the explanation of one run. */
export class Context {
  readonly tx: Transaction;
  readonly company: Company;
  readonly profile: RuleProfile;
  readonly urls: Urls;
  /** Applied rules, each once, in the order of their first use. */
  readonly rules: RuleId[] = [];
  /** Records that a refusal may depend on, as they were when they were read. */
  readonly seen: SeenRecords[] = [];
  /** Parameters read by the chosen form; undefined means all of the method's. */
  reads: readonly string[] | undefined;
  /** Switches that affected how the parameters were parsed. */
  readonly switches: readonly SwitchName[];

  readonly #clock: Clock;
  readonly #at: number;

  /** `at` is the real time of the request in milliseconds since 1970. */
  constructor(
    scope: Pick<Context, "tx" | "company" | "profile" | "urls" | "reads" | "switches"> & {
      readonly clock: Clock;
      readonly at: number;
    },
  ) {
    this.tx = scope.tx;
    this.company = scope.company;
    this.#clock = scope.clock;
    this.#at = scope.at;
    this.profile = scope.profile;
    this.urls = scope.urls;
    this.reads = scope.reads;
    this.switches = scope.switches;
  }

  /** The sandbox's time of the request. */
  get now(): Iso {
    return nowOf(this.#clock, this.#at);
  }

  recordRules(...rules: readonly RuleId[]): void {
    for (const rule of rules) if (!this.rules.includes(rule)) this.rules.push(rule);
  }

  recordSeen(records: SeenRecords): void {
    this.seen.push(records);
  }

  recordReadParameters(names: readonly string[]): void {
    this.reads = names;
  }
}

/** Addresses of a sandbox's pages. */
export class Urls {
  readonly #origin: () => string;
  readonly #sandboxId: string;

  /** `origin` returns a scheme and host such as `http://127.0.0.1:4010`. */
  constructor(origin: () => string, sandboxId: string) {
    this.#origin = origin;
    this.#sandboxId = sandboxId;
  }

  /** Returns the page on which a customer installs a card. */
  card(serial: string): string {
    return `${this.#origin()}/_luna/s/${this.#sandboxId}/cards/${encodeURIComponent(serial)}`;
  }

  /** Returns the picture of a card's stamps. */
  stamps(serial: string): string {
    return `${this.card(serial)}/stamps.svg`;
  }
}

/** Returns a template of the caller's company, or a refusal. */
export async function getTemplate(context: Context, id: number): Promise<Template | MethodRefusal> {
  const { tx, company } = context;
  const template = await tx.template(id);
  if (template !== undefined) context.recordSeen({ template });
  if (template?.companyId === company.id) return template;
  return templateNotFound((await tx.templatesOf(company.id)).map(({ id }) => id));
}

export async function getClient(context: Context, template: Template, id: number): Promise<Client | MethodRefusal> {
  const client = await context.tx.clientForUpdate(id);
  if (client !== undefined) context.recordSeen({ client });
  return client?.templateId === template.id ? client : clientNotFound();
}

/** Returns a found card; error 2 if it does not exist, error 3 if it belongs to another company. */
export function checkCard(context: Context, found: IssuedCard | undefined): IssuedCard | DocumentedRefusal {
  if (found === undefined) return cardNotFound();
  context.recordSeen(found);
  const owner = found.template.companyId;
  const caller = context.company.id;
  return owner === caller ? found : cardOfOtherCompany({ owner, caller });
}

/** Returns the client of a card; a card without a client is a bug. */
export async function clientOfCard({ tx }: Context, card: Card): Promise<Client> {
  const client = await tx.client(card.clientId);
  if (client === undefined) throw new Error(`card ${card.serial} has no client`);
  return client;
}

/** Saves a changed card, and the changes of its balances as rows of its history. */
export const saveChange = (
  tx: Transaction,
  now: Iso,
  { card, operations }: Pick<CardChange<CardType>, "card" | "operations">,
): Awaitable<void> =>
  tx.saveCard(
    card,
    operations.map(({ action, amount, balance }) => ({ at: now, action, amount, balance })),
  );
