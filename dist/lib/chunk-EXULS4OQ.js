import {
  lastOf,
  logLines
} from "./chunk-JBXP4CS3.js";
import {
  rolloutText,
  serviceOf
} from "./chunk-PQEJCLZX.js";
import {
  finish
} from "./chunk-SBHFMFW5.js";
import {
  failedResult,
  resultOf,
  span
} from "./chunk-N7OTRSLU.js";
import {
  asSluiceError
} from "./chunk-M444EUFH.js";

// src/actions/post.ts
var left = "rollout";
var settled = "settled";
function leaveForPost(host, place) {
  host.state.save(left, rolloutText(place));
}
function tellPostSettled(host) {
  host.state.save(settled, "true");
}
async function post(host) {
  const rollout = host.state.read(left);
  if (rollout === "" || host.state.read(settled) !== "") return;
  const { leadHome } = await import("./lead-home-7X455DLB.js");
  await leadHome(host, rollout);
}

// src/domain/render/plan.ts
function fillable(call) {
  return call.replace(
    /(?<= --task-definition )(?:'([^']+)'|(\w+(?: \w+)+)$)/,
    (_, quoted, bare) => `<${quoted ?? bare ?? ""}>`
  );
}
function planLines(plan) {
  const section = (title, lines, none) => [
    "",
    title,
    ...(lines.length > 0 ? lines : [none]).flatMap((line) => line.split("\n")).map((line) => `  ${line}`)
  ];
  return [
    `${plan.target}: ${plan.from || "nothing"} -> ${plan.to}`,
    ...section(
      "Stands against it",
      plan.problems.map(({ code, text }) => `${code}: ${text}`),
      "nothing"
    ),
    ...plan.warnings.length > 0 ? section("Worth knowing", plan.warnings, "") : [],
    ...plan.missing ? section("Add this first", plan.missing, "") : [],
    ...plan.disparities ? section("Differs between the sides", plan.disparities, "nothing") : [],
    ...section("Changes to the task definition", plan.changes, "none"),
    ...section(
      "Gates",
      [...plan.gates ?? [`bake ${span(plan.bakeMs)}`], `rolled back when it has not ended after ${span(plan.deadlineMs)}`],
      ""
    ),
    ...plan.forecast ? section("Forecast", plan.forecast, "none") : [],
    ...section("Calls", plan.calls.map(fillable), "none"),
    ...section(
      "Settings",
      plan.settings.map(([name, value, source]) => `${name} = ${value}  (${source})`),
      "none"
    )
  ];
}

// src/actions/conclude.ts
async function conclude(host, about, work) {
  const { action, environment, place } = about;
  const service = place ? serviceOf(place) : about.subject ?? "";
  let startedAtMs;
  let started = false;
  let ran = false;
  const tell = (outputs = {}) => {
    for (const [name, value] of Object.entries(outputs)) if (host.outputs.all().get(name) !== value) host.outputs.set(name, value);
  };
  const reporter = {
    report(event) {
      startedAtMs ??= event.atMs;
      for (const line of logLines(event, startedAtMs)) host.log.line(line);
      ran ||= event.kind === "started" || event.kind === "resumed";
      if (event.kind === "started") tell(about.outputsOf?.(rolesOf(event.plan)));
      tell(about.outputsAt?.(event));
    }
  };
  const starting = () => {
    if (started || !place) return;
    started = true;
    tell({ started: "true", rollout: rolloutText(place) });
    leaveForPost(host, place);
  };
  try {
    const end = await work({ reporter, starting });
    const { from, to, undo, planned, history } = end;
    const lines = planned && planLines({ ...planned.survey, bakeMs: about.bakeMs ?? 0, ...planned, ...about, target: service, from, to });
    for (const line of lines ?? []) host.log.line(line);
    if (!planned) tell(about.outputsOf?.(end));
    if (started && !ran) tell({ started: "false" });
    const result = resultOf({ action, service, environment, from, to, undo, ...lines && { plan: lines } }, history);
    const besides = besidesOf(host, about, result);
    tell(besides?.outputs);
    finish(host, result, besides?.sections);
    const last = lastOf(history);
    if (!last.unfinished || last.rests) tellPostSettled(host);
  } catch (thrown) {
    const error = asSluiceError(thrown);
    if (error.reasonCode === "INTERNAL_ERROR") host.log.debug(error.stack ?? error.message);
    tellPostSettled(host);
    finish(host, failedResult({ action, service, environment, from: "", to: "" }, error, about.nowMs()));
  }
}
function besidesOf(host, { besides }, result) {
  try {
    return besides?.(result);
  } catch (thrown) {
    host.log.warning(`The report could not be written: ${asSluiceError(thrown).message}`);
    return void 0;
  }
}
function rolesOf({
  revision,
  names
}) {
  return { from: revision.baseline, to: revision.candidate, ...names && { names } };
}

export {
  post,
  conclude
};
