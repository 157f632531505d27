import type { RuleTexts } from "../../model/rule.js";

/** Who is a client of which template, and how clients are found. */
export const clientRules = {
  "client.known": {
    text: "A client that does not exist, or belongs to another template or company, is refused.",
    level: "assumed",
    source: "our choice: the vendor page has no code for it",
  },
  "client.template": {
    text: "A client belongs to one template: the same phone in two templates is two clients with two user ids.",
    level: "inferred",
    source: 'reasoning: the vendor page says of error 5 "for this card type"',
  },
  "client.search": {
    text: "searchClient finds the template's client with the phone or, if no client has it or none is given, with the e-mail.",
    level: "assumed",
    source: "vendor page has the method; what it answers is our choice",
    switches: ["searchHit", "searchMiss"],
  },
  "client.unique": {
    text: "A phone or e-mail is taken once per template: a second client with it is error 5 with the first one's user id, the phone's owner before the e-mail's.",
    level: "documented",
    source: "vendor page, createClient and updateClient; that the phone goes first is our choice",
  },
  "client.keepContact": {
    text: "updateClient with only one of phone and e-mail keeps the other.",
    level: "assumed",
    source: "our choice: the vendor page requires one of the two and does not say what becomes of the other",
  },
  "client.form": {
    text: "No call sets dateOfBirth and Field0 to Field5: they come from the form that the customer fills in.",
    level: "inferred",
    source: "reasoning: the vendor page speaks of the card issue form, and no method takes them",
  },
} as const satisfies RuleTexts;
