import type { Faker } from "@faker-js/faker";
import { pseudoRandom } from "../model/identity.js";
import { firstPeople } from "./people.gen.js";

/** A generated person: a function of seed and ordinal. */
export interface Person {
  readonly sName: string;
  readonly fName: string;
  readonly dateOfBirth: string;
}

/** Default seed. Its first people are generated ahead of time, because faker is slow to load. */
export const defaultSeed = 1;

/** Returns the person for a seed and an ordinal. */
export function generatePerson(faker: Faker, seed: number, ordinal: number): Person {
  faker.seed(pseudoRandom(seed, "person", ordinal));
  const birth = faker.date.between({ from: "1950-01-01T00:00:00Z", to: "2005-12-31T00:00:00Z" });
  return {
    sName: faker.person.lastName(),
    fName: faker.person.firstName(),
    dateOfBirth: birth.toISOString().slice(0, 10),
  };
}

/** Returns the first `count` people of a seed. */
export async function generatePeople(seed: number, count: number): Promise<readonly Person[]> {
  if (seed === defaultSeed && count <= firstPeople.length) return firstPeople.slice(0, count);
  const { faker } = await import("@faker-js/faker/locale/en");
  return Array.from({ length: count }, (_, index) => generatePerson(faker, seed, index + 1));
}
