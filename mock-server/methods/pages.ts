import { type MethodName, pageSize } from "../../openapi/document.js";
import type { Page } from "../store/port.js";

/**
 * Returns the part of a method's list on a page. Pages count from 1 on; the document has their sizes.
 *
 * @example
 * pageOf("getClientsList", 3); // { offset: 20, limit: 10 }
 */
export function pageOf(method: MethodName, page = 1): Page {
  const limit = pageSize(method);
  return { offset: (page - 1) * limit, limit };
}
