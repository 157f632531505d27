/** Yields a value as JSON with a line for each field of an object and each element of a list. */
export function* jsonLines(value: unknown, indent = "", begin = "", end = ""): Generator<string> {
  const isList = Array.isArray(value);
  const fields = typeof value === "object" && value !== null && !isList ? definedIn(value) : [];
  const deeper = `${indent} `;
  if (isList && value.length > 0) {
    yield `${begin}[`;
    for (let at = 0; at < value.length; at += 1)
      yield `${deeper}${JSON.stringify(value[at])}${at < value.length - 1 ? "," : ""}`;
    yield `${indent}]${end}`;
  } else if (fields.length > 0) {
    yield `${begin}{`;
    for (const [at, [key, field]] of fields.entries())
      yield* jsonLines(field, deeper, `${deeper}${JSON.stringify(key)}: `, at < fields.length - 1 ? "," : "");
    yield `${indent}}${end}`;
  } else yield `${begin}${JSON.stringify(value)}${end}`;
}

const definedIn = (value: object) => Object.entries(value).filter(([, field]) => field !== undefined);

/** A list or an object whose end has not been read, with its key in the outer object. */
type Open = { readonly key: string } & ({ readonly elements: unknown[] } | { readonly fields: [string, unknown][] });

/** Parses the lines of {@link jsonLines} one by one, so that a large file is never one string in memory. */
export class JsonLinesParser {
  readonly #open: Open[] = [];
  #value: unknown;

  /** Throws SyntaxError for an invalid line. */
  add(line: string): void {
    if (this.#value !== undefined) throw new SyntaxError("text after the end");
    const text = line.trimStart().replace(/,$/, "");
    const open = this.#open.at(-1);
    if (text === "}" || text === "]") this.#close(text);
    else if (open === undefined) this.#begin("", text);
    else if ("elements" in open) open.elements.push(JSON.parse(text));
    else {
      const [, key, value] = /^("(?:[^"\\]|\\.)*"): (.*)$/s.exec(text) ?? [];
      if (key === undefined || value === undefined) throw new SyntaxError("a field has no name");
      this.#begin(JSON.parse(key), value);
    }
  }

  #begin(key: string, text: string): void {
    if (text === "{") this.#open.push({ key, fields: [] });
    else if (text === "[") this.#open.push({ key, elements: [] });
    else this.#put(key, JSON.parse(text));
  }

  #close(bracket: "}" | "]"): void {
    const open = this.#open.pop();
    if (open === undefined || "elements" in open !== (bracket === "]")) throw new SyntaxError(`unexpected ${bracket}`);
    this.#put(open.key, "elements" in open ? open.elements : Object.fromEntries(open.fields));
  }

  #put(key: string, value: unknown): void {
    const open = this.#open.at(-1);
    if (open === undefined) this.#value = value;
    else if ("fields" in open) open.fields.push([key, value]);
    else open.elements.push(value);
  }

  /** The parsed value; undefined until its last line was added. */
  get value(): unknown {
    return this.#value;
  }
}
