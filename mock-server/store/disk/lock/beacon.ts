import { connect, createServer, type Server, type Socket } from "node:net";

/** A process of the lock's protocol: a contender may still withdraw, an owner has the folder until it ends. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly phase: "contender" | "owner";
}

/**
 * Listens on an address that the kernel frees when the process ends, and sends the holder as a line of JSON: at once,
 * and again when a contender becomes the owner. A contender's connections stay open, so that their end says that it
 * has withdrawn.
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
      // It stays: a later failure, such as of one connection for want of a file descriptor, ends no beacon.
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

  /** Sends the holder to those that wait. */
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
 * - "unreachable": the kernel does not say whether there is a listener.
 * - "alive": there is a listener; `holder` is undefined if it does not respond in time.
 */
export type BeaconReply =
  | { readonly kind: "dead" | "gone" | "unreachable" }
  | {
      readonly kind: "alive";
      readonly holder: Holder | undefined;
      /** Resolves with the owner that the contender became; with "gone" if it withdrew, undefined if it takes too long. */
      readonly outcome: Promise<Holder | "gone" | undefined>;
      readonly hangUp: () => void;
    };

const kinds: Readonly<Record<string, "dead" | "gone">> = {
  ECONNREFUSED: "dead",
  ECONNRESET: "gone",
  EPIPE: "gone",
  // A named pipe without a listener does not exist; a socket's file may only have been removed.
  ...(process.platform === "win32" ? { ENOENT: "dead" } : {}),
};

/** Asks the listener at an address who it is. `responseMs` bounds its first line, `outcomeMs` the time until it settles. */
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

/** Returns the holder in a line; undefined if the listener is no luna-sandbox. */
function parseHolder(line = ""): Holder | undefined {
  try {
    const { pid, host, phase } = JSON.parse(line) as Partial<Holder>;
    if (typeof pid !== "number" || typeof host !== "string") return undefined;
    return phase === "owner" || phase === "contender" ? { pid, host, phase } : undefined;
  } catch {
    return undefined; // Not JSON.
  }
}
