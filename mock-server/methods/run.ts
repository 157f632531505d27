import type { AnswerOf, OperationId, RequestOf } from "../../openapi/document.js";
import type { Context } from "./context.js";

/** One method: from parameters that fit the document to a canonical answer, or a thrown Refusal. */
export type Run<Id extends OperationId> = (context: Context, parameters: RequestOf<Id>) => Promise<AnswerOf<Id>>;
