import { FetchError, fetchText } from "../../shared/fetch-text.js";
import { isJson, parsedOr } from "../../shared/json.js";

const limits = { maxBytes: 64 * 1024, timeoutMs: 5000 };

/** Who answers at an address: a luna-sandbox, another server, or nobody. */
export async function whoAnswers(url: string): Promise<"sandbox" | "other" | "nobody"> {
  try {
    const { text } = await fetchText(`${url.replace(/\/$/, "")}/_luna/health`, {}, limits);
    const health = parsedOr(text, undefined);
    return isJson(health) && "status" in health && "sandboxes" in health ? "sandbox" : "other";
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    return error.failure === "too large" ? "other" : "nobody";
  }
}
