// Hive Gateway over a supergraph file, on a free port of 127.0.0.1; a caller's bearer goes to every subgraph as it came.
// Prints one JSON line with the address. Each answer's header `subgraph-calls` says which subgraphs were asked, in order.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

import { createGatewayRuntime } from "@graphql-hive/gateway-runtime";

const calls = new WeakMap();
const countCalls = {
  onRequest({ request }) {
    calls.set(request, []);
  },
  onSubgraphExecute({ subgraphName, executionRequest }) {
    calls.get(executionRequest.context?.request)?.push(subgraphName);
  },
  onResponse({ request, response }) {
    response.headers.set("subgraph-calls", (calls.get(request) ?? []).join(","));
  },
};

const gateway = createGatewayRuntime({
  supergraph: readFileSync(process.argv[2], "utf8"),
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get("authorization") ?? undefined }),
  },
  plugins: () => [countCalls],
  graphiql: false,
  landingPage: false,
  logging: "warn",
  maskedErrors: false,
});
const server = createServer(gateway);
server.listen(0, "127.0.0.1", () => {
  const url = `http://127.0.0.1:${server.address().port}/graphql`;
  process.stdout.write(`${JSON.stringify({ url })}\n`);
});
