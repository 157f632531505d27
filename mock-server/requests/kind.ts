import type { RuleId } from "../rules.js";
import type { TokenOwner } from "../store/port.js";
import { copyOf, cutText } from "./cut-text.js";
import type { KeptToken } from "./redacted-tokens.js";
import type { Refused, Trace } from "./trace.js";

/** How much of each text that a client chooses is kept, in characters. */
const longest = { verb: 32, name: 200, query: 1000, token: 200, credential: 100, reason: 1000 } as const;

/** How many names of headers are kept. */
const mostCredentials = 10;

const fields = [
  "verb",
  "name",
  "query",
  "credentials",
  "reads",
  "facts",
  "owner",
  "profile",
  "switches",
  "refused",
] as const satisfies readonly (keyof Trace)[];

/** Properties that many requests have in common, so that they are kept once for all of them. */
export interface Kind extends Pick<Trace, (typeof fields)[number]> {
  readonly token: KeptToken | undefined;
  /** Each rule once, in the order in which they were first asked. */
  readonly rules: readonly RuleId[];
  readonly status: number;
  /** How much memory the texts take that a client chose, in bytes. */
  readonly bytes: number;
}

/** Finds the kind of a request among the newest of its company, or makes it. */
export class Kinds {
  /** Of each company the newest kind with the same rules. */
  readonly #kinds = new WeakMap<TokenOwner, Map<string, Kind>>();

  of(trace: Trace, status: number): Kind {
    const { owner } = trace;
    const kinds = owner && this.#kindsOf(owner);
    const key = trace.rules.join();
    const before = kinds?.get(key);
    if (before?.status === status && fields.every((field) => before[field] === trace[field])) return before;
    const kind = newKind(trace, status, before?.rules ?? [...new Set(trace.rules)]);
    // An answer with many cards asks the same rules again for each: the number of such lists has no bound.
    if (kind.rules.length === trace.rules.length) kinds?.set(key, kind);
    return kind;
  }

  #kindsOf(owner: TokenOwner): Map<string, Kind> {
    const known = this.#kinds.get(owner);
    if (known !== undefined) return known;
    const kinds = new Map<string, Kind>();
    this.#kinds.set(owner, kinds);
    return kinds;
  }
}

function newKind(trace: Trace, status: number, rules: readonly RuleId[]): Kind {
  const { reads, facts, owner, profile, switches } = trace;
  const verb = cutText(trace.verb, longest.verb);
  // The name of a method that does not exist is a part of the address, which has the query too.
  const name = facts === undefined ? cutText(trace.name, longest.name) : trace.name;
  const query = trace.query && cutText(trace.query, longest.query);
  const credentials = trace.credentials.length === 0 ? trace.credentials : credentialsOf(trace.credentials);
  const token = tokenOf(trace);
  const refused = trace.refused && cutRefused(trace.refused);
  const texts = [verb, name, query, token?.start, refused?.reason, refused?.accepted, ...credentials];
  const bytes = texts.reduce((sum, text = "") => sum + text.length, 0);
  return {
    verb,
    name,
    query,
    credentials,
    reads,
    facts,
    owner,
    profile,
    switches,
    refused,
    token,
    rules,
    status,
    bytes,
  };
}

function credentialsOf(names: readonly string[]): readonly string[] {
  const kept = names.slice(0, mostCredentials).map((name) => cutText(name, longest.credential));
  return names.length > kept.length ? [...kept, `…[${names.length - kept.length} more]`] : kept;
}

/** The token of a request: the company's own text if it is valid, else as much of it as is kept. */
function tokenOf({ owner, token }: Trace): KeptToken | undefined {
  if (owner !== undefined) return { start: owner.company.token, cut: 0 };
  if (!token) return undefined;
  const cut = Math.max(0, token.length - longest.token);
  return { start: copyOf(token.slice(0, longest.token)), cut };
}

/** Cuts the texts of a refusal, because the accepted alternative may be a list of any length. */
const cutRefused = ({ kind, rule, reason, accepted }: Refused): Refused => ({
  kind,
  rule,
  reason: reason.length > longest.reason ? cutText(reason, longest.reason) : reason,
  accepted: accepted.length > longest.reason ? cutText(accepted, longest.reason) : accepted,
});
