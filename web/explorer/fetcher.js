// How a request reaches the hub: POST with the bearer token; subscriptions as server-sent events.

import { getOperationAST, parse } from "graphql";

const CONTRACT_HEADER = "hub-contract";

/**
 * A fetcher for GraphiQL.
 *
 * `onAnswer({ refused, contract })` is called for every HTTP answer: whether it was a 401, and the
 * contract the server says it used (null when it says nothing).
 */
export function createFetcher({ url, token, onAnswer }) {
  const send = async (request, { headers, accept, signal }) => {
    const sent = new Headers({ "content-type": "application/json", accept });
    if (token) sent.set("authorization", `Bearer ${token}`);
    for (const [name, value] of Object.entries(headers ?? {})) sent.set(name, String(value));
    const response = await fetch(url, {
      method: "POST",
      headers: sent,
      body: JSON.stringify(request),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal,
    });
    onAnswer({ refused: response.status === 401, contract: response.headers.get(CONTRACT_HEADER) });
    return response;
  };

  return (request, options = {}) => {
    return isSubscription(request)
      ? listen((signal) => send(request, { headers: options.headers, accept: "text/event-stream", signal }))
      : ask(() => send(request, { headers: options.headers, accept: "application/json" }));
  };
}

// Read from what is sent: GraphiQL's own reading of the editor lags behind typing.
function isSubscription({ query, operationName }) {
  try {
    return getOperationAST(parse(query), operationName)?.operation === "subscription";
  } catch {
    return false; // the server explains syntax errors better
  }
}

async function ask(open) {
  return answerOf(await open());
}

async function answerOf(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return { errors: [{ message: `HTTP ${response.status}: ${text.slice(0, 2000) || response.statusText}` }] };
  }
}

// An object and not a bare generator: `return()` of a generator waits for the event that is being awaited,
// so the stop button would do nothing until the next heartbeat.
function listen(open) {
  const stop = new AbortController();
  const events = eventsOf(open, stop.signal);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => events.next(),
    return() {
      stop.abort();
      return events.return();
    },
  };
}

async function* eventsOf(open, signal) {
  try {
    const response = await open(signal);
    if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
      yield await answerOf(response);
      return;
    }
    for await (const { event, data } of parsed(response.body)) {
      if (event === "complete") return;
      if (event === "next") yield JSON.parse(data);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function* parsed(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).replaceAll("\r\n", "\n").split("\n\n");
    rest = blocks.pop();
    yield* blocks.map(fieldsOf);
  }
}

function fieldsOf(block) {
  const fields = { event: "message", data: [] };
  for (const line of block.split("\n")) {
    const [, name, value] = line.match(/^([^:]*):? ?(.*)$/);
    if (name === "event") fields.event = value;
    if (name === "data") fields.data.push(value);
  }
  return { event: fields.event, data: fields.data.join("\n") };
}
