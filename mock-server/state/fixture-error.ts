import { problemAt } from "./problem-at.js";

/** An invalid state. The message begins with the path of the invalid value. */
export class FixtureError extends Error {
  override name = "FixtureError" as const;

  constructor(path: string, problem: string) {
    super(problemAt(path, problem));
  }
}
