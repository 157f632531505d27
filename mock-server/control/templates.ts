import { unknownName } from "../../shared/nearest.js";
import { newTemplateId } from "../methods/new-ids.js";
import type { CardStatus, Template } from "../model/records.js";
import { completeTemplate } from "../state/complete.js";
import { ensureTemplate } from "../state/ensure-records.js";
import type { Store, Transaction } from "../store/port.js";
import { ensureBody, parseId } from "./bodies.js";
import { ControlError } from "./control-error.js";
import { transact } from "./transact.js";

/** Creates and changes templates, which the vendor's product does in its web console. */
export class Templates {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  create(sandboxId: string, body: unknown): Promise<Template> {
    ensureBody("Template", body);
    return transact(this.#store, sandboxId, async (tx) => {
      const companyIds = (await tx.companies()).map(({ id }) => id);
      const companyId = body.companyId ?? companyIds[0] ?? "main";
      if (!companyIds.includes(companyId))
        throw new ControlError(400, `companyId: ${unknownName("company", companyId, companyIds)}`);
      const template = completeTemplate(body, body.id ?? (await newTemplateId(tx)), companyId);
      ensureTemplate(template, "");
      if (!(await tx.insertTemplate(template)))
        throw new ControlError(409, `template ${template.id} exists already; choose another id`);
      return template;
    });
  }

  /** Changes a template and merges its settings. Issued cards keep their expiry date. */
  change(sandboxId: string, id: string, body: unknown): Promise<Template> {
    ensureBody("TemplateChange", body);
    return transact(this.#store, sandboxId, async (tx) => {
      const number = parseId(id);
      const before = number === undefined ? undefined : await tx.templateForUpdate(number);
      if (before === undefined) throw new ControlError(404, `unknown template ${id} in sandbox ${sandboxId}`);
      const changed = { ...before, ...body, settings: { ...before.settings, ...body.settings } };
      ensureBody("Template", changed);
      const template = completeTemplate(changed, before.id, before.companyId);
      ensureTemplate(template, "");
      await tx.saveTemplate(template);
      if (template.type === 0) await wrapStamps(tx, template.id, template.settings.maxStamps);
      return template;
    });
  }
}

const cardStatuses = Object.keys({
  "not installed": true,
  installed: true,
  deleted: true,
} satisfies Record<CardStatus, true>) as CardStatus[];

/** Restarts the counters of cards that are full under a lower maxStamps, as the next stamp would do. */
async function wrapStamps(tx: Transaction, templateId: number, maxStamps: number): Promise<void> {
  const all = { offset: 0, limit: Number.POSITIVE_INFINITY };
  for (const status of cardStatuses)
    for (const card of await tx.cardsWithStatus(templateId, status, all))
      if (card.type === 0 && card.activeStamps >= maxStamps)
        await tx.saveCard({ ...card, activeStamps: card.activeStamps % maxStamps });
}
