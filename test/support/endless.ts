import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

const chunk = Buffer.alloc(1024 * 1024, " ");

/** Starts a server whose responses end only with the test. The listener may respond first. */
export async function endlessServer(listener?: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    listener?.(request, response);
    if (response.headersSent) return;
    response.writeHead(200, { "content-type": "application/json" });
    const send = () => {
      while (response.write(chunk));
    };
    response.on("drain", send);
    send();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
