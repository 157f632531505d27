/** Which folders a folder of mock-server/ may import. `port` and `request-ring` are files of store/. */
const server = {
  model: "",
  refusals: "model rules",
  store: "model",
  cards: "model refusals rules openapi",
  requests: "model refusals rules port request-ring openapi",
  state: "cards model refusals store openapi",
  faults: "requests model refusals state port openapi",
  methods: "cards model refusals rules port openapi",
  engine: "faults methods requests model refusals rules port openapi",
  report: "requests openapi",
  control: "cards faults methods model refusals report requests state port openapi",
  http: "cards control engine model requests state services rules openapi",
};

const elsewhere = {
  shared: "",
  openapi: "",
  rules: "model",
  "mock-server": "openapi",
  sdk: "openapi/api.gen",
  "sdk/contract": "openapi",
  contracts: "mock-server/index openapi",
  cli: "contracts mock-server openapi",
  bench: "cli contracts mock-server openapi sdk",
  scripts: "bench cli contracts mock-server openapi sdk",
};

const files = { port: "store/port", "request-ring": "store/memory/request-ring", services: "services" };
const isOfServer = (name) => Object.hasOwn(server, name) || Object.hasOwn(files, name);
const full = (name) => (isOfServer(name) ? `mock-server/${files[name] ?? name}` : name);

/**
 * Which folder may import which, checked by `npm run lint`. A folder may always import from itself and from shared/.
 * docs/architecture.md draws these arrows.
 */
export const imports = Object.fromEntries(
  Object.entries({ ...server, ...elsewhere }).map(([folder, allowed]) => [
    full(folder),
    allowed.split(" ").filter(Boolean).map(full),
  ]),
);

/** npm packages and Node modules that only these folders may import. */
const packages = {
  "^express": "^(mock-server/http|test|bench|scripts)/",
  "^lowdb": "^(mock-server/store|test)/",
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
    exclude: { path: "/dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
