import { balanceTooLarge, balanceTooLow, type UndocumentedRefusal } from "../refusals.js";

/** Returns `balance + amount`, or a refusal if the sum is not exact. `accepted` describes a valid amount. */
export function credit(balance: number, amount: number, accepted?: string): number | UndocumentedRefusal {
  const after = balance + amount;
  if (Number.isSafeInteger(after)) return after;
  return balanceTooLarge(accepted ?? `at most ${Number.MAX_SAFE_INTEGER - balance} more`);
}

/** Returns `balance - amount`, or a refusal if the balance is too low. `name` is that of the balance. */
export const debit = (balance: number, amount: number, name: string): number | UndocumentedRefusal =>
  amount > balance ? balanceTooLow({ balance, amount, name }) : balance - amount;
