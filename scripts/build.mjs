/**
 * Builds dist/: the bundled code and the documents. Loading many small files takes longer than the rest of a start.
 * faker stays outside, because it is loaded on demand.
 */
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Output folder: dist/, or the first argument. */
const out = process.argv[2] ?? at("dist");

/**
 * Omits Express's body parser and table of media types. The server does not use them, and loading them takes as long as
 * the rest of Express.
 */
const leaveOut = {
  name: "leave-out",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(body-parser|mime-db)$/ }, ({ path }) => ({ path, namespace: "left-out" }));
    onLoad({ filter: /.*/, namespace: "left-out" }, () => ({ contents: "" }));
  },
};

rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: {
    bin: at("cli/bin.ts"),
    index: at("mock-server/index.ts"),
    express: at("mock-server/http/app.ts"),
    contracts: at("contracts/index.ts"),
    "core-process": at("contracts/verify/core-process.ts"),
    try: at("contracts/try/index.ts"),
  },
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  // An uncaught error prints the line that threw it.
  lineLimit: 500,
  sourcemap: false,
  mainFields: ["module", "main"],
  plugins: [leaveOut],
  external: ["@faker-js/faker", "@faker-js/faker/*", "@pact-foundation/pact-core"],
  // Bundled CommonJS packages require modules of Node.
  banner: {
    js: 'import { createRequire as luna_require } from "node:module"; const require = luna_require(import.meta.url);',
  },
});
for (const name of ["luna.gen.json", "control.gen.json"]) copyFileSync(at(`openapi/${name}`), join(out, name));
