import {
  durationMs
} from "./chunk-PQEJCLZX.js";
import {
  nearest
} from "./chunk-SBHFMFW5.js";
import {
  span
} from "./chunk-N7OTRSLU.js";

// src/runner/field-values.ts
function parseDuration(raw) {
  const ms = durationMs(raw);
  if (ms === void 0) return { wrong: /^\d+$/.test(raw) ? "a unit is missing" : "" };
  return Number.isSafeInteger(ms) ? { ok: ms } : { wrong: "it is too long" };
}
function parseInteger(bounds, raw) {
  if (!/^-?\d+$/.test(raw)) return { wrong: "" };
  const value = Number(raw);
  return value >= bounds.min && value <= bounds.max ? { ok: value } : { wrong: "" };
}
function parseDecimal(bounds, raw) {
  const value = /^\d{1,6}(\.\d{1,6})?$/.test(raw) ? Number(raw) : NaN;
  return value >= bounds.min && value <= bounds.max ? { ok: value } : { wrong: "" };
}
function parseBoolean(raw) {
  if (/^(true|True|TRUE)$/.test(raw)) return { ok: true };
  if (/^(false|False|FALSE)$/.test(raw)) return { ok: false };
  return { wrong: "" };
}
function parseChoice(choices, raw) {
  const found = choices.find((each) => each === raw);
  if (found !== void 0) return { ok: found };
  const near = nearest(raw, choices);
  return { wrong: near === void 0 ? "" : `did you mean ${near}?` };
}
function parseLines(raw) {
  return { ok: entries(raw).map(([entry]) => entry) };
}
function parseKeyedLines(raw) {
  const found = /* @__PURE__ */ new Map();
  const wrong = [];
  for (const [entry, number] of entries(raw)) {
    const at = entry.indexOf("=");
    const key = entry.slice(0, Math.max(0, at)).trim();
    const value = entry.slice(at + 1).trim();
    if (at < 0) wrong.push(`line ${String(number)} has no "="`);
    else if (key === "" || value === "") wrong.push(`line ${String(number)} has nothing ${key === "" ? "before" : "after"} the "="`);
    else if (found.has(key)) wrong.push(`line ${String(number)} names ${key} a second time`);
    else found.set(key, value);
  }
  return wrong.length === 0 ? { ok: found } : { wrong: wrong.join("; ") };
}
function entries(raw) {
  return raw.split(/\r\n|\r|\n/).map((entry, index) => [entry.trim(), index + 1]).filter(([entry]) => entry !== "");
}

// src/runner/fields.ts
function field(spec, expects, parse, absent) {
  return {
    description: spec.description,
    example: spec.example,
    expects,
    required: "required" in spec,
    fallback: "default" in spec ? spec.default : void 0,
    secret: spec.secret ?? false,
    parse,
    absent
  };
}
function perhaps(spec, expects, parse) {
  return field(spec, expects, parse, void 0);
}
function text(spec) {
  return perhaps(spec, "text", (raw) => ({ ok: raw }));
}
function choice(choices, spec) {
  return perhaps(spec, `one of ${choices.join(", ")}`, (raw) => parseChoice(choices, raw));
}
function integer(bounds, spec) {
  return perhaps(spec, `a whole number from ${String(bounds.min)} to ${String(bounds.max)}`, (raw) => parseInteger(bounds, raw));
}
function decimal(bounds, spec) {
  return perhaps(spec, `a number from ${String(bounds.min)} to ${String(bounds.max)}`, (raw) => parseDecimal(bounds, raw));
}
function duration(spec) {
  return perhaps(spec, "a duration such as 90s, 10m, 2h or 1h30m", parseDuration);
}
function boolean(spec) {
  return perhaps(spec, "true or false", parseBoolean);
}
function lines(spec) {
  return field(spec, "one entry on each line", parseLines, []);
}
function keyedLines(spec) {
  return field(spec, `${spec.of} on each line`, parseKeyedLines, /* @__PURE__ */ new Map());
}
function parsed(expects, read, spec) {
  return perhaps(spec, expects, (raw) => {
    try {
      return { ok: read(raw) };
    } catch (thrown) {
      return { wrong: thrown instanceof Error ? thrown.message : String(thrown) };
    }
  });
}

// src/actions/fields.ts
var common = {
  mode: choice(["apply", "plan"], {
    description: "`plan` shows what would happen and writes nothing.",
    default: "apply",
    example: "plan"
  }),
  "aws-region": text({
    description: "AWS region. Without it the region of the job (`AWS_REGION`) is used.",
    example: "eu-west-1"
  }),
  environment: text({
    description: "Name of the environment, for reports.",
    example: "production"
  }),
  "timeout-minutes": integer(
    { min: 1, max: 1440 },
    {
      description: "After so many minutes it is given up with TIMED_OUT: a rollout is rolled back, which may take as long again; a schema change stops, and the next run goes on behind it. Give the step or job a longer `timeout-minutes` of its own.",
      default: "30",
      example: "15"
    }
  ),
  "on-cancel": choice(["rollback", "leave"], {
    description: "What a cancelled step does with the rollout: sends it home with one call, or leaves it running.",
    default: "rollback",
    example: "leave"
  })
};
var named = {
  cluster: { description: "Cluster of the service, or of both services of a pair: name or ARN.", example: "production" },
  service: { description: "The ECS service: name or ARN.", example: "shop-web" },
  blue: { description: "First service of the pair: name or ARN.", example: "shop-web-blue" },
  green: { description: "Second service of the pair: name or ARN.", example: "shop-web-green" }
};
var content = {
  "task-definition": text({
    description: "What to run: a file of the workspace (`.json`, `.yaml`, `.yml`), a family, `family:revision` or an ARN. Without it the revision that serves now, with `images` exchanged.",
    example: "deploy/task-definition.json"
  }),
  images: keyedLines({
    description: "Images to put in, one on each line. Other containers stay as they are.",
    of: "`container=image`",
    example: "web=registry.example/shop@sha256:4f5c…"
  }),
  "require-digest": boolean({
    description: "Refuse images that are not pinned by digest (`IMAGE_NOT_PINNED`).",
    default: "false",
    example: "true"
  })
};
var takingUp = {
  "on-unfinished": choice(["resume", "rollback", "refuse"], {
    description: "What to do with an unfinished rollout that is found: `resume` goes on with the same plan and refuses another, `rollback` leads any other home first, `refuse` stops at any.",
    default: "resume",
    example: "rollback"
  })
};
var watch = {
  bake: duration({
    description: "How long the new revision is watched once it has its traffic. A breach in this time rolls back. Shorter than `timeout-minutes`.",
    default: "0s",
    example: "10m"
  }),
  alarms: lines({
    description: "CloudWatch alarms by name, one on each line. One that goes into ALARM while the rollout is under way or bakes rolls it back; one that is in ALARM before refuses it.",
    example: "shop-web-5xx"
  })
};
var bakeFits = {
  about: ["bake", "timeout-minutes"],
  check: (values) => {
    const timeoutMs = values["timeout-minutes"] * 6e4;
    if (values.bake < timeoutMs) return void 0;
    return `a bake of ${span(values.bake)} does not end within the time-out of ${span(timeoutMs)}, so a healthy rollout would be rolled back: bake shorter, or give more minutes`;
  }
};
var judged = {
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
    description: "What the new side is judged by while it is watched, a YAML list or a file with one: limits (`max`), and beside a live baseline metrics that are compared.",
    example: "- errors: { max: 1% }"
  })
};
var pairWishes = {
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
  })
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
var commonOutputs = {
  outcome: "`succeeded`, `no-op`, `paused`, `waiting`, `rolled-back` or `failed`. The step fails on the last two.",
  "reason-code": "Why, from the closed list in docs/runbook.md.",
  reason: "Why, as a sentence.",
  result: "The whole result as JSON: timeline, gates, faults, and what is left to do.",
  rollout: "Names this rollout for other actions of the suite, as JSON. Carries no account id, so it survives masking between jobs.",
  started: "`true` from just before the first write to the service, or while something unfinished is taken up: a rollback is needed only then."
};
var pairOutputs = {
  live: "The side that serves: `blue` or `green`.",
  idle: "The other side.",
  "test-url": "Where the idle side answers, for steps of your own before it has traffic.",
  "task-definition-arn": "The revision rolled out.",
  "previous-task-definition-arn": "The revision that served before.",
  "resume-at": "When a rollout that waits goes on, as an ISO time."
};
var pairInputs = {
  "listener-rules": lines({
    description: "Listener rules that share traffic between the two sides, one ARN on each line; the ARN of a listener means its default action. `auto` takes every rule that holds both sides.",
    default: "auto",
    example: "arn:aws:elasticloadbalancing:…:listener-rule/app/shop/…"
  }),
  "test-rules": lines({
    description: "Rules that lead to one side only, for tests before the swap: one ARN on each line. Their weights are never touched.",
    example: "arn:aws:elasticloadbalancing:…:listener-rule/app/shop/…"
  })
};
function rulesOf(values) {
  const rules = values["listener-rules"];
  return { rules: rules.includes("auto") ? "auto" : rules, testRules: values["test-rules"] };
}

export {
  text,
  choice,
  integer,
  decimal,
  duration,
  boolean,
  parsed,
  common,
  named,
  content,
  takingUp,
  watch,
  bakeFits,
  judged,
  pairWishes,
  commonOutputs,
  pairOutputs,
  pairInputs,
  rulesOf
};
