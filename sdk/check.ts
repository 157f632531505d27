/** Throws a TypeError with this text unless the caller's options are as they must be. */
export function check(isGood: boolean, text: string): void {
  if (!isGood) throw new TypeError(text);
}

/** Whether something is a whole number from 0 on, as the number of a page or of repeats is. */
export const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0;

export const checkCount = (name: string, value: number): void =>
  check(isCount(value), `${name} must be a whole number from 0 on`);

/** Checked before it is used, because fetch would print a header that it cannot send. */
export function checkToken(token: string | undefined): void {
  const problem = token ? "it has others" : "it is empty";
  check(
    /^[!-~]+$/.test(token ?? ""),
    `token must be the company's access token, in visible ASCII characters; ${problem}`,
  );
}

/** Throws if there are options that nobody reads: misspelt ones would do nothing, and nobody would see it. */
export function checkNoOthers(others: object): void {
  const names = Object.keys(others);
  check(names.length === 0, `there is no option ${names.join(", ")}`);
}
