import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Loading modules anew for each file took longer than the tests. What a file shares is put away when it is done.
    isolate: false,
    globalSetup: ["test/support/build.ts"],
    setupFiles: ["test/support/after-file.ts"],
    // Far more than any test takes, however busy the machine is.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Many tests wait for child processes and disks: as many files at a time as there are cores, and one more.
    maxWorkers: availableParallelism() + 1,
    reporters: ["default", ["json", { outputFile: "node_modules/.cache/luna/tests.json" }]],
  },
});
