import { check } from "./check.js";

const vendorUrl = "https://app.lunaloyaltycards.com/api/v1";

/**
 * The address of the methods, without a slash at its end. It is understood as fetch would: in a page it can be relative
 * to the page's own, and in Node it cannot. An empty one is refused, because it is a setting that somebody forgot.
 * Throws a TypeError for what is no address of methods.
 */
export function methodsAt(baseUrl = vendorUrl): string {
  let url = "";
  try {
    if (baseUrl) ({ url } = new Request(baseUrl));
  } catch (error) {
    // Without fetch no address would do. Otherwise what went wrong is left out: it quotes the address, with any password.
    if ((error as Error).name === "ReferenceError") throw error;
  }
  check(
    /^https?:\/\/[^/?#@]+(\/[^?#]*)?$/.test(url),
    `baseUrl must be an http or https address such as ${vendorUrl}, without user, password, ? and #`,
  );
  return url.replace(/\/$/, "");
}
