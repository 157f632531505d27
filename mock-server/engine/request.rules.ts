import type { RuleTexts } from "../model/rule.js";

/** What every request is checked for before a card's rules are asked. */
export const requestRules = {
  "request.token": {
    text: "Every method needs a valid access token in the x-access-token header; without it the answer is error 1.",
    level: "documented",
    source: "vendor page, common errors; the methods whose header list lacks the token are inferred",
  },
  "request.required": {
    text: "A required parameter that is absent, null or an empty string is error 4.",
    level: "documented",
    source: "vendor page, common errors; null and empty string by our choice",
  },
  "request.body": {
    text: "A body that is malformed JSON or no object is refused; no body at all counts as an object without parameters. A byte order mark before the JSON is ignored.",
    level: "assumed",
    source:
      "our choice: the vendor page has no code for it; JSON lets a parser ignore the byte order mark (RFC 8259, 8.1)",
  },
  "request.type": {
    text: "A parameter of the wrong type is refused.",
    level: "assumed",
    source: "our choice: the vendor page gives types and no code for breaking them",
  },
  "request.range": {
    text: "A number below its minimum, above its maximum or too large to be exact is refused.",
    level: "assumed",
    source: "our choice: the vendor page gives no bounds",
  },
  "request.length": {
    text: "A name or an e-mail of more than 1000 characters is refused, and a messageText of more than 10000.",
    level: "assumed",
    source: "our choice: the vendor page gives no limits; without them a state could become too large to be read",
  },
  "request.unicode": {
    text: "A text with half of a surrogate pair is refused: it is no Unicode text, and UTF-8 cannot hold it.",
    level: "assumed",
    source: "our choice: the vendor page does not say; JSON can escape it, and many JSON parsers refuse it",
  },
  "request.value": {
    text: "An action, pushSegment or selectionMode that the vendor page does not list is refused.",
    level: "assumed",
    source: "our choice: the vendor page lists the values and no code for others",
  },
  "request.action": {
    text: "An action that the card's type does not have is refused.",
    level: "assumed",
    source: "our choice: the vendor page lists the actions of each type and no code for others",
  },
  "request.method": {
    text: "A method that does not exist is answered by us: 404 with the nearest name.",
    level: "assumed",
    source: "our choice: the vendor page does not say",
  },
  "request.verb": {
    text: "Another verb than POST is answered by us: 405.",
    level: "inferred",
    source: "vendor page: every method is POST; what another verb gets is our choice",
  },
  "request.size": {
    text: "A body over 1 MiB is answered by us: 413. One that would take more memory than is left for bodies: 503.",
    level: "assumed",
    source: "our choice: the vendor page gives no limit",
  },
  "request.encoding": {
    text: "A compressed body is answered by us: 415.",
    level: "assumed",
    source: "our choice: the vendor page does not speak of compression",
  },
  "request.profile": {
    text: "A header x-luna-profile that cannot be followed is answered by us: 400.",
    level: "assumed",
    source: "our own header",
  },
  "template.known": {
    text: "A template that does not exist or belongs to another company is refused.",
    level: "assumed",
    source: "our choice: the vendor page has no code for it",
  },
  "card.known": {
    text: "A serial number that no card has is error 2.",
    level: "documented",
    source: "vendor page, common errors",
  },
  "card.byPhone": {
    text: "The calls by phone mean the card of the template's client with that phone; getPassInfoByPhone is error 2 if there is none.",
    level: "assumed",
    source: "vendor page has the calls; error 2 is our choice",
  },
  "card.owned": {
    text: "A card of another company is error 3.",
    level: "documented",
    source: "vendor page, common errors",
  },
} as const satisfies RuleTexts;
