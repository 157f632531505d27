import type { Card, CardStatus, Iso } from "../../model/records.js";
import { type Order, SortedPositions } from "./sorted-positions.js";

/** Returns the card at a position. */
type CardAt = (position: number) => Card;

/** Orders cards by their expiry, then by position. */
const byExpiry =
  (cardAt: CardAt): Order =>
  (a, b) => {
    const [first, second] = [cardAt(a).expiresAt ?? "", cardAt(b).expiresAt ?? ""];
    return first < second ? -1 : first > second ? 1 : a - b;
  };

/** The lists of one template that have pages, as positions in order of creation. */
export class TemplateLists {
  /** The tables that may change the lists. */
  readonly owner: object;
  readonly clients: SortedPositions;
  readonly clientsWithoutCard: SortedPositions;
  readonly cards: Readonly<Record<CardStatus, SortedPositions>>;
  /** Installed cards that have not expired at `asOf`. */
  readonly valid: SortedPositions;
  /** Installed cards that expire, by their expiry. */
  readonly expiring: SortedPositions;
  asOf: Iso;

  constructor(owner: object, shared?: TemplateLists) {
    const copy = (list: SortedPositions | undefined) => list?.fork() ?? new SortedPositions();
    this.owner = owner;
    this.clients = copy(shared?.clients);
    this.clientsWithoutCard = copy(shared?.clientsWithoutCard);
    this.cards = {
      "not installed": copy(shared?.cards["not installed"]),
      installed: copy(shared?.cards.installed),
      deleted: copy(shared?.cards.deleted),
    };
    this.valid = copy(shared?.valid);
    this.expiring = copy(shared?.expiring);
    this.asOf = shared?.asOf ?? "";
  }

  /** Adds a card. `cardAt` must return it for its position. */
  addCard(position: number, { status, expiresAt }: Card, cardAt: CardAt): void {
    this.cards[status].add(position);
    if (status !== "installed") return;
    if (expiresAt !== null) this.expiring.add(position, byExpiry(cardAt));
    if (expiresAt === null || expiresAt > this.asOf) this.valid.add(position);
  }

  /** Removes a card. `cardAt` must still return it for its position. */
  removeCard(position: number, { status, expiresAt }: Card, cardAt: CardAt): void {
    this.cards[status].remove(position);
    if (status !== "installed") return;
    if (expiresAt !== null) this.expiring.remove(position, byExpiry(cardAt));
    this.valid.remove(position);
  }

  /**
   * Returns a page of the installed cards that have not expired at `now`. Another moment than the last touches only the
   * cards that expire in between. Time can go both ways in a sandbox.
   */
  validCards(now: Iso, cardAt: CardAt, offset: number, limit: number): number[] {
    const isLater = now > this.asOf;
    const [from, to] = isLater ? [this.asOf, now] : [now, this.asOf];
    const expiryAt = (position: number) => cardAt(position).expiresAt ?? "";
    for (const position of from === to ? [] : this.expiring.from((at) => expiryAt(at) <= from)) {
      if (expiryAt(position) > to) break;
      if (isLater) this.valid.remove(position);
      else this.valid.add(position);
    }
    this.asOf = now;
    return this.valid.page(offset, limit);
  }
}
