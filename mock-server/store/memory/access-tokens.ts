import type { Company } from "../../model/records.js";
import type { DamagedSandboxes } from "../damaged-sandboxes.js";
import type { SandboxConflict, TokenOwner } from "../port.js";

/** Changes the owners of access tokens. Each token belongs to one company of one sandbox. */
export class AccessTokens {
  readonly #owners: Map<string, TokenOwner>;
  /** Sandboxes of tokens that are reserved. */
  readonly #reserved = new Map<string, string>();
  readonly #damaged: DamagedSandboxes;

  constructor(owners: Map<string, TokenOwner>, damaged: DamagedSandboxes) {
    this.#owners = owners;
    this.#damaged = damaged;
  }

  open(sandboxId: string, companies: readonly Company[]): void {
    for (const company of companies) this.#owners.set(company.token, { sandboxId, company });
  }

  close(companies: readonly Company[]): void {
    for (const { token } of companies) this.#owners.delete(token);
  }

  /** Runs `work` while the tokens of companies are reserved for a sandbox, unless another sandbox has one of them. */
  async reserve(
    id: string,
    companies: readonly Company[],
    work: () => Promise<void>,
  ): Promise<"done" | SandboxConflict> {
    const tokens = companies.map(({ token }) => token);
    const sandboxOf = (token: string) =>
      this.#owners.get(token)?.sandboxId ?? this.#damaged.ownerOf(token)?.id ?? this.#reserved.get(token) ?? id;
    const owner = tokens.map(sandboxOf).find((other) => other !== id);
    if (owner !== undefined || new Set(tokens).size < tokens.length) return { conflict: "token", owner };
    for (const token of tokens) this.#reserved.set(token, id);
    try {
      await work();
      return "done";
    } finally {
      for (const token of tokens) this.#reserved.delete(token);
    }
  }
}
