// Composes the subgraphs with every composer and says what each of them thinks of the result.
// stdin: {"folder": where to write, "subgraphs": [{"name", "url", "sdl"}]}; stdout: one JSON list, an entry a composer.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { composeServices as apollo } from "@apollo/composition";
import { composeServices as guild } from "@theguild/federation-composition";
import { parse } from "graphql";

const require = createRequire(import.meta.url);
const COMPOSERS = [
  { composer: "apollo", package: "@apollo/composition", compose: apollo },
  { composer: "guild", package: "@theguild/federation-composition", compose: guild },
];

const asked = JSON.parse(readFileSync(0, "utf8"));
const subgraphs = asked.subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));

process.stdout.write(JSON.stringify(COMPOSERS.map(composed)));

function composed({ composer, package: name, compose }) {
  const version = installed(name);
  const result = compose(subgraphs);
  const errors = (result.errors ?? []).map((error) => `${error.extensions?.code ?? "ERROR"}: ${error.message}`);
  const hints = (result.hints ?? []).map((hint) => `${hint.definition.code}: ${hint.message}`);
  const path = join(asked.folder, `${composer}.graphql`);
  if (result.supergraphSdl) writeFileSync(path, result.supergraphSdl);
  return { composer, package: name, version, errors, hints, supergraph: result.supergraphSdl ? path : null };
}

function installed(name) {
  const entry = require.resolve(name);
  const root = entry.slice(0, entry.lastIndexOf(join("node_modules", name)) + join("node_modules", name).length);
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
}
