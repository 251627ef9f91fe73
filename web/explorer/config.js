// What the server told the page: one JSON block, read once.

const told = JSON.parse(document.getElementById("hub-config").textContent);

export const config = Object.freeze({
  graphqlUrl: told.graphql_url,
  language: told.language,
  examples: told.examples,
  callers: told.callers,
  roles: told.roles,
  contracts: told.contracts,
  rolesClaim: told.roles_claim,
  bodyClaim: told.body_claim,
});

/** The entry of a list of titles, or one that shows the bare key. */
export function titled(list, key) {
  return list.find((entry) => entry.key === key) ?? { key, zh: key, en: key };
}
