import { defaultClient, defaultEmail, defaultPhone, defaultTemplate } from "./defaults.js";
import { day, id, object, orNull, ProviderStateError, parameter, phone, text } from "./parameters.js";
import { providerState } from "./state.js";
import { addTemplate } from "./template.js";
import { addOrReplace, type ClientRow, nextFree, type TemplateRow, type World } from "./world.js";

/** A client's id, and the properties that a state gives; undefined properties stay unchanged. */
export type ClientOptions = Pick<ClientRow, "id"> & {
  readonly [K in keyof Omit<ClientRow, "id" | "templateId">]?: ClientRow[K] | undefined;
};

const contactsOf = ({ phone, email }: ClientRow) => [phone, email].filter((contact) => contact !== null);

/** Returns contacts that no client of the template has and no state names. */
function freeContacts({ clients, named }: World, templateId: number, clientId: number) {
  const taken = new Set(clients.filter((client) => client.templateId === templateId).flatMap(contactsOf));
  const isTaken = (contact: string) => taken.has(contact) || named.has(contact);
  const emailOf = (nth: number) => [defaultEmail, `${clientId}@example.com`][nth] ?? `${clientId}-${nth}@example.com`;
  return {
    phone: String(nextFree(defaultPhone, (number) => isTaken(String(number)))),
    email: emailOf(nextFree(0, (nth) => isTaken(emailOf(nth)))),
  };
}

/** Throws ProviderStateError if another client of the template has the phone or the e-mail. */
function throwOnSharedContact(row: ClientRow, { clients }: World): void {
  for (const other of clients) {
    if (other.id === row.id || other.templateId !== row.templateId) continue;
    const shared = contactsOf(row).find((contact) => contactsOf(other).includes(contact));
    if (shared !== undefined)
      throw new ProviderStateError(
        `clients ${other.id} and ${row.id} of template ${row.templateId} cannot both have ${shared}`,
      );
  }
}

/** Adds a client to the world, or changes the existing client. */
export function addClient(world: World, template: TemplateRow, options: ClientOptions): ClientRow {
  const found = world.clients.find((client) => client.id === options.id);
  if (found !== undefined && found.templateId !== template.id)
    throw new ProviderStateError(
      `client ${options.id} belongs to template ${found.templateId} in one state and to ${template.id} in another`,
    );
  const known = found ?? {
    ...{ id: options.id, templateId: template.id, sName: "Doe", fName: "Jane", dateOfBirth: "1990-05-17", fields: {} },
    ...freeContacts(world, template.id, options.id),
  };
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const row: ClientRow = { ...known, ...given };
  throwOnSharedContact(row, world);
  return addOrReplace(world.clients, row, "id");
}

/** Returns the contacts of a client as requests send them, the phone as a number. */
export const contacts = ({ phone, email }: ClientRow) => ({ phone: phone === null ? null : Number(phone), email });

/** Contact parameters of states about a client or a card. */
export const contactParameters = {
  phone: parameter(orNull(phone), `${defaultPhone}, or the next that is free in the template`, "The client's phone."),
  email: parameter(
    orNull(text),
    `${defaultEmail}; if taken in the template, <userID>@example.com`,
    "The client's e-mail.",
  ),
};

const formFields = ["Field0", "Field1", "Field2", "Field3", "Field4", "Field5"];

export const aClient = providerState({
  name: "a client",
  description: "A client of a template, without a card. The template is created if it does not exist.",
  parameters: {
    userID: parameter(id, defaultClient(0), "The client's id."),
    idTemplate: parameter(id, defaultTemplate(0), "The template."),
    ...contactParameters,
    sName: parameter(text, "Doe", "The surname."),
    fName: parameter(text, "Jane", "The first name."),
    dateOfBirth: parameter(orNull(day), "1990-05-17", "The date of birth."),
    fields: parameter(object(formFields), "none", "Further answers of the card issue form."),
  },
  defaultIds: () => ({ userID: defaultClient(0) }),
  returns: ["userID", "idTemplate", "phone", "email", "sName", "fName"],
  apply: (world, { userID, idTemplate, type, serial: _, ...options }) => {
    const known = world.clients.find((client) => client.id === userID)?.templateId;
    const template = addTemplate(world, { id: idTemplate ?? known ?? defaultTemplate(type ?? 0), type });
    const row = addClient(world, template, { ...options, id: userID });
    return { userID: row.id, idTemplate: row.templateId, ...contacts(row), sName: row.sName, fName: row.fName };
  },
});
