import { connect, createServer, type Server, type Socket } from "node:net";

/** A process in the lock's protocol. A contender may withdraw; an owner has the folder until it ends. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly phase: "contender" | "owner";
}

/**
 * Listens on an address that the kernel frees when the process ends. Sends the holder as a line of JSON, and again when
 * a contender becomes the owner. A contender's connections stay open, so that their end means that it has withdrawn.
 */
export class Beacon {
  readonly #server: Server;
  readonly #holder: () => Holder;
  readonly #connections = new Set<Socket>();

  private constructor(holder: () => Holder) {
    this.#holder = holder;
    this.#server = createServer((socket) => this.#accept(socket));
    this.#server.unref();
  }

  /** Returns "taken" if another process listens there, and "unsupported" if no process can. */
  static listen(address: string, holder: () => Holder): Promise<Beacon | "taken" | "unsupported"> {
    const beacon = new Beacon(holder);
    return new Promise((resolve) => {
      // Also handles later failures, such as too many open files, which must not end the beacon.
      beacon.#server.on("error", ({ code }: NodeJS.ErrnoException) =>
        resolve(code === "EADDRINUSE" ? "taken" : "unsupported"),
      );
      beacon.#server.listen({ path: address, exclusive: true }, () => resolve(beacon));
    });
  }

  #accept(socket: Socket): void {
    this.#connections.add(socket);
    socket.unref();
    // The other process may end at any moment.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#connections.delete(socket));
    this.#send(socket);
  }

  #send(socket: Socket): void {
    const holder = this.#holder();
    socket.write(`${JSON.stringify(holder)}\n`);
    if (holder.phase === "owner") socket.end();
  }

  /** Sends the holder to all waiting processes. */
  announce(): void {
    for (const socket of this.#connections) this.#send(socket);
  }

  close(): Promise<void> {
    for (const socket of this.#connections) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/**
 * - "dead": the kernel knows no listener at the address.
 * - "gone": the holder closed the connection.
 * - "unreachable": it is unknown whether a listener exists.
 * - "alive": a listener exists; `holder` is undefined if it does not respond in time.
 */
export type BeaconReply =
  | { readonly kind: "dead" | "gone" | "unreachable" }
  | {
      readonly kind: "alive";
      readonly holder: Holder | undefined;
      /** Resolves with the owner, with "gone" if the contender withdrew, or with undefined after a timeout. */
      readonly outcome: Promise<Holder | "gone" | undefined>;
      readonly hangUp: () => void;
    };

const kinds: Readonly<Record<string, "dead" | "gone">> = {
  ECONNREFUSED: "dead",
  ECONNRESET: "gone",
  EPIPE: "gone",
  // A missing named pipe has no listener; a missing socket file may only have been removed.
  ...(process.platform === "win32" ? { ENOENT: "dead" } : {}),
};

/** Asks the listener at an address for its holder. Timeouts: `responseMs` for the first line, `outcomeMs` for the outcome. */
export function askBeacon(address: string, responseMs: number, outcomeMs: number): Promise<BeaconReply> {
  return new Promise((resolve) => {
    const socket = connect(address);
    const lines: string[] = [""];
    let isLate = false;
    const hangUpIn = (ms: number) =>
      setTimeout(() => {
        isLate = true;
        socket.destroy();
      }, ms);
    let timer = hangUpIn(responseMs);
    const outcome = new Promise<Holder | "gone" | undefined>((settle) => {
      socket.once("close", () => {
        clearTimeout(timer);
        const holder = parseHolder(lines.at(-2));
        settle(holder?.phase === "owner" ? holder : isLate ? undefined : "gone");
        resolve(isLate ? { kind: "alive", holder, outcome, hangUp } : { kind: "gone" });
      });
    });
    const hangUp = () => socket.destroy();
    socket.once("error", ({ code = "" }: NodeJS.ErrnoException) => resolve({ kind: kinds[code] ?? "unreachable" }));
    socket.setEncoding("utf8").on("data", (text: string) => {
      const [rest = "", ...more] = text.split("\n");
      lines.push(`${lines.pop()}${rest}`, ...more);
      const holder = lines.length > 1 ? parseHolder(lines[0]) : undefined;
      if (holder === undefined) return;
      clearTimeout(timer);
      timer = hangUpIn(outcomeMs);
      resolve({ kind: "alive", holder, outcome, hangUp });
    });
  });
}

/** Returns the holder in a line; undefined if the listener is not a luna-sandbox. */
function parseHolder(line = ""): Holder | undefined {
  try {
    const { pid, host, phase } = JSON.parse(line) as Partial<Holder>;
    if (typeof pid !== "number" || typeof host !== "string") return undefined;
    return phase === "owner" || phase === "contender" ? { pid, host, phase } : undefined;
  } catch {
    return undefined; // Not JSON.
  }
}
