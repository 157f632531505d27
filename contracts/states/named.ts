import type { CardType } from "../../mock-server/index.js";
import { defaultTemplate } from "./defaults.js";

/** Ids and contacts in the parameters of a state. */
export interface StateIds {
  readonly idTemplate?: number | undefined;
  readonly userID?: number | undefined;
  readonly serial?: string | undefined;
  readonly phone?: string | null | undefined;
  readonly email?: string | null | undefined;
  /** Type of the card or of the template's cards. */
  readonly type?: CardType | undefined;
  /** Whether the state creates the card with this serial number. */
  readonly createsCard?: boolean | undefined;
}

/** Returns the first number from `first` on that is not taken. */
export function nextFree(first: number, isTaken: (candidate: number) => boolean): number {
  let candidate = first;
  while (isTaken(candidate)) candidate += 1;
  return candidate;
}

/**
 * Ids and contacts in the parameters of all states of an interaction, including later states. Generated records avoid
 * them, and a missing parameter of a state is taken from the others.
 */
export class NamedIds {
  readonly #all: readonly StateIds[];
  readonly #ids: ReadonlySet<number | string | undefined>;
  readonly #contacts: ReadonlySet<string>;

  constructor(all: readonly StateIds[]) {
    this.#all = all;
    this.#ids = new Set(all.flatMap(({ idTemplate, userID, serial }) => [idTemplate, userID, serial]));
    this.#contacts = new Set(
      all.flatMap((naming) => [naming.phone, naming.email].map((contact) => `${this.#templateOf(naming)} ${contact}`)),
    );
  }

  /** Whether a state names the id of a template or client, or the serial number. */
  has = (id: number | string): boolean => this.#ids.has(id);

  /** Whether a state names the phone or e-mail for a client of the template. */
  hasContact = (templateId: number, contact: string): boolean => this.#contacts.has(`${templateId} ${contact}`);

  /** Returns the type of a template's cards; undefined if no state names it. */
  typeOfTemplate = (id: number): CardType | undefined =>
    this.#all.find((naming) => naming.type !== undefined && this.#namedTemplate(naming) === id)?.type;

  /** Returns the template of a client; undefined if no state names it. */
  templateOfClient = (id: number): number | undefined =>
    this.#all.find(({ userID, idTemplate }) => userID === id && idTemplate !== undefined)?.idTemplate;

  /** Returns the merged parameters of all states about a card. */
  card(serial: string): StateIds {
    const sameCard = this.#all.filter((naming) => naming.serial === serial);
    const first = <K extends keyof StateIds>(key: K): StateIds[K] =>
      sameCard.find((naming) => naming[key] !== undefined)?.[key];
    return {
      idTemplate: first("idTemplate"),
      userID: first("userID"),
      type: first("type"),
      createsCard: sameCard.some(({ createsCard }) => createsCard),
    };
  }

  /** Returns the template of a state, from its parameters or those of another state about the same record. */
  #namedTemplate({ idTemplate, userID, serial }: StateIds): number | undefined {
    const same = (other: StateIds) =>
      (userID !== undefined && other.userID === userID) || (serial !== undefined && other.serial === serial);
    return idTemplate ?? this.#all.find((other) => other.idTemplate !== undefined && same(other))?.idTemplate;
  }

  /** Returns the template of the client whose contacts a state names. */
  #templateOf(naming: StateIds): number {
    return this.#namedTemplate(naming) ?? defaultTemplate(naming.type ?? 0);
  }
}
