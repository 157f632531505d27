/** The result of an attack: whether the server held, and the figures that show it. */
export interface Result {
  readonly held: boolean;
  readonly figures: string;
}

export interface Attack {
  readonly name: string;
  /** Returns undefined where this machine lacks what it needs. */
  run(): Promise<Result | undefined>;
}

const mebibyte = 1024 * 1024;

export const mib = (bytes: number): string => `${Math.round(bytes / mebibyte)} MiB`;

export const inMib = (count: number): number => count * mebibyte;
