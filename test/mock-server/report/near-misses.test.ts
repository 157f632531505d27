/** Correct calls that look like mistakes, as hand-written log entries. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clientReport, formatReport, type RequestEntry } from "../../../mock-server/index.js";
import { type MethodName, methodFacts } from "../../../openapi/document.js";

const began = Date.parse("2026-01-15T12:00:00Z");
const stampCard = { passSerialNumber: "297150-586-203" };

type Of = Partial<Omit<RequestEntry, "at">> & { readonly seconds?: number };

type Made = readonly [MethodName, object, Of?];

/** Builds entries of accepted calls, by default 100 ms apart. */
const requestLog = (...calls: readonly Made[]): readonly RequestEntry[] =>
  calls.map(([method, request, { seconds, ...fields } = {}], index) => ({
    requestId: `r${index + 1}`,
    at: new Date(began + (seconds ?? index / 10) * 1000).toISOString(),
    company: "main",
    method,
    verb: "POST",
    name: method,
    query: {},
    token: "valid" as const,
    credentials: [],
    profile: {},
    request,
    status: 200,
    response: { result: 1 },
    rows: null,
    rules: [],
    why: null,
    unreadKeys: [],
    fault: null,
    changes: [],
    durationMs: 1,
    ...fields,
  }));

const found = (entries: readonly RequestEntry[]) => clientReport(entries).findings.map(({ mistake }) => mistake);

const push = (page: number, numberOfRowsSelected: number, of: Of = {}) =>
  [
    "sendInfoPush",
    { pushSegment: "allClients", idTemplate: "1", messageText: "Hello", page },
    { response: { result: 1, numberOfRowsSelected }, ...of },
  ] as const;

const pushed = (key: string) => ({ changes: [{ table: "pushes" as const, key }] });

const operation = (key: string) => ({ changes: [{ table: "operations" as const, key }] });

const madeCard: Made = ["createPass", { idTemplate: 1, userID: 2 }, { changes: [{ table: "cards", key: "a" }] }];

const use = ["usePass", { ...stampCard, numberStumps: 1 }] as const;

describe("no mistake is", () => {
  const clean: readonly (readonly [what: string, entries: readonly RequestEntry[]])[] = [
    ["a push loop that runs twice", requestLog(push(1, 10), push(2, 4), push(1, 10), push(2, 4))],
    [
      "two push loops of one message side by side",
      requestLog(push(1, 10), push(1, 10, { seconds: 1 }), push(2, 10), push(2, 10), push(3, 0), push(3, 0)),
    ],
    ["a push loop whose pages are sent in parallel", requestLog(push(2, 10), push(3, 2), push(1, 10))],
    ["a push loop that ends in a refusal", requestLog(push(1, 10), push(2, 0, { why: "no", response: { error: 4 } }))],
    [
      "one page of a push that was not full, again after a while",
      requestLog(push(1, 3, pushed("1")), push(1, 3, { seconds: 9, ...pushed("2") })),
    ],
    ["a page of a push that was sent again", requestLog(push(1, 10), push(2, 10), push(2, 10), push(3, 4))],
    ["the first page of a push that was sent again", requestLog(push(1, 10), push(1, 10), push(2, 10), push(3, 4))],
    ["a push loop that was begun anew", requestLog(push(1, 10), push(2, 10), push(1, 10), push(2, 10), push(3, 4))],
    [
      "a push loop with long pauses",
      requestLog(push(1, 10), push(2, 10, { seconds: 90 }), push(3, 0, { seconds: 190 })),
    ],
    [
      "the same for a card again after a look at it",
      requestLog([...use, operation("1")], ["getPassInfo", stampCard], [...use, operation("2")]),
    ],
    [
      "a refusal, a second attempt that is taken, and what follows from it",
      requestLog(
        ["createClient", { idTemplate: 1 }, { why: "no" }],
        ["createClient", { idTemplate: 1, sName: "Doe" }],
        ["createPass", { idTemplate: 1 }, { why: "no" }],
      ),
    ],
    [
      "a second attempt at a card that was not found",
      requestLog([...use, { why: "no", rules: ["card.known"] }], [...use, { why: "no", rules: ["card.known"] }]),
    ],
    ["a null key that no method reads", requestLog(["getPassInfo", { ...stampCard, action: null }])],
    [
      "a token and an API key beside the header",
      requestLog(["getPassInfo", { ...stampCard, token: "x", "X-API-Key": "y" }]),
    ],
    [
      "an unknown token among valid ones",
      requestLog(use, ["usePass", use[1], { token: "unknown", company: null, why: "no", response: { error: 1 } }]),
    ],
    [
      "a missing token, among others, on a method whose sample has it",
      requestLog(use, ["getPassInfo", stampCard, { token: "missing", why: "no" }]),
    ],
    [
      "a key that is null or empty and a parameter",
      requestLog(["getClientsList", { idTemplate: 1, page: null }, { unreadKeys: ["page"] }]),
    ],
    [
      "a parameter that a refusal came too early to read",
      requestLog(["usePass", use[1], { why: "no", unreadKeys: ["numberStumps"] }]),
    ],
    ["a template as a string where the vendor's page has one", requestLog(push(1, 3))],
    [
      "a change again after seconds enough",
      requestLog([...use, { ...operation("1") }], [...use, { seconds: 6, ...operation("2") }]),
    ],
    ["a change again after the sandbox was reset", requestLog([...use, operation("7")], [...use, operation("7")])],
    ["a change again after it was refused", requestLog([...use, { why: "no" }], [...use, operation("1")])],
    [
      "a change of two cards",
      requestLog([...use, operation("1")], ["usePass", { passSerialNumber: "x", numberStumps: 1 }, operation("2")]),
    ],
    ["createPass for one client in two worlds", requestLog(madeCard, madeCard)],
    ["the first page of a history", requestLog(["getPassOperations", stampCard, { rows: 50 }])],
    [
      "a list whose last page is empty",
      requestLog(
        ["getClientsList", { idTemplate: 1 }, { rows: 10 }],
        ["getClientsList", { idTemplate: 1, page: 2 }, { rows: 0 }],
      ),
    ],
    [
      "a list whose pages are numbered from 0",
      requestLog(
        ["getClientsList", { idTemplate: 1 }, { rows: 10, profile: { firstPage: "0" } }],
        ["getClientsList", { idTemplate: 1, page: 1 }, { rows: 0, profile: { firstPage: "0" } }],
      ),
    ],
    [
      "looking often with changes in between",
      requestLog(
        ...Array.from({ length: 12 }, (_, turn) =>
          turn % 2 === 0 ? (["getPassInfo", stampCard] as const) : ([...use, operation(String(turn))] as const),
        ),
      ),
    ],
    [
      "error 5 and a search for who it is",
      requestLog(
        [
          "createClient",
          { idTemplate: 1, phone: 2 },
          { why: "taken", rules: ["client.unique"], response: { error: 5, userID: 3 } },
        ],
        ["getPassInfoByPhone", { idTemplate: 1, phone: 2 }],
      ),
    ],
    [
      "another call after a refusal",
      requestLog(["createClient", { idTemplate: 1 }, { why: "no" }], ["createPass", { idTemplate: 1, userID: 7 }]),
    ],
    [
      "a call of another template after a refusal",
      requestLog(["createClient", { idTemplate: 1 }, { why: "no" }], ["createPass", { idTemplate: 2 }, { why: "no" }]),
    ],
    ["a request that broke the server", requestLog([...use, { status: 500 }], [...use, { status: 500 }])],
  ];
  test.each(clean)("%s", (_what, entries) => {
    expect(found(entries)).toEqual([]);
  });
});

test("a break of more than a minute ends a push loop", () => {
  expect(found(requestLog(push(1, 10), push(1, 10, { seconds: 90 }), push(2, 1, { seconds: 91 })))).toEqual([
    "push-loop-unfinished",
  ]);
});

test("a page that was skipped is a loop left unfinished", () => {
  expect(found(requestLog(push(1, 10), push(3, 1)))).toEqual(["push-loop-unfinished"]);
});

test("a key unlike all missing parameters is not a misspelling", () => {
  expect(found(requestLog(["getClientsList", { idTemplate: 1, name: "Doe" }]))).toEqual(["unread-key"]);
  expect(found(requestLog(["createClient", { sName: "a", fName: "b", name: "c", phone: 1, idTemplate: 1 }]))).toEqual([
    "unread-key",
  ]);
});

test("a key similar to a present parameter is only unread", () => {
  const extra = { ...stampCard, action: "spendPoints", sum: 1, numberStomps: 5 };
  for (const why of [null, "not enough points: 0 left, 1 requested"])
    expect(found(requestLog(["usePass", extra, { why }]))).toEqual(["unread-key"]);
  const [finding] = clientReport(
    requestLog([
      "createClient",
      { sName: "Doe", fName: "Jane", phone: 1, idTemplate: 1, "e-mail": "jane@example.com" },
    ]),
  ).findings;
  expect(finding).toMatchObject({
    mistake: "unread-key",
    observed: 'createClient: unread key "e-mail" in the body; did you mean email?',
  });
});

test("unread parameters of a form are reported if logged", () => {
  const extra = { ...stampCard, numberStumps: 1, sum: 5 };
  const [finding] = clientReport(requestLog(["usePass", extra, { unreadKeys: ["sum"] }])).findings;
  expect(finding).toMatchObject({ mistake: "unread-key", observed: 'usePass: unread key "sum" in the body' });
});

test("equal mistakes are a finding with a count and five requests", () => {
  const wrong = ["usePass", { ...stampCard, numberStamps: 1 }, { why: "numberStumps is missing" }] as const;
  const { findings } = clientReport(
    requestLog(...Array.from({ length: 7 }, () => wrong), [
      "getPassInfo",
      { PassSerialNumber: "x" },
      { why: "passSerialNumber is missing" },
    ]),
  );
  expect(findings).toMatchObject([
    {
      mistake: "misspelt-parameter",
      severity: "error",
      certain: true,
      count: 7,
      requests: ["r1", "r2", "r3", "r4", "r5"],
      observed: 'usePass: unknown parameter "numberStamps"; did you mean numberStumps?',
    },
    {
      count: 1,
      requests: ["r8"],
      observed: 'getPassInfo: unknown parameter "PassSerialNumber"; did you mean passSerialNumber?',
    },
  ]);
});

test("client text is shortened and cannot control a terminal", () => {
  const [long] = clientReport(requestLog(["getPassInfo", { ["x".repeat(9_000)]: 1 }])).findings;
  expect(long?.observed.length).toBeLessThan(120);
  const [steering] = clientReport(requestLog(["getPassInfo", { "\u001b[2J\u009bя": 1 }])).findings;
  expect(steering?.observed).toBe('getPassInfo: unread key "\\u001b[2J\\u009b\\u044f" in the body');
});

test("nothing that a client can send stops the report", () => {
  const names = Object.values(methodFacts).flatMap(({ parameters }) => parameters.map(({ name }) => name));
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constant({ toString: 1, valueOf: null }),
    fc.constantFrom("allClients", 10),
  );
  const request = fc.dictionary(fc.constantFrom(...names, "toString", "constructor"), value);
  const call = fc.tuple(
    fc.constantFrom(...(Object.keys(methodFacts) as MethodName[])),
    fc.oneof(request, fc.constant(null as unknown as object), fc.constant([] as object)),
    fc.record({
      response: value,
      why: fc.constantFrom(null, "no"),
      rules: fc.constantFrom<RequestEntry["rules"]>([], ["client.unique"]),
    }),
  );
  fc.assert(
    fc.property(fc.array(call, { maxLength: 8 }), (calls) => {
      for (const { count, requests } of clientReport(requestLog(...calls)).findings) {
        expect(count).toBeGreaterThan(0);
        expect(requests.length).toBeGreaterThan(0);
      }
    }),
  );
});

describe("as text", () => {
  test("a report has the number and time of requests", () => {
    expect(formatReport(clientReport([]))).toBe("Client report: no requests to examine.");
    expect(formatReport(clientReport(requestLog(use)))).toBe("Client report: no mistakes in 1 request.");
    const incomplete = formatReport(clientReport(requestLog(use), { requests: 3, bodies: 1 }));
    expect(incomplete).toContain(
      "The report is incomplete: the request log has dropped 3 requests and the bodies of 1 request",
    );
  });

  test("a finding has description, requests and advice", () => {
    const text = formatReport(
      clientReport(
        requestLog(
          ["usePass", { ...stampCard, numberStamps: 1 }, { why: "numberStumps is missing" }],
          ["getClientsList", { idTemplate: 1 }, { rows: 10 }],
        ),
      ),
    );
    expect(text).toMatchInlineSnapshot(`
      "Client report: 1 error, 1 hint in 2 requests.

      error  misspelt-parameter, 1 time
        A call was refused because a parameter's name is misspelt. The vendor's own typos, such as numberStumps, are the right names.
        observed  usePass: unknown parameter "numberStamps"; did you mean numberStumps?
        requests  r1
        advice    Copy the names from the OpenAPI document; they are case-sensitive.

      hint  paging-stopped, 1 time (may be intended)
        A page of a list was full, and the client never requested the next page.
        observed  getClientsList: the last requested page was full (10 rows)
        requests  r2
        advice    Request page + 1 until a page is not full, unless you need only the first rows."
    `);
  });
});
