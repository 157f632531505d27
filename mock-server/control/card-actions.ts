import { afterCustomer, type CustomerAction, refusalIfExpired } from "../cards/all-types.js";
import { redeem } from "../cards/coupon.js";
import { saveChange } from "../methods/context.js";
import { nowOf } from "../model/clock.js";
import { type Card, type Client, type FormField, formFields } from "../model/records.js";
import { notACoupon, Refusal } from "../refusals.js";
import { ensureDateOfBirth } from "../state/ensure-records.js";
import type { IssuedCard, Store } from "../store/port.js";
import { ensureBody, parseId } from "./bodies.js";
import { ControlError } from "./control-error.js";
import { transact } from "./transact.js";

/** Actions of customers and staff on cards and forms, for which the vendor's API has no methods. */
export class CardActions {
  readonly #store: Store;
  readonly #realNow: () => number;

  constructor(store: Store, realNow: () => number) {
    this.#store = store;
    this.#realNow = realNow;
  }

  /** Installs a card on the customer's phone, or deletes it there. */
  setStatus(sandboxId: string, serial: string, action: CustomerAction): Promise<Card> {
    return transact(this.#store, sandboxId, async (tx) => {
      const card = afterCustomer(cardOrThrow(await tx.cardForUpdate(serial), serial).card, action);
      if (card === undefined)
        throw new ControlError(409, `card ${serial} is not installed; only an installed card can be deleted`);
      await tx.saveCard(card);
      return card;
    });
  }

  /** Redeems a coupon, as staff do with the scanner app. */
  redeem(sandboxId: string, serial: string): Promise<Card> {
    return transact(this.#store, sandboxId, async (tx) => {
      const { card, template } = cardOrThrow(await tx.cardForUpdate(serial), serial);
      const now = nowOf(await tx.clock(), this.#realNow());
      if (card.type !== 3) return notACoupon(card.type);
      const expired = refusalIfExpired(template.expiry, card, now);
      if (expired !== undefined) return expired;
      const outcome = redeem(card, now);
      if (outcome instanceof Refusal) return outcome;
      await saveChange(tx, now, outcome);
      return outcome.card;
    });
  }

  /** Fills in the card issue form of a client; null removes a field. */
  fillForm(sandboxId: string, clientId: string, body: unknown): Promise<Client> {
    ensureBody("ClientForm", body);
    return transact(this.#store, sandboxId, async (tx) => {
      const number = parseId(clientId);
      const client = number === undefined ? undefined : await tx.clientForUpdate(number);
      if (client === undefined) throw new ControlError(404, `unknown client ${clientId} in sandbox ${sandboxId}`);
      const fields: Partial<Record<FormField, string>> = { ...client.fields };
      for (const name of formFields) {
        const value = body[name];
        if (value === null) delete fields[name];
        else if (value !== undefined) fields[name] = value;
      }
      const { dateOfBirth = client.dateOfBirth } = body;
      const changed = { ...client, dateOfBirth, fields };
      ensureDateOfBirth(changed, "");
      await tx.saveClient(changed);
      return changed;
    });
  }

  /** Returns a card of any company, for its page and its picture. */
  async getCard(sandboxId: string, serial: string) {
    return transact(this.#store, sandboxId, async (tx) => {
      const { card, template } = cardOrThrow(await tx.card(serial), serial);
      const client = await tx.client(card.clientId);
      if (client === undefined) throw new Error(`card ${serial} has no client`);
      return { card, template, client };
    });
  }
}

function cardOrThrow(found: IssuedCard | undefined, serial: string): IssuedCard {
  if (found === undefined) throw new ControlError(404, `unknown card ${serial} in this sandbox`);
  return found;
}
