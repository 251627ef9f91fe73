// Mercurius with JIT and its batching loaders, resolvers written by hand over the hub's tables.
import Fastify from "fastify";
import mercurius from "mercurius";
import pg from "pg";

pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
const { BENCH_HOST: host, BENCH_ROLE: user, BENCH_DATABASE: database, BENCH_FD: fd } = process.env;
const pool = new pg.Pool({ host, user, database, max: 16 });

const STUDIO = `id, name, type, platform_kind as "platformKind", mode, status, area, filing_number as "filingNumber",
  opened_on as "openedOn", is_demonstration as "isDemonstration", published, owner_body_id`;
const MEMBER = "id, name, post, photo, home_body_id";
const BODY = 'id, name, short_name as "shortName"';

const schema = `
  type Body { id: ID! name: String! shortName: String! reporting(first: Int!): [Body!]! studios(first: Int!): [Studio!]! }
  type Studio {
    id: ID! name: String! type: String! platformKind: String! mode: String! status: String! area: String
    filingNumber: String openedOn: String isDemonstration: Boolean! published: Boolean!
    owner: Body! residencies(first: Int!): [Residency!]! activities(first: Int!): [Activity!]!
  }
  type Residency { role: String! member: Member }
  type Member { id: ID! name: String! post: String photo: String homeBody: Body! }
  type Activity { id: ID! topic: String! heldOn: String! mode: String! }
  type Query { studios(first: Int!): [Studio!]! studio(id: ID!): Studio body(code: String!): Body }
`;

async function rows(name, text, values) {
  return (await pool.query({ name, text, values })).rows;
}

// One statement for all the rows that one field of one operation asks for.
function one(name, key, columns, table) {
  return async (queries) => {
    const ids = [...new Set(queries.map(({ obj }) => obj[key]))];
    const found = await rows(name, `select ${columns} from ${table} where id = any($1)`, [ids]);
    const byId = new Map(found.map((row) => [row.id, row]));
    return queries.map(({ obj }) => byId.get(obj[key]) ?? null);
  };
}

// The first rows under each of many parents, by a lateral join on the index of the reference.
function many(name, columns, table, reference, order) {
  const text = `select parent.id as parent, child.* from unnest($1::text[]) as parent(id) cross join lateral
    (select ${columns} from ${table} where ${reference} = parent.id order by ${order} limit $2) child`;
  return async (queries) => {
    const found = await rows(name, text, [queries.map(({ obj }) => obj.id), queries[0].params.first]);
    const byParent = new Map(queries.map(({ obj }) => [obj.id, []]));
    for (const row of found) byParent.get(row.parent).push(row);
    return queries.map(({ obj }) => byParent.get(obj.id));
  };
}

const resolvers = {
  Query: {
    studios: (_, { first }) => rows("studios", `select ${STUDIO} from studio order by id limit $1`, [first]),
    studio: async (_, { id }) => (await rows("studio", `select ${STUDIO} from studio where id = $1`, [id]))[0] ?? null,
    body: async (_, { code }) => (await rows("body", `select ${BODY} from body where code = $1`, [code]))[0] ?? null,
  },
};
const loaders = {
  Studio: {
    owner: { loader: one("owner", "owner_body_id", BODY, "body"), opts: { cache: false } },
    residencies: { loader: many("residencies", "role, member_id", "residency", "studio_id", "id"), opts: { cache: false } },
    activities: {
      loader: many("activities", 'id, topic, held_on as "heldOn", mode', "activity", "studio_id", "held_on desc, id"),
      opts: { cache: false },
    },
  },
  Residency: { member: { loader: one("member", "member_id", MEMBER, "member"), opts: { cache: false } } },
  Member: { homeBody: { loader: one("home", "home_body_id", BODY, "body"), opts: { cache: false } } },
  Body: {
    reporting: { loader: many("reporting", BODY, "body", "reports_to_id", "code, id"), opts: { cache: false } },
    studios: { loader: many("body_studios", STUDIO, "studio", "owner_body_id", "id"), opts: { cache: false } },
  },
};

const app = Fastify();
app.register(mercurius, { schema, resolvers, loaders, jit: 1, graphiql: false });
await app.ready();
app.server.listen({ fd: Number(fd) });
