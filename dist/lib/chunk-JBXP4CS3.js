import {
  awsErrorName,
  canonical,
  createRevisionNames,
  describeTaskDefinition,
  describeTasks,
  durationMs,
  failureOf,
  hasVerdict,
  isInterruption,
  listDeployments,
  listStoppedTasks,
  mayPass,
  patienceMs,
  patiently,
  readLogTail,
  registerRevision,
  resolveRevision,
  revisionOf,
  taskId,
  unless,
  unpinned
} from "./chunk-PQEJCLZX.js";
import {
  quoted
} from "./chunk-JCGEUKZT.js";
import {
  elapsed,
  fails,
  outcomes,
  reasonCodes,
  span,
  timelineEntry
} from "./chunk-N7OTRSLU.js";
import {
  SluiceError,
  asSluiceError
} from "./chunk-M444EUFH.js";

// src/domain/plan.ts
function rollingPlan(spec) {
  const goals = [
    { name: "baseline", weight: 0, capacity: { baseline: "full", candidate: "none" }, gate: openGate },
    {
      name: "deployed",
      weight: 100,
      capacity: { baseline: "none", candidate: "full" },
      gate: { holdMs: spec.bakeMs, checks: alarmChecks(spec.alarms), onInconclusive: "hold" }
    }
  ];
  return {
    digest: digest([spec.target, spec.candidate, goals]),
    revision: { baseline: spec.baseline, candidate: spec.candidate },
    goals,
    committed: goals.length,
    deadlineMs: spec.deadlineMs,
    rollback: spec.rollback,
    onCancel: spec.onCancel,
    onEmpty: spec.onEmpty,
    success: "DEPLOYED"
  };
}
function blueGreenPlan(spec) {
  const both2 = { baseline: "full", candidate: "full" };
  const gate = (holdMs, checks) => ({ holdMs, checks, onInconclusive: "fail" });
  const standbyMs = spec.standbyMs === "keep" ? 0 : spec.standbyMs;
  const goals = [
    { name: "live", weight: 0, capacity: { baseline: "full", candidate: spec.candidateWasThere ? "any" : "none" }, gate: openGate },
    { name: "staged", weight: 0, capacity: both2, gate: gate(0, spec.tests) },
    { name: "swapped", weight: 100, capacity: both2, gate: gate(spec.bakeMs, spec.watch) },
    { name: "promoted", weight: 100, capacity: { baseline: "any", candidate: "full" }, gate: gate(standbyMs, []) },
    ...spec.standbyMs === "keep" ? [] : [{ name: "finished", weight: 100, capacity: { baseline: "none", candidate: "full" }, gate: openGate }]
  ];
  const committed = 3;
  return {
    digest: digest([spec.target, spec.names, spec.candidate, goals.slice(0, committed + 1).map(({ name, weight }) => [name, weight])]),
    revision: { baseline: spec.baseline, candidate: spec.candidate },
    names: spec.names,
    goals,
    committed,
    deadlineMs: spec.deadlineMs,
    rollback: "auto",
    onCancel: spec.onCancel,
    onEmpty: "fail",
    success: spec.success
  };
}
function planIn(record, deadlineMs) {
  return {
    digest: record.plan,
    revision: record.revision,
    ...record.names && { names: record.names },
    goals: record.goals.map(({ holdMs, ...goal }) => ({ ...goal, gate: { ...openGate, holdMs } })),
    committed: record.committed,
    deadlineMs,
    rollback: "auto",
    onCancel: "rollback",
    onEmpty: "pass",
    success: "FINISHED"
  };
}
function alarmChecks(alarms) {
  return alarms.length > 0 ? [{ name: "alarms", kind: "alarms", spec: alarms }] : [];
}
function goingOn(plan, { revision, goals }) {
  const start = { ...plan.goals[0], capacity: goals[0].capacity };
  return { ...plan, revision, goals: [start, ...plan.goals.slice(1)] };
}
var openGate = { holdMs: 0, checks: [], onInconclusive: "hold" };
function digest(value) {
  let hash = 0xcbf29ce484222325n;
  for (const char of JSON.stringify(value)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}

// src/domain/route.ts
function route(seen, goal, plan, ability) {
  if (ability.mover === "ecs") return routeByEcs(seen, goal, plan);
  const way = routeByUs(seen, goal, plan);
  return typeof way === "object" || way === "there" ? way : "on-the-way";
}
function routeByEcs(seen, goal, plan) {
  const forward = goal.weight > 0;
  const start = (side) => ({ kind: "size", side, revision: plan.revision[side], capacity: "full" });
  const { travel } = seen;
  switch (travel.kind) {
    case "still":
      return forward ? start("candidate") : "there";
    case "moving":
      if (forward) return "on-the-way";
      return travel.attempt === "" ? start("baseline") : { kind: "recall", attempt: travel.attempt };
    case "arrived":
      return forward ? "there" : start("baseline");
    case "stopped":
      return forward ? "on-the-way" : start("baseline");
    case "returned":
      return forward ? "on-the-way" : "there";
    case "returning":
    case "stranded":
    case "superseded":
      return "on-the-way";
  }
}
function routeByUs(seen, goal, plan) {
  const { capacity } = goal;
  const size = (side, wanted) => ({ kind: "size", side, revision: plan.revision[side], capacity: wanted });
  const sides = ["candidate", "baseline"];
  if (!goal.matched && isMatched(seen)) return { kind: "match", on: false };
  for (const side of sides) {
    const { desired, revision } = seen.sides[side];
    const wanted = capacity[side];
    if (wanted === "any" || wanted === "none") continue;
    if (desired < tasksOf(wanted, seen) || revision !== plan.revision[side]) return size(side, wanted);
  }
  if (seen.weight !== goal.weight || seen.mixed) {
    const gaining = goal.weight > seen.weight || seen.mixed && goal.weight > 0 ? "candidate" : "baseline";
    const share = gaining === "candidate" ? goal.weight : 100 - goal.weight;
    const isWarm = seen.sides[gaining].healthy >= healthyNeeded(seen.full, share, plan.minHealthy);
    if (gaining === "candidate" && mayBeMatched(seen, plan)) return "draining";
    return isWarm ? { kind: "shift", weight: goal.weight } : "warming";
  }
  if (goal.matched && seen.matched !== "all") {
    const isWarm = seen.sides.candidate.healthy >= healthyNeeded(seen.full, 100, plan.minHealthy);
    return isWarm ? { kind: "match", on: true } : "warming";
  }
  if (!goal.matched && seen.matched) return "draining";
  for (const side of sides) {
    const wanted = capacity[side];
    if (wanted === "any" || wanted === "full" || seen.sides[side].desired <= tasksOf(wanted, seen)) continue;
    return seen.atMs < (seen.shiftedAtMs ?? -Infinity) + propagationMs ? "draining" : size(side, wanted);
  }
  const ready = sides.every((side) => capacity[side] === "any" || seen.sides[side].healthy >= tasksOf(capacity[side], seen));
  return ready ? "there" : "unready";
}
function holds(seen, goal) {
  return seen.weight === goal.weight && !seen.mixed && seen.matched === (goal.matched && "all");
}
function isMatched({ matched: matched2 }) {
  return matched2 === "all" || matched2 === "some";
}
function mayBeMatched({ weight, matched: matched2, atMs, shiftedAtMs = -Infinity }, { goals }) {
  return weight === 0 && (matched2 !== void 0 || goals.some((goal) => goal.matched) && atMs < shiftedAtMs + propagationMs);
}
var propagationMs = 2e4;
function tasksOf(capacity, { full }) {
  return { none: 0, standby: 1, full }[capacity];
}
function healthyNeeded(full, share, floor = 1) {
  return share === 0 ? 0 : Math.max(1, Math.min(full, Math.max(floor, Math.ceil(full * share * 1.1 / 100))));
}
function foreseen(plan, ability) {
  const size = (side, capacity) => ({ kind: "size", side, revision: plan.revision[side], capacity });
  if (ability.mover === "ecs") return [size("candidate", "full")];
  const acts = [{ kind: "hold", owed: "" }];
  plan.goals.forEach((goal, index) => {
    const before = plan.goals[index - 1];
    if (!before) return;
    const wants = (side, grows) => {
      const [was, is] = [before.capacity[side], goal.capacity[side]];
      return is === "any" || is === was || is === "full" !== grows ? [] : [size(side, is)];
    };
    if (index === plan.committed) acts.push({ kind: "restore", owed: "" });
    acts.push(...wants("candidate", true));
    if (goal.matched !== before.matched) acts.push({ kind: "match", on: goal.matched ?? false });
    if (goal.weight !== before.weight) acts.push({ kind: "shift", weight: goal.weight });
    acts.push(...wants("baseline", false));
  });
  return acts;
}
function undoing(plan, history, ability) {
  const ended = history.findLast((event) => event.kind === "ended");
  const touched = history.some(
    (event) => event.kind === "intended" || event.kind === "identified" || event.kind === "resumed" || event.kind === "acted"
  );
  const size = (side, capacity) => ({ kind: "size", side, revision: plan.revision[side], capacity });
  const off = { kind: "match", on: false };
  if (plan.revision.baseline === "" || !touched || !ended) return [];
  if (ended.outcome !== "rolled-back")
    return ability.mover === "ecs" ? [size("baseline", "full")] : [...plan.goals.some(({ matched: matched2 }) => matched2) ? [off] : [], size("baseline", "full"), { kind: "shift", weight: 0 }];
  return ended.unfinished && ability.mover === "sluice" ? [{ kind: "restore", owed: "" }, size("candidate", "none")] : [];
}

// src/domain/looks.ts
var readLagMs = 6e3;
var periodMs = {
  ecs: {
    moving: { travel: 5e3, service: 6e4, health: 6e4, tasks: 2e4, alarms: 2e4, traffic: Infinity },
    resting: { travel: 1e4, service: 15e3, health: 6e4, tasks: 2e4, alarms: 1e4, traffic: Infinity }
  },
  sluice: {
    moving: { travel: 5e3, service: 6e4, health: 6e4, tasks: 3e4, alarms: 3e4, traffic: 6e4 },
    resting: { travel: 12e3, service: 3e4, health: 6e4, tasks: 6e4, alarms: 12e3, traffic: 6e4 }
  }
};
var looks = ["travel", "service", "health", "tasks", "alarms", "traffic"];
function nextLook(plan, record, seen, { mover }, byMs) {
  const serves = seen.weight > 0 || seen.matched !== void 0;
  const rests = mover === "ecs" ? seen.travel.kind === "arrived" : record.heading === "forward" && serves;
  const periods = periodMs[mover][rests ? "resting" : "moving"];
  const untilMs = Math.max(seen.atMs, Math.min(seen.atMs + periods.travel, byMs));
  const watched = looks.filter((look) => (look !== "alarms" || watchesAlarms(plan, record)) && (look !== "traffic" || serves));
  const due = watched.filter((look) => look === "travel" || untilMs - (seen.lookedAtMs[look] ?? -Infinity) >= periods[look]);
  return { untilMs, look: due };
}
function watchesAlarms(plan, record) {
  const near = plan.goals.slice(record.goal, record.goal + 2);
  return record.heading === "forward" && near.some((goal) => goal.gate.checks.some((check) => check.kind === "alarms"));
}

// src/engine/claim.ts
var claimLifeMs = 6e4;
var writeSlackMs = 2e3;
var prefix = "claim.";
var uncancelled = new AbortController().signal;
async function takeClaim(store, clock, holder, signal) {
  const key = keyOf(holder);
  let before = await store.read(signal);
  if (rival(before.entries, holder, key, before.atMs, Infinity) !== void 0) {
    await clock.sleep(readLagMs, signal);
    before = await store.read(signal);
    refuse(rival(before.entries, holder, key, before.atMs, Infinity));
  }
  let startMs = before.atMs;
  const verify = (entries, atMs) => {
    refuse(rival(entries, holder, key, atMs, startMs));
    if (entries[key] !== void 0) return;
    refuse(rival(entries, holder, key, atMs, Infinity));
    throw new SluiceError("RECORD_LOST", "The claim of this run was removed by somebody else", {
      hint: "Keep the tags `sluice.*` of the service out of Terraform and other tools (ignore_changes), then run this step again."
    });
  };
  const released = { [key]: null };
  try {
    const dead = Object.keys(before.entries).filter((name) => name.startsWith(prefix) && name !== key);
    const clear = Object.fromEntries(dead.map((name) => [name, null]));
    let written = await store.write({ ...clear, [key]: claimText(startMs) }, signal);
    while (written.atMs - startMs > writeSlackMs) {
      startMs = written.atMs;
      written = await store.write({ [key]: claimText(startMs) }, signal);
    }
    await clock.sleep(readLagMs, signal);
    if (signal.aborted) throw new SluiceError("CANCELLED", "Cancelled before anything was changed");
    const after = await store.read(signal);
    verify(after.entries, after.atMs);
  } catch (error) {
    await store.write(released, uncancelled).catch(() => void 0);
    throw error;
  }
  let expiresMs = startMs + claimLifeMs;
  return {
    verify,
    released,
    async renewIfDue(atMs, renewSignal) {
      if (expiresMs - atMs > claimLifeMs / 2) return;
      if (atMs >= expiresMs) {
        const now = await store.read(renewSignal);
        verify(now.entries, now.atMs);
      }
      await store.write({ [key]: `${startMs}/${atMs + claimLifeMs}` }, renewSignal);
      expiresMs = atMs + claimLifeMs;
    }
  };
}
async function claimedWhile(claim, clock, atMs, work) {
  const sinceMs = clock.nowMs();
  const over = new AbortController();
  const done = work.finally(() => over.abort());
  done.catch(() => void 0);
  while (!over.signal.aborted) {
    await Promise.race([done, clock.sleep(claimLifeMs / 4, over.signal)]);
    if (over.signal.aborted) break;
    await claim.renewIfDue(atMs + clock.nowMs() - sinceMs, uncancelled).catch((error) => {
      if (!mayPass(error)) throw error;
    });
  }
  return done;
}
function claimText(startMs) {
  return `${startMs}/${startMs + claimLifeMs}`;
}
function liveRival(entries, holder, atMs) {
  const other = rival(entries, holder, keyOf(holder), atMs, Infinity);
  return other === void 0 ? void 0 : { words: wordsOf(other), text: `${other}=${entries[other] ?? ""}` };
}
function hasClaims(entries) {
  return Object.keys(entries).some((key) => key.startsWith(prefix));
}
function keyOf({ run, attempt, job }) {
  return `${prefix}${run}.${attempt}.${job.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(0, 60)}`;
}
function rival(entries, holder, ownKey, atMs, beforeMs) {
  const earlier = Object.entries(entries).find(([key, value]) => {
    if (!key.startsWith(prefix) || key === ownKey) return false;
    const [startMs = NaN, expiresMs = NaN] = value.split("/").map(Number);
    const [run, attempt] = key.slice(prefix.length).split(".");
    if (!(expiresMs > atMs) || run === holder.run && Number(attempt) < holder.attempt) return false;
    return startMs < beforeMs || startMs === beforeMs && key < ownKey;
  });
  return earlier?.[0];
}
function refuse(other) {
  if (other === void 0) return;
  throw new SluiceError("ROLLOUT_IN_PROGRESS", `Another rollout of this service is under way: ${wordsOf(other)}`, {
    hint: `Wait for it or cancel it. If its runner is dead, its claim ends by itself within ${claimLifeMs / 1e3} seconds.`
  });
}
function wordsOf(key) {
  const [run = "", attempt = "", job = ""] = key.slice(prefix.length).split(".");
  return `run ${run}, attempt ${attempt}${job === "" ? "" : `, job ${job}`}`;
}

// src/domain/evolve.ts
function begin(plan, run, atMs) {
  return {
    schema: 1,
    plan: plan.digest,
    goals: plan.goals.map(({ gate, ...shape }) => ({ ...shape, holdMs: gate.holdMs })),
    committed: plan.committed,
    ...plan.names && { names: plan.names },
    run,
    startedAtMs: atMs,
    goal: 0,
    heading: "forward",
    revision: plan.revision,
    arrivals: [{ goal: 0, atMs }]
  };
}
function evolve(record, event) {
  switch (event.kind) {
    case "started":
    case "noted":
    case "judged":
      return record;
    case "resumed":
      return without(record, "rest");
    case "intended":
      return { ...record, intent: { act: event.act.kind, before: event.before, atMs: event.atMs } };
    case "owed":
      return { ...record, owed: event.owed };
    case "frozen":
      return { ...record, frozen: event.frozen };
    case "acted": {
      if (event.act.kind === "hold") return record;
      if (event.act.kind === "restore") return without(record, "owed");
      const after = event.act.kind === "size" ? record : without(record, "intent");
      return record.heading === "home" ? { ...after, accepted: true } : after;
    }
    case "identified":
      return { ...without(record, "intent"), attempt: event.attempt };
    case "arrived":
      return { ...without(record, "intent"), goal: event.goal, arrivals: [...record.arrivals, { goal: event.goal, atMs: event.atMs }] };
    case "turned-home":
      return { ...record, heading: "home", turned: { reasonCode: event.reasonCode, because: event.because, atMs: event.atMs } };
    case "ended":
      if (event.rests) return { ...record, rest: { reasonCode: event.reasonCode, atMs: event.atMs } };
      if (event.unfinished) return record;
      return { ...without(record, "intent"), ended: { outcome: event.outcome, reasonCode: event.reasonCode, atMs: event.atMs } };
  }
}
function without(record, key) {
  const { [key]: _, ...others } = record;
  return others;
}

// src/domain/record-text.ts
var maxLength = 240;
var prefix2 = "record.";
function writeRecord(record, previousEntries = []) {
  const fields = [
    ["v", String(record.schema)],
    ["plan", record.plan],
    ["run", record.run],
    ["at", String(record.startedAtMs)],
    ["from", record.revision.baseline],
    ["to", record.revision.candidate],
    ["goals", record.goals.map(goalText).join("/")],
    ["committed", String(record.committed)],
    ["goal", String(record.goal)],
    ["heading", record.heading],
    ["arrivals", record.arrivals.map((arrival) => `${arrival.goal}:${arrival.atMs}`).join("/")]
  ];
  if (record.names) fields.push(["names", `${record.names.baseline}/${record.names.candidate}`]);
  if (record.owed !== void 0) fields.push(["owed", record.owed]);
  if (record.frozen !== void 0) fields.push(["frozen", record.frozen]);
  if (record.rest) fields.push(["rest", `${record.rest.reasonCode}/${record.rest.atMs}`]);
  if (record.intent) fields.push(["intent", `${record.intent.act}/${record.intent.atMs}/${record.intent.before}`]);
  if (record.attempt !== void 0) fields.push(["attempt", record.attempt]);
  if (record.accepted) fields.push(["accepted", "1"]);
  if (record.turned) fields.push(["turned", `${record.turned.reasonCode}/${record.turned.atMs}/${tagSafe(record.turned.because, 300)}`]);
  if (record.ended) fields.push(["ended", `${record.ended.outcome}/${record.ended.reasonCode}/${record.ended.atMs}`]);
  const text = fields.map(([key, value]) => `${key}=${value}`).join(" ");
  const entries = {};
  const count = Math.ceil(text.length / maxLength);
  for (let i = 0; i < count; i += 1) {
    entries[`${prefix2}${i + 1}`] = `${count}.${text.slice(i * maxLength, (i + 1) * maxLength)}.`;
  }
  for (const stale of previousEntries) if (stale.startsWith(prefix2) && !(stale in entries)) entries[stale] = null;
  return entries;
}
var capacities = { n: "none", s: "standby", f: "full", a: "any" };
function goalText({ name, weight, matched: matched2, capacity, holdMs }) {
  return `${name}:${weight}:${capacity.baseline.charAt(0)}${capacity.candidate.charAt(0)}:${holdMs}${matched2 ? ":matched" : ""}`;
}
function goalIn(text) {
  const [name = "", weight = "", sides = "", holdMs, matched2] = text.split(":");
  const capacity = (letter) => {
    const found = Object.entries(capacities).find(([key]) => key === letter);
    if (!found) throw new RecordUnreadable(`${text} is not a goal`);
    return found[1];
  };
  if (name === "" || weight === "" || !(Number(weight) >= 0 && Number(weight) <= 100)) throw new RecordUnreadable(`${text} is not a goal`);
  return {
    name,
    weight: Number(weight),
    capacity: { baseline: capacity(sides.charAt(0)), candidate: capacity(sides.charAt(1)) },
    holdMs: integer(holdMs),
    ...matched2 === "matched" && { matched: true }
  };
}
function recordText(entries) {
  const first = entries[`${prefix2}1`] ?? "0";
  const count = Number.parseInt(first, 10);
  if (Number.isNaN(count)) throw new RecordUnreadable(`${first} does not begin with a number of pieces`);
  let text = "";
  for (let i = 1; i <= count; i += 1) {
    const piece = entries[`${prefix2}${i}`];
    if (piece === void 0 || piece === null) throw new RecordUnreadable(`piece ${i} of ${count} is missing`);
    text += piece.slice(piece.indexOf(".") + 1, -1);
  }
  return text;
}
function readRecord(entries) {
  const text = recordText(entries);
  if (text === "") return void 0;
  const fields = new Map(
    text.split(" ").map((field2) => {
      const at = field2.indexOf("=");
      return [field2.slice(0, at), field2.slice(at + 1)];
    })
  );
  const field = (key) => {
    const value = fields.get(key);
    if (value === void 0) throw new RecordUnreadable(`it has no field ${key}`);
    return value;
  };
  const optional = (key, parse) => fields.has(key) ? parse(field(key)) : void 0;
  if (field("v") !== "1") throw new RecordUnreadable(`its version is ${field("v")}, this release reads version 1`);
  const intent = optional("intent", (value) => {
    const [act, atMs, before] = split(value, 3);
    return { act: oneOf(["size", "shift", "recall"], act), atMs: integer(atMs), before };
  });
  const turned = optional("turned", (value) => {
    const [reasonCode, atMs, because] = split(value, 3);
    return { reasonCode: oneOf(reasonCodes, reasonCode), atMs: integer(atMs), because: because.replaceAll("_", " ") };
  });
  const ended = optional("ended", (value) => {
    const [outcome, reasonCode, atMs] = split(value, 3);
    return { outcome: oneOf(outcomes, outcome), reasonCode: oneOf(reasonCodes, reasonCode), atMs: integer(atMs) };
  });
  const attempt = optional("attempt", (value) => value);
  const owed = optional("owed", (value) => value);
  const frozen = optional("frozen", (value) => value);
  const names = optional("names", (value) => {
    const [baseline, candidate] = split(value, 2);
    return { baseline, candidate };
  });
  const rest2 = optional("rest", (value) => {
    const [reasonCode, atMs] = split(value, 2);
    return { reasonCode: oneOf(reasonCodes, reasonCode), atMs: integer(atMs) };
  });
  const record = {
    schema: 1,
    plan: field("plan"),
    run: field("run"),
    startedAtMs: integer(field("at")),
    revision: { baseline: field("from"), candidate: field("to") },
    goals: field("goals").split("/").map(goalIn),
    committed: integer(field("committed")),
    goal: integer(field("goal")),
    heading: oneOf(["forward", "home"], field("heading")),
    arrivals: field("arrivals").split("/").map((arrival) => {
      const [goal, atMs] = arrival.split(":");
      return { goal: integer(goal), atMs: integer(atMs) };
    }),
    ...names && { names },
    ...owed !== void 0 && { owed },
    ...frozen !== void 0 && { frozen },
    ...rest2 && { rest: rest2 },
    ...intent && { intent },
    ...turned && { turned },
    ...ended && { ended },
    ...attempt !== void 0 && { attempt },
    ...fields.has("accepted") && { accepted: true }
  };
  if (record.goals[record.goal] === void 0) throw new RecordUnreadable(`it has no goal ${record.goal}`);
  if (record.arrivals.at(-1)?.goal !== record.goal) throw new RecordUnreadable(`goal ${record.goal} is not the last arrival`);
  if (record.heading === "home" !== (record.turned !== void 0)) throw new RecordUnreadable("it does not tell why it turned home");
  return record;
}
var RecordUnreadable = class extends Error {
};
function tagSafe(text, length) {
  return text.replaceAll(/[^A-Za-z0-9+=.:/@-]+/g, "_").slice(0, length);
}
function split(value, parts) {
  const pieces = value.split("/");
  if (pieces.length < parts) throw new RecordUnreadable(`the value ${value} has fewer than ${parts} parts`);
  return [...pieces.slice(0, parts - 1), pieces.slice(parts - 1).join("/")];
}
function integer(text) {
  const value = Number(text);
  if (text === void 0 || text === "" || !Number.isSafeInteger(value)) throw new RecordUnreadable(`${text} is not a whole number`);
  return value;
}
function oneOf(allowed2, text) {
  const found = allowed2.find((value) => value === text);
  if (found === void 0) throw new RecordUnreadable(`${text} is none of ${allowed2.join(", ")}`);
  return found;
}

// src/engine/resume.ts
function resume(found, plan, run) {
  if (found === void 0) return { kind: "begin" };
  if (found.ended === void 0) return { kind: found.plan === plan.digest ? "resume" : "changed", record: found };
  const tried = found.run === run && found.plan === plan.digest && !changedNothing(found);
  return tried && (found.ended.outcome === "rolled-back" || found.ended.outcome === "failed") ? { kind: "ended", record: found } : { kind: "begin" };
}
function changedNothing({ ended, turned }) {
  return ended?.reasonCode === "CANCELLED" && turned === void 0;
}

// src/engine/found-record.ts
function recordIn(entries) {
  try {
    return readRecord(entries);
  } catch (error) {
    if (!(error instanceof RecordUnreadable)) throw error;
    throw new SluiceError("RECORD_LOST", `The record in the tags sluice.record.* of the service cannot be read: ${error.message}`, {
      hint: "See that no rollout is under way, remove these tags, and run this step again.",
      cause: error
    });
  }
}
function isOpen(record) {
  return record !== void 0 && record.ended === void 0;
}
function isUnsettled(record) {
  return record !== void 0 && (record.ended === void 0 || record.owed !== void 0);
}
function turnedHome(record, atMs, because) {
  return record.heading === "home" ? record : evolve(record, { kind: "turned-home", atMs, reasonCode: "ROLLED_BACK", because, faults: [] });
}
function takeUp(found, plan, run, atMs) {
  if (!plan) return isOpen(found) ? { kind: "changed", record: found } : { kind: "begin" };
  const { candidate } = plan.revision;
  if (isOpen(found) && found.revision.baseline === candidate && found.revision.candidate !== candidate) {
    return { kind: "return", record: turnedHome(found, atMs, `Asked to go back to ${candidate}`) };
  }
  return resume(found, plan, run);
}
async function assertOver(record, target, signal) {
  const driver = target.driver(record);
  const unfinished = `A rollout of ${record.revision.candidate}, begun by run ${record.run}, is`;
  if (driver.ability.mover === "sluice") {
    throw new SluiceError("PLAN_CHANGED", `${unfinished} unfinished at ${record.goals[record.goal].name}`, {
      hint: "Finish it by the command it was begun with, lead it home with the action `rollback`, or let this step do so first: `on-unfinished: rollback`."
    });
  }
  const { travel } = await driver.observe(["travel"], record, signal);
  if (travel.kind !== "moving" && travel.kind !== "returning") return;
  const deployment = travel.attempt === "" ? "its deployment" : `the deployment ${travel.attempt.slice(travel.attempt.lastIndexOf("/") + 1)}`;
  throw new SluiceError("PLAN_CHANGED", `${unfinished} still under way`, {
    hint: `Run that workflow again to finish it, roll out ${record.revision.baseline || "the earlier revision"} to lead it home, or stop ${deployment} in ECS.`
  });
}

// src/domain/steps.ts
var leastWeight = 0.1;
var chosen = "match";
function parseSteps(text) {
  const problems = [];
  const steps = text.split(/[,\n]/).flatMap((part, index) => {
    const entry = part.trim();
    if (entry === "") return [];
    const [weightText = "", ...held2] = entry.split("@").map((each) => each.trim());
    const say = (what) => {
      problems.push(`step ${String(index + 1)}, ${quoted(entry)}: ${what}`);
      return [];
    };
    const match = weightText === chosen ? [chosen, "0"] : /^(\d{1,3}(?:\.\d)?)\s*%?$/.exec(weightText);
    const weight = Number(match?.[1]);
    if (weightText !== chosen && !(weight >= leastWeight && weight <= 100))
      return say("a weight from 0.1 to 100 with at most one decimal is expected, such as 5@10m");
    if (held2.length === 0) return weight === 100 ? [{ weight, holdMs: 0 }] : say("it does not say how long; such as 5@10m");
    const holdMs = held2.length === 1 ? durationMs(held2[0]) : void 0;
    if (holdMs === void 0) return say('a duration such as 90s, 10m or 2h is expected behind one "@"');
    if (holdMs === 0 && weight < 100) return say("a step that is held for no time judges nothing");
    return [{ weight, holdMs }];
  });
  if (steps.some(({ weight }, index) => weight === 0 && index > 0)) problems.push("`match` can only be the first step");
  else if (steps.length === 1 && steps[0].weight === 0) problems.push("behind `match` at least one weight is expected, such as 5@10m");
  const weights = shifts(steps);
  const falling = weights.find(({ weight }, index) => weight <= (weights[index - 1]?.weight ?? 0));
  if (falling) problems.push(`weights must rise, and ${String(falling.weight)} does not`);
  if (steps.length === 0 && problems.length === 0) problems.push("there is no step; such as 5@10m, 25@10m, 50@15m, 100");
  return problems.length > 0 ? { problems } : { value: steps };
}
function stepsText(steps) {
  const words = (weight) => weight === 0 ? chosen : String(weight);
  return steps.map(({ weight, holdMs }) => holdMs === 0 ? words(weight) : `${words(weight)} for ${span(holdMs)}`).join(", ");
}
function shifts(steps) {
  return steps.filter(({ weight }) => weight > 0);
}
function judgedMs(steps) {
  return shifts(steps).reduce((sum, { weight, holdMs }) => sum + (weight < 100 ? holdMs : 0), 0);
}

// src/domain/canary.ts
var patienceMs2 = 6e5;
var both = { baseline: "full", candidate: "full" };
function canaryPlan(spec) {
  const judgedUntil = shifts(spec.steps).findLastIndex(({ weight }) => weight < 100);
  const judged = (holdMs, onInconclusive) => ({
    ...{ holdMs, checks: spec.judged, onInconclusive, everyMs: spec.everyMs, patienceMs: patienceMs2 },
    ...spec.early && { early: true }
  });
  const deciding = (holdMs) => ({ ...judged(holdMs, spec.onInconclusive), lateMs: spec.lateMs });
  const stepGoals = shifts(spec.steps).map(({ weight, holdMs }, index) => {
    const gate = weight === 100 ? { holdMs, checks: holdMs > 0 ? spec.watched : [], onInconclusive: "fail" } : index === judgedUntil ? deciding(holdMs) : judged(holdMs, "pass");
    return { name: goalName(weight), weight, capacity: both, gate };
  });
  const begun = [
    { name: "live", weight: 0, capacity: { baseline: "full", candidate: spec.candidateWasThere ? "any" : "none" }, gate: openGate },
    { name: "staged", weight: 0, capacity: both, gate: { holdMs: 0, checks: spec.tests, onInconclusive: "fail" } },
    ...spec.steps.slice(0, 1).flatMap(({ weight, holdMs }) => weight === 0 ? [matched(spec, holdMs)] : [])
  ];
  const onward2 = shifts(spec.steps).at(-1).weight === 100 ? spec.onInconclusive : "pass";
  const reached = (spec.after?.goals.slice(0, spec.after.goal + 1) ?? []).map((shape, index) => {
    const left = index === spec.after.goal && shape.weight > 0 && shape.weight < 100;
    return left ? { ...asReached(shape), gate: judged(shape.holdMs, onward2) } : asReached(shape);
  });
  const before = reached.length > begun.length ? reached : begun;
  const ahead = stepGoals.filter(({ weight }) => weight > before.at(-1).weight);
  const here = stepGoals.find(({ weight }) => weight === before.at(-1).weight);
  const way = [...before.slice(0, here ? -1 : void 0), ...here ? [here] : [], ...ahead];
  const whole = way.at(-1).weight === 100 ? [] : [{ name: goalName(100), weight: 100, capacity: both, gate: openGate }];
  const standbyMs = spec.standbyMs === "keep" ? 0 : spec.standbyMs;
  const planned2 = [
    ...way,
    ...whole,
    { name: "promoted", weight: 100, capacity: { baseline: "any", candidate: "full" }, gate: { ...openGate, holdMs: standbyMs } },
    ...spec.standbyMs === "keep" ? [] : [{ name: "finished", weight: 100, capacity: { baseline: "none", candidate: "full" }, gate: openGate }]
  ];
  const done = spec.after && spec.after.goal >= spec.after.committed ? spec.after : void 0;
  const goals = done ? done.goals.map(({ holdMs, ...shape }) => ({ ...shape, gate: { ...openGate, holdMs } })) : planned2;
  return {
    digest: digest([
      ...[spec.target, spec.names, spec.candidate, "canary"],
      ...spec.stepwise ? [] : spec.steps,
      ...spec.match ? [spec.match] : []
    ]),
    revision: { baseline: spec.baseline, candidate: spec.candidate },
    names: spec.names,
    goals,
    committed: done?.committed ?? way.length + whole.length,
    deadlineMs: spec.deadlineMs,
    rollback: "auto",
    onCancel: spec.onCancel,
    onEmpty: "fail",
    success: spec.success,
    ...spec.unattended && { unattended: "hold" }
  };
}
function goalName(weight) {
  return weight === 100 ? "swapped" : `canary-${String(weight)}`;
}
function matched({ watched, everyMs }, holdMs) {
  const gate = { holdMs, checks: watched, onInconclusive: "pass", everyMs, patienceMs: patienceMs2 };
  return { name: "matched", weight: 0, matched: true, capacity: both, gate };
}
function asReached({ holdMs: _, ...shape }) {
  return { ...shape, gate: openGate };
}
function isStaged(record) {
  return record.ended === void 0 && record.heading === "forward" && record.goals[record.goal].name === "staged";
}
function notHeld({ goals }, { rests }) {
  if (rests === "any") return void 0;
  const weights = [...new Set(goals.map(({ weight }) => weight))];
  const missing = weights.filter((weight) => !rests.includes(weight));
  if (missing.length === 0) return void 0;
  const nearestTo = (weight) => rests.reduce((best, each) => Math.abs(each - weight) < Math.abs(best - weight) ? each : best);
  return { weights: missing, nearest: [...new Set(weights.map(nearestTo))].sort((a, b) => a - b) };
}

// src/engine/patient-target.ts
var firstPatienceMs = 3e4;
var hint = "Nothing was begun. See that the region is right and that this runner can reach AWS.";
function patientTarget(target, { clock, cancellation }) {
  let limitMs = firstPatienceMs;
  const calmly = async (call) => {
    const found = await patiently(call, { clock, cancellation, limitMs, hint });
    if (!found) throw new SluiceError("CANCELLED", "Cancelled before anything was changed");
    limitMs = patienceMs;
    return found.value;
  };
  const { store } = target;
  return {
    ...target,
    survey: (signal) => calmly(() => target.survey(signal)),
    register: (signal) => calmly(() => target.register(signal)),
    store: {
      read: (signal) => calmly(() => store.read(signal)),
      // What is only given back ends by itself, and is not worth a wait.
      write: (entries, signal) => Object.values(entries).every((value) => value === null) ? store.write(entries, signal) : calmly(() => store.write(entries, signal))
    }
  };
}

// src/engine/record-keeper.ts
var uncancelled2 = new AbortController().signal;
function createRecordKeeper(store, clock, claim, found) {
  let names = Object.keys(found);
  let known = [fingerprint(found)];
  let lost;
  let closed = false;
  let pending = Promise.resolve();
  const write = async (entries) => {
    const text = fingerprint(entries);
    if (known.at(-1) !== text) known = [...known, text].slice(-knownWrites);
    names = [.../* @__PURE__ */ new Set([...names, ...Object.keys(entries)])];
    const turn2 = pending.then(() => store.write(entries, uncancelled2));
    pending = turn2.catch(() => void 0);
    await turn2;
    written = text;
    names = names.filter((name) => entries[name] !== null);
  };
  let written = known[0];
  const assertOurs = async (signal) => {
    if (lost) throw lost;
    for (let tries = 0; tries < 2; tries += 1) {
      const { entries, atMs } = await store.read(signal);
      try {
        claim.verify(entries, atMs);
      } catch (error) {
        if (error instanceof SluiceError) lost = error;
        throw error;
      }
      if (known.includes(fingerprint(entries))) return;
      if (tries === 0) await clock.sleep(readLagMs, signal);
      if (signal.aborted) return;
    }
    lost = new SluiceError("RECORD_LOST", "The record of this rollout was changed or removed by somebody else", {
      hint: "Keep the tags `sluice.*` of the service out of Terraform and other tools (ignore_changes), then run this step again."
    });
    throw lost;
  };
  return {
    assertOurs,
    async save(record, signal) {
      const entries = writeRecord(record, names);
      if (fingerprint(entries) === written) return;
      await assertOurs(signal);
      if (!closed) await write(entries);
    },
    async close(record, signal) {
      if (!lost && !signal.aborted) await assertOurs(signal).catch(() => void 0);
      closed = true;
      if (lost) await store.write(claim.released, uncancelled2);
      else await write({ ...writeRecord(record, names), ...claim.released });
    }
  };
}
var knownWrites = 3;
function fingerprint(entries) {
  try {
    return recordText(entries);
  } catch {
    return "";
  }
}

// src/domain/gate.ts
var measurePeriodMs = 6e4;
var failureOf2 = {
  analysis: "ANALYSIS_FAILED",
  threshold: "ANALYSIS_FAILED",
  slo: "ANALYSIS_FAILED",
  alarms: "ALARM_TRIGGERED",
  smoke: "SMOKE_FAILED",
  health: "TARGET_UNHEALTHY"
};
function gateState(goal, record, seen, evidence) {
  const { gate } = goal;
  const arrivedAtMs = record.arrivals.at(-1).atMs;
  const judged = gate.checks.filter((check) => check.kind !== "alarms" && check.kind !== "health");
  const said = judged.map((check) => ({
    check,
    all: evidence.filter((item) => item.check === check.name && item.fromMs === arrivedAtMs)
  }));
  const latest = said.map(({ check, all }) => ({ check, evidence: all.at(-1) }));
  const failed = latest.find((item) => item.evidence?.verdict === "fail");
  if (failed)
    return { kind: "failed", reasonCode: failureOf2[failed.check.kind], because: `${failed.check.name}: ${failed.evidence.because}` };
  const blind = said.find(({ all }) => blindMs(all) >= (gate.patienceMs ?? Infinity));
  if (blind) return unavailable(blind.check, blind.all.at(-1));
  const periodMs2 = gate.everyMs ?? measurePeriodMs;
  const measuredMs = Math.min(...latest.map((item) => item.evidence?.toMs ?? -Infinity));
  const hasPassed = latest.length > 0 && latest.every((item) => item.evidence?.verdict === "pass");
  const openAtMs = Math.min(arrivedAtMs + gate.holdMs, gate.early && hasPassed ? measuredMs : Infinity);
  const dueAtMs = Math.min(openAtMs, Math.max(arrivedAtMs, measuredMs) + periodMs2);
  const measure = { kind: "measure", checks: judged, fromMs: arrivedAtMs, toMs: seen.atMs };
  if (latest.length > 0 && measuredMs < openAtMs && seen.atMs >= dueAtMs) return measure;
  if (seen.atMs < openAtMs) return { kind: "closed", untilMs: latest.length > 0 ? dueAtMs : openAtMs };
  const look = factsOf(gate.checks).filter((fact) => (seen.lookedAtMs[fact] ?? -Infinity) < openAtMs);
  const isLate = seen.atMs < openAtMs + (gate.lateMs ?? 0) && !hasPassed && measuredMs < openAtMs + (gate.lateMs ?? 0);
  if (isLate && latest.length > 0) return seen.atMs < measuredMs + periodMs2 ? { kind: "closed", untilMs: measuredMs + periodMs2 } : measure;
  const state = verdictOf(goal, latest);
  if (state.kind !== "undecided") return state.kind === "open" && look.length > 0 ? { kind: "look", look } : state;
  const untilMs = measuredMs + periodMs2;
  return seen.atMs < untilMs ? { ...state, untilMs } : measure;
}
function blindMs(all) {
  const since = all.findLastIndex(({ verdict }) => verdict !== "error") + 1;
  return since === all.length ? 0 : all.at(-1).toMs - all[since].toMs;
}
function factsOf(checks) {
  return checks.flatMap((check) => check.kind === "alarms" || check.kind === "health" ? [check.kind] : []);
}
function unavailable({ name }, { because }) {
  return { kind: "failed", reasonCode: "METRICS_UNAVAILABLE", because: `${name}: ${because}` };
}
function verdictOf({ gate }, latest) {
  const unsure = latest.filter((item) => item.evidence?.verdict !== "pass");
  const first = unsure.find((item) => item.evidence?.verdict !== "inconclusive" || item.evidence.blocks) ?? unsure[0];
  if (!first) return { kind: "open" };
  const because = `${first.check.name}: ${first.evidence?.because ?? "not measured"}`;
  const undecided = { kind: "undecided", reasonCode: "ANALYSIS_INCONCLUSIVE", because, untilMs: Infinity };
  if (first.evidence?.verdict === "error")
    return gate.patienceMs === void 0 ? unavailable(first.check, first.evidence) : { ...undecided, reasonCode: "METRICS_UNAVAILABLE" };
  if (first.evidence?.blocks && gate.onInconclusive !== "fail") return undecided;
  switch (gate.onInconclusive) {
    case "pass":
      return { kind: "open" };
    case "fail":
      return { kind: "failed", reasonCode: "ANALYSIS_INCONCLUSIVE", because };
    case "hold":
    case "extend":
      return undecided;
  }
}

// src/domain/situation.ts
function wait(situation, byMs = Infinity) {
  const { plan, record, seen, ability } = situation;
  return { kind: "wait", ...nextLook(plan, record, seen, ability, Math.min(byMs, deadlineAtMs(situation))) };
}
function deadlineAtMs({ plan, record, beganAtMs }) {
  return Math.max(record.turned?.atMs ?? record.startedAtMs, beganAtMs) + plan.deadlineMs;
}
function unresolved({ record, seen, ability }) {
  return ability.mover === "ecs" && record.intent?.act === "size" && seen.travel.kind === "still" && seen.atMs < record.intent.atMs + readLagMs;
}
function end(outcome, reasonCode, why) {
  return { kind: "end", outcome, reasonCode, because: why };
}
function position(seen) {
  const { candidate } = seen.sides;
  return `${candidate.running} of ${candidate.desired} tasks of ${candidate.revision || "the candidate"} running, ${candidate.healthy} healthy, weight ${seen.weight} %${seen.matched ? " and chosen users" : ""}`;
}

// src/domain/homeward.ts
function decideHome(situation) {
  const { plan, record, seen, ability } = situation;
  const turned = record.turned;
  if (seen.travel.kind === "stranded") {
    if (plan.revision.baseline === "")
      return end("failed", turned.reasonCode, `${turned.because}. There is no earlier revision to go back to`);
    return end("failed", "ROLLBACK_FAILED", `${turned.because}. Rolling back failed too: ${seen.travel.because}`);
  }
  const step = ability.mover === "ecs" ? homeByEcs(situation) : homeByUs(situation);
  if (step.kind !== "end" && seen.atMs >= deadlineAtMs(situation)) {
    return end("failed", "ROLLBACK_FAILED", `${turned.because}. Still not back after ${span(plan.deadlineMs)}: ${position(seen)}`);
  }
  return step;
}
function homeByEcs(situation) {
  const { plan, record, seen, ability, cancelledAtMs } = situation;
  const safe = record.accepted || seen.travel.kind === "returning";
  if (cancelledAtMs !== void 0 && safe) return back(situation, "AWS accepted the way home and needs this runner no more");
  const act = unresolved(situation) ? replaceUnseen(situation) : route(seen, home(plan, record), plan, ability);
  if (act === "there") return back(situation);
  return act === "on-the-way" ? wait(situation) : { kind: "act", act };
}
function homeByUs(situation) {
  const { plan, record, seen, cancelledAtMs, hurried } = situation;
  const goal = home(plan, record);
  const act = routeByUs(seen, goal, plan);
  if (!holds(seen, goal)) return typeof act === "object" ? { kind: "act", act } : wait(situation);
  const cancelled = cancelledAtMs !== void 0;
  const left = { ...back(situation, "Traffic is home; what is left to tidy up is in the record"), unfinished: true };
  if (cancelled && hurried) return left;
  const settle = restored(record);
  if (settle) return settle;
  if (act === "there" || act === "unready") return back(situation);
  if (typeof act === "object") return { kind: "act", act };
  return cancelled ? left : wait(situation);
}
function back({ plan, record }, remark = "") {
  const { reasonCode, because: why } = record.turned;
  const committed = record.goal >= plan.committed;
  const facts = [why, ...committed ? [`The rollout was committed by then: ${plan.revision.candidate} stays`] : [], remark];
  return end(committed ? "failed" : "rolled-back", reasonCode, facts.filter((fact) => fact !== "").join(". "));
}
function home(plan, record) {
  return record.goal >= plan.committed ? plan.goals.at(-1) : plan.goals[0];
}
function replaceUnseen({ plan, record, seen }) {
  if (record.accepted && seen.atMs - record.intent.atMs < readLagMs) return "on-the-way";
  return { kind: "size", side: "baseline", revision: plan.revision.baseline, capacity: "full" };
}
function restored({ owed }) {
  return owed === void 0 ? void 0 : { kind: "act", act: { kind: "restore", owed } };
}

// src/domain/decide.ts
function decide(situation) {
  const { record, seen, hurried } = situation;
  const step = next(situation);
  if (step.kind !== "end" || step.unfinished) return step;
  const late = hurried || seen.atMs >= deadlineAtMs(situation) + restoreMs;
  if (late) return step;
  if (isMatched(seen)) return { kind: "act", act: { kind: "match", on: false } };
  if (seen.matched) return { kind: "wait", untilMs: seen.atMs + unsurePollMs, look: ["travel"] };
  return record.owed === void 0 ? step : { kind: "act", act: { kind: "restore", owed: record.owed } };
}
var unsurePollMs = 2e3;
var restoreMs = 6e4;
function next(situation) {
  const { record, seen } = situation;
  if (record.ended) return end(record.ended.outcome, record.ended.reasonCode, record.turned?.because ?? "The rollout has ended already");
  if (seen.travel.kind === "superseded") return end("failed", "SUPERSEDED", seen.travel.by);
  if (seen.writer === "other") return end("failed", "SUPERSEDED", "Somebody else changed the service while this rollout was under way");
  const identity = identify(situation);
  if (identity) return identity;
  return record.heading === "home" ? decideHome(situation) : decideForward(situation);
}
function identify({ record, seen }) {
  const { travel } = seen;
  if (!("attempt" in travel) || travel.attempt === "" || travel.attempt === record.attempt) return void 0;
  return { kind: "record", event: { kind: "identified", atMs: seen.atMs, attempt: travel.attempt } };
}
function decideForward(situation) {
  const { plan, record, seen, ability, cancelledAtMs } = situation;
  if (cancelledAtMs !== void 0) return cancel(situation);
  if (wasSentBack(situation)) {
    const back2 = `${plan.goals[record.goal].name} had been reached, and since then traffic was sent back to ${plan.revision.baseline}`;
    return turn(situation, "CANCELLED", `${back2}: by a run that was killed after its signal, or by hand`);
  }
  const { travel } = seen;
  if (travel.kind === "returning" || travel.kind === "returned" || travel.kind === "stranded" || travel.kind === "stopped") {
    if (seen.lookedAtMs.tasks !== seen.atMs) return lookNow(situation);
    const why = cause(travel, seen.faults);
    return turn(situation, why.reasonCode, why.because, true);
  }
  if (seen.suspicious && seen.lookedAtMs.tasks !== seen.atMs) return lookNow(situation);
  const committed = record.goal >= plan.committed;
  const fault = intolerable(seen);
  if (fault && !committed) return turn(situation, fault.reasonCode, fault.because);
  if (unresolved(situation)) return onward(situation, wait(situation, record.intent.atMs + readLagMs));
  const here = plan.goals[record.goal];
  const gate = gateState(here, record, seen, situation.evidence);
  switch (gate.kind) {
    case "closed":
      if (committed) return waitUnwatched(situation, gate.untilMs);
      if (seen.atMs >= deadlineAtMs(situation) && plan.unattended) return bakeOn(situation, here);
      return onward(situation, upkeep(situation, here) ?? wait(situation, gate.untilMs));
    case "look":
      return { kind: "wait", untilMs: seen.atMs, look: ["travel", ...gate.look] };
    case "measure":
      return { kind: "measure", checks: gate.checks, fromMs: gate.fromMs, toMs: gate.toMs };
    case "failed":
      return turn(situation, gate.reasonCode, gate.because);
    case "undecided": {
      const late = seen.atMs >= deadlineAtMs(situation);
      if (plan.unattended && (late || here.gate.onInconclusive === "hold"))
        return rest(end("paused", "ANALYSIS_INCONCLUSIVE", gate.because));
      if (!late) return upkeep(situation, here) ?? wait(situation, gate.untilMs);
      return turn(situation, gate.reasonCode, `${gate.because}. Still so when the time of ${span(plan.deadlineMs)} was over`);
    }
    case "open":
      break;
  }
  const next2 = plan.goals[record.goal + 1];
  if (!next2) return succeed(situation);
  if (record.goal === situation.until) return rest(end("succeeded", plan.success, `Reached ${here.name}: ${position(seen)}`));
  if (mustFreeze(situation, next2)) {
    if (situation.blind !== void 0) return turn(situation, "METRICS_UNAVAILABLE", situation.blind);
    return onward(situation, { kind: "freeze" });
  }
  const settle = committed ? restored(record) : held(situation);
  if (settle) return settle.kind === "act" ? onward(situation, settle) : settle;
  const act = route(seen, next2, plan, ability);
  if (act === "on-the-way") return onward(situation, wait(situation));
  if (act !== "there") return onward(situation, { kind: "act", act });
  return { kind: "record", event: { kind: "arrived", atMs: seen.atMs, goal: record.goal + 1, name: next2.name, weight: next2.weight } };
}
function mustFreeze({ plan, record }, next2) {
  if (record.frozen !== void 0 || next2.weight === 0) return false;
  return plan.goals.some(({ gate }) => gate.checks.some(({ kind }) => kind === "analysis"));
}
function bakeOn({ record, seen }, here) {
  const resumeAtMs = record.arrivals.at(-1).atMs + here.gate.holdMs;
  const because = `${here.name} is held until ${new Date(resumeAtMs).toISOString()}, longer than this run may take: ${position(seen)}`;
  return { ...rest(end("waiting", "BAKE_CONTINUES", because)), resumeAtMs };
}
function wasSentBack({ plan, record, seen, ability }) {
  const { weight, matched: matched2, gate } = plan.goals[record.goal];
  if (ability.mover !== "sluice") return false;
  if (matched2) return seen.matched !== "all" && seen.atMs < record.arrivals.at(-1).atMs + gate.holdMs;
  return weight > 0 && (seen.weight < weight || seen.mixed === true && seen.weight === weight);
}
function held({ record, seen }) {
  const { settings } = seen;
  if (!settings) return void 0;
  if (record.owed === void 0) return { kind: "record", event: { kind: "owed", atMs: seen.atMs, owed: settings.found } };
  return settings.held ? void 0 : { kind: "act", act: { kind: "hold", owed: record.owed } };
}
function upkeep(situation, here) {
  const { plan, seen, ability } = situation;
  if (ability.mover === "ecs" || situation.record.goal === 0) return void 0;
  const act = routeByUs(seen, here, plan);
  const settle = held(situation);
  return settle ?? (typeof act === "object" && act.kind === "size" ? { kind: "act", act } : void 0);
}
function waitUnwatched({ record, seen }, untilMs) {
  const because = `The former side stays as it is until ${new Date(untilMs).toISOString()}: ${position(seen)}`;
  return restored(record) ?? { ...rest(end("waiting", "BAKE_CONTINUES", because)), resumeAtMs: untilMs };
}
function rest(ending) {
  return { ...ending, unfinished: true, rests: true };
}
function onward(situation, step) {
  const { plan, seen } = situation;
  if (seen.atMs < deadlineAtMs(situation)) return step;
  return turn(situation, "TIMED_OUT", `Not done after ${span(plan.deadlineMs)}: ${position(seen)}`);
}
function cancel(situation) {
  const { plan, record, seen, ability, hurried } = situation;
  const mayBeAway = record.intent !== void 0 || record.attempt !== void 0 || record.owed !== void 0 || record.goal > 0;
  const way = ability.mover === "ecs" ? route(seen, home(plan, record), plan, ability) : routeByUs(seen, home(plan, record), plan);
  const started = mayBeAway || way !== "there" && way !== "unready";
  if (!started) return end("failed", "CANCELLED", "Cancelled before anything was changed");
  if (plan.onCancel === "leave") {
    return rest(end("failed", "CANCELLED_LEFT_RUNNING", `Cancelled; the rollout goes on as asked: ${position(seen)}`));
  }
  if (record.goal < plan.committed) return turn(situation, "CANCELLED", `Cancelled at ${position(seen)}`);
  const left = end("failed", "CANCELLED", `Cancelled after the rollout was committed: ${plan.revision.candidate} stays. ${position(seen)}`);
  return (hurried ? void 0 : restored(record)) ?? { ...left, unfinished: true };
}
function turn({ plan, seen }, reasonCode, why, byItself = false) {
  if (!byItself && plan.rollback === "none") return end("failed", reasonCode, `${why}. Nothing was rolled back: rollback is off`);
  if (!byItself && plan.revision.baseline === "") return end("failed", reasonCode, `${why}. There is no earlier revision to go back to`);
  if (byItself && seen.travel.kind === "stopped" && (plan.rollback === "none" || plan.revision.baseline === "")) {
    return end("failed", reasonCode, `${why}. Nothing was rolled back`);
  }
  return { kind: "record", event: { kind: "turned-home", atMs: seen.atMs, reasonCode, because: why, faults: seen.faults } };
}
function succeed(situation) {
  const { plan, record, seen } = situation;
  const arrivedAtMs = record.arrivals.at(-1).atMs;
  if ((seen.lookedAtMs.service ?? -Infinity) < arrivedAtMs) return { kind: "wait", untilMs: seen.atMs, look: ["travel", "service"] };
  if (seen.sides.candidate.desired === 0) {
    const text = `${plan.revision.candidate} is in place, but no task of it runs: the desired count is 0`;
    return end(plan.onEmpty === "pass" ? "succeeded" : "failed", "NO_TASKS", text);
  }
  return end("succeeded", plan.success, `${plan.revision.candidate} serves all traffic: ${position(seen)}`);
}
function intolerable(seen) {
  const faults = seen.faults.filter((fault) => fault.side === "candidate");
  const alarm = faults.find((fault) => fault.reasonCode === "ALARM_TRIGGERED");
  const tasks = faults.filter((fault) => fault.reasonCode !== "ALARM_TRIGGERED");
  const tolerated = seen.sides.candidate.healthy > 0 ? Math.floor(seen.sides.candidate.desired / 10) : 0;
  return alarm ?? (tasks.length > tolerated ? tasks.at(-1) : void 0);
}
function lookNow({ seen }) {
  return { kind: "wait", untilMs: seen.atMs, look: ["travel", "tasks", "service"] };
}
function cause(travel, faults) {
  const last = faults.findLast((fault) => fault.side === "candidate");
  if (!last) return travel;
  if (travel.reasonCode !== "BREAKER_TRIPPED") return { ...travel, because: `${travel.because} (${last.because})` };
  return { reasonCode: last.reasonCode, because: `${last.because}. ECS: ${travel.because}` };
}

// src/domain/progress.ts
function progress(before, after) {
  const events = after.news.map((line) => ({ kind: "noted", atMs: after.atMs, text: line }));
  const text = standing(after);
  if (before === void 0 || standing(before) !== text || before.weight !== after.weight) {
    events.push({ kind: "noted", atMs: after.atMs, text, weight: after.weight });
  }
  for (const fault of after.faults) {
    if (before?.faults.some((known) => known.subject === fault.subject)) continue;
    events.push({ kind: "noted", atMs: after.atMs, text: fault.because, detail: fault.details });
  }
  return events;
}
function standing({ travel, sides }) {
  const { candidate, baseline } = sides;
  const counts = `${candidate.running} new and ${baseline.running} old tasks`;
  switch (travel.kind) {
    case "still":
      return `At rest: ${counts}`;
    case "moving":
      return `Under way${travel.stage === "" ? "" : ` (${travel.stage})`}: ${counts}`;
    case "arrived":
      return `Deployment complete: ${counts}`;
    case "returning":
      return `Rolling back (${travel.because}): ${counts}`;
    case "returned":
      return `Rolled back: ${counts}`;
    case "stranded":
      return `Rollback failed: ${travel.because}`;
    case "stopped":
      return `Deployment stopped: ${travel.because}`;
    case "superseded":
      return `Superseded: ${travel.by}`;
  }
}

// src/engine/assume.ts
function assume(seen, act, ability, done) {
  if (!done || ability.mover === "ecs") return seen;
  switch (act.kind) {
    case "shift":
      return { ...withoutMixed(seen), weight: act.weight, shiftedAtMs: seen.atMs };
    case "match": {
      const { matched: _, ...others } = seen;
      return { ...others, ...act.on && { matched: "all" }, shiftedAtMs: seen.atMs };
    }
    case "size": {
      const desired = { none: 0, standby: 1, full: seen.full }[act.capacity];
      return { ...seen, sides: { ...seen.sides, [act.side]: { ...seen.sides[act.side], revision: act.revision, desired } } };
    }
    case "hold": {
      if (!seen.settings) return seen;
      const { candidate } = seen.sides;
      const filled = { ...candidate, desired: Math.max(candidate.desired, seen.full) };
      return { ...seen, settings: { ...seen.settings, held: true }, sides: { ...seen.sides, candidate: filled } };
    }
    case "restore":
      return seen.settings ? { ...seen, settings: { ...seen.settings, held: false } } : seen;
    case "recall":
      return seen;
  }
}
function withoutMixed(seen) {
  const { mixed: _, ...even } = seen;
  return even;
}

// src/engine/run.ts
var cancelBudgetMs = 5e3;
var hurriedMs = 2500;
var closePatienceMs = 3e4;
var uncancelled3 = new AbortController().signal;
var lookMs = 6e4;
var everything = ["travel", "service", "health", "tasks", "alarms", "traffic"];
async function runRollout(input, ports) {
  const { cancellation, claim, clock, driver, keeper } = ports;
  const history = [];
  const plan = input.unfinished ? goingOn(input.plan, input.unfinished) : input.plan;
  const fresh = begin(plan, input.run, input.atMs);
  const { goals, committed } = fresh;
  const run = input.unfinished?.ended ? input.unfinished.run : input.run;
  let record = input.unfinished ? { ...input.unfinished, goals, committed, run } : fresh;
  let failedActs = 0;
  const cancelled = () => cancellation.atMs() !== void 0;
  const tell2 = (event) => {
    record = evolve(record, event);
    history.push(event);
    ports.reporter.report(event);
  };
  try {
    tell2(
      input.unfinished ? { kind: "resumed", atMs: input.atMs, run: input.unfinished.run, goal: record.goal, heading: record.heading } : { kind: "started", atMs: input.atMs, run: input.run, plan }
    );
    await loop();
  } catch (thrown) {
    const error = asSluiceError(thrown);
    const because = error.hint === void 0 ? error.message : `${error.message}. ${error.hint}`;
    tell2({ kind: "ended", atMs: lastAtMs(), outcome: "failed", reasonCode: error.reasonCode, because, unfinished: true });
  }
  await close();
  return history;
  async function loop() {
    let evidence = [];
    let look = everything;
    let seen;
    let mustLook = true;
    let refused;
    let blind;
    await save();
    for (; ; ) {
      if (seen === void 0) assertTimeLeft();
      if (seen === void 0 || mustLook && !outOfTime() || !cancelled()) {
        const before = seen;
        seen = await observe(look, seen);
        for (const event of progress(before, seen)) tell2(event);
      }
      if (refused && seen.travel.kind !== "superseded" && seen.writer !== "other") throw refused;
      refused = void 0;
      mustLook = false;
      const cancelledAtMs = cancellation.atMs();
      const { ability } = driver;
      const step = decide({
        plan,
        record,
        seen,
        evidence,
        ability,
        beganAtMs: input.atMs,
        ...cancelledAtMs !== void 0 && { cancelledAtMs },
        ...cancelledAtMs !== void 0 && clock.nowMs() - cancelledAtMs >= hurriedMs && { hurried: true },
        ...input.until !== void 0 && { until: input.until },
        ...blind !== void 0 && { blind }
      });
      if (step.kind !== "end") assertTimeLeft();
      switch (step.kind) {
        case "record":
          tell2(step.event);
          await save();
          look = ["travel"];
          break;
        case "act": {
          const result = await act(step.act, seen);
          if (result === "given up") break;
          if (result instanceof SluiceError) {
            refused = result;
            mustLook = true;
            break;
          }
          seen = assume(seen, step.act, ability, result === "accepted" || record.heading === "forward");
          mustLook = result === "unknown";
          look = ["travel"];
          break;
        }
        case "measure":
          evidence = [...evidence, ...await measure(step, seen)];
          look = ["travel"];
          break;
        case "freeze":
          blind = await freeze(seen);
          look = ["travel"];
          break;
        case "wait":
          look = step.look;
          await claim.renewIfDue(seen.atMs, uncancelled3).catch(passing);
          if (cancelled()) {
            await clock.sleep(Math.min(step.untilMs - seen.atMs, 1e3));
            mustLook = true;
          } else {
            await clock.sleep(step.untilMs - seen.atMs, cancellation.signal);
          }
          break;
        case "end": {
          const { kind: _, ...ending } = step;
          tell2({ ...ending, kind: "ended", atMs: seen.atMs });
          return;
        }
      }
    }
  }
  async function act(wanted, seen) {
    const intended = { kind: "intended", atMs: seen.atMs, act: wanted, before: seen.mark };
    const recorded = wanted.kind === "size" && wanted.side === "candidate" && driver.ability.mover === "ecs";
    if (!cancelled()) {
      const { signal } = cancellation;
      await persist(() => recorded ? keeper.save(evolve(record, intended), signal) : keeper.assertOurs(signal));
      if (cancelled()) return "given up";
    }
    if (recorded) tell2(intended);
    try {
      if (!await inTime(driver.perform(wanted, cancelled() ? uncancelled3 : cancellation.signal))) return "unknown";
    } catch (error) {
      if (error instanceof SluiceError && error.reasonCode === "SUPERSEDED") return error;
      if (!(cancelled() && isInterruption(error))) passing(error);
      note(seen.atMs, `A call to AWS did not go through: ${asSluiceError(error).message}`);
      await pauseAfter(failedActs += 1);
      return "unknown";
    }
    failedActs = 0;
    tell2({ kind: "acted", atMs: seen.atMs, act: wanted, before: seen.mark });
    await save();
    return "accepted";
  }
  function pauseAfter(failures) {
    if (cancelled()) return clock.sleep(1e3);
    return clock.sleep(Math.min(1e3 * 2 ** (failures - 1), record.heading === "home" ? 4e3 : 16e3), cancellation.signal);
  }
  async function observe(look, last) {
    if (!cancelled()) {
      const signal = last === void 0 ? uncancelled3 : cancellation.signal;
      const onTrouble = (error) => note(last?.atMs ?? input.atMs, `AWS did not answer, still trying: ${asSluiceError(error).message}`);
      const limitMs = Math.min(patienceMs, plan.deadlineMs);
      const found = await patiently(() => driver.observe(look, last ? record : asFound(), signal), {
        clock,
        cancellation,
        limitMs,
        onTrouble
      });
      if (found) return found.value;
      if (last) return last;
    }
    for (; ; ) {
      assertTimeLeft();
      try {
        return await driver.observe(look, last ? record : asFound(), uncancelled3);
      } catch (error) {
        if (last) return last;
        passing(error);
        await clock.sleep(1e3);
      }
    }
  }
  function asFound() {
    return { ...record, ...input.unfinished?.rest && { rest: input.unfinished.rest } };
  }
  async function measure({ checks, fromMs, toMs }, seen) {
    let answers = [];
    let silence = "no answer";
    try {
      const over = new AbortController();
      const signal = AbortSignal.any([cancellation.signal, over.signal]);
      const judging = persist(() => ports.judge.judge(checks, fromMs, toMs, signal, course()));
      const limitMs = checks.some(({ kind }) => kind === "smoke") ? Infinity : lookMs;
      const found = await claimedWhile(claim, clock, seen.atMs, within(limitMs, judging, over.signal));
      over.abort();
      if (found === "late") silence = `no answer within ${span(lookMs)}`;
      else if (!found) return [];
      else answers = found.value;
    } catch (error) {
      passing(error);
      silence = asSluiceError(error).message;
    }
    const evidence = checks.map((check) => {
      const answer = answers.find((item) => item.check === check.name);
      const blocks = answer?.blocks ? { blocks: answer.blocks } : {};
      return { check: check.name, verdict: answer?.verdict ?? "error", because: answer?.because ?? silence, fromMs, toMs, ...blocks };
    });
    tell2({ kind: "judged", atMs: seen.atMs, goal: plan.goals[record.goal].name, evidence });
    return evidence;
  }
  async function within(limitMs, work, done) {
    if (limitMs === Infinity) return work;
    work.catch(() => void 0);
    return Promise.race([work, clock.sleep(limitMs, done).then(() => "late")]);
  }
  function course() {
    const arrivals = record.arrivals.map(({ goal, atMs }) => ({ weight: plan.goals[goal].weight, atMs }));
    return { arrivals: arrivals.filter(({ weight }) => weight > 0), ...record.frozen !== void 0 && { frozen: record.frozen } };
  }
  async function freeze(seen) {
    try {
      const freezing = persist(async () => ports.judge.freeze?.(seen.atMs, cancellation.signal).catch(awhile));
      const found = await claimedWhile(claim, clock, seen.atMs, freezing);
      if (!found) return void 0;
      tell2({ kind: "frozen", atMs: seen.atMs, ...found.value ?? { frozen: "-", lines: [] } });
    } catch (thrown) {
      const error = asSluiceError(thrown);
      if (error.reasonCode === "ROLLOUT_IN_PROGRESS" || error.reasonCode === "RECORD_LOST") throw error;
      return error.hint === void 0 ? error.message : `${error.message}. ${error.hint}`;
    }
    await save();
    return void 0;
  }
  async function save() {
    if (!cancelled()) await persist(() => keeper.save(record, cancellation.signal));
  }
  function persist(work) {
    return patiently(work, { clock, cancellation, limitMs: patienceMs });
  }
  async function close() {
    try {
      const closing = () => keeper.close(record, cancellation.signal);
      const closed = await patiently(closing, { clock, cancellation, limitMs: closePatienceMs });
      if (!closed && !await inTime(closing()))
        note(lastAtMs(), "The end of this rollout may not have been recorded: AWS did not answer in time");
    } catch (error) {
      note(lastAtMs(), `The end of this rollout could not be recorded: ${asSluiceError(error).message}`);
    }
  }
  function inTime(call) {
    return unless(cancelled() ? cancellation.late : cancellation.signal, call);
  }
  function note(atMs, text) {
    ports.reporter.report({ kind: "noted", atMs, text });
  }
  function lastAtMs() {
    return history.at(-1)?.atMs ?? input.atMs;
  }
  function outOfTime() {
    const atMs = cancellation.atMs();
    return atMs !== void 0 && clock.nowMs() - atMs >= cancelBudgetMs;
  }
  function assertTimeLeft() {
    if (!outOfTime()) return;
    throw new SluiceError("CANCELLED", "Cancelled, and the runner ends before AWS confirmed the way back", {
      hint: "Run the step again or roll back by hand."
    });
  }
}
function awhile(thrown) {
  const error = asSluiceError(thrown);
  if (error.reasonCode !== "METRICS_UNAVAILABLE") throw error;
  throw new SluiceError("AWS_ERROR", error.message, { cause: error, ...error.hint !== void 0 && { hint: error.hint } });
}
function passing(error) {
  if (!mayPass(error)) throw error;
}

// src/engine/holding.ts
async function holding(holder, service, ports, work) {
  const { clock, cancellation } = ports;
  const { store } = patientTarget(service, ports);
  const claim = await takeClaim(store, clock, holder, cancellation.signal);
  let keeper;
  try {
    const { entries, atMs } = await store.read(cancellation.signal);
    return await work({
      entries,
      atMs,
      async run({ plan, unfinished, until, homeward }) {
        const roles = unfinished ?? plan;
        const driver = service.driver(roles);
        const [unheld] = homeward ? [] : unheldSteps(plan, driver.ability);
        if (unheld) throw new SluiceError(unheld.code, unheld.text, { hint: "Nothing was changed." });
        ports.starting();
        keeper = createRecordKeeper(service.store, clock, claim, entries);
        const input = { plan, run: holder.run, atMs, ...unfinished && { unfinished }, ...until !== void 0 && { until } };
        const heard = homeward ? asAsked : (event) => event;
        const reporter = { report: (event) => ports.reporter.report(heard(event)) };
        const history = await runRollout(input, { ...ports, reporter, driver, keeper, claim, judge: ports.judge?.(plan) ?? noEvidence });
        const { baseline, candidate } = roles.revision;
        const undo = undoing({ ...plan, revision: roles.revision }, history, driver.ability).flatMap((act) => driver.explain(act));
        const [from, to] = homeward ? [candidate, baseline] : [baseline, candidate];
        return { from, to, ...roles.names && { names: roles.names }, history: history.map(heard), undo };
      }
    });
  } finally {
    if (!keeper) await service.store.write(claim.released, new AbortController().signal).catch(() => void 0);
  }
}
function unheldSteps(plan, ability) {
  const unheld = notHeld(plan, ability);
  if (!unheld) return [];
  const { weights, nearest } = unheld;
  const list = (numbers) => numbers.map((number) => `${String(number)} %`).join(", ");
  const text = `The canary cannot have ${list(weights)} of the traffic here. The nearest it can: ${list(nearest.filter((weight) => weight > 0))}`;
  return [{ code: "STEPS_NOT_NATIVE", text }];
}
function asAsked(event) {
  if (event.kind !== "ended" || event.outcome !== "rolled-back" || event.unfinished) return event;
  return { ...event, outcome: "succeeded", reasonCode: "ROLLED_BACK" };
}
var noEvidence = { judge: () => Promise.resolve([]) };
async function interruptible({ cancellation, starting }, work) {
  let unfinished;
  try {
    return await work((record) => {
      unfinished = isOpen(record) ? record : void 0;
      if (unfinished) starting();
      return record;
    });
  } catch (error) {
    if (cancellation.atMs() === void 0) throw error;
    if (!unfinished) throw new SluiceError("CANCELLED", "Cancelled before anything was changed", { cause: error });
    const { revision, run } = unfinished;
    throw new SluiceError(
      "CANCELLED_LEFT_RUNNING",
      `Cancelled before the rollout of ${revision.candidate}, left by run ${run}, was taken up`,
      {
        hint: "It is as that run left it. Run this step again to finish it.",
        cause: error
      }
    );
  }
}

// src/engine/conduct.ts
function conduct(order, service, ports) {
  return interruptible(ports, async (find) => {
    const { signal } = ports.cancellation;
    const target = patientTarget(service, ports);
    const first = await target.survey(signal);
    const before = await target.store.read(signal);
    if (order.mode === "plan") return planned(order, target, first, before, ports);
    const still2 = isUnsettled(find(recordIn(before.entries))) ? void 0 : beginning(order, target, first);
    if (still2) return still2;
    let { anew = false } = order;
    const end2 = await holding(order.holder, service, ports, async ({ entries, atMs, run }) => {
      const survey = await target.survey(signal);
      const found = find(recordIn(entries));
      const over = isUnsettled(found) ? void 0 : beginning(order, target, survey);
      if (over) return over;
      if (ports.cancellation.atMs() !== void 0) throw new SluiceError("CANCELLED", "Cancelled before anything was changed");
      for (const text of survey.warnings) ports.reporter.report({ kind: "noted", atMs, text });
      const open = isOpen(found) ? found : void 0;
      const wanted = order.continues && open?.revision.candidate || survey.candidate;
      const roles = open && { baseline: open.revision.baseline, ...open.names && { names: open.names } };
      const seen = { ...survey, ...roles, ...open && open.revision.candidate === wanted && { unfinished: open } };
      const asked = wanted === void 0 ? void 0 : order.plan(seen, wanted);
      const start = takeUp(adopted(order, found, asked), asked, order.holder.run, atMs);
      if (start.kind === "ended" && !anew) return again(start.record, atMs);
      if (open && start.kind !== "return") assertMayTakeUp(order, open);
      if (isUnsettled(found) && (!open || order.onUnfinished === "rollback" && start.kind !== "return")) {
        const record = open ? turnedHome(open, atMs, "Led home to begin anew, as asked by `on-unfinished`") : found;
        const { history } = await run({ plan: planIn(record, order.deadlineMs), unfinished: record });
        if (open && lastOf(history).outcome !== "rolled-back") throw notHome(open, lastOf(history).because);
        anew = open !== void 0;
        return void 0;
      }
      if (start.kind === "changed") {
        await assertOver(start.record, target, signal);
        const stays = beginning(order, target, survey);
        if (stays) return stays;
      }
      if (start.kind === "resume" && asked) assertJudged(asked, start.record, ports);
      const unfinished = start.kind === "resume" || start.kind === "return" ? start.record : void 0;
      if (!unfinished) ports.starting();
      const plan = order.plan(seen, unfinished?.revision.candidate ?? survey.candidate ?? await target.register(signal));
      const until = plan.goals.findIndex(({ name }) => name === order.until);
      const homeward = start.kind === "return" ? { homeward: true } : {};
      return run({ plan, ...unfinished && { unfinished }, ...until !== -1 && { until }, ...homeward });
    });
    return end2 ?? conduct({ ...order, onUnfinished: "refuse", anew }, service, ports);
  });
}
function adopted(order, found, plan) {
  const isBeginning = plan && isOpen(found) && found.revision.candidate === plan.revision.candidate && order.adopts?.(found);
  return isBeginning ? { ...found, plan: plan.digest } : found;
}
function beginning(order, target, survey) {
  if (order.from !== void 0) return nothingUnderWay(target, survey);
  refuse2(survey);
  if (survey.unchanged) return noChange(order, target, survey);
  if (order.expects === void 0 || survey.current === order.expects) return void 0;
  throw new SluiceError(
    "SUPERSEDED",
    `${target.name} is set to ${survey.current || "nothing"} by now, and not ${order.expects}: somebody else has changed it since`,
    {
      hint: "Name what to return to: `to-revision`, or `to-side` of a pair."
    }
  );
}
function assertMayTakeUp(order, record) {
  if (order.onUnfinished === "refuse") {
    throw new SluiceError("PLAN_CHANGED", `Run ${record.run} left a rollout of ${record.revision.candidate} unfinished`, {
      hint: "`on-unfinished: refuse` takes up nothing. Finish it by the command it was begun with, or lead it home with the action `rollback`."
    });
  }
  const needed = record.goals.findIndex(({ name }) => name === order.from);
  if (record.goal >= needed) return;
  const at = record.goals[record.goal].name;
  throw new SluiceError(
    "PREFLIGHT_FAILED",
    `The rollout of ${record.revision.candidate} is at ${at}, and only one that has reached ${order.from} can be taken further by this command`,
    {
      hint: "Nothing was changed. Run `command: swap` first."
    }
  );
}
function assertJudged(plan, { goal, heading, frozen }, { judge }) {
  const isJudged = heading === "forward" && plan.goals.slice(goal).some(({ gate }) => gate.checks.some(({ kind }) => kind === "analysis"));
  if (isJudged && frozen !== void 0) judge?.(plan).assertJudges?.(frozen);
}
function notHome(record, because) {
  return new SluiceError(
    "ROLLBACK_FAILED",
    `The rollout of ${record.revision.candidate} could not be led home, so none was begun: ${because}`
  );
}
function lastOf(history) {
  const last = history.at(-1);
  if (last?.kind !== "ended") throw new Error("A history ends with `ended`");
  return last;
}
function refuse2({ problems }) {
  if (problems.length === 0) return;
  const [only, ...others] = new Set(problems.map(({ code }) => code));
  const list = problems.map(({ code, text }) => `  ${code}: ${text}`);
  throw new SluiceError(others.length === 0 ? only : "PREFLIGHT_FAILED", ["This rollout cannot begin:", ...list].join("\n"), {
    hint: "Nothing was changed."
  });
}
function again(record, atMs) {
  const { outcome, reasonCode } = record.ended;
  const because = `${record.turned?.because ?? "This run has tried this revision already"}. A new run may try again`;
  const history = [{ kind: "ended", atMs, outcome, reasonCode, because }];
  return { from: record.revision.baseline, to: record.revision.candidate, history, undo: [] };
}
function noChange(order, target, survey) {
  const revision = survey.candidate ?? survey.baseline;
  const because = `The service ${target.name} already runs ${revision}`;
  if (survey.desired > 0) return still({ outcome: "no-op", reasonCode: "NO_CHANGE", because }, survey);
  const outcome = order.onEmpty === "pass" ? "no-op" : "failed";
  return still({ outcome, reasonCode: "NO_TASKS", because: `${because}, but no task of it runs: the desired count is 0` }, survey);
}
function nothingUnderWay(target, survey) {
  return still(
    { outcome: "no-op", reasonCode: "NO_CHANGE", because: `No rollout of ${target.name} is under way: nothing is left to finish` },
    survey
  );
}
async function planned(order, target, survey, { entries, atMs }, ports) {
  const candidate = survey.candidate ?? "the revision registered above";
  const plan = order.plan(survey, candidate);
  const driver = target.driver(plan);
  const calls = [
    ...survey.candidate === void 0 ? ["aws ecs register-task-definition (the content above)"] : [],
    ...survey.unchanged ? [] : foreseen(plan, driver.ability).flatMap((act) => driver.explain(act))
  ];
  const unheld = unheldSteps(plan, driver.ability);
  const foreseeing = survey.missing ? { lines: [], problems: [] } : await foreseenBy(plan, survey.atMs, ports);
  const kept = [...foreseeing.problems, ...problemsKept(order.holder, entries, atMs)];
  const found = { ...survey, problems: [...survey.problems, ...unheld, ...kept] };
  const because = `Nothing was changed: this is what a rollout of ${target.name} would do`;
  return {
    ...still({ outcome: "no-op", reasonCode: "PLANNED", because }, survey),
    planned: { survey: found, calls, forecast: foreseeing.lines }
  };
}
async function foreseenBy(plan, atMs, { judge, cancellation }) {
  if (!plan.goals.some(({ gate }) => gate.checks.some(({ kind }) => kind === "analysis"))) return { lines: [], problems: [] };
  try {
    const found = await judge?.(plan).freeze?.(atMs, cancellation.signal);
    return { lines: found?.lines ?? [], problems: [] };
  } catch (thrown) {
    if (cancellation.atMs() !== void 0) throw thrown;
    return { lines: [], problems: [{ code: "METRICS_UNAVAILABLE", text: asSluiceError(thrown).message }] };
  }
}
function problemsKept(holder, entries, atMs) {
  const problems = [];
  const rival2 = liveRival(entries, holder, atMs);
  if (rival2) problems.push({ code: "ROLLOUT_IN_PROGRESS", text: `Another rollout of this service is under way: ${rival2.words}` });
  try {
    const record = recordIn(entries);
    if (isOpen(record)) {
      const text = `Run ${record.run} left a rollout of ${record.revision.candidate} unfinished; only the same content, or going back to ${record.revision.baseline}, may go on while it moves`;
      problems.push({ code: "PLAN_CHANGED", text });
    }
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    problems.push({ code: error.reasonCode, text: error.message });
  }
  return problems;
}
function still(ending, survey) {
  const { atMs, baseline, names } = survey;
  const to = survey.candidate ?? "a new revision";
  return { from: baseline, to, ...names && { names }, history: [{ kind: "ended", atMs, ...ending }], undo: [] };
}

// src/domain/render/log.ts
function logLines(event, startedAtMs) {
  const lines = timelineEntry(event).map((entry) => `${elapsed(event.atMs - startedAtMs).padStart(6)}  ${mark(event)} ${entry.text}`);
  const detail = event.kind === "noted" ? event.detail ?? [] : [];
  return [...lines, ...detail.map((line) => `          │ ${line}`)];
}
function mark(event) {
  switch (event.kind) {
    case "acted":
      return "→";
    case "arrived":
      return "●";
    case "turned-home":
      return "↩";
    case "ended":
      return fails(event.outcome) ? "✗" : "✓";
    case "started":
    case "resumed":
    case "intended":
    case "identified":
    case "owed":
    case "frozen":
    case "noted":
    case "judged":
      return "·";
  }
}

// src/domain/task-definition/changes.ts
var named = {
  containerDefinitions: "name",
  environment: "name",
  secrets: "name",
  secretOptions: "name",
  volumes: "name",
  portMappings: "containerPort",
  mountPoints: "containerPath",
  ulimits: "name"
};
var secretive = /* @__PURE__ */ new Set(["environment", "secrets", "secretOptions"]);
var secretKey = /token|secret|passw|credential|api.?key/i;
function contentChanges(before, after) {
  const changes = [];
  compare(canonical(before), canonical(after), [], changes);
  return changes;
}
function changeLine({ path, before, after }) {
  return `${path}: ${before} -> ${after}`;
}
function compare(before, after, path, changes) {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const left = asMembers(before, after, path);
  const right = asMembers(after, before, path);
  if (left && right) {
    for (const key of [.../* @__PURE__ */ new Set([...Object.keys(left), ...Object.keys(right)])].sort())
      compare(left[key], right[key], [...path, key], changes);
    return;
  }
  const hidden = path.some((part) => secretive.has(part)) || secretKey.test(path.at(-1) ?? "");
  changes.push({
    path: path.join("."),
    before: tell(before, hidden, "set"),
    after: tell(after, hidden, before === void 0 ? "set" : "another value")
  });
}
function asMembers(value, other, path) {
  const like = value ?? other;
  if (Array.isArray(like)) {
    const key = named[path.at(-1) ?? ""];
    return key === void 0 ? void 0 : asNamed(value ?? [], key);
  }
  if (typeof like !== "object" || like === null) return void 0;
  return value ?? {};
}
function asNamed(items, key) {
  const members = {};
  for (const item of items) {
    const { [key]: own, ...rest2 } = item;
    const name = String(own ?? "");
    let unique = name;
    for (let nth = 2; unique in members; nth += 1) unique = `${name}#${String(nth)}`;
    const [only] = Object.keys(rest2);
    members[unique] = Object.keys(rest2).length === 1 && (only === "value" || only === "valueFrom") ? rest2[only] : rest2;
  }
  return members;
}
function tell(value, hidden, set) {
  if (value === void 0) return "absent";
  if (hidden) return set;
  return typeof value === "string" ? value : JSON.stringify(value);
}

// src/aws/alarm-faults.ts
async function describeAlarms(send, names, signal) {
  const seen = [];
  for (let i = 0; i < names.length; i += 100) {
    const input = { AlarmNames: names.slice(i, i + 100), AlarmTypes: ["MetricAlarm", "CompositeAlarm"], MaxRecords: 100 };
    seen.push(...alarmsIn(await send("cloudwatch:DescribeAlarms", input, signal)));
  }
  return seen;
}
function alarmFaults(alarms) {
  return alarms.filter((alarm) => alarm.state === "ALARM").map((alarm) => ({
    side: "candidate",
    subject: alarm.name,
    reasonCode: "ALARM_TRIGGERED",
    because: `alarm ${alarm.name} is in ALARM: ${alarm.reason === "" ? alarm.rule : alarm.reason}`,
    details: alarm.rule === "" ? [] : [alarm.rule]
  }));
}
function alarmProblems(names, alarms) {
  return names.flatMap((name) => {
    const alarm = alarms.find((each) => each.name === name);
    if (!alarm) return [{ code: "PREFLIGHT_FAILED", text: `There is no alarm ${name} in this account and region` }];
    if (alarm.state !== "ALARM") return [];
    return [{ code: "ALARM_TRIGGERED", text: `The alarm ${name} is in ALARM before anything was changed: ${alarm.reason}` }];
  });
}
function alarmsIn(answer) {
  const metric = (answer.MetricAlarms ?? []).map((alarm) => {
    const what = alarm.MetricName === void 0 ? "a metric expression" : `${alarm.Namespace ?? ""} ${alarm.MetricName}`;
    const statistic = alarm.Statistic ?? alarm.ExtendedStatistic ?? "";
    const threshold = alarm.Threshold === void 0 ? "" : `${comparison[alarm.ComparisonOperator ?? ""] ?? ""} ${String(alarm.Threshold)}`;
    const points = `${String(alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods ?? 1)} of ${String(alarm.EvaluationPeriods ?? 1)}`;
    const rule = `${statistic} of ${what} ${threshold}, ${points} points of ${String(alarm.Period ?? 60)} s`;
    return { name: alarm.AlarmName ?? "", state: alarm.StateValue ?? "INSUFFICIENT_DATA", rule, reason: alarm.StateReason ?? "" };
  });
  const composite = (answer.CompositeAlarms ?? []).map((alarm) => {
    const rule = `composite alarm ${alarm.AlarmRule ?? ""}`;
    return { name: alarm.AlarmName ?? "", state: alarm.StateValue ?? "INSUFFICIENT_DATA", rule, reason: alarm.StateReason ?? "" };
  });
  return [...metric, ...composite];
}
var comparison = {
  GreaterThanOrEqualToThreshold: ">=",
  GreaterThanThreshold: ">",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "<="
};

// src/aws/tag-record-store.ts
var tagPrefix = "sluice.";
var longest = 255;
var allowed = /^[A-Za-z0-9+=._:/@ -]*$/;
function createTagRecordStore(send, awsNowMs, resourceArn) {
  return keptInTags(awsNowMs, {
    async list(signal) {
      const { tags } = await send("ecs:ListTagsForResource", { resourceArn }, signal);
      return (tags ?? []).map(({ key = "", value = "" }) => [key, value]);
    },
    put: (tags, signal) => send("ecs:TagResource", { resourceArn, tags: tags.map(([key, value]) => ({ key, value })) }, signal),
    remove: (keys, signal) => send("ecs:UntagResource", { resourceArn, tagKeys: [...keys] }, signal)
  });
}
function keptInTags(awsNowMs, tags) {
  return {
    async read(signal) {
      const ours = (await tags.list(signal)).flatMap(
        ([key, value]) => key.startsWith(tagPrefix) ? [[key.slice(tagPrefix.length), value]] : []
      );
      return { entries: Object.fromEntries(ours), atMs: awsNowMs() };
    },
    async write(entries, signal) {
      const all = Object.entries(entries);
      const set = all.flatMap(([key, value]) => value === null ? [] : [[tagPrefix + key, fit(key, value)]]);
      const gone = all.flatMap(([key, value]) => value === null ? [tagPrefix + key] : []);
      if (set.length > 0) await tags.put(set, signal);
      if (gone.length > 0) await tags.remove(gone, signal);
      return { atMs: awsNowMs() };
    }
  };
}
function fit(key, value) {
  if (value.length <= longest && allowed.test(value)) return value;
  throw new SluiceError("INTERNAL_ERROR", `The entry ${key} cannot be kept in a tag: ${JSON.stringify(value)}`);
}

// src/aws/late-record-store.ts
function lateRecordStore(connect) {
  return {
    read: async (signal) => (await connect(signal)).read(signal),
    write: async (entries, signal) => (await connect(signal)).write(entries, signal)
  };
}

// src/aws/target-health.ts
async function describeTargets(send, groups, signal) {
  const answers = await Promise.all(
    groups.map(async (group) => {
      const answer = await send("elasticloadbalancing:DescribeTargetHealth", { TargetGroupArn: group }, signal);
      return (answer.TargetHealthDescriptions ?? []).map(({ Target, TargetHealth }) => {
        const why = [TargetHealth?.Reason, TargetHealth?.Description].filter((part) => part !== void 0).join(": ");
        return { group, id: Target?.Id ?? "", state: TargetHealth?.State ?? "unavailable", why };
      });
    })
  );
  return answers.flat();
}
function isInstance({ id }) {
  return /^i-/.test(id);
}
async function candidateAddresses(send, { cluster, service }, candidate, signal) {
  const arns = [];
  let nextToken;
  do {
    const answer = await send("ecs:ListTasks", { cluster, serviceName: service, ...nextToken !== void 0 && { nextToken } }, signal);
    arns.push(...answer.taskArns ?? []);
    nextToken = answer.nextToken;
  } while (nextToken !== void 0);
  const tasks = await describeTasks(send, cluster, arns, signal);
  return new Set(tasks.filter((task) => revisionOf(task.taskDefinitionArn ?? "") === candidate).flatMap(addressesOf));
}
function addressesOf(task) {
  const attached = (task.attachments ?? []).flatMap((attachment) => attachment.details ?? []);
  return attached.flatMap(({ name, value }) => name === "privateIPv4Address" && value !== void 0 ? [value] : []);
}
function countTargets(targets, groups, state, of) {
  if (groups.length === 0) return 0;
  return Math.min(...groups.map((group) => targets.filter((each) => each.group === group && each.state === state && of(each)).length));
}

// src/aws/service-problems.ts
var mostDeployments = 5;
function serviceProblems(service) {
  const name = service.serviceName ?? "";
  const texts = [...anyServiceProblems(service)];
  const strategy = service.deploymentConfiguration?.strategy ?? "ROLLING";
  if (strategy !== "ROLLING") {
    const action = strategy === "BLUE_GREEN" ? "bluegreen-swap" : "canary-gate";
    texts.push(`${name} has the deployment strategy ${strategy}: use the action ${action} for it, or set the strategy to ROLLING`);
  }
  const stuck = deadlock(service);
  if (stuck !== void 0) texts.push(stuck);
  if (!/:service\/[^/]+\/[^/]+$/.test(service.serviceArn ?? "")) {
    texts.push(
      `${name} has an ARN of the old format, which takes no tags: the record of a rollout cannot be kept beside it. Create it anew`
    );
  }
  return texts.map((text) => ({ code: "PREFLIGHT_FAILED", text }));
}
function anyServiceProblems(service) {
  const name = service.serviceName ?? "";
  const texts = [];
  if (service.status !== "ACTIVE") texts.push(`The service ${name} is ${service.status ?? "in an unknown state"}, not ACTIVE`);
  const controller = service.deploymentController?.type ?? "ECS";
  if (controller === "CODE_DEPLOY") {
    texts.push(
      `${name} is deployed by CodeDeploy: change its deployment controller to ECS (UpdateService can do it in place), or deploy it there`
    );
  } else if (controller !== "ECS") {
    texts.push(`${name} has the deployment controller ${controller}: only ECS is supported; its task sets belong to another tool`);
  }
  if (service.loadBalancers?.some((each) => each.loadBalancerName !== void 0)) {
    texts.push(`${name} stands behind a Classic Load Balancer, whose deployments ECS does not report on: move it to target groups`);
  }
  const under = service.deployments?.length ?? 0;
  if (under >= mostDeployments) {
    texts.push(
      `${name} has ${String(under)} deployments that have not ended, and ECS starts no more: old tasks may be under scale-in protection`
    );
  }
  return texts;
}
function deadlock(service) {
  const desired = service.desiredCount ?? 0;
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = service.deploymentConfiguration ?? {};
  if (desired === 0 || service.schedulingStrategy === "DAEMON") return void 0;
  const most2 = Math.floor(desired * maximumPercent / 100);
  const least = Math.ceil(desired * minimumHealthyPercent / 100);
  if (most2 > desired || least < desired) return void 0;
  const limits = `minimumHealthyPercent ${String(minimumHealthyPercent)} and maximumPercent ${String(maximumPercent)}`;
  const needed = Math.ceil(100 * (desired + 1) / desired);
  return `With ${String(desired)} tasks, ${limits} let ECS neither start nor stop one: raise maximumPercent to ${String(needed)} or more, or lower minimumHealthyPercent`;
}
function serviceWarnings(service) {
  const warnings = [];
  const { enable, rollback } = service.deploymentConfiguration?.deploymentCircuitBreaker ?? {};
  if (enable !== true) {
    warnings.push("The deployment circuit breaker is off: if this step dies, ECS goes on starting tasks that fail");
  } else if (rollback !== true) {
    warnings.push("The deployment circuit breaker does not roll back: if this step dies, a failed deployment stays as it is");
  }
  if ((service.desiredCount ?? 0) === 0) warnings.push("The desired count of the service is 0: no task will prove the new revision");
  const primary = service.deployments?.find((each) => each.status === "PRIMARY");
  if (primary?.rolloutState === "IN_PROGRESS") warnings.push("A deployment of the service is under way");
  return warnings;
}
function targetGroupProblems(service, groups, definition) {
  const problems = [];
  const wanted = definition["networkMode"] === "awsvpc" ? "ip" : "instance";
  for (const { targetGroupArn, containerName, containerPort } of service.loadBalancers ?? []) {
    if (targetGroupArn === void 0) continue;
    const container = definition.containerDefinitions.find((each) => each.name === containerName);
    const ports = container ? portsOf(container["portMappings"]) : [];
    const group = groups.find((each) => each.TargetGroupArn === targetGroupArn);
    const name = group?.TargetGroupName ?? targetGroupArn;
    if (!container) {
      const names = definition.containerDefinitions.map((each) => each.name).join(", ");
      problems.push(
        `The service sends traffic of ${name} to the container ${containerName ?? ""}, which ${definition.family} does not have; it has ${names}`
      );
    } else if (containerPort !== void 0 && !ports.some(([low, high]) => low <= containerPort && containerPort <= high)) {
      const told = ports.map(([low, high]) => low === high ? String(low) : `${String(low)}-${String(high)}`).join(", ") || "none";
      problems.push(`The service sends traffic of ${name} to port ${String(containerPort)} of ${container.name}, which maps ${told}`);
    }
    if (!group) problems.push(`The target group ${targetGroupArn} of the service does not exist`);
    else if (group.TargetType !== void 0 && group.TargetType !== wanted) {
      problems.push(
        `The target group ${name} has targets of type ${group.TargetType}; network mode ${String(definition["networkMode"] ?? "bridge")} needs ${wanted}`
      );
    }
  }
  return problems.map((text) => ({ code: "PREFLIGHT_FAILED", text }));
}
function portsOf(mappings) {
  return (mappings ?? []).flatMap((mapping) => {
    if (mapping.containerPort !== void 0) return [[mapping.containerPort, mapping.containerPort]];
    const [low = NaN, high = NaN] = (mapping.containerPortRange ?? "").split("-").map(Number);
    return Number.isFinite(low) && Number.isFinite(high) ? [[low, high]] : [];
  });
}

// src/aws/rolling-preflight.ts
async function rollingPreflight(send, ref, service, definition, alarmNames, signal) {
  const { alarms: own } = service.deploymentConfiguration ?? {};
  const ownAlarms = own?.enable === true ? (own.alarmNames ?? []).filter((name) => !alarmNames.includes(name)) : [];
  const names = [...alarmNames, ...ownAlarms];
  const [alarms, groups, baseline] = await Promise.all([
    names.length === 0 ? [] : describeAlarms(send, names, signal),
    describeGroups(send, service, signal),
    baselineOf(send, ref, service, signal)
  ]);
  return {
    problems: [
      ...serviceProblems(service),
      ...alarmProblems(alarmNames, alarms),
      ...definition ? targetGroupProblems(service, groups, definition) : []
    ],
    warnings: [...serviceWarnings(service), ...ownAlarmWarnings(ownAlarms, alarms)],
    facts: { current: revisionOf(service.taskDefinition ?? ""), baseline, steady: isSteady(service), desired: service.desiredCount ?? 0 }
  };
}
function isSteady(service) {
  const [only, ...others] = service.deployments ?? [];
  if (!only || others.length > 0) return false;
  return only.rolloutState === void 0 ? only.runningCount === only.desiredCount : only.rolloutState === "COMPLETED";
}
async function baselineOf(send, ref, service, signal) {
  if (isSteady(service)) return revisionOf(service.taskDefinition ?? "");
  const deployments = await listDeployments(send, ref, void 0, signal);
  const last = deployments.find((each) => each.status === "SUCCESSFUL")?.targetServiceRevisionArn;
  if (last === void 0) return "";
  return (await createRevisionNames(send).get([last], signal)).get(last) ?? "";
}
async function describeGroups(send, service, signal) {
  const arns = (service.loadBalancers ?? []).flatMap((each) => each.targetGroupArn === void 0 ? [] : [each.targetGroupArn]);
  if (arns.length === 0) return [];
  try {
    const answer = await send("elasticloadbalancing:DescribeTargetGroups", { TargetGroupArns: arns }, signal);
    return answer.TargetGroups ?? [];
  } catch (error) {
    if (awsErrorName(error).startsWith("TargetGroupNotFound")) return [];
    throw error;
  }
}
function ownAlarmWarnings(names, alarms) {
  return names.flatMap((name) => {
    const alarm = alarms.find((each) => each.name === name);
    if (!alarm) return [`The deployment alarm ${name} of the service does not exist`];
    return alarm.state === "ALARM" ? [`The deployment alarm ${name} is in ALARM already: ECS will not watch the alarms of this deployment`] : [];
  });
}

// src/aws/wanted-revision.ts
function createWantedRevision({ send, images, requireDigest }) {
  let resolved;
  return {
    async resolve(wanted, running, signal) {
      const problems = [];
      resolved = void 0;
      try {
        resolved = await resolveRevision(send, wanted, images, running, signal);
      } catch (error) {
        if (!(error instanceof SluiceError) || error.reasonCode !== "INPUT_INVALID") throw error;
        problems.push({ code: "INPUT_INVALID", text: error.hint === void 0 ? error.message : `${error.message}. ${error.hint}` });
      }
      const { definition: content, existing } = resolved ?? {};
      if (existing && !existing.active) {
        problems.push({ code: "PREFLIGHT_FAILED", text: `${existing.revision} is not ACTIVE: a service cannot be set to it` });
      }
      const pinning = (content ? unpinned(content) : []).map(
        ({ container, image }) => `The image ${image} of ${container} is not pinned by digest: it may change under its name`
      );
      if (requireDigest) problems.push(...pinning.map((text) => ({ code: "IMAGE_NOT_PINNED", text })));
      return { content, existing, problems, warnings: requireDigest ? [] : pinning };
    },
    async register(signal) {
      if (!resolved) throw new SluiceError("INTERNAL_ERROR", "A revision is registered only after a survey has found what is wanted");
      if (resolved.existing) return resolved.existing.revision;
      const existing = await registerRevision(send, resolved.definition, signal);
      resolved = { ...resolved, existing };
      return existing.revision;
    }
  };
}
function revisionArn(serviceArn, revision) {
  const place = /^arn:[^:]+:ecs:[^:]+:\d+:/.exec(serviceArn ?? "")?.[0];
  return place === void 0 || revision === "" ? "" : `${place}task-definition/${revision}`;
}

// src/aws/service-events.ts
var most = 20;
var routine = [
  /has started \d+ tasks: [^.]*\.$/,
  /has stopped \d+ running tasks: /,
  /stopped \d+ pending tasks\.$/,
  /(de)?registered \d+ targets in /,
  /has begun draining connections /,
  /has reached a steady state\.$/,
  /deployment completed\.$/
];
function createServiceNews() {
  const told = /* @__PURE__ */ new Set();
  return (events, sinceMs) => {
    const fresh = events.filter((event) => {
      const id = event.id ?? `${String(event.createdAt?.getTime())} ${event.message ?? ""}`;
      if (told.has(id) || (event.createdAt?.getTime() ?? 0) < sinceMs) return false;
      told.add(id);
      return event.message !== void 0 && !routine.some((words) => words.test(event.message));
    });
    const ordered = fresh.sort((a, b) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0));
    return ordered.slice(-most).map((event) => event.message);
  };
}

// src/aws/task-faults.ts
var mostLogs = 3;
var logLagMs = 8e3;
var noLines = { lines: [] };
function createTaskFaults({ send, awsNowMs, ref, region, candidate, by = "start" }) {
  const judged = /* @__PURE__ */ new Set();
  const faults = [];
  let definition;
  const explain = async (task, failure, isLast, signal) => {
    const { reasonCode, container } = failure;
    let { because } = failure;
    const details = [...failure.details];
    if (container !== "" && (isLast || faults.length < mostLogs)) {
      definition ??= (await describeTaskDefinition(send, candidate, signal))?.definition;
      const tail = definition ? await readLogTail(send, definition, container, taskId(task), region, signal) : noLines;
      if (tail.early && awsNowMs() - endMs(task) < logLagMs) return "early";
      const last = lastWords(tail.lines);
      if (last !== void 0) because += `: "${last}"`;
      details.push(...tail.lines);
      if (tail.missing !== void 0) details.push(tail.missing);
    }
    return { side: "candidate", subject: taskId(task), reasonCode, because, details };
  };
  return {
    faults,
    async look(sinceMs, signal) {
      const unseen = (await listStoppedTasks(send, ref, signal)).filter((arn) => !judged.has(arn));
      const tasks = await describeTasks(send, ref.cluster, unseen, signal);
      const before = faults.length;
      let early = false;
      const failed = [];
      for (const task of [...tasks].sort((a, b) => endMs(a) - endMs(b))) {
        if (!hasVerdict(task) || task.taskArn === void 0) continue;
        const countsFromMs = by === "end" ? endMs(task) : task.createdAt?.getTime() ?? Infinity;
        const ours = revisionOf(task.taskDefinitionArn ?? "") === candidate && countsFromMs >= sinceMs;
        const failure = ours ? failureOf(task) : void 0;
        if (failure) failed.push({ task, failure });
        else judged.add(task.taskArn);
      }
      for (const { task, failure } of failed) {
        const fault = await explain(task, failure, task === failed.at(-1)?.task, signal);
        if (fault === "early") {
          early = true;
          continue;
        }
        judged.add(task.taskArn);
        faults.push(fault);
      }
      return faults.length > before ? "failed" : early ? "early" : "nothing";
    }
  };
}
function lastWords(lines) {
  const spoken = lines.filter((line) => line.trim() !== "" && !/^\s+(at |File ")|^\s*\^+\s*$|^Node\.js v\d/.test(line));
  return (spoken.findLast((line) => /error|exception|fatal|panic|denied|refused|cannot|failed/i.test(line)) ?? spoken.at(-1))?.trim();
}
function endMs(task) {
  return (task.stoppingAt ?? task.stoppedAt)?.getTime() ?? Infinity;
}

export {
  contentChanges,
  changeLine,
  describeAlarms,
  alarmFaults,
  alarmProblems,
  createTagRecordStore,
  keptInTags,
  lateRecordStore,
  rollingPlan,
  blueGreenPlan,
  planIn,
  alarmChecks,
  digest,
  readLagMs,
  describeTargets,
  isInstance,
  candidateAddresses,
  countTargets,
  createServiceNews,
  createTaskFaults,
  anyServiceProblems,
  deadlock,
  serviceWarnings,
  targetGroupProblems,
  rollingPreflight,
  isSteady,
  createWantedRevision,
  revisionArn,
  undoing,
  claimLifeMs,
  liveRival,
  hasClaims,
  evolve,
  recordIn,
  isOpen,
  isUnsettled,
  turnedHome,
  parseSteps,
  stepsText,
  shifts,
  judgedMs,
  canaryPlan,
  goalName,
  isStaged,
  patientTarget,
  gateState,
  holding,
  interruptible,
  conduct,
  lastOf,
  still,
  logLines
};
