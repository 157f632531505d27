/** Reads a JSON value as the document describes it, in whatever form its scalars came. */
import { isCount } from "../check.js";

export type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Number, id, text, truth value; text or null. */
type Kind = "n" | "i" | "s" | "b" | "z";

interface Fields {
  readonly [name: string]: Kind | readonly [itemsOfList: Shape];
}

/** The fields of an object; for a card those that every type has, and those that a type adds. */
export type Shape = Fields | readonly [every: Fields, byType: { readonly [type: number]: Fields }];

/** The answer does not fit; the message says how. */
export class ShapeError extends Error {}

/**
 * Returns a number, also one in a string. Undefined for one that JavaScript cannot hold exactly: an id that is rounded
 * is the id of another record.
 */
export function toNumber(value: unknown): number | undefined {
  const number = (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value) as number;
  return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : undefined;
}

/** Returns an id: a whole number from 0 on, also one in a string. */
export function toId(value: unknown): number | undefined {
  const id = toNumber(value);
  return id !== undefined && isCount(id) ? id : undefined;
}

/** A truth value, also one that came as 0 or 1. */
export const toTruth = (value: unknown): boolean | undefined =>
  typeof value === "boolean" ? value : [false, true][toNumber(value) ?? -1];

const toText = (value: unknown) => (typeof value === "string" ? value : toNumber(value)?.toString());

/** What makes a value of a kind; undefined stands for a value that is none. */
const readers: Readonly<Record<Kind, (value: unknown) => unknown>> = {
  n: toNumber,
  i: toId,
  s: toText,
  b: toTruth,
  z: (value) => ((value ?? null) === null ? null : toText(value)),
};

const isFields = (shape: Shape): shape is Fields => !Array.isArray(shape);

/** An object whose required fields are there and in the form that the document gives them; others stay as they came. */
export function readShape(shape: Shape, value: unknown): Json {
  if (!isJson(value)) throw new ShapeError("no object");
  if (!isFields(shape)) return readCard(shape, value);
  const read: Record<string, unknown> = { ...value };
  for (const [name, kind] of Object.entries(shape)) {
    read[name] = typeof kind === "string" ? readers[kind](value[name]) : readList(kind[0], value[name]);
    if (read[name] === undefined) throw new ShapeError(`bad ${name}`);
  }
  return read;
}

const readList = (shape: Shape, value: unknown): readonly Json[] | undefined =>
  Array.isArray(value) ? value.map((item) => readShape(shape, item)) : undefined;

function readCard([every, byType]: Exclude<Shape, Fields>, value: Json): Json {
  const type = toNumber(value.type) ?? -1;
  const card = readShape({ ...every, ...byType[type] }, value);
  // A full stamp card shows 0 or all its stamps, as the service likes; otherwise it has fewer than all.
  return type === 0 && card.activeStamps === card.maxStamps ? { ...card, activeStamps: 0 } : card;
}
