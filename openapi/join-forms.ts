type Schema = { readonly [key: string]: unknown };

const requiredBy = ({ required }: Schema): readonly string[] => (Array.isArray(required) ? required : []);
const namesOf = ({ properties }: Schema): string => Object.keys(properties ?? {}).join();

/**
 * Joins forms of a request that differ only in the required parameters, such as a phone or an e-mail. Returns one form
 * with `anyOf`, or else the forms unchanged. The document has complete forms for generators of clients. Messages need
 * the joined form, because a request that lacks both parameters matches neither form better.
 *
 * @example
 * const email = { type: "string" };
 * const phone = { type: "integer" };
 * const forms = [
 *   { properties: { email, phone }, required: ["email"] },
 *   { properties: { email, phone }, required: ["phone"] },
 * ];
 * joinForms(forms); // [{ properties: { email, phone }, required: [], anyOf: [{ required: ["email"] }, { required: ["phone"] }] }]
 */
export function joinForms(forms: readonly Schema[]): readonly Schema[] {
  const [first, ...others] = forms;
  if (first === undefined || others.length === 0) return forms;
  if (others.some((form) => namesOf(form) !== namesOf(first))) return forms;
  const required = requiredBy(first).filter((name) => others.every((form) => requiredBy(form).includes(name)));
  const anyOf = forms.map((form) => ({ required: requiredBy(form).filter((name) => !required.includes(name)) }));
  return anyOf.every((form) => form.required.length > 0) ? [{ ...first, required, anyOf }] : forms;
}
