/** Gaps of the sandbox, for docs/fidelity.md. Delete an entry when the code closes the gap. */
export const gaps: readonly string[] = [
  "No wallet passes. `installURL` is a page of the sandbox with an install button. There is no file for Apple or Google Wallet.",
  "No push leaves the server. A push is a row of getInfoPushList.",
  "No card design. `image` is a plain picture of the stamps.",
  "No web console, scanner app or card issue form of the vendor. The control plane does the work of customers and staff: install and delete a card, redeem a coupon, fill in the form.",
  "No methods beyond those of the vendor's page. Fixtures and the control plane create templates, companies and their tokens.",
  "No rate limit, because the vendor's page names none. The real service may have one.",
  "Tokens have no rights and no expiry. A company's token opens all methods for all of its templates.",
  "No HTTPS. Use a proxy with TLS, and pass its address as `--public-url`.",
  "No other API of the engine: no v2, no web hooks.",
  "Phone numbers are digits and e-mail addresses are text. They are not validated.",
  "No money. Sums are whole numbers without a currency.",
  "No time zones: dates are in UTC. The vendor's zone is unknown.",
];
