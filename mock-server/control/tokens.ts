import { randomBytes } from "node:crypto";
import { defaultSandbox, type SandboxRecords } from "../store/port.js";

/** Returns the token of a company; undefined if it has none yet. */
export type TokenOf = (companyId: string) => string | undefined;

export const randomToken = (): string => `luna-${randomBytes(16).toString("hex")}`;

const demoTokens: ReadonlyMap<string, string> = new Map([
  ["main", "luna-demo-token"],
  ["rival", "luna-rival-token"],
]);

/** The tokens of `default` are fixed, so that they can stand in documentation and scripts. */
export const fixedTokens = (sandboxId: string): TokenOf | undefined =>
  sandboxId === defaultSandbox ? (companyId) => demoTokens.get(companyId) : undefined;

/** Returns a token for a company that comes without one. */
export const newToken = (sandboxId: string, companyId: string): string =>
  fixedTokens(sandboxId)?.(companyId) ?? randomToken();

/** The tokens that the companies of a sandbox have, or have always had. */
export const keptTokens =
  (sandboxId: string, { companies }: Pick<SandboxRecords, "companies">): TokenOf =>
  (companyId) =>
    companies.find(({ id }) => id === companyId)?.token ?? fixedTokens(sandboxId)?.(companyId);
