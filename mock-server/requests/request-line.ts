import { printable } from "../../shared/printable.js";
import { redactPath, tokenRedactor } from "./redacted-tokens.js";
import type { RequestRecord } from "./request-record.js";

/** The company and the sandbox that a line does not name. */
const usual = { company: "main", sandbox: "default" } as const;

function senderOf({ owner }: RequestRecord): string {
  if (owner === undefined) return "";
  const { sandboxId, company } = owner;
  const names = [
    ...(sandboxId === usual.sandbox ? [] : [`sandbox ${sandboxId}`]),
    ...(company.id === usual.company ? [] : [`company ${company.id}`]),
  ];
  return names.length === 0 ? "" : ` (${names.join(", ")})`;
}

/**
 * Returns a line such as `12:00:00 200 usePass (company rival): the card belongs to another company`, with the time in UTC,
 * the reason of a refusal and the fault. It has no token and no control characters.
 */
export function requestLine(record: RequestRecord): string {
  const { at, status, method, sent, refused, fault, owner } = record;
  const time = new Date(at).toISOString().slice(11, 19);
  const verb = sent.verb === "POST" ? "" : `${sent.verb} `;
  const effect = fault === undefined ? "" : ` [fault ${fault.id}: ${fault.effect.kind}]`;
  const reason = refused === undefined ? "" : `: ${refused.reason}`;
  const line = `${time} ${status} ${verb}${method?.id ?? sent.name}${senderOf(record)}${effect}${reason}`;
  // Only texts of the client can contain its token.
  if (method !== undefined && refused === undefined && verb === "") return line;
  const token = owner === undefined ? sent.invalidToken : { start: owner.company.token, cut: 0 };
  return printable(token === undefined ? line : redactPath(line, tokenRedactor([token])));
}
