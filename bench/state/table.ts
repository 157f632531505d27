import { alignedTable } from "../numbers.js";
import type { StateFigures } from "./measure.js";

const ms = (value: number): string => (value < 100 ? value.toFixed(2) : Math.round(value).toLocaleString("en-US"));
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);

type Row = readonly [name: string, figure: (figures: StateFigures) => string];

/** Returns a row for each figure and a column for each size. */
export function stateTable(sizes: readonly StateFigures[]): string {
  const [first] = sizes;
  if (first === undefined) return "";
  const rows: readonly Row[] = [
    ["create in process, ms", ({ create }) => ms(create.ms)],
    ["create in process, ms of CPU", ({ create }) => ms(create.cpuMs)],
    ["create over HTTP, ms", ({ createOverHttp }) => ms(createOverHttp.ms)],
    ["create over HTTP, ms of CPU", ({ createOverHttp }) => ms(createOverHttp.cpuMs)],
    ["export over HTTP, ms", ({ exportOverHttp }) => ms(exportOverHttp.ms)],
    ["export over HTTP, ms of CPU", ({ exportOverHttp }) => ms(exportOverHttp.cpuMs)],
    ["peak heap of creation, of the final heap", ({ createPeak }) => createPeak.toFixed(2)],
    ["peak heap of export, of the final heap", ({ exportPeak }) => exportPeak.toFixed(2)],
    ["heap per client with card, bytes", ({ bytesPerClient }) => Math.round(bytesPerClient).toLocaleString("en-US")],
    ...Object.keys(first.steps).map((name): Row => [`${name} in process, ms`, ({ steps }) => ms(steps[name] ?? 0)]),
    ...Object.keys(first.stepsOverHttp).map(
      (name): Row => [`${name} over HTTP, ms`, ({ stepsOverHttp }) => ms(stepsOverHttp[name] ?? 0)],
    ),
    ...Object.keys(first.calls).map((name): Row => [`${name}, µs of CPU`, ({ calls }) => ms(calls[name] ?? 0)]),
    ...Object.keys(first.calls).map(
      (name): Row => [
        `${name}, of ${first.clients.toLocaleString("en-US")}`,
        ({ calls }) => ((calls[name] ?? 0) / (first.calls[name] ?? 0)).toFixed(2),
      ],
    ),
    ["new demo, ms", ({ demo }) => ms(demo)],
    ["heap of 1,000 demos, MB", ({ bytesOf1000Demos }) => megabytes(bytesOf1000Demos)],
  ];
  return alignedTable(
    ["clients with cards", ...sizes.map(({ clients }) => clients.toLocaleString("en-US"))],
    rows.map(([name, figure]) => [name, ...sizes.map(figure)]),
  );
}
