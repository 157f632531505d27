import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The card that all requests are about: a stamp card of the fixture `demo`. */
export const serial = "297150-586-203";
export const token = "luna-demo-token";

export type Method = "getPassInfo" | "usePass";

export interface Peer {
  readonly name: string;
  /** What it takes part in. */
  readonly methods: readonly Method[];
  /** The card counts its stamps, so it can be asked afterwards whether every answer was true. */
  readonly stateful: boolean;
  /** What to give to node. `answer` is the JSON that luna answers, `folder` a new empty folder. */
  args(answer: string, folder: string): readonly string[];
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const built = path("../dist/bin.js");

export function lunaArgs(...state: readonly string[]): readonly string[] {
  if (!existsSync(built)) throw new Error("there is no dist/bin.js: npm run build makes it");
  return [built, "start", "--port", "0", "--json", "--strict", ...state];
}

export const helloArgs = (name: "node" | "express") => [path(`./peers/hello-${name}.mjs`)];

/** What the others are compared with. */
export const base = "node:http";

const both: readonly Method[] = ["getPassInfo", "usePass"];

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
