// The bar above GraphiQL: who is asking, what the server made of it, examples, language.

import { useState } from "react";

import { config } from "./config.js";
import { Examples } from "./examples.jsx";
import { Identity } from "./identity.jsx";
import { ANONYMOUS } from "./session.js";
import { TokenBox } from "./token-box.jsx";
import { readToken } from "./token.js";
import { REFUSED, word } from "./words.js";

export function Bar({ language, setLanguage, identity, setIdentity, token, answer }) {
  const [pasting, setPasting] = useState(false);
  const claims = token === null ? null : readToken(token, config);
  return (
    <>
      <div className="hub-row">
        <h1>
          {word("title", language)} <small>{word("subtitle", language)}</small>
        </h1>
        {config.callers.length > 0 && <span className="hub-tag">{word("development", language)}</span>}
        <Languages language={language} setLanguage={setLanguage} />
      </div>
      <div className="hub-row">
        {config.callers.length > 0 && (
          <Callers {...{ language, identity, setIdentity, paste: () => setPasting(true) }} />
        )}
        <button type="button" aria-expanded={pasting} onClick={() => setPasting(!pasting)}>
          {word("token", language)}
        </button>
        <Identity {...{ language, anonymous: token === null, claims, contract: answer.contract }} />
        <Examples language={language} roles={claims?.roles ?? ["PUBLIC"]} />
      </div>
      {pasting && (
        <TokenBox
          language={language}
          use={(pasted) => {
            setIdentity({ kind: "pasted", token: pasted });
            setPasting(false);
          }}
          clear={() => setIdentity(ANONYMOUS)}
          close={() => setPasting(false)}
        />
      )}
      {answer.refused && (
        <p className="hub-refused" role="alert">
          <span lang="zh-CN">{REFUSED.zh}</span>
          <span lang="en">{REFUSED.en}</span>
        </p>
      )}
    </>
  );
}

function Languages({ language, setLanguage }) {
  return (
    <div className="hub-languages" role="group" aria-label={word("language", language)}>
      <button type="button" lang="zh-CN" aria-pressed={language === "zh"} onClick={() => setLanguage("zh")}>
        中文
      </button>
      <button type="button" lang="en" aria-pressed={language === "en"} onClick={() => setLanguage("en")}>
        English
      </button>
    </div>
  );
}

function Callers({ language, identity, setIdentity, paste }) {
  const chosen = identity.kind === "caller" ? `caller:${identity.key}` : identity.kind;
  const choose = (value) => {
    if (value === "pasted") paste();
    else setIdentity(value === "anonymous" ? ANONYMOUS : { kind: "caller", key: value.slice("caller:".length) });
  };
  return (
    <label>
      {word("caller", language)}
      <select id="hub-caller" value={chosen} onChange={(event) => choose(event.target.value)}>
        <option value="anonymous">{word("anonymous", language)}</option>
        {config.callers.map((caller) => (
          <option key={caller.key} value={`caller:${caller.key}`}>
            {caller[language]}
          </option>
        ))}
        <option value="pasted">{word("pasted", language)}</option>
      </select>
    </label>
  );
}
