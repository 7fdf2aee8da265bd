import {
  meteredGroups,
  sessionEnd,
  sideOf,
  sidesTold,
  smokeRules,
  smokeTests
} from "./chunk-KEZV2EZ4.js";
import {
  documentsOf
} from "./chunk-2FBLTEDO.js";
import {
  imagesIn,
  readWantedContent
} from "./chunk-XVPTLC5Y.js";
import "./chunk-SZEK3OZP.js";
import {
  conclude,
  post
} from "./chunk-EXULS4OQ.js";
import {
  bakeFits,
  choice,
  common,
  commonOutputs,
  content,
  judged,
  named,
  pairInputs,
  pairOutputs,
  pairWishes,
  rulesOf,
  takingUp,
  text,
  watch
} from "./chunk-QRPX4KRT.js";
import {
  createAlbMetrics,
  createPairTarget,
  createThresholdJudge,
  findPair,
  leastBakeMs,
  parseMetrics,
  thresholdChecks
} from "./chunk-FBTRNG3Q.js";
import "./chunk-QR3YFT42.js";
import {
  alarmChecks,
  blueGreenPlan,
  conduct,
  interruptible,
  liveRival,
  patientTarget,
  recordIn,
  still
} from "./chunk-JBXP4CS3.js";
import {
  createSend,
  holderOf,
  pairRef,
  regionKnown,
  regionOf
} from "./chunk-PQEJCLZX.js";
import "./chunk-XS7EO3WC.js";
import "./chunk-DQH7NSDE.js";
import "./chunk-JCGEUKZT.js";
import {
  readInputs,
  settings
} from "./chunk-SBHFMFW5.js";
import {
  localClock,
  span
} from "./chunk-N7OTRSLU.js";
import "./chunk-M444EUFH.js";
import "./chunk-PIRHQTI4.js";

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
  ...judged,
  ...watch,
  ...pairWishes,
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
    ...pairOutputs
  }
};
var meaningful = {
  about: ["command", "task-definition", "images"],
  check: ({ command, images, "task-definition": given }) => (given !== void 0 || images.size > 0) && !["run", "stage"].includes(command) ? `\`command: ${command}\` takes what is staged, so it has no use for a content of its own` : void 0
};

// src/actions/judging.ts
var metricsDelayMs = 12e4;
function judging(host) {
  const documents = documentsOf(host);
  return {
    rules: [
      ...smokeRules(documents),
      { about: ["metrics"], check: (values) => documents.wrongIn(values.metrics, parseMetrics) },
      {
        about: ["metrics", "bake"],
        check: ({ metrics, bake }) => metrics !== void 0 && bake < leastBakeMs(metricsDelayMs) ? `metrics come ${span(metricsDelayMs)} late, so a bake of less than ${span(leastBakeMs(metricsDelayMs))} judges nothing, and nothing judged is never a pass` : void 0
      }
    ],
    async of(values) {
      const smoke = await smokeTests(values, documents, host.env);
      const thresholds = await documents.valueOf(values.metrics, parseMetrics) ?? [];
      return {
        tests: smoke.checks,
        watch: thresholdChecks(thresholds),
        judge: (send, ref, reporter, nowMs) => (plan) => {
          const smokes = smoke.judge(plan, reporter, nowMs);
          const metrics = createAlbMetrics({ send, delayMs: metricsDelayMs });
          return {
            async judge(checks, fromMs, toMs, signal) {
              const found = await smokes.judge(checks, fromMs, toMs, signal);
              if (!checks.some(({ kind }) => kind === "threshold")) return found;
              const groups = meteredGroups(await findPair(send, ref, signal), sideOf(plan));
              return [...found, ...await createThresholdJudge(metrics, groups).judge(checks, fromMs, toMs, signal)];
            }
          };
        }
      };
    }
  };
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
export {
  main,
  metadata,
  post
};
