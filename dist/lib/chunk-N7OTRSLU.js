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

// src/domain/outcome.ts
var outcomes = ["succeeded", "no-op", "paused", "waiting", "rolled-back", "failed"];
var reasonCodes = [
  "DEPLOYED",
  "STAGED",
  "SWAPPED",
  "PROMOTED",
  "GATE_PASSED",
  "FINISHED",
  "NO_CHANGE",
  "PLANNED",
  "NO_TASKS",
  "INPUT_INVALID",
  "PREFLIGHT_FAILED",
  "STEPS_NOT_NATIVE",
  "RULE_NOT_LISTED",
  "SIDE_HAS_OTHER_TRAFFIC",
  "SESSION_TOO_SHORT",
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
  "LINTED",
  "MIGRATION_UNSAFE",
  "BACKFILL_CONTINUES",
  "MIGRATED",
  "LOCK_BUSY",
  "MIGRATION_FAILED",
  "DRIFT_FOUND",
  "DATABASE_UNREACHABLE",
  "CREDENTIALS_EXPIRED",
  "ACCESS_DENIED",
  "THROTTLED",
  "AWS_ERROR",
  "ROLLOUT_TOKEN_INVALID",
  "INTERNAL_ERROR"
];
function fails(outcome) {
  return outcome === "rolled-back" || outcome === "failed";
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
      if (act.capacity === "none") return `Asked for no more tasks of ${act.revision}`;
      return act.side === "candidate" ? `Asked for ${act.revision}` : `Asked for the baseline ${act.revision} again`;
    case "shift":
      return `Asked for weight ${act.weight} %`;
    case "match":
      return act.on ? "Asked for rules that lead chosen users to the candidate" : "Asked to remove the rules for chosen users";
    case "hold":
      return "Held autoscaling: no scale-in while this rollout is under way";
    case "restore":
      return "Put the settings of autoscaling back";
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
    gates: gatesOf(events),
    faults: events.flatMap((event) => event.kind === "turned-home" ? event.faults : []),
    undo: subject.undo,
    ...subject.plan && { plan: subject.plan }
  });
}
function gatesOf(events) {
  const said = events.flatMap(
    (event) => event.kind === "judged" ? event.evidence.map((item) => ({ name: `${event.goal}: ${item.check}`, evidence: item })) : []
  );
  return said.filter(({ name, evidence }, index) => {
    const next = said.slice(index + 1).find((each) => each.name === name);
    return next?.evidence.verdict !== evidence.verdict;
  }).map(({ name, evidence }) => ({ name, verdict: evidence.verdict, because: evidence.because, evidence: [evidence] }));
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
    case "owed":
      return [];
    case "acted":
      return entry(describeAct(event.act), event.act.kind === "shift" && event.act.weight === 0 ? 0 : void 0);
    case "noted":
      return entry(event.text, event.weight);
    case "frozen":
      return event.lines.flatMap((line) => entry(line));
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

export {
  outcomes,
  reasonCodes,
  fails,
  elapsed,
  span,
  withoutAccounts,
  resultOf,
  failedResult,
  timelineEntry,
  localNowMs,
  localClock
};
