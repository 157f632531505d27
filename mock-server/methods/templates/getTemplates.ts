import type { Run } from "../run.js";

/** The company's templates. */
export const getTemplates: Run<"getTemplates"> = async ({ tx, company, uses }) => {
  uses("list.order");
  const templates = await tx.templatesOf(company.id);
  return { result: 1, templates: templates.map(({ id, name, type }) => ({ id, name, type })) };
};
