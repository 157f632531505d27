/** Starts a recording for a test, with a client. */
import { onTestFinished } from "vitest";
import { startRecording } from "../../../contracts/index.js";
import { setup } from "../../support/sandbox.js";

export interface Pact {
  readonly interactions: {
    readonly description: string;
    readonly providerStates?: readonly { readonly name: string }[];
    readonly request: { readonly headers: Record<string, string[]>; readonly body?: { readonly content: unknown } };
    readonly response: { readonly body: { content: Record<string, unknown> }; readonly matchingRules?: unknown };
  }[];
}

export async function recordingOf(options: Parameters<typeof setup>[0] = {}) {
  const { server, token, rival, control } = await setup(options);
  const log: string[] = [];
  const recording = await startRecording({
    // A name with a token, which must be redacted too.
    consumer: `till of ${token}`,
    server: server.url,
    isSandbox: true,
    log: (message) => log.push(message),
  });
  onTestFinished(() => recording.close());
  const call = async (name: string, body: unknown, accessToken = token, type = "application/json") => {
    const response = await fetch(`${recording.url}/api/v1/${name}`, {
      method: "POST",
      headers: { "content-type": type, ...(accessToken === "" ? {} : { "x-access-token": accessToken }) },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return (await response.json()) as Record<string, never>;
  };
  return { recording, call, log, token, rival, control, pact: () => recording.pact() as Pact };
}

/** The serial numbers of the demo's cards. */
export const serial = (nth: number) => `297150-586-${203 + nth}`;
