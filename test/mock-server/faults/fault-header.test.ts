import { expect, test } from "vitest";
import { parseFaultHeader } from "../../../mock-server/faults/fault-header.js";

test.each<[string, object]>([
  ["error; code=2", { kind: "error", code: 2 }],
  ["delay;ms=500", { kind: "delay", ms: 500 }],
  [" cut ; when = after ", { kind: "cut", when: "after" }],
  ["hang", { kind: "hang" }],
  ["http; status=503; body=empty; retryAfter=7", { kind: "http", status: 503, body: "empty", retryAfter: 7 }],
  ["truncate; keep=0.25", { kind: "truncate", keep: 0.25 }],
  ['contentType; value="text/html; charset=utf-8"', { kind: "contentType", value: "text/html; charset=utf-8" }],
])("x-luna-fault: %s", (header, effect) => {
  expect(parseFaultHeader(header, "usePass")).toEqual(effect);
});

test.each<[string, RegExp]>([
  ["", /must be an effect with its values, such as error; code=2/],
  ["error; code", /must be an effect with its values/],
  ["error code=2", /must be an effect with its values/],
  [`hang; when="${"a".repeat(200)}"`, /in at most 200 characters/],
  ["eror; code=2", /kind must be one of delay, error, .*did you mean "error"\?/],
  ["error", /^x-luna-fault: code is missing/],
  ["error; code=6", /code must be at most 5/],
  ["error; code=two", /code must be of type integer/],
  ["error; code=1; code=2", /code must be given once/],
  ["error; kind=hang", /kind must be given once/],
  ["error; code=2; userID=5", /userID needs code 5, got code 2/],
  ["delay; ms=60001", /ms must be at most 60000/],
  ["delay; ms=100; sigma=1", /sigma needs a fault of the sandbox/],
  ["http; status=500; retryAfter=1", /retryAfter needs status 429 or 503, got status 500/],
  ["cut", /when is missing/],
  ["cut; wen=after", /unknown key "wen"; did you mean "when"\?/],
  ["error; code=2; times=1", /unknown key "times"/],
  ['contentType; value="text/html\u0001"', /value must be a media type/],
  ["stale; seconds=5", /stale needs a method that only reads, got usePass/],
  ["error; __proto__=1", /must be an effect with its values/],
])("x-luna-fault refuses %s", (header, reason) => {
  expect(parseFaultHeader(header, "usePass")).toMatchObject({
    kind: "sandbox",
    status: 400,
    reason: expect.stringMatching(reason),
  });
  expect(parseFaultHeader(header, "usePass")).toMatchObject({ reason: expect.stringMatching(/^x-luna-fault: /) });
});
