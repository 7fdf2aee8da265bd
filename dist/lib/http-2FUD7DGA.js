import {
  atJsonPath,
  fillSide,
  statusText
} from "./chunk-XS7EO3WC.js";
import {
  judgeBy,
  secondsText
} from "./chunk-DQH7NSDE.js";
import {
  quoted
} from "./chunk-JCGEUKZT.js";
import "./chunk-M444EUFH.js";
import {
  require_node_http
} from "./chunk-GKW2XVTT.js";
import {
  require_node_https
} from "./chunk-V2FECKDO.js";
import {
  __toESM
} from "./chunk-PIRHQTI4.js";

// src/domain/smoke/secrets.ts
var secretName = /auth|cookie|token|secret|passw|credential|session|signature|(api|access|private)[-_]?key/i;
var parameter = /([?&])([^=&]+)=([^&]*)/g;
var shortestSecret = 6;
function isSecretName(name) {
  return secretName.test(name);
}
function requestText({ method, path, headers }, base) {
  const address = path.replaceAll(parameter, (whole, start, name) => isSecretName(name) ? `${start}${name}=***` : whole);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${isSecretName(name) ? "***" : quoted(value, 60).slice(1, -1)}`);
  const shown = address.length > 120 ? `${address.slice(0, 119)}…` : address;
  return `${method} ${base}${shown}${lines.length > 0 ? ` (${lines.join(", ")})` : ""}`;
}
function hider({ path, headers }) {
  const named = Object.entries(headers).filter(([name]) => isSecretName(name));
  const parameters = [...path.matchAll(parameter)].filter(([, , name]) => isSecretName(name));
  const values = [...named.map(([, value]) => value), ...parameters.map(([, , , value]) => value)];
  const secrets = values.flatMap((value) => [value, ...value.split(/[\s;,=]+/)]).filter((part) => part.length >= shortestSecret);
  const longestFirst = [...new Set(secrets)].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
}

// src/domain/smoke/answer.ts
function judgeAnswer(request, answer) {
  const hide = hider(request);
  const wrong = [];
  const beginning = answer.body === "" ? "the body is empty" : `the body begins ${quoted(hide(answer.body))}`;
  if (!request.status.some(({ from, to }) => answer.status >= from && answer.status <= to)) {
    const location = answer.headers["location"];
    const to = location !== void 0 && answer.status >= 300 && answer.status < 400 ? `; it leads to ${quoted(hide(location))}` : "";
    wrong.push(`status ${String(answer.status)}, expected ${statusText(request.status)} (${beginning}${to})`);
  }
  if (request.maxLatencyMs !== void 0 && answer.latencyMs > request.maxLatencyMs) {
    wrong.push(`it took ${String(Math.round(answer.latencyMs))} ms, expected at most ${String(request.maxLatencyMs)} ms`);
  }
  if (request.contains !== void 0 && !answer.body.includes(request.contains)) {
    wrong.push(`the body does not hold ${quoted(request.contains)} (${beginning}${cutText(answer)})`);
  }
  return [...wrong, ...wrongValues(request, answer, hide, beginning), ...nameless(request, answer)];
}
function identityIn({ identifyBy }, answer) {
  if (identifyBy === void 0) return void 0;
  if (identifyBy.kind === "header") return answer.headers[identifyBy.name] || void 0;
  const found = atJsonPath(parsed(answer)?.value, identifyBy.steps);
  return typeof found === "string" && found !== "" || typeof found === "number" ? String(found) : void 0;
}
function wrongValues(request, answer, hide, beginning) {
  if (request.json.length === 0) return [];
  const json = parsed(answer);
  if (!json) return [`the body is not JSON (${beginning}${cutText(answer)})`];
  return request.json.flatMap(({ path, steps, value }) => {
    const found = atJsonPath(json.value, steps);
    if (found === value) return [];
    return [`${path} is ${valueText(found, hide)}, expected ${valueText(value, (text) => text)}`];
  });
}
function nameless(request, answer) {
  const { identifyBy } = request;
  if (identifyBy === void 0 || identityIn(request, answer) !== void 0) return [];
  return [
    identifyBy.kind === "header" ? `there is no header ${identifyBy.name} that names the target` : `there is no ${identifyBy.path} that names the target`
  ];
}
function parsed({ body }) {
  try {
    return { value: JSON.parse(body) };
  } catch {
    return void 0;
  }
}
function valueText(value, hide) {
  if (value === void 0) return "missing";
  if (typeof value === "string") return quoted(hide(value));
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return String(value);
}
function cutText({ cut }) {
  return cut ? "; no more than 1 MiB of it is read" : "";
}

// src/smoke/exchange.ts
var import_node_http = __toESM(require_node_http(), 1);
var import_node_https = __toESM(require_node_https(), 1);
var mostBytes = 1048576;
async function exchange(request, base, options) {
  const { nowMs, signal } = options;
  signal.throwIfAborted();
  const startedAtMs = nowMs();
  return new Promise((resolve, reject) => {
    let stage = "no answer";
    const call = open(request, base);
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      call.destroy();
    };
    const settle = (result) => {
      end();
      resolve(result);
    };
    const fail = (error) => settle({ failed: failureText(error, stage) });
    const abort = () => {
      end();
      reject(signal.reason);
    };
    const timer = setTimeout(() => settle({ failed: `${stage} within ${secondsText(request.timeoutMs)}` }), request.timeoutMs);
    signal.addEventListener("abort", abort, { once: true });
    call.on("error", fail);
    call.on("response", (response) => {
      stage = `status ${String(response.statusCode)}, but no end of the body`;
      response.on("error", fail);
      readBody(response, (body, cut) => {
        const { statusCode: status = 0, headers } = response;
        const answer = { status, headers: flat(headers), body, ...cut && { cut: true }, latencyMs: nowMs() - startedAtMs };
        settle({ answer });
      });
    });
    call.end(request.body);
  });
}
function open(request, base) {
  const tls = base.protocol === "https:";
  const options = {
    // No connection is kept. Over TLS node asks for the certificate of the name in the header host, and checks it against that.
    agent: false,
    method: request.method,
    // Of an IPv6 address the URL has the brackets, the socket has not.
    hostname: base.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: base.port === "" ? tls ? 443 : 80 : base.port,
    path: base.pathname.replace(/\/$/, "") + request.path,
    headers: {
      "user-agent": "sluice-smoke",
      accept: "*/*",
      "accept-encoding": "identity",
      ...request.headers,
      ...request.body !== void 0 && { "content-length": String(Buffer.byteLength(request.body)) }
    }
  };
  return tls ? (0, import_node_https.request)(options) : (0, import_node_http.request)(options);
}
function readBody(response, done) {
  const chunks = [];
  let bytes = 0;
  response.on("data", (chunk) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes) done(Buffer.concat(chunks).subarray(0, mostBytes).toString("utf8"), true);
  });
  response.on("end", () => done(Buffer.concat(chunks).toString("utf8"), false));
}
function flat(headers) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value ?? ""]));
}
var failures = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was reset",
  EHOSTUNREACH: "the address cannot be reached",
  ENETUNREACH: "the address cannot be reached",
  ETIMEDOUT: "the connection timed out",
  ENOTFOUND: "the name cannot be resolved",
  EAI_AGAIN: "the name cannot be resolved",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: "the certificate is signed by an authority that is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the certificate is signed by an authority that is not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the certificate is signed by an authority that is not trusted",
  CERT_HAS_EXPIRED: "the certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another name",
  EPROTO: "there is no TLS"
};
function failureText(error, stage) {
  const code = error.code ?? error.name;
  const what = failures[code] ?? `the request failed: ${quoted(error.message)}`;
  return stage === "no answer" ? `${what} (${code})` : `${stage}: ${what} (${code})`;
}

// src/smoke/http.ts
var answersPerTarget = 10;
function createSmokeJudge(options) {
  return judgeBy(createHttpTest(options), options.timeoutMs);
}
function createHttpTest({ base, side, requests, nowMs }) {
  return async (limitMs, cancelled) => {
    const tooLate = new AbortController();
    const timer = setTimeout(() => tooLate.abort(), limitMs);
    const signal = AbortSignal.any([cancelled, tooLate.signal]);
    let at = "nothing was asked";
    try {
      const proofs = [];
      for (const request of requests.map((each) => fillSide(each, side))) {
        const name = requestText(request, base.origin + base.pathname.replace(/\/$/, ""));
        const tell = (progress) => void (at = `${name}: ${progress}`);
        tell("not answered yet");
        const found = await prove(request, base, { nowMs, signal, tell });
        if (found.verdict === "fail") return { verdict: "fail", because: `${name}: ${found.because}` };
        proofs.push(`${name}: ${found.because}`);
      }
      return { verdict: "pass", because: proofs.join("; ") };
    } catch (thrown) {
      if (cancelled.aborted || !tooLate.signal.aborted) throw thrown;
      return { verdict: "fail", because: `the smoke test was not over after ${secondsText(limitMs)}; ${at}` };
    } finally {
      clearTimeout(timer);
    }
  };
}
async function prove(request, base, { nowMs, signal, tell }) {
  const { retries, targets, identifyBy } = request;
  const hide = hider(request);
  const identities = /* @__PURE__ */ new Set();
  let right = 0;
  let slowestMs = 0;
  for (let attempt = 1; ; attempt += 1) {
    const got = await exchange(request, base, { nowMs, signal });
    const wrong = "failed" in got ? [got.failed] : judgeAnswer(request, got.answer);
    if ("answer" in got && wrong.length === 0) {
      right += 1;
      slowestMs = Math.max(slowestMs, got.answer.latencyMs);
      const identity = identityIn(request, got.answer);
      if (identity !== void 0) identities.add(identity);
      const proof = `status ${String(got.answer.status)} ${timing(right, attempt, slowestMs)}`;
      if (identifyBy === void 0 ? right >= targets : identities.size >= targets)
        return { verdict: "pass", because: `${proof}, ${targetText(identities, hide)}` };
      if (right >= answersPerTarget * targets)
        return {
          verdict: "fail",
          because: `only ${String(identities.size)} of ${String(targets)} targets answered: ${proof}, ${targetText(identities, hide)}`
        };
      tell(`${proof}, ${targetText(identities, hide)}`);
      continue;
    }
    const who = "answer" in got ? identityIn(request, got.answer) : void 0;
    const by = who === void 0 ? "" : ` by ${quoted(hide(who), 40)}`;
    const tried = right > 0 ? `after ${count(right, "right answer")}` : `attempt ${String(attempt)} of ${String(retries + 1)}`;
    const because = `${wrong.join("; ")} (${tried}${by})`;
    if (right > 0 || attempt > retries) return { verdict: "fail", because };
    tell(because);
    await pause(request.retryDelayMs, signal);
  }
}
function timing(right, attempt, slowestMs) {
  const time = secondsText(slowestMs);
  if (right > 1) return `to ${count(right, "request")}, the slowest in ${time}`;
  return attempt === 1 ? `in ${time}` : `in ${time} at attempt ${String(attempt)}`;
}
function targetText(identities, hide) {
  if (identities.size === 0) return "targets not identified";
  const names = [...identities].slice(0, 8).map((name) => quoted(hide(name), 40)).join(", ");
  return `by ${count(identities.size, "target")} (${names}${identities.size > 8 ? ", …" : ""})`;
}
function count(number, what) {
  return `${String(number)} ${what}${number === 1 ? "" : "s"}`;
}
function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, ms);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}
export {
  createHttpTest,
  createSmokeJudge
};
