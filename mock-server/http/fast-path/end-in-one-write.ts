import type { ServerResponse } from "node:http";

/**
 * Ends a response with one plain write. `end(body)` writes headers and body as two pieces that the system must gather.
 * See docs/performance.md for its gain.
 */
export function endInOneWrite(response: ServerResponse, body: string): void {
  const { socket } = response;
  // The response to an earlier request of this connection is not sent yet.
  if (socket === null) return void response.end(body);
  socket.cork();
  response.write(body);
  socket.uncork();
  response.end();
}
