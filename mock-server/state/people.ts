import type { Faker } from "@faker-js/faker";
import { mix } from "../model/identity.js";
import { firstPeople } from "./people.gen.js";

/** A made-up person: a function of the seed and the ordinal alone. */
export interface Person {
  readonly sName: string;
  readonly fName: string;
  readonly dateOfBirth: string;
}

/** The seed of a server that is started without one. Its first people are kept ready, because faker takes long to load. */
export const usualSeed = 1;

/** The person that faker makes up for a seed and an ordinal. */
export function madeUp(faker: Faker, seed: number, ordinal: number): Person {
  faker.seed(mix(seed, "person", ordinal));
  const birth = faker.date.between({ from: "1950-01-01T00:00:00Z", to: "2005-12-31T00:00:00Z" });
  return {
    sName: faker.person.lastName(),
    fName: faker.person.firstName(),
    dateOfBirth: birth.toISOString().slice(0, 10),
  };
}

/** The first `count` people of a seed. */
export async function people(seed: number, count: number): Promise<readonly Person[]> {
  if (seed === usualSeed && count <= firstPeople.length) return firstPeople.slice(0, count);
  const { faker } = await import("@faker-js/faker/locale/en");
  return Array.from({ length: count }, (_, place) => madeUp(faker, seed, place + 1));
}
