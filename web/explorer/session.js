// What the page remembers. All of it ends with the tab, except the language: office machines are shared,
// and queries, variables and tokens may name people.

const IDENTITY = "hub:identity";
const LANGUAGE = "hub:language";

export const ANONYMOUS = Object.freeze({ kind: "anonymous" });

/** The remembered identity, unless the caller it names is no longer offered. */
export function rememberedIdentity(callers) {
  try {
    const identity = JSON.parse(sessionStorage.getItem(IDENTITY)) ?? ANONYMOUS;
    const offered = identity.kind !== "caller" || callers.some((caller) => caller.key === identity.key);
    return offered ? identity : ANONYMOUS;
  } catch {
    return ANONYMOUS;
  }
}

export function rememberIdentity(identity) {
  sessionStorage.setItem(IDENTITY, JSON.stringify(identity));
}

export function rememberedLanguage(preset) {
  const language = localStorage.getItem(LANGUAGE);
  return language === "zh" || language === "en" ? language : preset;
}

export function rememberLanguage(language) {
  localStorage.setItem(LANGUAGE, language);
}

/** The bearer token of an identity, or null. */
export function tokenOf(identity, callers) {
  if (identity.kind === "pasted") return identity.token;
  if (identity.kind === "caller") return callers.find((caller) => caller.key === identity.key)?.token ?? null;
  return null;
}
