/** Throws a TypeError with this message unless a condition is true. */
export function assertOption(condition: boolean, message: string): void {
  if (!condition) throw new TypeError(message);
}

/** Whether a value is an integer of at least 0, such as a page number. */
export const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0;

export const assertCount = (name: string, value: number): void =>
  assertOption(isCount(value), `${name} must be an integer of at least 0`);

/** Runs before fetch, because fetch would print a header that it cannot send. */
export const assertToken = (token: string | undefined): void =>
  assertOption(
    /^[!-~]+$/.test(token ?? ""),
    `token must be visible ASCII characters${token ? "" : ", and must not be empty"}`,
  );

/** Throws if unknown options are left, because a misspelt option would have no effect. */
export function rejectUnknownOptions(unknown: object): void {
  const names = Object.keys(unknown);
  assertOption(names.length === 0, `unknown option ${names.join(", ")}`);
}
