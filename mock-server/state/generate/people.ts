import { dayMs } from "../../../shared/units.js";
import { pseudoRandom } from "../../model/identity.js";
import type { Person } from "../people.js";

const firstBirth = Date.UTC(1950, 0, 1);

/** All dates from 1950 to 2005. */
const births: readonly string[] = Array.from({ length: (Date.UTC(2006, 0, 1) - firstBirth) / dayMs }, (_, day) =>
  new Date(firstBirth + day * dayMs).toISOString().slice(0, 10),
);

/**
 * Returns a function that gives the person for an ordinal. It picks from the lists of Faker, because seeding Faker for
 * each person takes about 20 times as long.
 */
export async function personGenerator(seed: number): Promise<(ordinal: number) => Person> {
  const { faker } = await import("@faker-js/faker/locale/en");
  const { first_name: first, last_name: last } = faker.definitions.person;
  const firstNames = [...new Set([...(first.generic ?? []), ...(first.female ?? []), ...(first.male ?? [])])];
  const lastNames = last.generic ?? [];
  const pick = (list: readonly string[], ordinal: number, lane: number): string =>
    list[pseudoRandom(seed, "person", ordinal, lane) % list.length] ?? "";
  return (ordinal) => ({
    sName: pick(lastNames, ordinal, 0),
    fName: pick(firstNames, ordinal, 1),
    dateOfBirth: pick(births, ordinal, 2),
  });
}
