import { check } from "./check.js";

const vendorUrl = "https://app.lunaloyaltycards.com/api/v1";

/**
 * The address of the methods, without a slash at its end. It is understood as fetch would: in a page it can be relative
 * to the page's own, and in Node it cannot. An empty one is not, because it is a setting that somebody forgot.
 */
export function methodsAt(baseUrl = vendorUrl): string {
  let url = "";
  try {
    if (baseUrl) ({ url } = new Request(baseUrl));
  } catch {
    // What went wrong is left out: it may name the address, and the address a password.
  }
  check(
    /^https?:\/\/[^/?#@]+(\/[^?#]*)?$/.test(url),
    `baseUrl must be an http or https address such as ${vendorUrl}, without user, password, ? and #`,
  );
  return url.replace(/\/$/, "");
}
