import { withSection } from "./section.js";

type Arrows = Readonly<Record<string, readonly string[]>>;

/** Returns the folder of the table that contains a path; a file outside of them stands for itself. */
function folderOf(table: Arrows, path: string): string {
  if (Object.hasOwn(table, path)) return path;
  const folder = path.split("/").slice(0, -1).join("/");
  return folder === "" || folder === "mock-server"
    ? path.replace("mock-server/index", "mock-server")
    : folderOf(table, folder);
}

/** Lists the folders that a folder reaches along any number of arrows. */
function reachedFrom(arrows: Arrows, folder: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (from: string): void => {
    for (const to of arrows[from] ?? []) {
      if (reached.has(to)) continue;
      reached.add(to);
      visit(to);
    }
  };
  visit(folder);
  return reached;
}

/** Labels of nodes that are no folders. */
const labels: Readonly<Record<string, string>> = {
  "mock-server": "index.ts, server.ts",
  "mock-server/refusals": "refusals.ts",
  "mock-server/services": "services.ts",
  rules: "*.rules.ts",
};

/** Draws the nodes of the server in a frame, with short labels. */
const serverFrame = (nodes: readonly string[]): readonly string[] => [
  '  subgraph server ["mock-server/"]',
  ...nodes.map((node) => `    ${node}["${labels[node] ?? node.replace("mock-server/", "")}"]`),
  "  end",
];

/** Draws the table of allowed imports without the arrows that follow from the rest. */
function drawing(table: Arrows): string {
  const folders = Object.keys(table).filter((folder) => folder !== "shared");
  const arrows: Arrows = Object.fromEntries(
    folders.map((folder) => {
      const inner = folder === "mock-server" ? folders.filter((other) => other.startsWith("mock-server/")) : [];
      const targets = [...inner, ...(table[folder] ?? [])].map((path) => folderOf(table, path));
      return [folder, [...new Set(targets)].filter((target) => target !== folder)];
    }),
  );
  const reached = new Map(folders.map((folder) => [folder, reachedFrom(arrows, folder)]));
  const reaches = (from: string, to: string) => reached.get(from)?.has(to) === true;
  const drawn = folders.flatMap((from) => {
    const targets = arrows[from] ?? [];
    const follows = (to: string) => targets.some((via) => via !== to && reaches(via, to) && !reaches(to, via));
    return targets.filter((target) => !follows(target)).map((to) => ({ from, to }));
  });
  const nodes = [...new Set(drawn.flatMap(({ from, to }) => [from, to]))];
  const ofServer = nodes.filter((node) => /^mock-server\b|^rules$/.test(node)).sort();
  const lines = drawn.map(({ from, to }) => `  ${from} --> ${to}`);
  return ["```mermaid", "flowchart TD", ...serverFrame(ofServer), ...lines, "```"].join("\n");
}

/** Returns docs/architecture.md with a drawing of the allowed imports. */
export async function architecturePage(page: string): Promise<string> {
  const file = new URL("../.dependency-cruiser.mjs", import.meta.url);
  const { imports } = (await import(file.href)) as { readonly imports: Arrows };
  return withSection(page, "arrows", drawing(imports));
}
