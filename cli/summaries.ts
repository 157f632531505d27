/** The purpose of each command in a line, in the order of the help. */
export const summaries = {
  start: "start a stateful sandbox of the Luna Loyalty Cards API",
  verify: "verify contracts of clients (pacts) against the sandbox",
  check: "check contracts of clients (pacts) against the OpenAPI document",
  record: "record a contract from the requests of a client",
  coverage: "show which methods and outcomes the contracts or requests cover",
  states: "list the provider states that contracts can use",
  run: "run a command, such as the tests of a client, with a new server",
  try: "run a client's tests under every profile of the API",
  seed: "generate a state of a given size, as a file or in a running server",
  report: "report mistakes of a client that a running server has seen",
} as const;
