/**
 * Writes every generated file: `npm run generate`. With --check it fails if a file is stale. Sources are the OpenAPI
 * documents, the switches, rules, mistakes and provider states in the code, and the demo fixture.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { faker } from "@faker-js/faker/locale/en";
import openapiTS, { astToString } from "openapi-typescript";
import { demoPeopleCount } from "../mock-server/state/demo.js";
import { defaultSeed, generatePerson } from "../mock-server/state/people.js";
import { architecturePage } from "./arrows-drawing.js";
import { withCardTypes } from "./card-documents.js";
import { configurationPage } from "./configuration-page.js";
import { controlPlanePage } from "./control-calls.js";
import { demoPage } from "./demo-page.js";
import { withDescribedRules } from "./described-rules.js";
import { withEnums } from "./document-walk.js";
import { fidelityPage } from "./fidelity-page.js";
import { methodsPage } from "./methods-page.js";
import { mistakesPage } from "./mistakes-page.js";
import { sdkFacts } from "./sdk-facts.js";
import { statesPage } from "./states-page.js";
import { switchesPage } from "./switches-page.js";
import { tryPage } from "./try-page.js";
import { answerValidatorModule, controlValidatorModule, requestValidatorModule } from "./validators.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const banner = "// Made by `npm run generate`. Do not edit.\n";

function bundle(api: string): Record<string, unknown> {
  const folder = mkdtempSync(join(tmpdir(), "luna-bundle-"));
  const file = join(folder, "bundle.json");
  try {
    execFileSync("npx", ["--no-install", "redocly", "bundle", api, "--output", file], { cwd: root, stdio: "pipe" });
    return withEnums(JSON.parse(readFileSync(file, "utf8"))) as Record<string, unknown>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Generates the people of the demo for the default seed. */
const firstPeople = () => {
  const rows = Array.from({ length: demoPeopleCount }, (_, index) => generatePerson(faker, defaultSeed, index + 1));
  return `${banner}export const firstPeople = ${JSON.stringify(rows)};\n`;
};

const pageText = (page: string) => readFileSync(join(root, page), "utf8");

const types = async (document: Record<string, unknown>) =>
  banner + astToString(await openapiTS(JSON.stringify(document), { defaultNonNullable: false }));

async function generated(): Promise<Map<string, string>> {
  const luna = withDescribedRules(withCardTypes(bundle("luna")));
  const control = bundle("control");
  return new Map([
    ["openapi/luna.gen.json", `${JSON.stringify(luna, null, 1)}\n`],
    ["openapi/control.gen.json", `${JSON.stringify(control, null, 1)}\n`],
    ["openapi/api.gen.ts", await types(luna)],
    ["openapi/control.gen.ts", await types(control)],
    ["openapi/requests.gen.ts", banner + requestValidatorModule(luna)],
    ["openapi/answers.gen.ts", banner + answerValidatorModule(luna)],
    ["openapi/bodies.gen.ts", banner + controlValidatorModule(control)],
    ["sdk/facts.gen.ts", banner + sdkFacts(luna)],
    ["mock-server/state/people.gen.ts", firstPeople()],
    ["docs/switches.md", switchesPage()],
    ["docs/provider-states.md", statesPage()],
    ["docs/fidelity.md", fidelityPage(luna)],
    ["docs/mistakes.md", mistakesPage()],
    ["docs/configuration.md", configurationPage()],
    ["docs/methods.md", methodsPage(luna)],
    ["docs/demo.md", await demoPage()],
    ["docs/control-plane.md", controlPlanePage(pageText("docs/control-plane.md"), control)],
    ["docs/try.md", tryPage(pageText("docs/try.md"))],
    ["docs/architecture.md", await architecturePage(pageText("docs/architecture.md"))],
  ]);
}

const check = process.argv.includes("--check");
const stale: string[] = [];
for (const [path, text] of await generated()) {
  const file = join(root, path);
  const before = (() => {
    try {
      return readFileSync(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  })();
  if (before === text) continue;
  stale.push(path);
  if (!check) writeFileSync(file, text);
}
if (check && stale.length > 0) {
  console.error(`stale, run "npm run generate" and commit: ${stale.join(", ")}`);
  process.exitCode = 1;
} else {
  console.log(stale.length > 0 ? `written: ${stale.join(", ")}` : "all generated files are up to date");
}
