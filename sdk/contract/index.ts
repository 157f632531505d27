import { balanceInteractions } from "./balances.js";
import { cardInteractions } from "./cards.js";
import { clientInteractions } from "./clients.js";
import type { SdkInteraction } from "./interaction.js";
import { pushInteractions } from "./pushes.js";
import { refusalInteractions } from "./refusals.js";
import { templateInteractions } from "./templates.js";

/** All requests of the SDK. Its consumer tests write contracts/pacts/luna-loyalty-sdk.json from them. */
export const sdkInteractions: readonly SdkInteraction[] = [
  ...templateInteractions,
  ...clientInteractions,
  ...cardInteractions,
  ...balanceInteractions,
  ...pushInteractions,
  ...refusalInteractions,
];
