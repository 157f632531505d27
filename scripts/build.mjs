/**
 * Builds dist/: the code in few files, because loading many small ones takes longer than all the rest of a start,
 * and the documents beside it. The library of names stays outside: it is loaded when it is needed.
 */
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Where to: dist/, or the folder given as an argument. */
const out = process.argv[2] ?? at("dist");

/**
 * Leaves out two parts of Express that the server does not use, because loading them takes as long as the rest of
 * Express: the parser of bodies with its tables of character sets, and the table of media types.
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
  // An error that nobody caught shows the line that it was thrown in.
  lineLimit: 500,
  sourcemap: false,
  mainFields: ["module", "main"],
  plugins: [leaveOut],
  external: ["@faker-js/faker", "@faker-js/faker/*", "@pact-foundation/pact-core"],
  // Bundled CommonJS packages ask for Node's own modules with require.
  banner: {
    js: 'import { createRequire as luna_require } from "node:module"; const require = luna_require(import.meta.url);',
  },
});
for (const name of ["luna.gen.json", "control.gen.json"]) copyFileSync(at(`openapi/${name}`), join(out, name));
