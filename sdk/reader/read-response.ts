import { responseShapes } from "../facts.gen.js";
import type { MethodName } from "../wire.js";
import { refusalError, refusalIn } from "./refusal.js";
import { isJson, type Json, readShape, type Shape, ShapeError, toBoolean, toId } from "./shape.js";

export interface RawResponse {
  readonly status: number;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Returns the result of a method in its documented form. Throws a RefusalError for a refusal, and a ShapeError if the
 * Luna API did not respond. Ignores the content type. A status of failure rules out a success. A status from 500 on
 * also rules out a refusal, because a proxy or a crash may have caused it. `shown` redacts and shortens texts for
 * errors.
 */
export function readResponse(
  method: MethodName,
  parameters: Json,
  { status, headers, body: text }: RawResponse,
  shown: (text: string) => string,
): unknown {
  const body = bodyOf(text);
  const isOk = status < 300;
  const code = status < 500 ? refusalIn(body, isOk) : undefined;
  if (code !== undefined) {
    if (method === "checkPassExistsByPhone" && code === 0) return false;
    if (method === "searchClient" && (code === 0 || code === 2)) return undefined;
    const details = { method, why: headers["x-luna-why"] };
    throw refusalError(code, body, details, shown(typeof code === "object" ? text : `${code}`));
  }
  if (!isOk) throw new ShapeError("bad status");
  return successOf(method, parameters, body);
}

/** Parses the object of a body, which may be wrapped in an array. */
function bodyOf(text: string): Json {
  let bodies: unknown[] = [];
  try {
    bodies = [JSON.parse(text)].flat();
  } catch {
    // Not JSON: there is no object.
  }
  const [body] = bodies;
  if (bodies.length !== 1 || !isJson(body)) throw new ShapeError("no object");
  return body;
}

function successOf(method: MethodName, parameters: Json, { result, ...body }: Json): unknown {
  const isToAll = method === "sendInfoPush" && parameters.pushSegment === "allClients";
  const shape: Shape = isToAll ? { numberOfRowsSelected: "n" } : responseShapes[method];
  const isMarked = toBoolean(result);
  if (!isMarked && result !== undefined) throw new ShapeError("bad result");
  switch (method) {
    case "searchClient":
      return foundIn(body, shape);
    case "updateClient":
      // The id in the response is only assumed: a successful change must not become an error.
      return readShape(shape, { ...body, userID: toId(body.userID) ?? parameters.userID });
    case "checkPassExistsByPhone":
      if (!isMarked) throw new ShapeError("bad result");
      return true;
  }
  if ("rows" in shape) return readShape(shape, withRows(body));
  if (Object.keys(shape).length > 0) return readShape(shape, body);
  // The result is empty. Without a mark of success, other fields make the response unexpected.
  if (!isMarked && Object.keys(body).length > 0) throw new ShapeError("bad result");
  return undefined;
}

/** Returns the client of a search: the response itself, or the first row, which has `id` instead of `userID`. */
function foundIn(body: Json, shape: Shape): Json | undefined {
  const [client] = [body.rows ?? body].flat() as (Json | null | undefined)[];
  return client === undefined ? client : readShape(shape, { userID: client?.id, ...client });
}

/** Renames the list of a body to `rows`; some services name it after its content. */
const withRows = ({ passes, clients, operations, ...body }: Json): Json => ({
  rows: passes ?? clients ?? operations,
  ...body,
});
