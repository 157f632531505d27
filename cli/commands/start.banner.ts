import { bracketed, machineNames } from "../../mock-server/http/guard.js";
import { formatSwitches, type LunaServer, type SandboxView } from "../../mock-server/index.js";

/** Options of `start` that the banner shows. */
interface BannerOptions {
  readonly data: string;
  readonly memory: boolean;
  readonly host: string;
  readonly fixture: string | undefined;
  readonly seed: number | undefined;
}

const indent = " ".repeat(11);

const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Returns the names of a server on all addresses for other machines. 0.0.0.0 covers IPv4 only. */
const reachable = (host: string): readonly string[] =>
  machineNames(host)
    .slice(1)
    .filter((name) => !/^(127\.|::1$|fe80:)/.test(name) && (host === "::" || !name.includes(":")));

/** Returns the sandbox `default`; undefined if it is damaged. */
export const defaultOf = async (server: LunaServer): Promise<SandboxView | undefined> =>
  (await server.services.sandboxes.list()).find(({ id }) => id === "default");

/** Shows where the state is, and which options do not apply to a restored state. */
function stateLines({ restored }: LunaServer, { data, memory, fixture, seed }: BannerOptions): readonly string[] {
  const ignored = Object.entries({ fixture, seed }).flatMap(([name, value]) =>
    value === undefined ? [] : `--${name}`,
  );
  return [
    `  state    ${memory ? "in memory only" : data}${restored ? " (restored)" : ""}`,
    ...(restored && ignored.length > 0
      ? [`${indent}${ignored.join(" and ")} ignored, because ${data} has a state; use a new --data folder`]
      : []),
  ];
}

/** Shows the settings of the sandbox `default` that change its responses. */
function sandboxLines({ clock, profile }: SandboxView, faultIds: readonly string[]): readonly string[] {
  const switches = formatSwitches(profile, ", ");
  return [
    ...(clock.frozen
      ? [`  clock    frozen at ${clock.now}; PUT /_luna/sandboxes/default/clock {"real": true} unfreezes it`]
      : []),
    ...(switches === "" ? [] : [`  profile  ${switches}`]),
    ...(faultIds.length > 0 ? [`  faults   ${faultIds.join(", ")}; see docs/faults.md`] : []),
  ];
}

/** Returns the text that is printed on start. */
export async function banner(server: LunaServer, options: BannerOptions): Promise<string> {
  const { sandboxes, faults, guard } = server.services;
  const { host } = options;
  const sandbox = await defaultOf(server);
  const token = sandbox?.companies[0]?.token;
  const faultIds = sandbox === undefined ? [] : (await faults.list(sandbox.id)).faults.map(({ id }) => id);
  const damaged = (await sandboxes.damaged()).map(({ id }) => id);
  const isOpen = host === "0.0.0.0" || host === "::";
  const { port } = new URL(server.url);
  return [
    `luna-sandbox listens on ${server.url}`,
    "",
    `  API      ${server.url}/api/v1/<method>`,
    ...(isOpen ? reachable(host).map((name) => `${indent}http://${bracketed(name)}:${port}/api/v1/<method>`) : []),
    ...(token === undefined ? [] : [`  token    ${token}`]),
    ...stateLines(server, options),
    ...(damaged.length > 0 ? [`  damaged  ${damaged.join(", ")}; GET /_luna/sandboxes shows the reason`] : []),
    ...(sandbox === undefined ? [] : sandboxLines(sandbox, faultIds)),
    ...(guard.adminToken === undefined ? [] : ["  control  send the admin token in x-luna-admin-token to use /_luna"]),
    ...(isOpen ? ["  network  other machines can use the API with the tokens of its companies"] : []),
    "",
    "Try it:",
    token === undefined
      ? `  curl -s ${server.url}/_luna/sandboxes`
      : `  curl -s ${server.url}/api/v1/getTemplates -H ${shellQuoted(`x-access-token: ${token}`)} -d '{}'`,
    "",
  ].join("\n");
}
