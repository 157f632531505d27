/**
 * Which folder may import which, checked by `npm run lint`. A folder may always import from itself and from shared/.
 * docs/architecture.md draws these arrows.
 */
export const imports = {
  shared: [],
  openapi: [],
  "mock-server/model": ["rules"],
  rules: ["mock-server/model"],
  "mock-server/refusals": ["mock-server/model", "rules"],
  "mock-server/store": ["mock-server/model"],
  "mock-server/cards": ["mock-server/model", "mock-server/refusals", "rules", "openapi"],
  "mock-server/requests": [
    "mock-server/model",
    "mock-server/refusals",
    "rules",
    "mock-server/store/port",
    "mock-server/store/memory/text-arena",
    "openapi",
  ],
  "mock-server/state": [
    "mock-server/cards",
    "mock-server/model",
    "mock-server/refusals",
    "mock-server/store",
    "openapi",
  ],
  "mock-server/methods": [
    "mock-server/cards",
    "mock-server/model",
    "mock-server/refusals",
    "rules",
    "mock-server/store/port",
    "openapi",
  ],
  "mock-server/engine": [
    "mock-server/methods",
    "mock-server/requests",
    "mock-server/model",
    "mock-server/refusals",
    "rules",
    "mock-server/store/port",
    "openapi",
  ],
  "mock-server/report": ["mock-server/requests", "openapi"],
  "mock-server/control": [
    "mock-server/cards",
    "mock-server/methods",
    "mock-server/model",
    "mock-server/refusals",
    "mock-server/report",
    "mock-server/requests",
    "mock-server/state",
    "mock-server/store/port",
    "openapi",
  ],
  "mock-server/http": [
    "mock-server/cards",
    "mock-server/control",
    "mock-server/engine",
    "mock-server/model",
    "mock-server/requests",
    "mock-server/state",
    "mock-server/services",
    "rules",
    "openapi",
  ],
  "mock-server": ["openapi"],
  sdk: ["openapi/api.gen"],
  "sdk/contract": ["openapi"],
  contracts: ["mock-server/index", "openapi"],
  cli: ["contracts", "mock-server", "openapi"],
  bench: ["cli", "contracts", "mock-server", "openapi", "sdk"],
  scripts: ["bench", "cli", "contracts", "mock-server", "openapi", "sdk"],
};

/** npm packages and Node modules that only these folders may import. */
const packages = {
  "^express": "^(mock-server/http|test|bench|scripts)/",
  "^(lowdb|immutable|functional-red-black-tree)": "^(mock-server/store|test)/",
  "^(node:|@pact-foundation)": "^(?!mock-server/(model|cards|methods|refusals)|sdk/(?!build|contract))",
};

const root = "^(shared|openapi|mock-server|sdk|contracts|cli|bench|scripts|test)/";
const at = (folder) => (folder === "rules" ? "[.]rules[.]ts$|^mock-server/rules[.]ts$" : `^${folder}([/.]|$)`);
const below = (folder) =>
  Object.keys(imports)
    .filter((other) => other.startsWith(`${folder}/`))
    .map(at);

export default {
  forbidden: [
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    ...Object.entries(imports).map(([folder, allowed]) => ({
      name: `imports-of-${folder.replaceAll("/", "-")}`,
      severity: "error",
      from: { path: at(folder), pathNot: folder === "rules" ? [] : [at("rules"), ...below(folder)] },
      to: {
        path: root,
        pathNot: [folder === "mock-server" ? "^mock-server/" : at(folder), at("shared"), ...allowed.map(at)],
      },
    })),
    ...Object.entries(packages).map(([name, users]) => ({
      name: `users-of-${name.replace(/\W+/g, "-")}`,
      severity: "error",
      from: { pathNot: users },
      to: { path: name.replace("^", "(^|node_modules/)") },
    })),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/dist/|[.]gen[.]" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
