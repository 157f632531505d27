import { mebibyte } from "../../shared/units.js";

/** Maximum size of a request body in bytes. */
export const maxBodyBytes = mebibyte;
