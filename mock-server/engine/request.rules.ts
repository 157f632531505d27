import type { RuleTexts } from "../model/rule.js";

/** Rules that apply to every request, before the rules of cards. */
export const requestRules = {
  "request.token": {
    text: "Every method needs a valid access token in the x-access-token header; otherwise it is error 1.",
    level: "documented",
    source: "vendor page, common errors; the methods whose header list lacks the token are inferred",
  },
  "request.required": {
    text: "A required parameter that is absent, null or an empty string is error 4.",
    level: "documented",
    source: "vendor page, common errors; null and empty string by our choice",
  },
  "request.body": {
    text: "A body that is malformed JSON or not an object is refused. A missing body counts as an object without parameters. A byte order mark before the JSON is ignored.",
    level: "assumed",
    source:
      "our choice: the vendor page has no code for it; JSON lets a parser ignore the byte order mark (RFC 8259, 8.1)",
  },
  "request.type": {
    text: "A parameter of the wrong type is refused.",
    level: "assumed",
    source: "our choice: the vendor page gives types but no code for a wrong type",
  },
  "request.range": {
    text: "A number below its minimum, above its maximum or too large to be exact is refused.",
    level: "assumed",
    source: "our choice: the vendor page gives no bounds",
  },
  "request.length": {
    text: "A name or an e-mail of more than 1000 characters is refused, and a messageText of more than 10000.",
    level: "assumed",
    source: "our choice: the vendor page gives no limits; without a limit a state could become too large to read",
  },
  "request.unicode": {
    text: "A text with half of a surrogate pair is refused, because UTF-8 cannot encode it.",
    level: "assumed",
    source: "our choice: the vendor page does not say; JSON can escape it, but many JSON parsers refuse it",
  },
  "request.value": {
    text: "An action, pushSegment or selectionMode that the vendor page does not list is refused.",
    level: "assumed",
    source: "our choice: the vendor page lists the values but no code for unknown values",
  },
  "request.action": {
    text: "An action that the card's type does not have is refused.",
    level: "assumed",
    source: "our choice: the vendor page lists the actions of each type but no code for unknown actions",
  },
  "request.method": {
    text: "The sandbox responds to an unknown method: 404 with the nearest name.",
    level: "assumed",
    source: "our choice: the vendor page does not say",
  },
  "request.verb": {
    text: "The sandbox responds to any verb but POST: 405.",
    level: "inferred",
    source: "vendor page: every method is POST; the response to other verbs is our choice",
  },
  "request.size": {
    text: "The sandbox refuses a body over 1 MiB: 413. It refuses a body that exceeds the memory left for bodies: 503.",
    level: "assumed",
    source: "our choice: the vendor page gives no limit",
  },
  "request.encoding": {
    text: "The sandbox refuses a compressed body: 415.",
    level: "assumed",
    source: "our choice: the vendor page does not mention compression",
  },
  "request.profile": {
    text: "The sandbox refuses an invalid header x-luna-profile: 400.",
    level: "assumed",
    source: "a header of the sandbox",
  },
  "request.fault": {
    text: "A fault of the sandbox gives an error in place of the method. An invalid header x-luna-fault is refused: 400.",
    level: "assumed",
    source: "a feature of the sandbox",
  },
  "template.known": {
    text: "A template that does not exist or belongs to another company is refused.",
    level: "assumed",
    source: "our choice: the vendor page has no code for it",
  },
  "card.known": {
    text: "An unknown serial number is error 2.",
    level: "documented",
    source: "vendor page, common errors",
  },
  "card.byPhone": {
    text: "The calls by phone use the card of the template's client with that phone; getPassInfoByPhone is error 2 without a card.",
    level: "assumed",
    source: "vendor page has the calls; error 2 is our choice",
  },
  "card.owned": {
    text: "A card of another company is error 3.",
    level: "documented",
    source: "vendor page, common errors",
  },
} as const satisfies RuleTexts;
