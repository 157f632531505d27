/** docs/faults.md lists every effect and key of the control plane's document. */
import { expect, test } from "vitest";
import { controlDocument } from "../../../openapi/document.js";
import { pageText } from "../../support/pages.js";

type Schema = {
  readonly properties: Readonly<Record<string, { readonly const?: string; readonly enum?: readonly string[] }>>;
  readonly oneOf: readonly { $ref: string }[];
};

const { schemas } = (controlDocument() as { components: { schemas: Readonly<Record<string, Schema>> } }).components;
const page = pageText("docs/faults.md");

const effects = (schemas.FaultEffect?.oneOf ?? []).map(({ $ref }) => schemas[$ref.split("/").at(-1) ?? ""]?.properties);

test.each(effects.map((properties) => ({ kind: properties?.kind?.const ?? "", properties })))(
  "the page lists the effect $kind with its keys",
  ({ kind, properties }) => {
    const keys = Object.keys(properties ?? {}).filter((key) => key !== "kind");
    expect(page).toContain(`| \`${kind}\` | ${keys.map((key) => `\`${key}\``).join(", ")} |`);
  },
);

test("the page lists every key of a fault", () => {
  const keys = Object.keys(schemas.FaultRequest?.properties ?? {}).filter((key) => key !== "effect" && key !== "id");
  for (const key of keys) expect(page).toContain(`| \`${key}\` |`);
});

test("the effect of a request's fault is one of all effects", () => {
  const [fault] = (schemas.FaultOfRequest?.oneOf ?? []) as unknown as readonly Schema[];
  expect(fault?.properties.effect?.enum).toEqual(effects.map((properties) => properties?.kind?.const));
});
