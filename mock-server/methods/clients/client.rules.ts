import type { RuleTexts } from "../../model/rule.js";

/** Rules of clients and how they are found. */
export const clientRules = {
  "client.known": {
    text: "A client that does not exist, or belongs to another template or company, is refused.",
    level: "assumed",
    source: "our choice: the vendor page has no code for it",
  },
  "client.template": {
    text: "A client belongs to one template: the same phone in two templates is two clients with two user ids.",
    level: "inferred",
    source: 'reasoning: the vendor page describes error 5 "for this card type"',
  },
  "client.search": {
    text: "searchClient finds the template's client with the phone or, without a match, with the e-mail.",
    level: "assumed",
    source: "vendor page has the method; its response is our choice",
    switches: ["searchHit", "searchMiss"],
  },
  "client.unique": {
    text: "A phone or e-mail is unique in a template. A duplicate is error 5 with the user id of the existing client; the phone is checked before the e-mail.",
    level: "documented",
    source: "vendor page, createClient and updateClient; the order of the checks is our choice",
  },
  "client.keepContact": {
    text: "updateClient with only one of phone and e-mail keeps the other.",
    level: "assumed",
    source: "our choice: the vendor page requires one of the two and does not mention the other",
  },
  "client.form": {
    text: "No call sets dateOfBirth and Field0 to Field5: they come from the card issue form.",
    level: "inferred",
    source: "reasoning: the vendor page mentions the card issue form, and no method has parameters for them",
  },
} as const satisfies RuleTexts;
