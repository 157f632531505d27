import type { CardActions } from "./control/card-actions.js";
import type { ClientReports } from "./control/client-reports.js";
import type { Clocks } from "./control/clock.js";
import type { Faults } from "./control/faults.js";
import type { Forks } from "./control/forks.js";
import type { Profiles } from "./control/profiles.js";
import type { Requests } from "./control/requests.js";
import type { Sandboxes } from "./control/sandboxes.js";
import type { Snapshots } from "./control/snapshots.js";
import type { Templates } from "./control/templates.js";
import type { Engine } from "./engine/engine.js";
import type { GuardOptions } from "./http/guard.js";
import type { BodyBudget } from "./http/receive-body.js";
import type { VendorOptions } from "./http/vendor.js";

/** All services behind the HTTP server, created by the composition root. */
export interface Services {
  readonly engine: Engine;
  readonly requests: Requests;
  readonly reports: ClientReports;
  readonly sandboxes: Sandboxes;
  readonly templates: Templates;
  readonly cardActions: CardActions;
  readonly clocks: Clocks;
  readonly faults: Faults;
  readonly snapshots: Snapshots;
  readonly forks: Forks;
  readonly profiles: Profiles;
  readonly guard: GuardOptions;
  readonly vendor: VendorOptions;
  readonly bodies: BodyBudget;
  readonly publicUrl: string | undefined;
  readonly health: () => Promise<{ readonly failure: string | undefined; readonly [key: string]: unknown }>;
  readonly log: (message: string) => void;
}
