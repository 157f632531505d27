import { defaultClient, defaultEmail, defaultPhone, defaultTemplate } from "./defaults.js";
import {
  dayOrNull,
  integerParameter,
  object,
  ProviderStateError,
  phoneOrNull,
  text,
  textOrNull,
} from "./parameters.js";
import { providerState } from "./state.js";
import { withTemplate } from "./template.js";
import { type ClientRow, nextFree, put, type TemplateRow, type World } from "./world.js";

/** A client's id, and the properties that a state gives; undefined properties stay unchanged. */
export type ClientOptions = Pick<ClientRow, "id"> & {
  readonly [K in keyof Omit<ClientRow, "id" | "templateId">]?: ClientRow[K] | undefined;
};

const contactsOf = ({ phone, email }: ClientRow) => [phone, email].filter((contact) => contact !== null);

/** Returns contacts that no client of the template has and no state names. */
function freeContacts({ clients, named }: World, templateId: number, id: number) {
  const taken = new Set(clients.filter((client) => client.templateId === templateId).flatMap(contactsOf));
  const isTaken = (contact: string) => taken.has(contact) || named.has(contact);
  const emailOf = (nth: number) => [defaultEmail, `${id}@example.com`][nth] ?? `${id}-${nth}@example.com`;
  return {
    phone: String(nextFree(defaultPhone, (phone) => isTaken(String(phone)))),
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
export function withClient(world: World, template: TemplateRow, options: ClientOptions): readonly [World, ClientRow] {
  const found = world.clients.find(({ id }) => id === options.id);
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
  return [{ ...world, clients: put(world.clients, row, ({ id }) => id === row.id) }, row];
}

/** Returns the contacts of a client as requests send them, the phone as a number. */
export const contacts = ({ phone, email }: ClientRow) => ({ phone: phone === null ? null : Number(phone), email });

/** Contact parameters of states about a client or a card. */
export const contactParameters = {
  phone: phoneOrNull({
    default: `${defaultPhone}, or the next that is free in the template`,
    description: "The client's phone.",
  }),
  email: textOrNull({
    default: `${defaultEmail}; if taken in the template, <userID>@example.com`,
    description: "The client's e-mail.",
  }),
};

export const aClient = providerState({
  name: "a client",
  description: "A client of a template, without a card. The template is created if it does not exist.",
  parameters: {
    userID: integerParameter({ default: String(defaultClient(0)), description: "The client's id." }, 1),
    idTemplate: integerParameter({ default: String(defaultTemplate(0)), description: "The template." }, 1),
    ...contactParameters,
    sName: text({ default: "Doe", description: "The surname." }),
    fName: text({ default: "Jane", description: "The first name." }),
    dateOfBirth: dayOrNull({ default: "1990-05-17", description: "The date of birth." }),
    fields: object({ default: "none", description: "Further answers of the card issue form." }, [
      "Field0",
      "Field1",
      "Field2",
      "Field3",
      "Field4",
      "Field5",
    ]),
  },
  identity: () => ({ userID: defaultClient(0) }),
  returns: ["userID", "idTemplate", "phone", "email", "sName", "fName"],
  apply: (before, { userID: id = defaultClient(0), idTemplate, type, serial: _, ...options }) => {
    const known = before.clients.find((client) => client.id === id)?.templateId;
    const [world, template] = withTemplate(before, { id: idTemplate ?? known ?? defaultTemplate(type ?? 0), type });
    const [after, row] = withClient(world, template, { ...options, id });
    const { sName, fName } = row;
    return [after, { userID: row.id, idTemplate: row.templateId, ...contacts(row), sName, fName }];
  },
});
