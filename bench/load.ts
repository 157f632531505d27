/**
 * Sends the load from a separate process, so that it does not use the core of the server. It is a bare socket client,
 * because a full HTTP client costs more than the measured servers. Every status and body is compared.
 */
import { connect } from "node:net";

export interface Load {
  readonly port: number;
  /** Complete HTTP/1.1 request. */
  readonly request: string;
  /** Expected body. */
  readonly expected: string;
  readonly connections: number;
  readonly seconds: number;
}

export interface Loaded {
  /** Number of correct responses, which is the number of requests. */
  readonly responses: number;
  readonly seconds: number;
  /** Share of a core that the load used. Near 1, the load was measured and not the server. */
  readonly loadCpu: number;
}

/** Sends requests in sequence until the time is over. Returns the number of responses. */
function sendInSequence({ port, request, expected }: Load, until: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const wanted = Buffer.from(expected).toString("latin1");
    let responses = 0;
    let text = "";
    const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => socket.write(request));
    socket.on("error", reject);
    socket.on("close", () => reject(new Error(`the server closed the connection after ${responses} responses`)));
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      const head = text.indexOf("\r\n\r\n") + 4;
      if (head < 4) return;
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1]);
      if (text.length < head + length) return;
      if (!text.startsWith("HTTP/1.1 200 ") || text.slice(head) !== wanted) {
        reject(new Error(`wrong response:\n${text}\n\nexpected:\n${expected}`));
        socket.destroy();
        return;
      }
      text = "";
      responses += 1;
      if (performance.now() < until) socket.write(request);
      else {
        resolve(responses);
        socket.end();
      }
    });
  });
}

async function run(load: Load): Promise<Loaded> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const until = start + load.seconds * 1000;
  const counts = await Promise.all(Array.from({ length: load.connections }, () => sendInSequence(load, until)));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { responses: counts.reduce((sum, count) => sum + count), seconds, loadCpu: (user + system) / 1e6 / seconds };
}

process.on("disconnect", () => process.exit());
process.on("message", (load: Load) => {
  run(load).then(
    (loaded) => process.send?.(loaded),
    (error) => process.send?.({ error: String(error.message) }),
  );
});
