import { isJson, parsedOr } from "../json.js";

/** Who answers at an address: a luna-sandbox, another server, or nobody. */
export async function whoAnswers(url: string): Promise<"sandbox" | "other" | "nobody"> {
  const signal = AbortSignal.timeout(5000);
  const response = await fetch(`${url.replace(/\/$/, "")}/_luna/health`, { signal }).catch(() => undefined);
  if (response === undefined) return "nobody";
  const text = await response.text().catch(() => undefined);
  if (text === undefined) return "nobody"; // Whoever it is, it does not get to the end of an answer.
  const health = parsedOr(text, undefined);
  return isJson(health) && "status" in health && "sandboxes" in health ? "sandbox" : "other";
}
