import { newTemplateId } from "../methods/new-ids.js";
import type { Template } from "../model/records.js";
import { checkTemplate } from "../state/check.js";
import { completeTemplate } from "../state/state.js";
import type { Store } from "../store/port.js";
import { checkBody, idIn } from "./bodies.js";
import { ControlError } from "./control-error.js";
import { transact } from "./transact.js";

/** Makes and changes templates: in the vendor's product that is done by hand. */
export class Templates {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  create(sandboxId: string, body: unknown): Promise<Template> {
    checkBody("Template", body);
    return transact(this.#store, sandboxId, async (tx) => {
      const companies = await tx.companies();
      const companyId = body.companyId ?? companies[0]?.id ?? "main";
      if (!companies.some(({ id }) => id === companyId))
        throw new ControlError(400, `companyId: there is no company ${companyId}`);
      const template = completeTemplate(body, body.id ?? (await newTemplateId(tx)), companyId);
      checkTemplate(template, "");
      if (!(await tx.insertTemplate(template)))
        throw new ControlError(409, `there is a template ${template.id} already`);
      return template;
    });
  }

  /** Settings are merged into the present ones. Cards that were issued keep their expiry date. */
  change(sandboxId: string, id: string, body: unknown): Promise<Template> {
    checkBody("TemplateChange", body);
    return transact(this.#store, sandboxId, async (tx) => {
      const number = idIn(id);
      const before = number === undefined ? undefined : await tx.templateForUpdate(number);
      if (before === undefined) throw new ControlError(404, `there is no template ${id} in this sandbox`);
      const changed = { ...before, ...body, settings: { ...before.settings, ...body.settings } };
      checkBody("Template", changed);
      const template = completeTemplate(changed, before.id, before.companyId);
      checkTemplate(template, "");
      await tx.saveTemplate(template);
      return template;
    });
  }
}
