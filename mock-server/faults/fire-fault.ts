import type { MethodFacts } from "../../openapi/document.js";
import { Refusal, type SandboxRefusal } from "../refusals.js";
import type { Exchange, FiredFault } from "../requests/exchange.js";
import type { TokenOwner } from "../store/port.js";
import { drawEffect } from "./draw.js";
import { headerFault } from "./fault.js";
import { parseFaultHeader } from "./fault-header.js";
import type { FaultRegistry } from "./fault-registry.js";

/** Returns the fault of a request: that of its header x-luna-fault, or else the first fault of its sandbox that fires. */
export async function fireFault(
  { request, body }: Exchange,
  { owner, method }: { readonly owner: TokenOwner; readonly method: MethodFacts },
  registry: FaultRegistry,
): Promise<FiredFault | SandboxRefusal | undefined> {
  if (request.fault === undefined) {
    const target = { method, companyId: owner.company.id, body: body.refusal === undefined ? body.parameters : {} };
    return registry.take(owner.sandboxId, target);
  }
  const effect = parseFaultHeader(request.fault, method.id);
  if (effect instanceof Refusal) return effect;
  const fault = { id: headerFault, effect, seed: 0, matched: 0, fired: 0 };
  return { id: headerFault, effect: drawEffect(fault, 1) };
}
