// src/domain/errors.ts
var SluiceError = class extends Error {
  reasonCode;
  hint;
  constructor(reasonCode, message, options = {}) {
    super(message, options.cause === void 0 ? void 0 : { cause: options.cause });
    this.name = "SluiceError";
    this.reasonCode = reasonCode;
    this.hint = options.hint;
  }
};
function asSluiceError(thrown) {
  if (thrown instanceof SluiceError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new SluiceError("INTERNAL_ERROR", message, {
    cause: thrown,
    hint: "This is a fault of Sluice: please report it with the debug log of this step."
  });
}

// src/runner/spelling.ts
function nearest(word, candidates) {
  const allowed = Math.max(1, Math.floor(word.length / 3));
  let best;
  let bestDistance = allowed + 1;
  for (const candidate of candidates) {
    const found = distance(word.toLowerCase(), candidate.toLowerCase());
    if (found < bestDistance) {
      best = candidate;
      bestDistance = found;
    }
  }
  return best;
}
function distance(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, character] of [...from].entries()) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j += 1) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (to[j] === character ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

// src/runner/inputs.ts
async function readInputs(fields, host, options = {}) {
  const values = {};
  const sources = {};
  const texts = {};
  const mistakes = /* @__PURE__ */ new Map();
  const layers = [{ source: "input", texts: inputTexts(fields, host.env) }, ...options.layers ?? []];
  for (const [name, field] of Object.entries(fields)) {
    const layer = layers.find((each) => each.texts[name] !== void 0);
    const raw = layer?.texts[name] ?? field.fallback;
    sources[name] = layer?.source ?? (field.fallback === void 0 ? "absent" : "built-in");
    if (raw === void 0) {
      if (field.required) mistakes.set(name, [`required, but empty; expected ${field.expects}, such as ${shown(field.example)}`]);
      values[name] = field.absent;
      continue;
    }
    texts[name] = raw;
    if (field.secret) host.masks.add(raw);
    const parsed = field.parse(raw);
    if ("ok" in parsed) values[name] = parsed.ok;
    else {
      const got = field.secret ? "a secret value" : shown(raw);
      const from = sources[name] === "input" ? "" : ` (from ${sources[name]})`;
      mistakes.set(name, [`expected ${field.expects}, got ${got}${from}${parsed.wrong === "" ? "" : `: ${parsed.wrong}`}`]);
    }
  }
  warnOfUnknown(fields, host);
  const unread = new Set(mistakes.keys());
  for (const rule of options.rules ?? []) {
    if (rule.about.some((name) => unread.has(name))) continue;
    const wrong = await rule.check(values) ?? [];
    const names = rule.about.join(", ");
    const texts2 = typeof wrong === "string" ? [wrong] : wrong;
    if (texts2.length > 0) mistakes.set(names, [...mistakes.get(names) ?? [], ...texts2]);
  }
  if (mistakes.size > 0) throw invalid(mistakes);
  return { values, sources, texts };
}
function inputVariable(name) {
  return `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;
}
function inputTexts(fields, env) {
  const given = Object.keys(fields).map((name) => [name, (env[inputVariable(name)] ?? "").trim()]);
  return Object.fromEntries(given.filter(([, raw]) => raw !== ""));
}
function warnOfUnknown(fields, host) {
  const known = new Set(Object.keys(fields).map(inputVariable));
  for (const variable of Object.keys(host.env)) {
    if (!variable.startsWith("INPUT_") || known.has(variable)) continue;
    const name = variable.slice("INPUT_".length).toLowerCase();
    const near = nearest(name, Object.keys(fields));
    host.log.warning(`There is no input ${name}, so it is ignored${near === void 0 ? "" : `: did you mean ${near}?`}`, {
      title: "Unknown input"
    });
  }
}
function invalid(mistakes) {
  const list = [...mistakes].flatMap(([name, wrong]) => wrong.map((text) => `  ${name}: ${text}`));
  const head = mistakes.size === 1 ? "One input cannot be used:" : `${String(mistakes.size)} inputs cannot be used:`;
  return new SluiceError("INPUT_INVALID", [head, ...list].join("\n"), {
    hint: "Nothing was changed. The README of the action lists every input with an example."
  });
}
function shown(raw) {
  const line = raw.replaceAll(/\s*[\r\n]+\s*/g, " ⏎ ");
  return `"${line.length > 80 ? `${line.slice(0, 79)}…` : line}"`;
}
function settings(fields, { texts, sources }) {
  return Object.entries(fields).flatMap(([name, field]) => {
    const text = texts[name];
    if (text === void 0) return [];
    return [[name, field.secret ? "***" : text.replaceAll(/\s*[\r\n]+\s*/g, ", "), sources[name]]];
  });
}

// src/domain/outcome.ts
var outcomes = ["succeeded", "no-op", "paused", "waiting", "rolled-back", "failed"];
var reasonCodes = [
  "DEPLOYED",
  "NO_CHANGE",
  "PLANNED",
  "NO_TASKS",
  "INPUT_INVALID",
  "PREFLIGHT_FAILED",
  "SECRET_PLAINTEXT",
  "IMAGE_NOT_PINNED",
  "ROLLOUT_IN_PROGRESS",
  "PLAN_CHANGED",
  "SUPERSEDED",
  "RECORD_LOST",
  "TIMED_OUT",
  "CANCELLED",
  "CANCELLED_LEFT_RUNNING",
  "TASK_START_FAILED",
  "TASK_EXITED",
  "TARGET_UNHEALTHY",
  "CONTAINER_UNHEALTHY",
  "BREAKER_TRIPPED",
  "ALARM_TRIGGERED",
  "SMOKE_FAILED",
  "ANALYSIS_FAILED",
  "ANALYSIS_INCONCLUSIVE",
  "METRICS_UNAVAILABLE",
  "DEPLOYMENT_STOPPED",
  "ROLLED_BACK",
  "ROLLBACK_FAILED",
  "PAUSED_FOR_APPROVAL",
  "BAKE_CONTINUES",
  "CREDENTIALS_EXPIRED",
  "ACCESS_DENIED",
  "THROTTLED",
  "AWS_ERROR",
  "INTERNAL_ERROR"
];
function fails(outcome) {
  return outcome === "rolled-back" || outcome === "failed";
}

// src/domain/render/markdown.ts
function inline(text) {
  return text.replaceAll(/[\r\n\t]+/g, " ").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll(/[\\`*_[\]#|~$]/g, "\\$&").replace(/^(\s*)([-+]|\d+[.)])(?=\s)/, "$1\\$2").replaceAll("@", "@​").replaceAll("://", ":​//").replaceAll(/www\./gi, (start) => `${start.slice(0, -1)}​.`);
}
function code(text) {
  const safe = text.replaceAll(/[\r\n\t]+/g, " ").replaceAll("|", "│");
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map((run) => run[0].length));
  if (longest === 0) return `\`${safe}\``;
  const fence = "`".repeat(longest + 1);
  return `${fence} ${safe} ${fence}`;
}
function block(lines) {
  const text = lines.join("\n");
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text
${text}
${fence}`;
}

// src/domain/render/time.ts
function elapsed(ms) {
  const seconds = Math.max(0, Math.round(ms / 1e3));
  const two = (value) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
function span(ms) {
  const seconds = Math.max(0, Math.round(ms / 1e3));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

// src/domain/render/summary.ts
function summary(result) {
  return [headline(result), planned(result), picture(result), faults(result), undo(result), timeline(result)].filter(
    (section) => section !== ""
  );
}
var faces = {
  succeeded: { icon: "✅", words: "deployed", alert: "NOTE" },
  "no-op": { icon: "⚪", words: "nothing to do", alert: "NOTE" },
  paused: { icon: "⏸️", words: "paused", alert: "IMPORTANT" },
  waiting: { icon: "⏳", words: "waiting", alert: "IMPORTANT" },
  "rolled-back": { icon: "↩️", words: "rolled back", alert: "WARNING" },
  failed: { icon: "❌", words: "failed", alert: "CAUTION" }
};
function headline(result) {
  const face = result.reasonCode === "PLANNED" ? { icon: "📋", words: "planned", alert: "NOTE" } : faces[result.outcome];
  const revisions = [.../* @__PURE__ */ new Set([result.from, result.to])].filter((revision) => revision !== "");
  const passedMs = Date.parse(result.endedAt) - Date.parse(result.startedAt);
  const facts = [
    ...revisions.length === 0 ? [] : [revisions.map(code).join(" → ")],
    ...result.environment === "" ? [] : [inline(result.environment)],
    ...passedMs === 0 ? [] : [span(passedMs)],
    code(result.reasonCode)
  ];
  return [
    `## ${face.icon} ${inline(result.service || result.action)}: ${face.words}`,
    "",
    facts.join(" · "),
    "",
    `> [!${face.alert}]`,
    ...quoted(result.reason)
  ].join("\n");
}
function quoted(reason) {
  return reason.split("\n").flatMap((line, index) => {
    const text = inline(line.trim());
    if (text === "") return [];
    if (/^\s/.test(line)) return [`> ${/^\s{3}/.test(line) ? "  " : ""}- ${text}`];
    return index === 0 ? [`> ${text}`] : [">", `> ${text}`];
  });
}
function planned({ plan = [] }) {
  return plan.length === 0 ? "" : block(plan);
}
function picture(result) {
  const rows = changes(result.timeline);
  if (rows.length < 2) return "";
  const startMs = Date.parse(result.startedAt);
  const width = 24;
  const lines = rows.map((entry) => {
    const filled = Math.round((entry.weight ?? 0) / 100 * width);
    const bar = "█".repeat(filled) + "░".repeat(width - filled);
    return `${elapsed(Date.parse(entry.at) - startMs).padStart(7)}  ${bar} ${String(entry.weight ?? 0).padStart(5)} %`;
  });
  return block([`   time  ${"█ new   ░ old".padEnd(width)}`, ...lines]);
}
var pictureRows = 24;
function changes(timeline2) {
  const weighted = timeline2.filter((entry) => entry.weight !== void 0);
  const rows = weighted.filter((entry, index) => index === 0 || entry.weight !== weighted[index - 1].weight);
  const step = Math.ceil(rows.length / pictureRows);
  return rows.filter((_, index) => index % step === 0 || index === rows.length - 1);
}
function faults(result) {
  const shown2 = result.faults.slice(-3);
  if (shown2.length === 0) return "";
  const rest = result.faults.length - shown2.length;
  const parts = shown2.flatMap((fault) => [
    `**${inline(fault.because)}**`,
    "",
    ...fault.details.length > 0 ? [block(fault.details), ""] : []
  ]);
  return ["### Why", "", ...parts, ...rest > 0 ? [`${rest} more tasks failed before.`] : []].join("\n").trimEnd();
}
function undo(result) {
  if (result.undo.length === 0) return "";
  return [result.outcome === "succeeded" ? "### To go back" : "### Left to do", "", block(result.undo)].join("\n");
}
function timeline(result) {
  if (result.timeline.length < 2) return "";
  const startMs = Date.parse(result.startedAt);
  const rows = result.timeline.map((entry) => `| ${elapsed(Date.parse(entry.at) - startMs)} | ${inline(entry.text)} |`);
  return ["<details><summary>Timeline</summary>", "", "| time | what happened |", "| ---: | :--- |", ...rows, "", "</details>"].join("\n");
}

// src/domain/render/account.ts
function withoutAccounts(value) {
  return mapTexts(value, withoutAccount);
}
function withoutAccount(text) {
  return text.replaceAll(/\barn:aws[\w-]*:ecs:[\w-]*:\d{12}:[\w-]+\/(?:[\w.-]+\/)*(?=[\w.-])/g, "").replaceAll(/\b(arn:aws[\w-]*:[\w-]*:[\w-]*:)\d{12}\b/g, "$1***").replaceAll(/\b\d{12}(?=\.dkr[.-])/g, "***");
}
function mapTexts(value, change) {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)]));
}

// src/domain/render/act.ts
function describeAct(act) {
  switch (act.kind) {
    case "size":
      return act.side === "candidate" ? `Asked for ${act.revision}` : `Asked for the baseline ${act.revision} again`;
    case "shift":
      return `Asked for weight ${act.weight} %`;
    case "recall":
      return "Asked ECS to roll the deployment back";
  }
}

// src/domain/result.ts
function resultOf(subject, events) {
  const ended = events.findLast((event) => event.kind === "ended");
  if (!ended) throw new Error("A result needs a history that has ended");
  const first = events[0];
  const resumed = events.find((event) => event.kind === "resumed");
  return withoutAccounts({
    schema: 1,
    action: subject.action,
    outcome: ended.outcome,
    reasonCode: ended.reasonCode,
    reason: ended.because,
    runbook: `docs/runbook.md#${ended.reasonCode.toLowerCase()}`,
    service: subject.service,
    environment: subject.environment,
    from: subject.from,
    to: subject.to,
    startedAt: iso(first.atMs),
    endedAt: iso(ended.atMs),
    ...resumed && { resumedFrom: resumed.run },
    timeline: events.flatMap((event) => timelineEntry(event)),
    gates: events.filter((event) => event.kind === "judged").flatMap(
      (event) => event.evidence.map((item) => ({
        name: `${event.goal}: ${item.check}`,
        verdict: item.verdict,
        because: item.because,
        evidence: [item]
      }))
    ),
    faults: events.flatMap((event) => event.kind === "turned-home" ? event.faults : []),
    undo: subject.undo,
    ...subject.plan && { plan: subject.plan }
  });
}
function failedResult(subject, error, atMs) {
  const because = error.hint === void 0 ? error.message : `${error.message}
${error.hint}`;
  return resultOf({ ...subject, undo: [] }, [{ kind: "ended", atMs, outcome: "failed", reasonCode: error.reasonCode, because }]);
}
function timelineEntry(event) {
  const entry = (text, weight) => [
    { at: iso(event.atMs), kind: event.kind, text, ...weight !== void 0 && { weight } }
  ];
  switch (event.kind) {
    case "started":
      return entry(`Rollout of ${event.plan.revision.candidate} begins, baseline ${event.plan.revision.baseline || "none"}`);
    case "resumed":
      return entry(`Rollout of run ${event.run} goes on, heading ${event.heading}`);
    case "intended":
    case "identified":
      return [];
    case "acted":
      return entry(describeAct(event.act));
    case "noted":
      return entry(event.text, event.weight);
    case "arrived":
      return entry(`Reached ${event.name}`, event.weight);
    case "judged":
      return entry(event.evidence.map((item) => `${item.check} ${item.verdict}: ${item.because}`).join("; "));
    case "turned-home":
      return entry(`Going home, ${event.reasonCode}: ${event.because}`);
    case "ended":
      return entry(`${event.outcome}, ${event.reasonCode}: ${event.because}`);
  }
}
function iso(atMs) {
  return new Date(atMs).toISOString();
}

// src/runner/finish.ts
function finish(host, result) {
  host.outputs.set("outcome", result.outcome);
  host.outputs.set("reason-code", result.reasonCode);
  host.outputs.set("reason", host.masks.redact(result.reason));
  host.outputs.set("result", host.masks.redact(JSON.stringify(result)));
  host.summary.append(summary(result));
  const text = result.service === "" ? result.reason : `${result.service}: ${result.reason}`;
  if (fails(result.outcome)) host.fail(text, result.reasonCode);
  else host.log.notice(text, { title: result.reasonCode });
}
function failWith(host, action, thrown) {
  const error = asSluiceError(thrown);
  const typed = (name) => (host.env[inputVariable(name)] ?? "").trim();
  const service = typed("service");
  const subject = { action, service: service.slice(service.lastIndexOf("/") + 1), environment: typed("environment"), from: "", to: "" };
  finish(host, failedResult(subject, error, Date.now()));
  for (let cause = error; cause instanceof Error; cause = cause.cause) host.log.debug(cause.stack ?? cause.message);
}

// src/runner/clock.ts
function localNowMs() {
  return Math.round(performance.now());
}
var localClock = {
  nowMs: localNowMs,
  sleep: (ms, signal) => new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end, { once: true });
  })
};

export {
  SluiceError,
  asSluiceError,
  outcomes,
  reasonCodes,
  fails,
  elapsed,
  span,
  resultOf,
  failedResult,
  timelineEntry,
  nearest,
  readInputs,
  settings,
  finish,
  failWith,
  localNowMs,
  localClock
};
