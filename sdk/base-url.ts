import { assertOption } from "./assert.js";

const vendorUrl = "https://app.lunaloyaltycards.com/api/v1";

/**
 * Returns the URL of the methods, without a slash at its end. Resolves it as fetch does: a web page can pass a relative
 * URL. Rejects an empty URL, because it is probably a missing setting. Throws a TypeError for an invalid URL.
 */
export function resolveBaseUrl(baseUrl = vendorUrl): string {
  let url = "";
  try {
    if (baseUrl) ({ url } = new Request(baseUrl));
  } catch (error) {
    // Without fetch every URL fails. Other errors are left out, because they quote the URL with any password.
    if ((error as Error).name === "ReferenceError") throw error;
  }
  assertOption(
    /^https?:\/\/[^/?#@]+(\/[^?#]*)?$/.test(url),
    `baseUrl must be an http or https URL such as ${vendorUrl}, without user, password, ? and #`,
  );
  return url.replace(/\/$/, "");
}
