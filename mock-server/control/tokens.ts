import { randomBytes } from "node:crypto";
import { type CompaniesOf, defaultSandbox, type SandboxRecords } from "../store/port.js";

/** Returns the token of a company; undefined for a company without a token. */
export type TokenOf = (companyId: string) => string | undefined;

export const randomToken = (): string => `luna-${randomBytes(16).toString("hex")}`;

const demoTokens: ReadonlyMap<string, string> = new Map([
  ["main", "luna-demo-token"],
  ["rival", "luna-rival-token"],
]);

/** Returns the tokens of `default`, which are fixed for documentation and scripts; undefined for other sandboxes. */
export const fixedTokens = (sandboxId: string): TokenOf | undefined =>
  sandboxId === defaultSandbox ? (companyId) => demoTokens.get(companyId) : undefined;

/** Returns the token of a new company. */
export const newToken = (sandboxId: string, companyId: string): string =>
  fixedTokens(sandboxId)?.(companyId) ?? randomToken();

/** Returns the present tokens of a sandbox's companies, or else their fixed tokens. */
export const presentTokens =
  (sandboxId: string, { companies }: Pick<SandboxRecords, "companies">): TokenOf =>
  (companyId) =>
    companies.find(({ id }) => id === companyId)?.token ?? fixedTokens(sandboxId)?.(companyId);

/** Returns restored companies with their present tokens. */
export const keepTokens =
  (id: string): CompaniesOf =>
  (restored, present) => {
    const tokenOf = presentTokens(id, { companies: present });
    return restored.map((company) => ({ ...company, token: tokenOf(company.id) ?? company.token }));
  };
