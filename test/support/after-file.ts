/**
 * Ends shared resources after a test file. Modules live on from file to file, so a
 * hook in one of them would belong to the first file alone: vitest runs this one for every file (see vitest.config.ts).
 */
import { afterAll } from "vitest";
import { putAway } from "./share.js";

afterAll(putAway);
