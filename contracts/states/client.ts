import { defaultClient, defaultEmail, defaultPhone, defaultTemplate } from "./defaults.js";
import { nextFree } from "./named.js";
import { dayOrNull, integerParameter, object, phoneOrNull, text, textOrNull } from "./parameters.js";
import { ProviderStateError } from "./provider-state-error.js";
import { providerState } from "./state.js";
import { withTemplate } from "./template.js";
import { type ClientRow, put, type World } from "./world.js";

export interface ClientOptions {
  readonly id: number;
  readonly templateId: number;
  readonly sName?: string | undefined;
  readonly fName?: string | undefined;
  readonly phone?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly dateOfBirth?: string | null | undefined;
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
}

const contactsOf = ({ phone, email }: ClientRow) => [phone, email].filter((contact) => contact !== null);

/** Returns a check for contacts that a client of the template has in any state. */
function takenIn({ clients, named }: World, templateId: number): (contact: string) => boolean {
  const taken = new Set(clients.filter((client) => client.templateId === templateId).flatMap(contactsOf));
  return (contact) => taken.has(contact) || named.hasContact(templateId, contact);
}

const freePhone = (isTaken: (contact: string) => boolean): string =>
  String(nextFree(defaultPhone, (phone) => isTaken(String(phone))));

function freeEmail(isTaken: (contact: string) => boolean, id: number): string {
  if (!isTaken(defaultEmail)) return defaultEmail;
  const email = (nth: number) => (nth === 1 ? `${id}@example.com` : `${id}-${nth}@example.com`);
  return email(nextFree(1, (nth) => isTaken(email(nth))));
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

/** Adds a client and its template to the world. */
export function withClient(before: World, options: ClientOptions): readonly [World, ClientRow] {
  const [world, template] = withTemplate(before, { id: options.templateId });
  const found = world.clients.find(({ id }) => id === options.id);
  if (found !== undefined && found.templateId !== template.id)
    throw new ProviderStateError(
      `client ${options.id} belongs to template ${found.templateId} in one state and to ${template.id} in another`,
    );
  const isTaken = takenIn(world, template.id);
  const known: ClientRow = found ?? {
    id: options.id,
    templateId: template.id,
    sName: "Doe",
    fName: "Jane",
    phone: options.phone === undefined ? freePhone(isTaken) : null,
    email: options.email === undefined ? freeEmail(isTaken, options.id) : null,
    dateOfBirth: "1990-05-17",
    fields: {},
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
  returns: ["userID", "idTemplate", "phone", "email", "sName", "fName"],
  apply: (world, { userID, idTemplate, ...options }) => {
    const id = userID ?? defaultClient(0);
    const known = world.clients.find((client) => client.id === id);
    const templateId = idTemplate ?? known?.templateId ?? world.named.templateOfClient(id) ?? defaultTemplate(0);
    const [after, row] = withClient(world, { ...options, id, templateId });
    const { sName, fName } = row;
    return [after, { userID: row.id, idTemplate: row.templateId, ...contacts(row), sName, fName }];
  },
});
