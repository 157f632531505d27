import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Loading modules anew for each file took longer than the tests. Values shared within a file are released after it.
    isolate: false,
    globalSetup: ["test/support/build.ts"],
    setupFiles: ["test/support/after-file.ts"],
    // Far more than a test takes on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Many tests wait for child processes and disks: one more file at a time than there are cores.
    maxWorkers: availableParallelism() + 1,
    coverage: {
      include: ["{cli,contracts,mock-server,openapi,sdk,shared}/**/*.ts"],
      exclude: ["**/*.gen.ts"],
      reporter: ["text-summary", "html"],
      reportOnFailure: true,
      // Coverage may not fall. Processes that tests start are not counted. Only Linux runs every test.
      ...(process.env.CI !== undefined && process.platform === "linux"
        ? { thresholds: { statements: 95.8, branches: 90.8, functions: 96.3, lines: 97 } }
        : {}),
    },
    reporters: ["default", ["json", { outputFile: "node_modules/.cache/luna/tests.json" }]],
  },
});
