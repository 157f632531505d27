/** Converts JSON values to the types of the document, also numbers in strings and 0 or 1 for booleans. */
import { isCount } from "../assert.js";

export type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Number, id, string, boolean, string or null. */
type Kind = "n" | "i" | "s" | "b" | "z";

interface Fields {
  readonly [name: string]: Kind | readonly [itemsOfList: Shape];
}

/** The fields of an object; for a card the fields of all types, and the fields that each type adds. */
export type Shape = Fields | readonly [every: Fields, byType: { readonly [type: number]: Fields }];

/** A value has an unexpected shape. */
export class ShapeError extends Error {}

/** Converts a number or a numeric string. Returns undefined beyond the safe integers, because a rounded id is wrong. */
export function toNumber(value: unknown): number | undefined {
  const number = (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value) as number;
  return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : undefined;
}

/** Converts an id: an integer of at least 0, or a string of it. */
export function toId(value: unknown): number | undefined {
  const id = toNumber(value);
  return id !== undefined && isCount(id) ? id : undefined;
}

/** Converts a boolean, 0 or 1. */
export const toBoolean = (value: unknown): boolean | undefined =>
  typeof value === "boolean" ? value : [false, true][toNumber(value) ?? -1];

const toText = (value: unknown) => (typeof value === "string" ? value : toNumber(value)?.toString());

/** Converters by kind; they return undefined for an invalid value. */
const converters: Readonly<Record<Kind, (value: unknown) => unknown>> = {
  n: toNumber,
  i: toId,
  s: toText,
  b: toBoolean,
  z: (value) => ((value ?? null) === null ? null : toText(value)),
};

const isFields = (shape: Shape): shape is Fields => !Array.isArray(shape);

/** Converts the required fields of an object. Other fields are unchanged. Throws ShapeError. */
export function readShape(shape: Shape, value: unknown): Json {
  if (!isJson(value)) throw new ShapeError("no object");
  if (!isFields(shape)) return readCard(shape, value);
  const read: Record<string, unknown> = { ...value };
  for (const [name, kind] of Object.entries(shape)) {
    read[name] = typeof kind === "string" ? converters[kind](value[name]) : readList(kind[0], value[name]);
    if (read[name] === undefined) throw new ShapeError(`bad ${name}`);
  }
  return read;
}

const readList = (shape: Shape, value: unknown): readonly Json[] | undefined =>
  Array.isArray(value) ? value.map((item) => readShape(shape, item)) : undefined;

function readCard([every, byType]: Exclude<Shape, Fields>, value: Json): Json {
  const type = toNumber(value.type) ?? -1;
  const card = readShape({ ...every, ...byType[type] }, value);
  // A full stamp card has 0 or all stamps as activeStamps, depending on the service.
  return type === 0 && card.activeStamps === card.maxStamps ? { ...card, activeStamps: 0 } : card;
}
