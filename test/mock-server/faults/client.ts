/** A client that shows how a response arrives, and a sandbox with a stamp card. */
import { request } from "node:http";
import type { FaultRequest } from "../../../mock-server/index.js";
import { setup } from "../../support/sandbox.js";

export const stampCard = "297150-586-203";

interface Received {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Error code of a connection that broke; undefined for a complete response. */
  readonly broken: string | undefined;
}

/** Sends a request on a new connection. Never rejects: a broken connection is part of the result. */
function receive(url: string, headers: Record<string, string>, body: object): Promise<Received> {
  return new Promise((resolve) => {
    const sent = request(url, { method: "POST", headers, agent: false });
    const chunks: Buffer[] = [];
    let answer: Pick<Received, "status" | "headers"> = { status: undefined, headers: {} };
    const finish = (broken?: string) => resolve({ ...answer, text: Buffer.concat(chunks).toString(), broken });
    sent.on("error", ({ code }: NodeJS.ErrnoException) => finish(code));
    sent.on("response", (response) => {
      answer = { status: response.statusCode, headers: response.headers };
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", ({ code }: NodeJS.ErrnoException) => finish(code));
      response.on("end", () => finish());
    });
    sent.end(JSON.stringify(body));
  });
}

/** Creates a demo sandbox with faults. `stamps` returns the total stamps of the card. */
export async function faulty(...faults: readonly FaultRequest[]) {
  const sandbox = await setup();
  for (const fault of faults) {
    const { status, body } = await sandbox.control("POST", "/faults", fault);
    if (status !== 201) throw new Error(body.error);
  }
  const { server, token } = sandbox;
  return {
    ...sandbox,
    /** Calls a method over a new socket. */
    receive: (method: string, body: object, headers: Record<string, string> = {}) =>
      receive(`${server.url}/api/v1/${method}`, { "x-access-token": token, ...headers }, body),
    /** Adds a stamp to the card over a new socket. */
    use: (headers: Record<string, string> = {}) =>
      receive(
        `${server.url}/api/v1/usePass`,
        { "x-access-token": token, ...headers },
        { passSerialNumber: stampCard, numberStumps: 1 },
      ),
    stamps: async (): Promise<number> => {
      const { body } = await sandbox.control("GET", "/state");
      return body.cards.find(({ serial }: { serial: string }) => serial === stampCard).totalStamps;
    },
    counts: async (): Promise<readonly string[]> => {
      const { body } = await sandbox.control("GET", "/faults");
      return body.faults.map(({ id, matched, fired }: Record<string, unknown>) => `${id} ${matched} ${fired}`);
    },
    lastEntry: async () => (await sandbox.control("GET", "/requests?limit=1")).body.requests[0],
  };
}
