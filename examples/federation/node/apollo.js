// Apollo's gateway over a supergraph file, on a free port of 127.0.0.1; a caller's bearer goes to every subgraph as it came.
// Prints one JSON line with the address. Each answer's header `subgraph-calls` says which subgraphs were asked, in order.
import { readFileSync } from "node:fs";

import { ApolloGateway, RemoteGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginLandingPageDisabled } from "@apollo/server/plugin/disabled";
import { startStandaloneServer } from "@apollo/server/standalone";

class Subgraph extends RemoteGraphQLDataSource {
  constructor({ name, url }) {
    super({ url });
    this.name = name;
  }

  willSendRequest({ request, context }) {
    if (context.authorization) request.http.headers.set("authorization", context.authorization);
    // The gateway asks once without a caller when it starts.
    context.calls?.push(this.name);
  }
}

const countCalls = {
  async requestDidStart() {
    return {
      async willSendResponse({ response, contextValue }) {
        response.http.headers.set("subgraph-calls", contextValue.calls.join(","));
      },
    };
  },
};

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(process.argv[2], "utf8"),
  buildService: (subgraph) => new Subgraph(subgraph),
});
const server = new ApolloServer({ gateway, plugins: [ApolloServerPluginLandingPageDisabled(), countCalls] });
const { url } = await startStandaloneServer(server, {
  listen: { host: "127.0.0.1", port: 0 },
  context: async ({ req }) => ({ authorization: req.headers.authorization, calls: [] }),
});
process.stdout.write(`${JSON.stringify({ url })}\n`);
