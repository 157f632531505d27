import { defaultReading, nearest, presentationSwitches, type Reading, ruleSwitches } from "../../mock-server/index.js";
import { UsageError } from "../command.js";

/** Every switch with its values, the default first. */
export const switches: Readonly<Record<string, readonly string[]>> = { ...presentationSwitches, ...ruleSwitches };

/** The reading that `--set switch=value` asks for; undefined for the default one. */
export function readingOf(settings: readonly string[]): Partial<Reading> | undefined {
  const reading: Record<string, string> = {};
  for (const setting of settings) {
    const [, name = "", value = ""] = /^([^=]*)=(.*)$/.exec(setting) ?? [undefined, setting];
    const values = Object.hasOwn(switches, name) ? switches[name] : undefined;
    if (values === undefined) {
      const near = nearest(name, Object.keys(switches));
      const hint =
        near === undefined ? `the switches are ${Object.keys(switches).join(", ")}` : `did you mean ${near}?`;
      throw new UsageError(`there is no switch ${JSON.stringify(name)}: ${hint}`);
    }
    if (!values.includes(value))
      throw new UsageError(`${name} is ${values.join(" or ")}, not ${JSON.stringify(value)}`);
    if (value !== defaultReading[name as keyof Reading]) reading[name] = value;
  }
  return Object.keys(reading).length === 0 ? undefined : (reading as Partial<Reading>);
}
