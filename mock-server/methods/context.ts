import type { AnswerOf, MethodName, RequestOf } from "../../openapi/document.js";
import type { RuleProfile, SwitchName } from "../model/profile.js";
import type { Company, Iso, SeenRecords } from "../model/records.js";
import type { MethodRefusal } from "../refusals.js";
import type { RuleId } from "../rules.js";
import type { Transaction } from "../store/port.js";

/** One method: turns parameters that match the document into a canonical answer or a refusal. */
export type Method<Id extends MethodName> = (
  context: Context,
  parameters: RequestOf<Id>,
) => Promise<AnswerOf<Id> | MethodRefusal>;

/** One company's view of one sandbox at one moment. It collects notes for the explanation of one run. */
export class Context {
  readonly tx: Transaction;
  readonly company: Company;
  readonly now: Iso;
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

  constructor(scope: Pick<Context, "tx" | "company" | "now" | "profile" | "urls" | "reads" | "switches">) {
    this.tx = scope.tx;
    this.company = scope.company;
    this.now = scope.now;
    this.profile = scope.profile;
    this.urls = scope.urls;
    this.reads = scope.reads;
    this.switches = scope.switches;
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
