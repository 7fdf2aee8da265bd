import {
  elapsed,
  failedResult,
  fails,
  span
} from "./chunk-N7OTRSLU.js";
import {
  SluiceError,
  asSluiceError
} from "./chunk-M444EUFH.js";

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
    const names = (rule.tells ?? rule.about).join(", ");
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
function printed(text) {
  return /\bheaders\b/.test(text) ? "(holds headers, so it is not shown)" : text.replaceAll(/\s*[\r\n]+\s*/g, ", ");
}
function shown(raw) {
  const line = raw.replaceAll(/\s*[\r\n]+\s*/g, " ⏎ ");
  return `"${line.length > 80 ? `${line.slice(0, 79)}…` : line}"`;
}
function settings(fields, { texts, sources }) {
  return Object.entries(fields).flatMap(([name, field]) => {
    const text = texts[name];
    if (text === void 0) return [];
    return [[name, field.secret ? "***" : printed(text), sources[name]]];
  });
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

// src/domain/render/summary.ts
function summary(result, own = []) {
  return [headline(result), planned(result), picture(result), ...own, faults(result), undo(result), timeline(result)].filter(
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
var ends = {
  STAGED: "staged",
  SWAPPED: "swapped",
  PROMOTED: "promoted",
  GATE_PASSED: "passed",
  FINISHED: "finished",
  ROLLED_BACK: "rolled back",
  MIGRATED: "migrated",
  LINTED: "nothing unsafe"
};
function headline(result) {
  const face = result.reasonCode === "PLANNED" ? { icon: "📋", words: "planned", alert: "NOTE" } : faces[result.outcome];
  const words = (result.outcome === "succeeded" ? ends[result.reasonCode] : void 0) ?? face.words;
  const revisions = [.../* @__PURE__ */ new Set([result.from, result.to])].filter((revision) => revision !== "");
  const passedMs = Date.parse(result.endedAt) - Date.parse(result.startedAt);
  const facts = [
    ...revisions.length === 0 ? [] : [revisions.map(code).join(" → ")],
    ...result.environment === "" ? [] : [inline(result.environment)],
    ...passedMs === 0 ? [] : [span(passedMs)],
    code(result.reasonCode)
  ];
  return [
    `## ${face.icon} ${inline(result.service || result.action)}: ${words}`,
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
function isNews(entry, index, all) {
  const verdict = ({ kind, text }) => kind === "judged" ? [...text.matchAll(/(?:^|; )([^:;]+ (?:pass|fail|inconclusive|error)): /g)].map((match) => match[1]).join() : "";
  const [before, after] = [all[index - 1], all[index + 1]];
  if (verdict(entry) === "" || !before || !after) return true;
  return verdict(before) !== verdict(entry) || verdict(after) !== verdict(entry);
}
function timeline(result) {
  if (result.timeline.length < 2) return "";
  const startMs = Date.parse(result.startedAt);
  const rows = result.timeline.filter(isNews).map((entry) => `| ${elapsed(Date.parse(entry.at) - startMs)} | ${inline(entry.text)} |`);
  return ["<details><summary>Timeline</summary>", "", "| time | what happened |", "| ---: | :--- |", ...rows, "", "</details>"].join("\n");
}

// src/runner/finish.ts
function finish(host, result, sections = []) {
  host.outputs.set("outcome", result.outcome);
  host.outputs.set("reason-code", result.reasonCode);
  host.outputs.set("reason", host.masks.redact(result.reason));
  const redacted = (_name, value) => typeof value === "string" ? host.masks.redact(value) : value;
  host.outputs.set("result", JSON.stringify(result, redacted));
  host.summary.append(summary(result, sections));
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

export {
  inline,
  code,
  block,
  nearest,
  readInputs,
  settings,
  finish,
  failWith
};
