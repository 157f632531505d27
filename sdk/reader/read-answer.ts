import { answerShapes } from "../facts.gen.js";
import type { MethodName } from "../wire.js";
import { refusalError, refusalIn } from "./refusal.js";
import { isJson, type Json, readShape, type Shape, ShapeError, toId, toTruth } from "./shape.js";

/** What came back, before it is understood. */
export interface RawAnswer {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The answer in its one shape. Throws a LunaError or a UndocumentedRefusalError for a refusal, and a Misfit for what is no answer
 * of the Luna API. What counts is the body, whatever its content type. The status counts only against it: a success
 * has none of failure, and from 500 on nothing is an answer, because a proxy or a crash may have written it. `shown`
 * makes what came fit for an error.
 */
export function readAnswer(
  method: MethodName,
  parameters: Json,
  { status, headers, body: text }: RawAnswer,
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

/** The object that was sent, bare or wrapped in an array of one. */
function bodyOf(text: string): Json {
  let bodies: unknown[] = [];
  try {
    bodies = [JSON.parse(text)].flat();
  } catch {
    // Then there is none.
  }
  const [body] = bodies;
  if (bodies.length !== 1 || !isJson(body)) throw new ShapeError("no object");
  return body;
}

function successOf(method: MethodName, parameters: Json, { result, ...body }: Json): unknown {
  const isToAll = method === "sendInfoPush" && parameters.pushSegment === "allClients";
  const shape: Shape = isToAll ? { numberOfRowsSelected: "n" } : answerShapes[method];
  const isMarked = toTruth(result);
  if (!isMarked && result !== undefined) throw new ShapeError("bad result");
  switch (method) {
    case "searchClient":
      return foundIn(body, shape);
    case "updateClient":
      // That the id comes back is only assumed: a change that was made must not end as an error.
      return readShape(shape, { ...body, userID: toId(body.userID) ?? parameters.userID });
    case "checkPassExistsByPhone":
      if (!isMarked) throw new ShapeError("bad result");
      return true;
  }
  if ("rows" in shape) return readShape(shape, withRows(body));
  if (Object.keys(shape).length > 0) return readShape(shape, body);
  // There is nothing to tell. If it is not even marked as a success, it must not tell anything else.
  if (!isMarked && Object.keys(body).length > 0) throw new ShapeError("bad result");
  return undefined;
}

/** The client of a hit: the answer itself, or the only one in a list of client rows, where `userID` is called `id`. */
function foundIn(body: Json, shape: Shape): Json | undefined {
  const [client] = [body.rows ?? body].flat() as (Json | null | undefined)[];
  return client === undefined ? client : readShape(shape, { userID: client?.id, ...client });
}

/** A body whose list is called `rows`, also if the service calls it by what is in it. */
const withRows = ({ passes, clients, operations, ...body }: Json): Json => ({
  rows: passes ?? clients ?? operations,
  ...body,
});
