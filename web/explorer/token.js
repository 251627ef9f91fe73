// What a token says about itself. For display only: the server verifies, this page does not.

const SHAPE = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** The token inside what somebody pasted, or null. */
export function tokenIn(text) {
  const candidate = text.trim().replace(/^(authorization:\s*)?bearer\s+/i, "").replace(/\s+/g, "");
  return SHAPE.test(candidate) ? candidate : null;
}

/** Roles, body and expiry as written in the token; null when it cannot be read. */
export function readToken(token, { rolesClaim, bodyClaim }) {
  try {
    const claims = decodePart(token.split(".")[1]);
    const roles = at(claims, rolesClaim) ?? [];
    return {
      roles: Array.isArray(roles) ? roles.map(String) : [String(roles)],
      body: at(claims, bodyClaim),
      expires: Number.isFinite(claims.exp) ? new Date(claims.exp * 1000) : null,
    };
  } catch {
    return null;
  }
}

function decodePart(part) {
  const binary = atob(part.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

function at(claims, path) {
  return path.reduce((inner, key) => inner?.[key], claims);
}
