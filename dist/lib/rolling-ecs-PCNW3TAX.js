import {
  createRollingTarget
} from "./chunk-KQCPMJSZ.js";
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
  named,
  takingUp,
  text,
  watch
} from "./chunk-QRPX4KRT.js";
import {
  conduct,
  rollingPlan
} from "./chunk-JBXP4CS3.js";
import {
  createSend,
  holderOf,
  regionKnown,
  regionOf
} from "./chunk-PQEJCLZX.js";
import "./chunk-JCGEUKZT.js";
import {
  readInputs,
  settings
} from "./chunk-SBHFMFW5.js";
import {
  localClock
} from "./chunk-N7OTRSLU.js";
import "./chunk-M444EUFH.js";
import "./chunk-PIRHQTI4.js";

// src/engine/rolling.ts
function roll(order, target, ports) {
  return conduct(
    {
      ...order,
      onUnfinished: order.onUnfinished ?? "resume",
      plan: ({ baseline }, candidate) => rollingPlan({ ...order, target: target.name, candidate, baseline })
    },
    target,
    ports
  );
}

// src/actions/rolling-ecs.ts
var inputs = {
  command: choice(["deploy"], { description: "What to do.", default: "deploy", example: "deploy" }),
  cluster: text({ ...named.cluster, required: true }),
  service: text({ ...named.service, required: true }),
  ...content,
  ...watch,
  rollback: choice(["auto", "none"], {
    description: "`none` ends with the reason where it is and leaves the service to you.",
    default: "auto",
    example: "none"
  }),
  "on-empty": choice(["fail", "pass"], {
    description: "What a service with a desired count of 0 means: nothing was proved, so the step fails, or that is as it should be.",
    default: "fail",
    example: "pass"
  }),
  ...takingUp,
  ...common
};
var metadata = {
  name: "rolling-ecs",
  title: "Sluice: rolling deployment on ECS",
  description: "Rolls an ECS service to a new revision, says why when it fails, and puts the old one back",
  icon: "refresh-cw",
  color: "blue",
  inputs,
  outputs: {
    ...commonOutputs,
    "task-definition-arn": "The revision rolled out.",
    "previous-task-definition-arn": "The revision that served before.",
    "service-deployment-arn": "The ECS service deployment of this rollout."
  }
};
async function main(host) {
  const wanted = readWantedContent(host);
  const read = await readInputs(inputs, host, { rules: [regionKnown(host), bakeFits, ...wanted.rules] });
  const { values } = read;
  const region = regionOf(host, values["aws-region"]);
  const aws = createSend({ region, userAgent: "sluice/rolling-ecs" });
  const { cluster, service } = values;
  const order = {
    mode: values.mode,
    holder: holderOf(host),
    onUnfinished: values["on-unfinished"],
    bakeMs: values.bake,
    alarms: values.alarms,
    deadlineMs: values["timeout-minutes"] * 6e4,
    rollback: values.rollback,
    onCancel: values["on-cancel"],
    onEmpty: values["on-empty"]
  };
  const target = createRollingTarget({
    ...aws,
    region,
    ref: { cluster, service },
    wanted: await wanted.of(values["task-definition"]),
    images: imagesIn(values.images),
    alarms: values.alarms,
    requireDigest: values["require-digest"]
  });
  const about = {
    action: metadata.name,
    environment: values.environment ?? "",
    place: { topology: "native", region, cluster, service },
    ...order,
    settings: settings(inputs, read),
    nowMs: aws.awsNowMs,
    outputsOf: ({ from, to }) => ({ "task-definition-arn": target.arnOf(to), "previous-task-definition-arn": target.arnOf(from) }),
    outputsAt: firstDeployment()
  };
  await conclude(host, about, (ports) => roll(order, target, { ...ports, clock: localClock, cancellation: host.cancelled }));
  aws.close();
}
function firstDeployment() {
  let known = false;
  return (event) => {
    if (known || event.kind !== "identified") return {};
    known = true;
    return { "service-deployment-arn": event.attempt };
  };
}
export {
  main,
  metadata,
  post
};
