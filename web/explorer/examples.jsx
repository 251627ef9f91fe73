// The menu of example queries, grouped by role; choosing one opens it in a tab.

import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { getOperationAST, parse } from "graphql";

import { config, titled } from "./config.js";
import { WELCOME, word } from "./words.js";

export function Examples({ language, roles }) {
  const { addTab, setOperationName } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  if (config.examples.length === 0) return null;

  const open = (example) => {
    const current = queryEditor.getValue().trim();
    if (current !== "" && current !== WELCOME.trim()) addTab();
    queryEditor.setValue(`${example.query.trim()}\n`);
    variableEditor?.setValue(example.variables ? JSON.stringify(example.variables, null, 2) : "");
    // GraphiQL notices the name only after a pause; running sooner would send the name of the tab before.
    setOperationName(operationName(example.query));
    queryEditor.focus();
  };

  return (
    <label className="hub-examples">
      {word("examples", language)}
      <select
        id="hub-example"
        value=""
        disabled={!queryEditor}
        onChange={(event) => open(config.examples[Number(event.target.value)])}
      >
        <option value="" disabled>
          {word("chooseExample", language)}
        </option>
        {grouped(roles).map(([role, entries]) => (
          <optgroup key={role} label={titled(config.roles, role)[language]}>
            {entries.map(({ example, index }) => (
              <option key={index} value={index}>
                {example[language]}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

function operationName(query) {
  return getOperationAST(parse(query))?.name?.value ?? null;
}

// The caller's own roles first, the others in the order the server gave.
function grouped(own) {
  const groups = new Map();
  config.examples.forEach((example, index) => {
    groups.set(example.role, [...(groups.get(example.role) ?? []), { example, index }]);
  });
  const rank = ([role]) => (own.includes(role) ? 0 : 1);
  return [...groups].sort((a, b) => rank(a) - rank(b));
}
