/** Builds dist/: a single file for every platform with fetch. */
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Output folder: dist/, or the first argument. */
const out = process.argv[2] ?? at("dist");

rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: [at("index.ts")],
  outdir: out,
  bundle: true,
  format: "esm",
  platform: "neutral",
  target: "es2022",
});
