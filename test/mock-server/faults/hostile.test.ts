/** Any input is accepted or refused with a message. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { drawEffect } from "../../../mock-server/faults/draw.js";
import { spoilResponse } from "../../../mock-server/faults/effects.js";
import { maxDelayMs, type StoredFault } from "../../../mock-server/faults/fault.js";
import { parseFaultHeader } from "../../../mock-server/faults/fault-header.js";
import { faultProblems } from "../../../mock-server/faults/fault-problems.js";
import { Refusal } from "../../../mock-server/refusals.js";

const kinds = ["delay", "error", "http", "hang", "cut", "truncate", "drip", "contentType", "stale"];
const keys = [
  "ms",
  "sigma",
  "code",
  "userID",
  "status",
  "body",
  "retryAfter",
  "when",
  "keep",
  "pieces",
  "value",
  "seconds",
];
const values = fc.oneof(
  fc.integer({ min: -1, max: 600 }),
  fc.double({ noNaN: true }),
  fc.constantFrom("before", "after", "during", "html", "empty", "text/html"),
  fc.jsonValue(),
);
const effects = fc
  .tuple(fc.constantFrom(...kinds), fc.dictionary(fc.constantFrom(...keys), values, { maxKeys: 3 }))
  .map(([kind, rest]) => ({ kind, ...rest }));
const faults = fc.oneof(
  fc.jsonValue(),
  fc.record({ effect: fc.oneof(effects, fc.jsonValue()) }),
  fc.record({ effect: effects, body: fc.jsonValue(), method: fc.string(), times: values }),
);

test("a fault is valid or has described problems", () => {
  fc.assert(
    fc.property(faults, (fault) => {
      const problems = faultProblems(fault);
      for (const problem of problems) expect(problem).toMatch(/^\S.*[^.]$/s);
      if (problems.length === 0) expect(kinds).toContain((fault as { effect: { kind: string } }).effect.kind);
    }),
  );
});

const headers = fc.oneof(
  fc.string(),
  fc
    .tuple(fc.constantFrom(...kinds), fc.array(fc.tuple(fc.constantFrom(...keys), values), { maxLength: 3 }))
    .map(([kind, pairs]) => [kind, ...pairs.map(([key, value]) => `${key}=${value}`)].join("; ")),
);

test("a fault header gives an effect or a short refusal", () => {
  fc.assert(
    fc.property(headers, (header) => {
      const parsed = parseFaultHeader(header, "getPassInfo");
      if (parsed instanceof Refusal) expect(parsed.reason).toMatch(/^x-luna-fault: [^\r\n]+$/);
      else expect(faultProblems({ effect: parsed })).toEqual([]);
    }),
  );
});

test("every valid effect makes a response within the bounds", () => {
  const text = '{"name":"Zoë 😀","list":["😀","😀"]}';
  fc.assert(
    fc.property(
      effects.filter((effect) => faultProblems({ effect }).length === 0),
      fc.integer({ min: 1, max: 1e6 }),
      (effect, ordinal) => {
        const drawn = drawEffect({ id: "f", effect, seed: 1, matched: 0, fired: 0 } as StoredFault, ordinal);
        const response = { status: 200, headers: { "content-type": "application/json" }, body: text };
        const { body, delivery, headers } = spoilResponse(response, { id: "f", effect: drawn });
        expect(headers["x-luna-fault"]).toBe("f");
        expect(body.isWellFormed()).toBe(true);
        if (delivery?.kind === "late" || delivery?.kind === "drip") expect(delivery.ms).toBeLessThanOrEqual(maxDelayMs);
        if (delivery?.kind === "cut" && delivery.sent !== undefined) expect(text.startsWith(delivery.sent)).toBe(true);
      },
    ),
  );
});
