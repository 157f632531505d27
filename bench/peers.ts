import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Card of all requests: a stamp card of the fixture `demo`. */
export const demoSerial = "297150-586-203";
export const demoToken = "luna-demo-token";

export type BenchMethod = "getPassInfo" | "usePass";

export interface Peer {
  readonly name: string;
  /** Methods that it serves. */
  readonly methods: readonly BenchMethod[];
  /** Whether the card counts its stamps, so that the responses can be verified afterwards. */
  readonly stateful: boolean;
  /** Arguments for node. `response` is the JSON of luna's response, `folder` a new empty folder. */
  args(response: string, folder: string): readonly string[];
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
export const builtProgram = path("../dist/bin.js");

export function lunaArgs(...state: readonly string[]): readonly string[] {
  if (!existsSync(builtProgram)) throw new Error("dist/bin.js is missing; run npm run build");
  return [builtProgram, "start", "--port", "0", "--json", "--quiet", "--strict", ...state];
}

export const helloArgs = (name: "node" | "express") => [path(`./peers/hello-${name}.mjs`)];

/** Peer to which the rest is compared. */
export const basePeer = "node:http";

const both: readonly BenchMethod[] = ["getPassInfo", "usePass"];

export const peers: readonly Peer[] = [
  { name: basePeer, methods: both, stateful: false, args: (response) => [path("./peers/node-http.mjs"), response] },
  { name: "luna", methods: both, stateful: true, args: (_response, folder) => lunaArgs("--data", folder) },
  {
    name: "luna --durable",
    methods: ["usePass"],
    stateful: true,
    args: (_response, folder) => lunaArgs("--data", folder, "--durable"),
  },
  { name: "express", methods: both, stateful: false, args: (response) => [path("./peers/express.mjs"), response] },
  { name: "openapi-backend", methods: both, stateful: false, args: () => [path("./peers/openapi-backend.mjs")] },
];
