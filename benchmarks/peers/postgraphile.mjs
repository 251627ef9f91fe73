// PostGraphile 5 over the hub's tables: its Amber preset as it comes, without explorer, watching or tokens.
import { createServer } from "node:http";
import pg from "pg";
import { grafserv } from "postgraphile/grafserv/node";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { postgraphile } from "postgraphile";
import { pgSmartTags } from "postgraphile/utils";

const { BENCH_HOST: host, BENCH_ROLE: user, BENCH_DATABASE: database, BENCH_FD: fd } = process.env;
const pool = new pg.Pool({ host, user, database, max: 16 });
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool, schemas: ["public"] })],
  // PostGraphile names the edge of a list of bodies BodyEdge, and a table of ours is called so already.
  plugins: [pgSmartTags({ kind: "class", match: "body_edge", tags: { name: "body_relation" } })],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false },
  grafast: { explain: false },
});
const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen({ fd: Number(fd) });
