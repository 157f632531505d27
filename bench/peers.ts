import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Card of all requests: a stamp card of the fixture `demo`. */
export const serial = "297150-586-203";
export const token = "luna-demo-token";

export type BenchMethod = "getPassInfo" | "usePass";

export interface Peer {
  readonly name: string;
  /** Methods that it serves. */
  readonly methods: readonly BenchMethod[];
  /** Whether the card counts its stamps, so that the responses can be verified afterwards. */
  readonly stateful: boolean;
  /** Arguments for node. `answer` is the JSON of luna's response, `folder` a new empty folder. */
  args(answer: string, folder: string): readonly string[];
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
export const built = path("../dist/bin.js");

export function lunaArgs(...state: readonly string[]): readonly string[] {
  if (!existsSync(built)) throw new Error("there is no dist/bin.js: npm run build makes it");
  return [built, "start", "--port", "0", "--json", "--quiet", "--strict", ...state];
}

export const helloArgs = (name: "node" | "express") => [path(`./peers/hello-${name}.mjs`)];

/** Peer to which the rest is compared. */
export const base = "node:http";

const both: readonly BenchMethod[] = ["getPassInfo", "usePass"];

export const peers: readonly Peer[] = [
  { name: base, methods: both, stateful: false, args: (answer) => [path("./peers/node-http.mjs"), answer] },
  { name: "luna", methods: both, stateful: true, args: (_answer, folder) => lunaArgs("--data", folder) },
  {
    name: "luna --durable",
    methods: ["usePass"],
    stateful: true,
    args: (_answer, folder) => lunaArgs("--data", folder, "--durable"),
  },
  { name: "express", methods: both, stateful: false, args: (answer) => [path("./peers/express.mjs"), answer] },
  { name: "openapi-backend", methods: both, stateful: false, args: () => [path("./peers/openapi-backend.mjs")] },
];
