import type { ServerResponse } from "node:http";
import type { Delivery, VendorResponse } from "../requests/exchange.js";
import type { Pauses } from "./pauses.js";

/** Splits a body into pieces of about the same size. */
export function piecesOf(body: string, count: number): readonly Buffer[] {
  const bytes = Buffer.from(body);
  const at = (index: number) => Math.round((index * bytes.length) / count);
  return Array.from({ length: count }, (_, index) => bytes.subarray(at(index), at(index + 1)));
}

/** Sends a response as a fault demands. A stop of the server sends late responses at once, and cuts withheld ones. */
export async function deliver(
  response: ServerResponse,
  { status, headers, body }: VendorResponse,
  delivery: Delivery,
  pauses: Pauses,
): Promise<void> {
  const closed = new AbortController();
  response.once("close", () => closed.abort());
  if (response.destroyed) return;
  const begin = () => response.writeHead(status, { ...headers, "content-length": String(Buffer.byteLength(body)) });
  switch (delivery.kind) {
    case "late":
      await pauses.wait(delivery.ms, closed.signal);
      if (!response.destroyed) begin().end(body);
      return;
    case "drip": {
      begin();
      const pieces = piecesOf(body, delivery.pieces);
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) await pauses.wait(delivery.ms / (pieces.length - 1), closed.signal);
        if (response.destroyed) return;
        response.write(piece);
      }
      response.end();
      return;
    }
    case "never":
      await pauses.wait(undefined, closed.signal);
      response.destroy();
      return;
    case "cut":
      if (delivery.sent === undefined) response.destroy();
      else begin().write(delivery.sent, () => response.destroy());
      return;
  }
}
