/**
 * Deletes the type declarations that no entry point of a package reaches: `node prune-types.mjs <folder of the package>`.
 * TypeScript emits one for every source.
 */
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const folder = resolve(process.argv[2] ?? ".");
const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

const reached = new Set();
const reach = (file) => {
  if (reached.has(file)) return;
  reached.add(file);
  const text = readFileSync(file, "utf8");
  for (const [, path] of text.matchAll(/(?:from |import\()"(\.[^"]+)\.js"/g))
    reach(resolve(dirname(file), `${path}.d.ts`));
};
for (const { types } of Object.values(exports)) if (types !== undefined) reach(join(folder, types));

const types = join(folder, "dist", "types");
for (const name of readdirSync(types, { recursive: true })) {
  const file = join(types, name);
  if (statSync(file).isFile() && !reached.has(file)) rmSync(file);
}
