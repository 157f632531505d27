import { check } from "./check.js";

const vendorUrl = "https://app.lunaloyaltycards.com/api/v1";

/**
 * The address where the methods are, as `fetch` would understand it: a page can name it relative to its own. Throws
 * a TypeError that does not show the address, because there may be a password in it.
 */
export function baseAddress(baseUrl = vendorUrl): string {
  let url = "";
  try {
    if (baseUrl) ({ url } = new Request(baseUrl));
  } catch {}
  check(/^https?:\/\/[^/@]+\/[^?#]*$/.test(url), `baseUrl must be like ${vendorUrl}, without a password, ? or #`);
  return url;
}
