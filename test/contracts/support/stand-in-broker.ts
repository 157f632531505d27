/**
 * A Pact broker as far as a provider verifier needs one, written from the broker's documentation of its HAL resources.
 * It has been compared with no real broker.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A pact of the broker. */
export interface StoredPact {
  readonly name: string;
  readonly content: object;
  /** Whether consumerVersionSelectors select it; true by default. */
  readonly isSelected?: (selectors: readonly unknown[]) => boolean;
  readonly pending?: boolean;
  readonly wip?: boolean;
}

/** A request with a body. */
interface Received {
  readonly verb: string;
  readonly path: string;
  readonly body: unknown;
  readonly authorization: string | undefined;
}

interface Selection {
  readonly consumerVersionSelectors?: readonly unknown[];
  readonly includePendingStatus?: boolean;
  readonly includeWipPactsSince?: string;
}

const notices = (pending: boolean) => [
  { when: "before_verification", text: pending ? "This pact is pending." : "This pact is in the main branch." },
  { when: "after_verification:success_true_published_true", text: "It is not pending any more." },
  { when: "after_verification:success_false_published_true", text: "The consumer team is notified." },
  { when: "after_verification:success_false_published_false", text: "Nothing was published." },
];

/** Starts a broker with pacts that behaves as documented and records requests. */
export async function standInBroker(pacts: readonly StoredPact[], { provider = "luna" } = {}) {
  const received: Received[] = [];
  const linksOf = (at: string) => ({
    "pb:provider-pacts-for-verification": { href: `${at}/pacts/provider/{provider}/for-verification`, templated: true },
    "pb:pacticipant-branch-version": {
      href: `${at}/pacticipants/{pacticipant}/branches/{branch}/versions/{version}`,
      templated: true,
    },
    "pb:pacticipant-version-tag": {
      href: `${at}/pacticipants/{pacticipant}/versions/{version}/tags/{tag}`,
      templated: true,
    },
  });
  const selected = (at: string, selection: Selection) => {
    const { consumerVersionSelectors = [], includePendingStatus = false, includeWipPactsSince } = selection;
    const found = pacts.filter(({ isSelected = () => true, wip = false }) =>
      wip ? includeWipPactsSince !== undefined : isSelected(consumerVersionSelectors),
    );
    return {
      _embedded: {
        pacts: found.map(({ name, pending = false, wip = false }) => ({
          shortDescription: name,
          verificationProperties: {
            ...(includePendingStatus && { pending: pending || wip }),
            ...(wip && { wip }),
            notices: notices(pending || wip),
          },
          _links: { self: { href: `${at}/pact/${name}`, name } },
        })),
      },
    };
  };
  const answer = async (request: IncomingMessage): Promise<{ status: number; body?: object }> => {
    const at = `http://${request.headers.host}`;
    const { url: path = "", method: verb = "" } = request;
    const { authorization } = request.headers;
    const body = verb === "GET" ? undefined : await json(request);
    if (verb !== "GET") received.push({ verb, path, body, authorization });
    if (verb === "GET" && path === "/") return { status: 200, body: { _links: linksOf(at) } };
    if (verb === "POST" && path === `/pacts/provider/${provider}/for-verification`)
      return { status: 200, body: selected(at, body as Selection) };
    const stored = pacts.find(({ name }) => path === `/pact/${name}`);
    if (verb === "GET" && stored !== undefined) {
      const results = { "pb:publish-verification-results": { href: `${at}/results/${stored.name}` } };
      return { status: 200, body: { ...stored.content, _links: results } };
    }
    if (verb === "POST" && path.startsWith("/results/")) return { status: 201, body: {} };
    if (verb === "PUT" && path.startsWith("/pacticipants/")) return { status: 201, body: {} };
    return { status: 404 };
  };
  const server = createServer((request, response) => {
    answer(request).then(({ status, body }) => {
      response.writeHead(status, { "content-type": "application/hal+json" });
      response.end(body === undefined ? "" : JSON.stringify(body));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}
