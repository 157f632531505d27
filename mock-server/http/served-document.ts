import type { Request } from "express";
import { controlDocument, lunaDocument } from "../../openapi/document.js";
import { originOf } from "./origin.js";
import { vendorPath } from "./vendor.js";

interface Server {
  readonly url: string;
  readonly description?: string;
}

/** Returns a document whose first server has `url`: generated clients call the first server. */
function servedAt(document: { readonly [key: string]: unknown }, url: string): object {
  const elsewhere = ((document.servers ?? []) as readonly Server[]).filter((server) => !isSample(server));
  return { ...document, servers: [{ url, description: "The server of this document" }, ...elsewhere] };
}

/** Whether a server has the sample address of a sandbox, which `url` replaces. */
const isSample = ({ url }: Server): boolean => url.startsWith("http://127.0.0.1:4010/");

/** Returns the vendor's document. `publicUrl` replaces the address that the request came to. */
export const servedLunaDocument = (request: Request, publicUrl: string | undefined): object =>
  servedAt(lunaDocument, baseOf(request, publicUrl) + vendorPath.slice(0, -1));

/** Returns the document of the control plane. `publicUrl` replaces the address that the request came to. */
export const servedControlDocument = (request: Request, publicUrl: string | undefined): object =>
  servedAt(controlDocument(), `${baseOf(request, publicUrl)}/_luna`);

/** Returns the address of the server: `publicUrl`, or the address that the request came to. */
export const baseOf = (request: Request, publicUrl: string | undefined): string =>
  publicUrl ?? originOf(request).replace(/\/_luna$/, "");
