import {
  fillText,
  parseJsonPath
} from "./chunk-XS7EO3WC.js";
import {
  judgeBy
} from "./chunk-DQH7NSDE.js";
import {
  imagesIn,
  isFilePath,
  readDocument,
  readWantedContent
} from "./chunk-PX7SKGPU.js";
import {
  bakeFits,
  choice,
  common,
  commonOutputs,
  conclude,
  content,
  integer,
  named,
  pairInputs,
  parseDuration,
  parsed,
  post,
  rulesOf,
  takingUp,
  text,
  watch
} from "./chunk-QBIR6XUY.js";
import {
  createAlbMetrics,
  createPairTarget,
  createThresholdJudge,
  findPair,
  leastBakeMs,
  parseMetrics,
  thresholdChecks
} from "./chunk-SSVH6R5V.js";
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
} from "./chunk-XXFREYLB.js";
import {
  alarmChecks,
  blueGreenPlan,
  conduct,
  createSend,
  holderOf,
  interruptible,
  liveRival,
  pairRef,
  patientTarget,
  recordIn,
  regionKnown,
  regionOf,
  still
} from "./chunk-5AL6JSQL.js";
import {
  readInputs,
  settings
} from "./chunk-HBNP6BXD.js";
import {
  localClock,
  span
} from "./chunk-BVSRFFQO.js";
import {
  SluiceError
} from "./chunk-M444EUFH.js";
import "./chunk-TRTQSARU.js";

// src/engine/standing.ts
function standing(holder, service, ports) {
  return interruptible({ ...ports, starting: () => void 0 }, async () => {
    const target = patientTarget(service, ports);
    const { signal } = ports.cancellation;
    const survey = await target.survey(signal);
    const { entries, atMs } = await target.store.read(signal);
    const rival = liveRival(entries, holder, atMs);
    const lines = [
      ...sides(survey),
      rolloutLine(recordIn(entries)),
      ...rival ? [`${rival.words} is at work`] : [],
      ...survey.problems.map(({ code, text: text2 }) => `${code}: ${text2}`)
    ];
    return still({ outcome: "no-op", reasonCode: "NO_CHANGE", because: lines.join("\n") }, survey);
  });
}
function sides({ names, baseline, desired, idle }) {
  if (!names) return [];
  const line = (side, role, revision, tasks) => `${names[side]} is ${role}: ${revision || "nothing"}, ${tasks}`;
  return [
    line("baseline", "live", baseline, `${desired} tasks wanted`),
    ...idle ? [line("candidate", "idle", idle.revision, `${idle.running} tasks running`)] : []
  ];
}
function rolloutLine(record) {
  if (!record) return "No rollout is on record";
  const { revision, run, ended, rest } = record;
  const about = `The rollout of ${revision.candidate} by run ${run}`;
  if (ended) return `${about} ended ${ended.outcome}, ${ended.reasonCode}, at ${new Date(ended.atMs).toISOString()}`;
  const place = record.goals[record.goal].name;
  if (rest) return `${about} rests at ${place} since ${new Date(rest.atMs).toISOString()}, ${rest.reasonCode}`;
  return `${about} is unfinished at ${place}, heading ${record.heading}`;
}

// src/actions/bluegreen-fields.ts
var inputs = {
  command: choice(["run", "stage", "swap", "finish", "status"], {
    description: "One plan, in parts: `stage` brings the idle side up and tests it, `swap` moves all traffic and watches, `finish` lets the old side go, `run` does all of it. `swap` and `finish` take what is staged, and so no content of their own; `swap` without anything staged sends traffic to the idle side as it is. `status` only tells.",
    default: "run",
    example: "stage"
  }),
  cluster: text({ ...named.cluster, required: true }),
  blue: text({ ...named.blue, required: true }),
  green: text({ ...named.green, required: true }),
  ...pairInputs,
  ...content,
  "test-url": text({
    description: "Where the idle side answers before it has production traffic. `{side}` stands for its name, `blue` or `green`.",
    example: "https://{side}.shop.example"
  }),
  smoke: text({
    description: "HTTP checks of the idle side, a YAML list or a file with one; all must pass before any production traffic.",
    example: "- path: /health"
  }),
  "smoke-command": text({
    description: "A shell command that must exit with 0 before any production traffic. It finds `SLUICE_TEST_URL`, `SLUICE_SIDE` and `SLUICE_REVISION`.",
    example: "./smoke.sh"
  }),
  metrics: text({
    description: "Limits that hold while the new side bakes, a YAML list or a file with one.",
    example: "- errors: { max: 1% }"
  }),
  ...watch,
  "min-healthy": integer(
    { min: 1, max: 1e4 },
    { description: "Healthy targets a side needs at least before it gets any traffic.", default: "1", example: "2" }
  ),
  standby: parsed(
    "keep, scale-to-zero or a duration such as 24h",
    standbyIn,
    {
      description: "What becomes of the old side: `keep` leaves it as it is, ready to swap back; `scale-to-zero` at once, or after a duration.",
      default: "keep",
      example: "24h"
    }
  ),
  stickiness: parsed(
    "keep, off or a duration of at least 1s such as 1h",
    stickinessIn,
    {
      description: "Group stickiness of the rules when traffic moves. Going home always switches it off, or clients would stay where they were.",
      default: "keep",
      example: "off"
    }
  ),
  "other-traffic": choice(["refuse", "accept"], {
    description: "What to do with a side that also has traffic we do not move: Service Connect, Cloud Map.",
    default: "refuse",
    example: "accept"
  }),
  ...takingUp,
  ...common
};
var metadata = {
  name: "bluegreen-swap",
  title: "Sluice: blue-green swap on ECS",
  description: "Tests the idle side of a pair of ECS services, moves all traffic to it at once, watches it, and moves it back when it breaks",
  icon: "repeat",
  color: "blue",
  inputs,
  outputs: {
    ...commonOutputs,
    live: "The side that serves: `blue` or `green`.",
    idle: "The other side.",
    "test-url": "Where the idle side answers, for steps of your own between `stage` and `swap`.",
    "task-definition-arn": "The revision rolled out.",
    "previous-task-definition-arn": "The revision that served before.",
    "resume-at": "When a rollout that waits goes on, as an ISO time."
  }
};
var meaningful = {
  about: ["command", "task-definition", "images", "test-url", "smoke"],
  check: (values) => {
    const wrong2 = [];
    const isGiven = values["task-definition"] !== void 0 || values.images.size > 0;
    if (isGiven && !["run", "stage"].includes(values.command))
      wrong2.push(`\`command: ${values.command}\` takes what is staged, so it has no use for a content of its own`);
    if (values.smoke !== void 0 && values["test-url"] === void 0) wrong2.push("`smoke` needs `test-url`: where the idle side answers");
    return wrong2;
  }
};
function standbyIn(text2) {
  if (text2 === "keep") return "keep";
  return text2 === "scale-to-zero" ? 0 : durationIn(text2);
}
function stickinessIn(text2) {
  if (text2 === "keep" || text2 === "off") return text2;
  const ms = durationIn(text2);
  if (ms < 1e3 || ms > 6048e5) throw new Error("1s to 168h are possible");
  return ms;
}
function durationIn(text2) {
  const read = parseDuration(text2);
  if ("ok" in read) return read.ok;
  throw new Error(read.wrong);
}

// src/aws/pair-groups.ts
function meteredGroups(pair, colour) {
  return pair.groups[colour].flatMap(({ TargetGroupArn: groupArn = "" }) => {
    const rule = pair.rules.find(({ actions }) => JSON.stringify(actions).includes(JSON.stringify(groupArn)));
    return rule === void 0 ? [] : [{ groupArn, by: rule.arn }];
  });
}

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
function parseTestUrl(text2, side) {
  const filled = fillText(text2, side);
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
  const add = (text2) => void place.problems.push(`${place.at} ${text2}`);
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
    const text2 = typeof entry === "number" || typeof entry === "string" ? String(entry) : "";
    if (/^[1-5]\d\d$/.test(text2)) return [{ from: Number(text2), to: Number(text2) }];
    if (/^[1-5]xx$/i.test(text2)) return [{ from: Number(text2[0]) * 100, to: Number(text2[0]) * 100 + 99 }];
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
  const text2 = typeof value === "string" ? /^(header|json):\s*(\S+)$/.exec(value) : null;
  const members = text2 ? /* @__PURE__ */ new Map([[text2[1], text2[2]]]) : readIdentityMap(value);
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
      const { createHttpTest } = await import("./http-UN6C5VDR.js");
      return createHttpTest({ base: made.value, side, requests, nowMs })(...limits);
    });
  }
  if (command !== void 0) {
    tests.push(async (...limits) => {
      const { createCommandTest } = await import("./command-YXDEDYOJ.js");
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

// src/actions/judging.ts
var metricsDelayMs = 12e4;
var smokeTimeoutMs = 6e5;
function judging(host) {
  const read = /* @__PURE__ */ new Map();
  const document = (text2) => {
    const known2 = read.get(text2) ?? documentOf(host, text2);
    read.set(text2, known2);
    return known2;
  };
  const made = async (text2, parse) => {
    if (text2 === void 0) return void 0;
    const found = await document(text2);
    return "problems" in found ? found : parse(found.value);
  };
  const wrongIn = async (text2, parse) => {
    const found = await made(text2, parse);
    return found && "problems" in found ? found.problems : void 0;
  };
  return {
    rules: [
      { about: ["smoke"], check: (values) => wrongIn(values.smoke, parseSmoke) },
      { about: ["metrics"], check: (values) => wrongIn(values.metrics, parseMetrics) },
      {
        about: ["test-url"],
        check: (values) => {
          const url = values["test-url"] === void 0 ? void 0 : parseTestUrl(values["test-url"], "blue");
          return url && "problems" in url ? url.problems : void 0;
        }
      },
      {
        about: ["metrics", "bake"],
        check: ({ metrics, bake }) => metrics !== void 0 && bake < leastBakeMs(metricsDelayMs) ? `metrics come ${span(metricsDelayMs)} late, so a bake of less than ${span(leastBakeMs(metricsDelayMs))} judges nothing, and nothing judged is never a pass` : void 0
      }
    ],
    async of(values) {
      const requests = valueOf(await made(values.smoke, parseSmoke)) ?? [];
      const thresholds = valueOf(await made(values.metrics, parseMetrics)) ?? [];
      const command = values["smoke-command"];
      const smoke = { name: "smoke", kind: "smoke", spec: [requests, command ?? ""] };
      return {
        tests: requests.length > 0 || command !== void 0 ? [smoke] : [],
        watch: thresholdChecks(thresholds),
        judge: (send, ref, reporter, nowMs) => (plan) => {
          const side = plan.names?.candidate === "green" ? "green" : "blue";
          const onLine = (line) => reporter.report({ kind: "noted", atMs: nowMs(), text: `smoke: ${line}` });
          const smokes = createSmoke({
            ...{ url: values["test-url"], side, revision: plan.revision.candidate, requests, command },
            ...{ timeoutMs: smokeTimeoutMs, env: host.env, onLine }
          });
          const metrics = createAlbMetrics({ send, delayMs: metricsDelayMs });
          return {
            async judge(checks, fromMs, toMs, signal) {
              const found = await smokes.judge(checks, fromMs, toMs, signal);
              if (!checks.some(({ kind }) => kind === "threshold")) return found;
              const groups = meteredGroups(await findPair(send, ref, signal), side);
              return [...found, ...await createThresholdJudge(metrics, groups).judge(checks, fromMs, toMs, signal)];
            }
          };
        }
      };
    }
  };
}
async function documentOf(host, text2) {
  if (isFilePath(text2) && !text2.includes("\n")) return readDocument(host, text2);
  return (await import("./yaml-text-I2FAP6OP.js")).readYaml(text2);
}
function valueOf(made) {
  if (made && "problems" in made) throw new Error(`it was used although it is wrong: ${made.problems.join("; ")}`);
  return made?.value;
}

// src/actions/bluegreen-swap.ts
var commands = {
  run: { success: "DEPLOYED" },
  stage: { until: "staged", success: "STAGED" },
  swap: { until: "swapped", continues: true, success: "SWAPPED" },
  finish: { from: "swapped", continues: true, success: "FINISHED" },
  status: { continues: true, success: "NO_CHANGE" }
};
async function main(host) {
  const content2 = readWantedContent(host);
  const tests = judging(host);
  const read = await readInputs(inputs, host, { rules: [regionKnown(host), bakeFits, meaningful, ...content2.rules, ...tests.rules] });
  const { values } = read;
  const place = {
    topology: "pair",
    region: regionOf(host, values["aws-region"]),
    ...{ cluster: values.cluster, blue: values.blue, green: values.green },
    ...rulesOf(values)
  };
  const aws = createSend({ region: place.region, userAgent: "sluice/bluegreen-swap" });
  const { command } = values;
  const { success, ...part } = commands[command];
  const deadlineMs = values["timeout-minutes"] * 6e4;
  const checks = await tests.of(values);
  const target = createPairTarget({
    ...aws,
    region: place.region,
    ref: pairRef(place),
    wanted: "continues" in part ? { kind: "idle" } : await content2.of(values["task-definition"]),
    images: imagesIn(values.images),
    alarms: values.alarms,
    requireDigest: values["require-digest"],
    stickiness: typeof values.stickiness === "number" ? values.stickiness / 1e3 : values.stickiness,
    minHealthy: values["min-healthy"],
    otherTraffic: values["other-traffic"],
    planMs: values.bake,
    ...sessionEnd(host)
  });
  const order = {
    mode: values.mode,
    holder: holderOf(host),
    onUnfinished: values["on-unfinished"],
    onEmpty: "fail",
    deadlineMs,
    ...part,
    plan: ({ baseline, names = { baseline: "", candidate: "" }, idle }, candidate) => ({
      ...blueGreenPlan({
        ...{ target: target.name, candidate, baseline, names, candidateWasThere: idle?.revision === candidate },
        ...{
          tests: checks.tests,
          watch: [...alarmChecks(values.alarms), ...checks.watch],
          bakeMs: values.bake,
          standbyMs: values.standby,
          deadlineMs
        },
        ...{ onCancel: values["on-cancel"], success }
      }),
      minHealthy: values["min-healthy"]
    })
  };
  const about = {
    action: metadata.name,
    environment: values.environment ?? "",
    place,
    bakeMs: values.bake,
    deadlineMs,
    settings: settings(inputs, read),
    nowMs: aws.awsNowMs,
    ...sidesTold(target.arnOf, values["test-url"])
  };
  await conclude(host, about, (ports) => {
    const all = {
      ...ports,
      clock: localClock,
      cancellation: host.cancelled,
      judge: checks.judge(aws.send, pairRef(place), ports.reporter, aws.awsNowMs)
    };
    return command === "status" ? standing(order.holder, target, all) : conduct(order, target, all);
  });
  aws.close();
}
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
export {
  main,
  metadata,
  post
};
