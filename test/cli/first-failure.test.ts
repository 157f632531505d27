import { expect, test } from "vitest";
import { firstFailure } from "../../cli/commands/try.first-failure.js";

test.each([
  [
    "node, uncaught",
    'file:///shop/client.js:3\nthrow new TypeError("no card");\n      ^\n\nTypeError: no card\n    at file:///shop/client.js:3:7\n\nNode.js v20.20.0\n',
    "TypeError: no card",
  ],
  [
    "node:test, TAP",
    "TAP version 13\nok 1 - logs in\nnot ok 2 - credits\n  ---\n  duration_ms: 3\n  error: 'one card was expected'\n  ...\n# fail 1\n",
    "not ok 2 - credits: error: 'one card was expected'",
  ],
  [
    "vitest",
    " RUN  v4\n\n ❯ a.test.ts (2 tests | 1 failed) 5ms\n   ✓ Error 5 is understood 1ms\n   \u001b[31m×\u001b[39m credits 3ms\n     → expected 1 to be 2\n\n FAIL  a.test.ts > credits\nAssertionError: expected 1 to be 2 // Object.is\n",
    "× credits 3ms: → expected 1 to be 2",
  ],
  [
    "jest",
    "FAIL ./a.test.js\n  ✕ credits (3 ms)\n\n  ● credits\n\n    expect(received).toBe(expected)\n\n    Expected: 2\n    Received: 1\n",
    "FAIL ./a.test.js: expect(received).toBe(expected)",
  ],
  [
    "mocha",
    "  luna\n    ✔ logs in\n    1) credits\n\n  1 passing (5ms)\n  1 failing\n\n  1) luna\n       credits:\n     AssertionError [ERR_ASSERTION]: 1 == 2\n",
    "1) credits: AssertionError [ERR_ASSERTION]: 1 == 2",
  ],
  [
    "pytest",
    "test_luna.py .F\n=== FAILURES ===\n___ test_credit ___\n    def test_credit():\n>       assert card['stamps'] == 2\nE       KeyError: 'stamps'\n\nFAILED test_luna.py::test_credit - KeyError: 'stamps'\n",
    "E       KeyError: 'stamps'",
  ],
  [
    "python, uncaught",
    'Traceback (most recent call last):\n  File "t.py", line 2, in <module>\n    assert card["stamps"] == 2\nTypeError: none\n',
    "TypeError: none",
  ],
  [
    "node:test, TAP with a block",
    "not ok 1 - sign up\n  ---\n  failureType: 'testCodeFailure'\n  error: |-\n    no card\n    \n    1 !== 2\n  code: 'ERR_ASSERTION'\n",
    "not ok 1 - sign up: error: no card",
  ],
  [
    "phpunit",
    "PHPUnit 11\n\n.F  2 / 2 (100%)\n\nThere was 1 failure:\n\n1) LunaTest::testCredit\nFailed asserting that 1 matches expected 2.\n\nFAILURES!\n",
    "1) LunaTest::testCredit: Failed asserting that 1 matches expected 2.",
  ],
  [
    "php",
    "PHP Fatal error:  Uncaught TypeError: none in /shop/a.php:3\n",
    "PHP Fatal error:  Uncaught TypeError: none in /shop/a.php:3",
  ],
  [
    "go",
    "=== RUN   TestCredit\n--- FAIL: TestCredit (0.00s)\n    luna_test.go:12: got 1 stamps, want 2\nFAIL\n",
    "--- FAIL: TestCredit (0.00s): luna_test.go:12: got 1 stamps, want 2",
  ],
  [
    "dotnet",
    "  Failed Luna.Credit [3 ms]\n  Error Message:\n   System.InvalidOperationException : no card\n",
    "Failed Luna.Credit [3 ms]: System.InvalidOperationException : no card",
  ],
  [
    "maven",
    "[INFO] Tests run: 1, Failures: 0\n[ERROR] LunaTest.credit:12 expected: <2> but was: <1>\n",
    "[ERROR] LunaTest.credit:12 expected: <2> but was: <1>",
  ],
  ["rust", "thread 'credit' panicked at src/lib.rs:3:5:\nno card\n", "thread 'credit' panicked at src/lib.rs:3:5:"],
  [
    "something else",
    "connecting\n\n0 errors\nsending\nno stamps on the card\nbye\n",
    "sending / no stamps on the card / bye",
  ],
  ["nothing", "\n  \n", ""],
])("firstFailure finds the first failure of %s", (_tool, output, expected) => {
  expect(firstFailure(output)).toBe(expected);
});

test("a long failure is shortened", () => {
  expect(firstFailure(`Error: ${"x".repeat(1000)}`)).toHaveLength(300);
});
