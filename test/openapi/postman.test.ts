/** A Postman collection from the served document, run by newman. */
import { createRequire } from "node:module";
import newman from "newman";
import { expect, test } from "vitest";
import { methodFacts } from "../../openapi/document.js";
import { testServer } from "../support/sandbox.js";

interface Conversion {
  readonly result: boolean;
  readonly output: readonly { readonly data: object }[];
}

type Convert = (
  input: { readonly type: "string"; readonly data: string },
  options: object,
  done: (error: Error | null, conversion: Conversion) => void,
) => void;

// The package has no types.
const { convertV2 } = createRequire(import.meta.url)("openapi-to-postmanv2") as { readonly convertV2: Convert };

/** Converts a document to a collection. "Example" fills requests with the document's examples, "Schema" with types. */
const collectionOf = (data: string, parametersResolution: "Example" | "Schema"): Promise<object> =>
  new Promise((resolve, reject) => {
    convertV2({ type: "string", data }, { parametersResolution }, (error, conversion) => {
      if (error !== null || !conversion.result) reject(error ?? new Error(JSON.stringify(conversion)));
      else resolve(conversion.output[0]?.data ?? {});
    });
  });

/** Runs a collection with a token and returns the response bodies by the summary of their method. */
const answersTo = (collection: object, apiKey: string): Promise<ReadonlyMap<string, { readonly result?: unknown }>> =>
  new Promise((resolve, reject) => {
    newman.run({ collection, envVar: [{ key: "apiKey", value: apiKey }] }, (error, summary) => {
      if (error) return reject(error);
      const bodies = summary.run.executions.map(({ item, response }): [string, { result?: unknown }] => [
        item.name,
        JSON.parse(String(response.stream)),
      ]);
      resolve(new Map(bodies));
    });
  });

test("a Postman collection calls every method with success", async () => {
  const server = await testServer({ fixture: "demo" });
  const document = await (await fetch(`${server.url}/_luna/openapi.json`)).text();
  const answers = await answersTo(await collectionOf(document, "Example"), "luna-demo-token");
  const summaries = Object.values(methodFacts).map(({ summary }) => summary);
  expect(Object.fromEntries([...answers].map(([name, { result }]) => [name, result]))).toEqual(
    Object.fromEntries(summaries.map((summary) => [summary, 1])),
  );
});

test("the default body of a Postman request has every parameter", async () => {
  const server = await testServer();
  const document = await (await fetch(`${server.url}/_luna/openapi.json`)).text();
  const collection = JSON.stringify(await collectionOf(document, "Schema"));
  const body = { sName: "<string>", fName: "<string>", phone: "<integer>", email: "<string>", idTemplate: "<integer>" };
  const raws = [...collection.matchAll(/"raw":("(?:[^"\\]|\\.)*")/g)].flatMap(([, text = ""]) => {
    const raw: string = JSON.parse(text);
    return raw.startsWith("{") ? [JSON.parse(raw)] : [];
  });
  expect(raws).toContainEqual(body);
});
