import type { Method } from "../context.js";

/** Lists the company's templates. */
export const getTemplates: Method<"getTemplates"> = async (context) => {
  const { tx, company } = context;
  context.recordRules("list.order");
  const templates = await tx.templatesOf(company.id);
  return { result: 1, templates: templates.map(({ id, name, type }) => ({ id, name, type })) };
};
