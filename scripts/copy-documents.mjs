/** The documents are read beside the compiled code, so the build puts them there. */
import { copyFileSync } from "node:fs";

for (const name of ["luna.gen.json", "control.gen.json"]) {
  copyFileSync(new URL(`../openapi/${name}`, import.meta.url), new URL(`../dist/openapi/${name}`, import.meta.url));
}
