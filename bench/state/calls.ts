import { toVendorRequest } from "../../mock-server/http/vendor.js";
import type { LunaServer, State } from "../../mock-server/index.js";

/** Number of different records that calls use in turns. */
const sampleSize = 100;
const callsPerRound = 1000;
const warmUpRounds = 3;

/** Returns records at equal distances in a list. */
function spreadOver<R>(rows: readonly R[]): readonly R[] {
  const step = Math.max(1, rows.length / sampleSize);
  return Array.from({ length: Math.min(sampleSize, rows.length) }, (_, nth) => rows[Math.floor(nth * step)] as R);
}

export interface StateCalls {
  /** Changes a card. */
  change(): Promise<void>;
  /** Returns the CPU time of a call in each round, in microseconds. */
  measure(rounds: number): Promise<Record<string, readonly number[]>>;
}

/** Prepares calls on a sandbox. They go to the engine, because HTTP would hide differences. */
export async function calls(server: LunaServer, token: string, state: State): Promise<StateCalls> {
  const stampTemplate = state.templates?.find(({ type, companyId }) => type === 0 && companyId === "main");
  const idTemplate = stampTemplate?.id ?? 0;
  const cards = spreadOver((state.cards ?? []).filter(({ templateId }) => templateId === idTemplate));
  const clients = (state.clients ?? []).filter(({ templateId }) => templateId === idTemplate);
  const found = spreadOver(clients);
  const lastPage = Math.ceil(clients.length / 10);
  const page = (number: number) => ["getClientsList", [{ idTemplate, page: Math.max(1, number) }]] as const;
  const kinds: Readonly<Record<string, readonly [method: string, parameters: readonly object[]]>> = {
    getPassInfo: ["getPassInfo", cards.map(({ serial }) => ({ passSerialNumber: serial }))],
    usePass: ["usePass", cards.map(({ serial }) => ({ passSerialNumber: serial, numberStumps: 1 }))],
    search: ["searchClient", found.map(({ phone }) => ({ idTemplate, phone }))],
    "first page": page(1),
    "middle page": page(Math.floor(lastPage / 2)),
    "last page": page(lastPage),
  };
  const header = (name: string) => (name === "x-access-token" ? token : undefined);
  const ask = async (method: string, body: Buffer): Promise<void> => {
    const url = `/api/v1/${method}`;
    const request = { verb: "POST", url, header, headerNames: () => [], body, encoding: undefined, origin: () => "" };
    const response = await server.services.engine.handle(toVendorRequest(request));
    if (!response.body.startsWith('{"result":1')) throw new Error(`${method} failed: ${response.body}`);
  };
  const prepared = Object.entries(kinds).map(
    ([name, [method, parameters]]) =>
      [name, method, parameters.map((each) => Buffer.from(JSON.stringify(each)))] as const,
  );
  let changed = 0;
  return {
    change: async () => {
      const [, method, bodies] = prepared[1] as (typeof prepared)[number];
      changed += 1;
      await ask(method, bodies[changed % bodies.length] as Buffer);
    },
    measure: async (rounds) => {
      const micros: Record<string, number[]> = Object.fromEntries(prepared.map(([name]) => [name, []]));
      for (let round = -warmUpRounds; round < rounds; round += 1)
        for (const [name, method, bodies] of prepared) {
          const before = process.cpuUsage();
          for (let nth = 0; nth < callsPerRound; nth += 1) await ask(method, bodies[nth % bodies.length] as Buffer);
          const { user, system } = process.cpuUsage(before);
          if (round >= 0) micros[name]?.push((user + system) / callsPerRound);
        }
      return micros;
    },
  };
}
