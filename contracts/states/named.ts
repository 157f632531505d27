import type { CardType } from "../../mock-server/index.js";
import { usualTemplate } from "./usual.js";

/** What one state names of its own accord. */
export interface Naming {
  readonly idTemplate?: number | undefined;
  readonly userID?: number | undefined;
  readonly serial?: string | undefined;
  readonly phone?: string | null | undefined;
  readonly email?: string | null | undefined;
  /** The type of the card, or of the template's cards. */
  readonly type?: CardType | undefined;
  /** Whether it makes the card that has the serial number. */
  readonly makesCard?: boolean | undefined;
}

/** The first of some numbers, one after the other, that is not taken. */
export function nextFree(first: number, isTaken: (number: number) => boolean): number {
  let number = first;
  while (isTaken(number)) number += 1;
  return number;
}

/**
 * What the states of an interaction name, the later ones too: nothing that a state makes up gets one of these ids, and
 * what one state leaves open is as another has it.
 */
export class Named {
  readonly #all: readonly Naming[];
  readonly #templates: ReadonlySet<number | undefined>;
  readonly #clients: ReadonlySet<number | undefined>;
  readonly #serials: ReadonlySet<string | undefined>;
  readonly #contacts: ReadonlySet<string>;

  constructor(all: readonly Naming[]) {
    this.#all = all;
    this.#templates = new Set(all.map(({ idTemplate }) => idTemplate));
    this.#clients = new Set(all.map(({ userID }) => userID));
    this.#serials = new Set(all.map(({ serial }) => serial));
    this.#contacts = new Set(
      all.flatMap((one) => [one.phone, one.email].map((contact) => `${this.#templateOf(one)} ${contact}`)),
    );
  }

  hasTemplate = (id: number): boolean => this.#templates.has(id);
  hasClient = (id: number): boolean => this.#clients.has(id);
  hasSerial = (serial: string): boolean => this.#serials.has(serial);

  /** Whether a client of the template is to have this phone, or this e-mail. */
  hasContact = (templateId: number, contact: string): boolean => this.#contacts.has(`${templateId} ${contact}`);

  /** The type of a template's cards, if a state says it. */
  typeOfTemplate = (id: number): CardType | undefined =>
    this.#all.find((one) => one.type !== undefined && this.#saidTemplate(one) === id)?.type;

  /** The template of a client, if a state says it. */
  templateOfClient = (id: number): number | undefined =>
    this.#all.find(({ userID, idTemplate }) => userID === id && idTemplate !== undefined)?.idTemplate;

  /** All that states say of a card. */
  card(serial: string): Naming {
    const about = this.#all.filter((one) => one.serial === serial);
    const said = <K extends keyof Naming>(key: K): Naming[K] => about.find((one) => one[key] !== undefined)?.[key];
    return {
      idTemplate: said("idTemplate"),
      userID: said("userID"),
      type: said("type"),
      makesCard: about.some(({ makesCard }) => makesCard),
    };
  }

  /** The template that a state is about, if it or another one says it. */
  #saidTemplate({ idTemplate, userID, serial }: Naming): number | undefined {
    const same = (other: Naming) =>
      (userID !== undefined && other.userID === userID) || (serial !== undefined && other.serial === serial);
    return idTemplate ?? this.#all.find((other) => other.idTemplate !== undefined && same(other))?.idTemplate;
  }

  /** The template that the client belongs to whose contacts a state names. */
  #templateOf(naming: Naming): number {
    return this.#saidTemplate(naming) ?? usualTemplate(naming.type ?? 0);
  }
}
