import { createServer, type RequestListener } from "node:http";
import { listening } from "./listening.js";

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
  return listening(server);
}
