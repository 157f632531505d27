/** What the sandbox does not do, for docs/fidelity.md. What is written here has to be true of the code. */
export const notDone: readonly string[] = [
  "No wallet passes. `installURL` is a page of ours with an install button; there is no file for Apple or Google Wallet, and no telephone gets anything.",
  "No push leaves the server. A push is a row of getInfoPushList.",
  "No card design. `image` is a plain picture of the stamps.",
  "No web console, scanner app or card issue form of the vendor's. What customers and staff do there is done with the control plane: install and delete a card, redeem a coupon, fill in the form.",
  "No method beyond the 18 of the vendor's page. Templates, companies and their tokens are made in a fixture or with the control plane.",
  "No rate limit, because the vendor's page names none. That does not mean that the real service has none.",
  "Tokens have no rights and no date of expiry of their own: a company's token opens all methods for all of its templates.",
  "No HTTPS. Put a proxy before the server where a client insists on it, and give its address as `--public-url`.",
  "No other API of the engine: no v2, no web hooks.",
  "Phones are digits and e-mail addresses are text: whether they exist or are well formed is not checked.",
  "No money. Sums are whole numbers without a currency.",
  "No time zones: dates are in UTC, and which zone the vendor's are in is not known.",
];
