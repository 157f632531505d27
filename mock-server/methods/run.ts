import type { AnswerOf, MethodName, RequestOf } from "../../openapi/document.js";
import type { Context } from "./context.js";

/** One method: from parameters that fit the document to a canonical answer, or a thrown Refusal. */
export type Run<Id extends MethodName> = (context: Context, parameters: RequestOf<Id>) => Promise<AnswerOf<Id>>;
