// The explorer page: GraphiQL, our bar above it, and the identity both share.

import "./workers.js";
// GraphiQL loads the editor lazily, and lazily loaded styles would not reach the page's one style sheet.
import "monaco-graphql/esm/monaco-editor.js";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "@graphiql/plugin-explorer/style.css";
import "./explorer.css";

import { explorerPlugin } from "@graphiql/plugin-explorer";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { useEffect, useMemo, useState } from "react";
import { createPortal } from "react-dom";
import { createRoot } from "react-dom/client";

import { Bar } from "./bar.jsx";
import { config } from "./config.js";
import { createFetcher } from "./fetcher.js";
import { rememberIdentity, rememberLanguage, rememberedIdentity, rememberedLanguage, tokenOf } from "./session.js";
import { WELCOME, word } from "./words.js";

const BUILDER = `${word("builder", "zh")} · ${word("builder", "en")}`;
const PLUGINS = [{ ...explorerPlugin({ title: BUILDER, showAttribution: false }), title: BUILDER }, HISTORY_PLUGIN];
const NOTHING_SAID = Object.freeze({ refused: false, contract: null });

function Page() {
  const [language, setLanguage] = useState(() => rememberedLanguage(config.language));
  const [identity, setIdentity] = useState(() => rememberedIdentity(config.callers));
  const [answer, setAnswer] = useState(NOTHING_SAID);
  const token = tokenOf(identity, config.callers);
  // A new fetcher makes GraphiQL ask for the schema again, which is what another caller needs.
  const fetcher = useMemo(() => {
    let current = true;
    const send = createFetcher({ url: config.graphqlUrl, token, onAnswer: (said) => current && setAnswer(said) });
    return Object.assign(send, { retire: () => (current = false) });
  }, [token]);

  useEffect(() => {
    setAnswer(NOTHING_SAID);
    return fetcher.retire;
  }, [fetcher]);
  useEffect(() => rememberIdentity(identity), [identity]);
  useEffect(() => {
    rememberLanguage(language);
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);

  const bar = <Bar {...{ language, setLanguage, identity, setIdentity, token, answer }} />;
  return (
    <GraphiQL
      fetcher={fetcher}
      plugins={PLUGINS}
      storage={sessionStorage}
      shouldPersistHeaders={false}
      defaultQuery={WELCOME}
      defaultEditorToolsVisibility="variables"
      inputValueDeprecation
      schemaDescription
    >
      <GraphiQL.Logo> </GraphiQL.Logo>
      {createPortal(bar, document.getElementById("hub-bar"))}
    </GraphiQL>
  );
}

createRoot(document.getElementById("hub-explorer")).render(<Page />);
