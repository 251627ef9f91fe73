// What the current token says and which contract is in force.

import { useEffect, useState } from "react";

import { config, titled } from "./config.js";
import { word } from "./words.js";

const TICK = 15_000;

export function Identity({ language, anonymous, claims, contract }) {
  const now = useNow();
  const roles = anonymous ? ["PUBLIC"] : (claims?.roles ?? []);
  const inForce = contract ?? contractOf(roles);
  const title = (list, key) => titled(list, key)[language];
  return (
    <dl className="hub-identity">
      {!anonymous && !claims && <Fact name={word("token", language)} warn value={word("unreadable", language)} />}
      {(anonymous || claims) && (
        <Fact
          name={word("role", language)}
          warn={roles.length === 0}
          value={roles.map((role) => title(config.roles, role)).join("、") || word("noRole", language)}
        />
      )}
      {claims?.body && <Fact name={word("body", language)} value={String(claims.body)} />}
      {inForce && <Fact name={word("contract", language)} value={title(config.contracts, inForce)} />}
      {claims?.expires && <Expiry {...{ language, now, at: claims.expires }} />}
    </dl>
  );
}

// The server's word wins; this is only what the page shows until the first answer arrives.
function contractOf(roles) {
  return roles.map((role) => titled(config.roles, role).contract).find(Boolean) ?? null;
}

function Expiry({ language, now, at }) {
  const time = at.toLocaleString(language === "zh" ? "zh-CN" : "en-GB", {
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  const expired = at.getTime() <= now;
  const value = expired ? `${time} · ${word("expired", language)}` : time;
  return <Fact name={word("expires", language)} warn={expired} value={value} />;
}

function Fact({ name, value, warn = false }) {
  return (
    <div className={warn ? "hub-warn" : undefined}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function useNow() {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK);
    return () => clearInterval(timer);
  }, []);
  return now;
}
