// The place to paste a bearer token.

import { useState } from "react";

import { tokenIn } from "./token.js";
import { word } from "./words.js";

export function TokenBox({ language, use, clear, close }) {
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState(false);
  const submit = (event) => {
    event.preventDefault();
    const token = tokenIn(text);
    setWrong(token === null);
    if (token !== null) use(token);
  };
  return (
    <form className="hub-token" onSubmit={submit}>
      {/* Not a password field: browsers would offer to save what must not outlive the tab. */}
      <input
        id="hub-token"
        type="text"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        autoFocus
        aria-label={word("token", language)}
        aria-invalid={wrong}
        placeholder={word("tokenPlaceholder", language)}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="hub-primary">
        {word("use", language)}
      </button>
      <button
        type="button"
        onClick={() => {
          setText("");
          setWrong(false);
          clear();
        }}
      >
        {word("clear", language)}
      </button>
      <button type="button" onClick={close}>
        {word("close", language)}
      </button>
      <p className={wrong ? "hub-wrong" : undefined} role={wrong ? "alert" : undefined}>
        {word(wrong ? "notAToken" : "tokenHint", language)}
      </p>
    </form>
  );
}
