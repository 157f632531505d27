import { balanceInteractions } from "./balances.js";
import { cardInteractions } from "./cards.js";
import { clientInteractions } from "./clients.js";
import type { Interaction } from "./interaction.js";
import { pushInteractions } from "./pushes.js";
import { refusalInteractions } from "./refusals.js";
import { templateInteractions } from "./templates.js";

/** Everything our SDK asks of the Luna API; its consumer tests write contracts/pacts/luna-loyalty-sdk.json from it. */
export const sdkInteractions: readonly Interaction[] = [
  ...templateInteractions,
  ...clientInteractions,
  ...cardInteractions,
  ...balanceInteractions,
  ...pushInteractions,
  ...refusalInteractions,
];
