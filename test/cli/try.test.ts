import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { defaultVariableNames } from "../../cli/child/environment.js";
import { tryCommand } from "../../cli/commands/try.js";
import { allCardTypes, cardTypes, switchNames } from "../../mock-server/index.js";
import { asProgram, fragile, greeting, program, robust } from "../support/clients.js";
import { command } from "../support/command.js";
import { hanging, lifeline } from "../support/lifeline.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** Runs the command in this process, and keeps what it prints. */
async function luna(...args: readonly string[]) {
  const log = vi.spyOn(console, "log").mockReturnValue();
  const error = vi.spyOn(console, "error").mockReturnValue();
  const text = (calls: readonly unknown[][]) => calls.map((line) => `${line.join(" ")}\n`).join("");
  try {
    const code = await tryCommand(args);
    return { code, stdout: text(log.mock.calls), stderr: text(error.mock.calls) };
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
}

const three = ["--only", "envelope,phoneOut", "--only", "contentType=html"];

test("try prints the verdict to stdout and progress to stderr", async () => {
  const good = await luna(...three, "--require", "all", "--", ...(await asProgram(robust)));
  expect(good).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^default: passes\. Single switches: 3 of 3 pass\.\n\nClient report: no mistakes in \d+ requests?\.\n$/,
    ),
  });
  const bad = await luna(...three, "--", ...(await asProgram(fragile)));
  expect(bad.code).toBe(0);
  expect(bad.stdout).toMatch(/^default: passes\. Single switches: 1 of 3 pass\.\n\nenvelope=array fails\n/);
  expect(bad.stdout).toMatch(/\ncontentType=html fails\n {2}first failure: Error: content type text\/html/);
  expect(bad.stderr.split("\n")).toHaveLength(5);
  expect(bad.stderr).toMatch(/^default: passes \(\d+\.\d s\)\nsingle switches 1\/3: /);
});

test("a failing default profile gives exit code 1 and output", async () => {
  const { code, stdout } = await luna("--", ...(await program('console.log("hello"); throw new Error("no luck");')));
  expect(code).toBe(1);
  expect(stdout).toContain("first failure: Error: no luck\n  output:\n");
  expect(stdout).toContain("\n    hello\n");
});

test("--json, --junit, --pairs and --require change report and exit code", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "report.xml");
  const words = await program(
    `${greeting} if (process.env.LUNA_PROFILE === "envelope=array") throw new TypeError("an array");`,
  );
  const options = [
    "--only",
    "envelope,phoneOut,autoUse",
    "--pairs",
    "--require",
    "envelope",
    "--json",
    "--junit",
    file,
  ];
  const { code, stdout } = await luna(...options, "--", ...words);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    passes: false,
    default: { passes: true },
    singles: { run: 3, passed: 2, runs: [{ failure: "TypeError: an array", profile: { envelope: "array" } }, {}, {}] },
    pairs: { run: 1, passed: 1, runs: [{ profile: { phoneOut: "integer", autoUse: "integer" } }] },
  });
  expect(await readFile(file, "utf8")).toContain('<failure type="client failed" message="TypeError: an array">');
});

test("the client's environment has all variables under the chosen names", async () => {
  vi.stubEnv("LUNA_TEMPLATE_COUPON", "live");
  onTestFinished(() => void vi.unstubAllEnvs());
  const folder = await temporaryFolder();
  const show = await program(
    `import { writeFileSync } from "node:fs"; writeFileSync(process.argv[2], JSON.stringify(process.env));`,
  );
  const seen = async (...options: readonly string[]) => {
    const file = join(folder, "env.json");
    await luna(...options, "--skip", switchNames.join(), "--", ...show, file);
    return JSON.parse(await readFile(file, "utf8"));
  };
  const demo = await seen("--url-env", "API", "--token-env", "KEY", "--template-env", "stamps=STAMP_CARD");
  expect(demo).toMatchObject({
    API: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1$/),
    KEY: "luna-demo-token",
    STAMP_CARD: "340717",
    ...Object.fromEntries(
      allCardTypes
        .filter((type) => type !== 0)
        .map((type) => [
          `LUNA_TEMPLATE_${cardTypes[type].name.toUpperCase()}`,
          String(cardTypes[type].demo.template.id),
        ]),
    ),
    LUNA_CONTROL_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/_luna$/),
    LUNA_PROFILE: "",
  });
  expect(demo).not.toHaveProperty(defaultVariableNames.url);
  expect(await seen("--fixture", "empty")).not.toHaveProperty("LUNA_TEMPLATE_COUPON");
});

test("a hanging client fails after the timeout", async () => {
  const { code, stdout } = await luna("--timeout", "1", "--", ...(await program("setInterval(() => {}, 1000);")));
  expect(code).toBe(1);
  expect(stdout).toContain("first failure: took longer than 1 s without output");
});

test("SIGINT ends the client and its children", async () => {
  const { port, connected } = await lifeline();
  const both = connected(2);
  const args = [command, "try", "--", ...(await program(hanging(port)))];
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const child = spawn(process.execPath, args, { cwd: root, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const { ended } = await both;
  child.kill("SIGINT");
  const [end] = await Promise.all([once(child, "exit"), ended()]);
  expect(end).toEqual([130, null]);
});

test("--help prints every option and variable", async () => {
  const { code, stdout } = await luna("--help");
  expect(code).toBe(0);
  const options =
    "pairs only skip require keep-going fixture seed now url-env token-env template-env jobs timeout json junit";
  for (const option of options.split(" ")) expect(stdout).toContain(`--${option} `);
  for (const name of [
    defaultVariableNames.url,
    defaultVariableNames.token,
    ...Object.values(defaultVariableNames.templates),
  ]) {
    expect(stdout).toContain(` ${name} `);
  }
});

test.each([
  [[], /no command given; pass the command after --/],
  [["npm", "test"], /unexpected argument "npm"; pass the command after --/],
  [["--"], /no command given; pass the command after --/],
  [["--tiemout", "3", "--", "true"], /unknown option --tiemout; did you mean --timeout\?/],
  [["--timeout", "0", "--", "true"], /--timeout must be an integer from 1/],
  [["--jobs", "0", "--", "true"], /--jobs must be an integer from 1/],
  [["--only", "envelop", "--", "true"], /unknown switch "envelop"/],
  [["--only", "envelope", "--require", "phoneOut", "--", "true"], /--require phoneOut=integer is not among the values/],
  [["--template-env", "stamp=X", "--", "true"], /--template-env must be <type>=<name> with the type stamps, cashback/],
  [["--url-env", "A B", "--", "true"], /--url-env must be a name of an environment variable, got "A B"/],
  [["--fixture", "nothing", "--", "true"], /--fixture nothing: no such file/],
  [["--now", "yesterday", "--", "true"], /now must be a time in UTC/],
  [
    ["--junit", "package.json/x.xml", "--", "true"],
    /--junit package\.json\/x\.xml cannot be written: its folder is a file/,
  ],
  [["--", "luna-no-such-command"], /luna-no-such-command: command not found/],
])("wrong options are refused: %j", async (args, message) => {
  const { code, stdout, stderr } = await luna(...args);
  expect(stderr).toMatch(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});
