import { methodFacts } from "../../openapi/document.js";
import { escapeMarkup } from "../../shared/escape-markup.js";
import { cardTypes } from "../cards/index.js";
import type { Card, Client, Template } from "../model/records.js";
import { contentTypes } from "./content-types.js";

/** HTML whose values are escaped, except values of this class. */
class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function html(parts: TemplateStringsArray, ...values: readonly unknown[]): Html {
  const format = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(format).join("");
    return value instanceof Html ? value.text : escapeMarkup(String(value)).replaceAll("'", "&#39;");
  };
  return new Html(parts.map((part, index) => part + (index < values.length ? format(values[index]) : "")).join(""));
}

/** Headers of all pages: they load nothing from other origins and cannot be framed. */
export const pageHeaders = {
  "content-type": contentTypes.html,
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
} as const;

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
h1{font-size:1.5rem}code,pre{background:#f2f2f2;border-radius:4px;padding:.1em .3em}pre{padding:1em;overflow:auto}
table{border-collapse:collapse}td,th{padding:.2em .8em .2em 0;text-align:left;vertical-align:top}
button{font:inherit;padding:.5em 1em}@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}code,pre{background:#2a2a2a}a{color:#8bf}}`;

const page = (title: string, body: Html): string =>
  html`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${new Html(style)}</style>${body}</html>`
    .text;

/** Returns the start page with links to the documents and the control plane. */
export function startPage(origin: string, wantsAdminToken: boolean): string {
  const methods = Object.values(methodFacts).map(({ id, summary }) => html`<tr><td><code>${id}</code><td>${summary}`);
  return page(
    "luna-sandbox",
    html`<h1>luna-sandbox</h1>
<p>A sandbox of the Luna Loyalty Cards API. Point your client at <code>${origin}/api/v1</code>.
<table>
<tr><td><a href="${origin}/_luna/openapi.json">openapi.json</a><td>the API, with the evidence level of every field
<tr><td><a href="${origin}/_luna/rules">rules</a><td>the rules of cards, with their sources
<tr><td><a href="${origin}/_luna/sandboxes">sandboxes</a><td>the sandboxes of this server and their tokens
<tr><td><a href="${origin}/_luna/sandboxes/default/requests">request log</a><td>requests to the sandbox <code>default</code>, with the reasons of refusals
<tr><td><a href="${origin}/_luna/control.json">control.json</a><td>the control plane: sandboxes, snapshots, clock, profile, templates, faults, request log
<tr><td><a href="${origin}/_luna/health">health</a><td>the status of the server
</table>
${
  wantsAdminToken
    ? html`<p>All except health need the admin token, which links cannot send:
<pre>curl ${origin}/_luna/sandboxes -H 'x-luna-admin-token: …'</pre>
`
    : ""
}<h2>The methods</h2><p>Each is a <code>POST</code> to <code>${origin}/api/v1/&lt;method&gt;</code>.
<table>${methods}</table>`,
  );
}

/** Returns the counter of a card's stamps picture; undefined for a card without one. */
export const stampsOf = (card: Card, template: Template): { active: number; max: number } | undefined =>
  cardTypes[card.type].stampsPicture(card, template.settings);

/**
 * Returns the page of a card, with a button that installs it. GET changes nothing. `here` is the path prefix of links
 * on the page.
 */
export function cardPage(
  here: string,
  { card, template, client }: { card: Card; template: Template; client: Client },
): string {
  const rows: readonly (readonly [string, unknown])[] = [
    ["Holder", `${client.fName} ${client.sName}`],
    ["Serial number", card.serial],
    ["Status", card.status],
    ["Expires", card.expiresAt ?? "never"],
    ...cardTypes[card.type].facts(card),
  ];
  const picture =
    stampsOf(card, template) === undefined ? "" : html`<p><img src="${here}/stamps.svg" alt="The stamps of the card">`;
  const install = html`<form method="post" action="${here}/install"><button>Install this card</button></form>`;
  return page(
    template.name,
    html`<h1>${template.name}</h1>${picture}
<table>${rows.map(([name, value]) => html`<tr><th>${name}<td>${value}`)}</table>
${card.status === "installed" ? html`<p>This card is installed.` : install}`,
  );
}

/** Returns the page for a customer whose request failed. */
export const refusalPage = (reason: string): string => page("luna-sandbox", html`<h1>Not available</h1><p>${reason}`);

/** Returns an SVG picture of a card: a circle per stamp, filled if active. */
export function stampsPicture({ active, max }: { active: number; max: number }): string {
  const columns = Math.min(max, 5);
  const rows = Math.ceil(max / columns);
  const circles = Array.from({ length: max }, (_, index) => {
    const x = 30 + (index % columns) * 50;
    const y = 30 + Math.floor(index / columns) * 50;
    return `<circle cx="${x}" cy="${y}" r="20" ${index < active ? 'fill="#7a4b2a"' : 'fill="none" stroke="#7a4b2a" stroke-dasharray="4"'}/>`;
  });
  const [width, height] = [columns * 50 + 10, rows * 50 + 10];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img"><title>${active} of ${max} stamps</title>${circles.join("")}</svg>\n`;
}
