import {
  fillText,
  parseJsonPath
} from "./chunk-XS7EO3WC.js";
import {
  judgeBy
} from "./chunk-DQH7NSDE.js";
import {
  element,
  member,
  readDuration,
  readMap,
  readMembers,
  readText,
  readWhole,
  shown,
  wrong
} from "./chunk-JCGEUKZT.js";
import {
  SluiceError
} from "./chunk-M444EUFH.js";

// src/domain/smoke.ts
var methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
var known = [
  "path",
  "method",
  "headers",
  "body",
  "status",
  "contains",
  "json",
  "max-latency",
  "retries",
  "retry-delay",
  "timeout",
  "targets",
  "identify-by"
];
var longestMs = 3e5;
var reserved = ["connection", "content-length", "expect", "transfer-encoding", "upgrade"];
function parseSmoke(value) {
  const place = { at: "smoke", problems: [] };
  if (!Array.isArray(value) || value.length === 0) wrong(place, value, 'a list of requests, such as "- path: /health",');
  const entries = Array.isArray(value) ? value : [];
  const requests = entries.flatMap((entry, index) => readRequest(element(place, index), entry) ?? []);
  return place.problems.length > 0 ? { problems: place.problems } : { value: requests };
}
function parseTestUrl(text, side) {
  const filled = fillText(text, side);
  const url = URL.canParse(filled) ? new URL(filled) : void 0;
  if (url === void 0) return { problems: ["the test URL is not an address such as http://test.example.com:8080"] };
  if (url.protocol !== "http:" && url.protocol !== "https:")
    return { problems: [`the test URL begins with ${shown(url.protocol)}: http: or https: is expected`] };
  if (url.username !== "" || url.password !== "")
    return { problems: ["the test URL has a user or a password in it: give a header authorization to the requests"] };
  if (url.search !== "" || url.hash !== "")
    return { problems: ["the test URL has a query or a fragment: each request gives its own in path"] };
  return { value: url };
}
function readRequest(place, entry) {
  const members = readMembers(place, entry, known);
  if (members === void 0) return void 0;
  const read = (name, reader) => members.has(name) ? reader(member(place, name), members.get(name)) : void 0;
  const duration = (least) => (at, value) => readDuration(at, value, least, longestMs);
  if (!members.has("path")) wrong(member(place, "path"), void 0, "a path such as /health");
  const body = read("body", readText);
  const contains = read("contains", readText);
  const maxLatencyMs = read("max-latency", duration(1));
  const identifyBy = read("identify-by", readIdentity);
  const request = {
    method: read("method", readMethod) ?? "GET",
    path: read("path", readPath) ?? "/",
    headers: read("headers", readHeaders) ?? {},
    ...body !== void 0 && { body },
    status: read("status", readStatus) ?? [{ from: 200, to: 200 }],
    ...contains !== void 0 && { contains },
    json: read("json", readJson) ?? [],
    ...maxLatencyMs !== void 0 && { maxLatencyMs },
    retries: read("retries", (at, value) => readWhole(at, value, 0, 20)) ?? 2,
    retryDelayMs: read("retry-delay", duration(0)) ?? 1e3,
    timeoutMs: read("timeout", duration(1)) ?? 1e4,
    targets: read("targets", (at, value) => readWhole(at, value, 1, 100)) ?? 1,
    ...identifyBy !== void 0 && { identifyBy }
  };
  contradictions(place, request);
  return request;
}
function contradictions(place, request) {
  const { method, body, contains, json, identifyBy, maxLatencyMs, timeoutMs } = request;
  const add = (text) => void place.problems.push(`${place.at} ${text}`);
  if (body !== void 0 && (method === "GET" || method === "HEAD")) add(`has a body, but ${method} sends none: give another method`);
  if (method === "HEAD" && (contains !== void 0 || json.length > 0 || identifyBy?.kind === "json"))
    add("expects something of the body, but HEAD is answered without one: give another method");
  if (maxLatencyMs !== void 0 && maxLatencyMs > timeoutMs)
    add(`has a max-latency of ${String(maxLatencyMs)} ms, but gives up after ${String(timeoutMs)} ms: raise timeout`);
}
function readMethod(place, value) {
  return typeof value === "string" && methods.includes(value) ? value : wrong(place, value, `one of ${methods.join(", ")}`);
}
function readPath(place, value) {
  if (typeof value === "string" && /^\/[\u0021-\u007e]*$/.test(value) && !value.includes("#")) return value;
  return wrong(place, value, "a path that begins with / and has no spaces, no # and no letters but ASCII (write %20 and the like)");
}
function readHeaders(place, value) {
  const map = readMap(place, value);
  const headers = /* @__PURE__ */ new Map();
  for (const [written, each] of map ?? []) {
    const name = written.toLowerCase();
    const at = member(place, written);
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) place.problems.push(`${at.at} is not a name a header can have`);
    else if (reserved.includes(name)) place.problems.push(`${at.at} cannot be set: the connection sets it`);
    else if (headers.has(name)) place.problems.push(`${at.at} is given twice`);
    else if (typeof each !== "string") place.problems.push(`${at.at} is not text: put it in quotes`);
    else if (!/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(each)) place.problems.push(`${at.at} has characters a header cannot have`);
    else headers.set(name, each);
  }
  return Object.fromEntries(headers);
}
function readStatus(place, value) {
  const entries = Array.isArray(value) ? value : [value];
  if (entries.length === 0) return wrong(place, void 0, "a status such as 200 or 2xx");
  return entries.flatMap((entry, index) => {
    const text = typeof entry === "number" || typeof entry === "string" ? String(entry) : "";
    if (/^[1-5]\d\d$/.test(text)) return [{ from: Number(text), to: Number(text) }];
    if (/^[1-5]xx$/i.test(text)) return [{ from: Number(text[0]) * 100, to: Number(text[0]) * 100 + 99 }];
    wrong(Array.isArray(value) ? element(place, index) : place, entry, "a status such as 200, 2xx or [200, 404]");
    return [];
  });
}
function readJson(place, value) {
  return readMap(place, value)?.flatMap(([path, each]) => {
    const at = member(place, path);
    const steps = parseJsonPath(path);
    if (steps === void 0) place.problems.push(`${at.at} is not a path such as $.build.version or items[0].id`);
    if (each === null || typeof each === "string" || typeof each === "number" || typeof each === "boolean")
      return steps === void 0 ? [] : [{ path, steps, value: each }];
    wrong(at, each, "text, a number, true, false or null");
    return [];
  });
}
function readIdentity(place, value) {
  const text = typeof value === "string" ? /^(header|json):\s*(\S+)$/.exec(value) : null;
  const members = text ? /* @__PURE__ */ new Map([[text[1], text[2]]]) : readIdentityMap(value);
  const [[kind, name] = ["", ""]] = members ?? [];
  if (members?.size === 1 && typeof name === "string") {
    if (kind === "header" && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return { kind, name: name.toLowerCase() };
    const steps = parseJsonPath(name);
    if (kind === "json" && steps !== void 0) return { kind, path: name, steps };
  }
  return wrong(place, value, "one of { header: x-instance } and { json: $.instance }");
}
function readIdentityMap(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : void 0;
}

// src/smoke/smoke.ts
function createSmoke(options) {
  const { url, side, requests, command, timeoutMs } = options;
  const nowMs = options.nowMs ?? (() => performance.now());
  const tests = [];
  if (requests.length > 0) {
    const made = parseTestUrl(url ?? "", side);
    if ("problems" in made) {
      throw new SluiceError("INPUT_INVALID", `The requests of the smoke test cannot be sent: ${made.problems.join("; ")}`, {
        hint: "Give test-url, such as http://{side}.test.example.com:8080."
      });
    }
    tests.push(async (...limits) => {
      const { createHttpTest } = await import("./http-2FUD7DGA.js");
      return createHttpTest({ base: made.value, side, requests, nowMs })(...limits);
    });
  }
  if (command !== void 0) {
    tests.push(async (...limits) => {
      const { createCommandTest } = await import("./command-YEUBHMHF.js");
      return createCommandTest({ ...options, command, url: fillText(url ?? "", side), nowMs })(...limits);
    });
  }
  return tests.length === 0 ? { judge: () => Promise.resolve([]) } : judgeBy(inTurn(tests, nowMs), timeoutMs);
}
function inTurn(tests, nowMs) {
  return async (limitMs, signal) => {
    const startedAtMs = nowMs();
    const proofs = [];
    for (const test of tests) {
      const found = await test(Math.max(1, limitMs - (nowMs() - startedAtMs)), signal);
      if (found.verdict === "fail") return found;
      proofs.push(found.because);
    }
    return { verdict: "pass", because: proofs.join("; ") };
  };
}

// src/actions/smoke-tests.ts
var smokeTimeoutMs = 6e5;
function smokeRules({ wrongIn }) {
  return [
    { about: ["smoke"], check: (values) => wrongIn(values.smoke, parseSmoke) },
    {
      about: ["smoke", "test-url"],
      check: (values) => values.smoke !== void 0 && values["test-url"] === void 0 ? "`smoke` needs `test-url`: where the idle side answers" : void 0
    },
    {
      about: ["test-url"],
      check: (values) => {
        const url = values["test-url"] === void 0 ? void 0 : parseTestUrl(values["test-url"], "blue");
        return url && "problems" in url ? url.problems : void 0;
      }
    }
  ];
}
async function smokeTests(values, { valueOf }, env) {
  const requests = await valueOf(values.smoke, parseSmoke) ?? [];
  const command = values["smoke-command"];
  const smoke = { name: "smoke", kind: "smoke", spec: [requests, command ?? ""] };
  return {
    checks: requests.length > 0 || command !== void 0 ? [smoke] : [],
    judge: (plan, reporter, nowMs) => createSmoke({
      ...{ url: values["test-url"], side: sideOf(plan), revision: plan.revision.candidate, requests, command },
      ...{ timeoutMs: smokeTimeoutMs, env },
      onLine: (line) => reporter.report({ kind: "noted", atMs: nowMs(), text: `smoke: ${line}` })
    })
  };
}
function sideOf({ names }) {
  return names?.candidate === "green" ? "green" : "blue";
}

// src/actions/sides-told.ts
function sessionEnd({ env }) {
  const atMs = Date.parse(env["AWS_CREDENTIAL_EXPIRATION"] ?? "");
  return Number.isFinite(atMs) ? { credentialsExpireAtMs: atMs } : {};
}
function sidesTold(arnOf, testUrl) {
  let weight = 0;
  return {
    outputsAt(event) {
      if (event.kind === "acted" && event.act.kind === "shift") ({ weight } = event.act);
      else if ("weight" in event && event.weight !== void 0) ({ weight } = event);
      return event.kind === "ended" && event.resumeAtMs !== void 0 ? { "resume-at": new Date(event.resumeAtMs).toISOString() } : {};
    },
    outputsOf({ from, to, names }) {
      const arns = { "task-definition-arn": arnOf(to), "previous-task-definition-arn": arnOf(from) };
      if (!names) return arns;
      const [live, idle] = weight > 50 ? [names.candidate, names.baseline] : [names.baseline, names.candidate];
      return { ...arns, live, idle, ...testUrl !== void 0 && { "test-url": testUrl.replaceAll("{side}", idle) } };
    }
  };
}

// src/aws/pair-groups.ts
function meteredGroups(pair, colour) {
  return pair.groups[colour].flatMap(({ TargetGroupArn: groupArn = "" }) => {
    const rule = pair.rules.find(({ actions }) => JSON.stringify(actions).includes(JSON.stringify(groupArn)));
    return rule === void 0 ? [] : [{ groupArn, by: rule.arn }];
  });
}

export {
  meteredGroups,
  readHeaders,
  smokeRules,
  smokeTests,
  sideOf,
  sessionEnd,
  sidesTold
};
