import {
  bareTarget,
  rollBack
} from "./chunk-2H2AFZER.js";
import {
  createRollingTarget
} from "./chunk-KQCPMJSZ.js";
import {
  conclude,
  post
} from "./chunk-EXULS4OQ.js";
import {
  choice,
  common,
  commonOutputs,
  named,
  pairInputs,
  parsed,
  rulesOf,
  text,
  watch
} from "./chunk-QRPX4KRT.js";
import {
  createPairTarget
} from "./chunk-FBTRNG3Q.js";
import "./chunk-QR3YFT42.js";
import {
  blueGreenPlan,
  rollingPlan
} from "./chunk-JBXP4CS3.js";
import {
  createSend,
  holderOf,
  pairRef,
  placeIn,
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

// src/actions/rollback.ts
var inputs = {
  rollout: parsed("the output `rollout` of a step of this suite", placeIn, {
    description: "What to roll back: the output `rollout` of the step that began it. In its place the names below are enough.",
    example: "${{ steps.deploy.outputs.rollout }}"
  }),
  cluster: text(named.cluster),
  service: text(named.service),
  blue: text(named.blue),
  green: text(named.green),
  ...pairInputs,
  when: choice(["always", "unfinished"], {
    description: "`unfinished` leads home only what nobody holds and no other run left on purpose: for recovery. `always` also undoes the last rollout when that has ended well.",
    default: "always",
    example: "unfinished"
  }),
  "to-revision": text({
    description: "Return to this revision, `family:revision` or ARN, instead of what served before the last rollout.",
    example: "shop-web:41"
  }),
  "to-side": choice(["blue", "green"], {
    description: "Of a pair: send all traffic to this side, with the revision it is set to.",
    example: "blue"
  }),
  alarms: watch.alarms,
  ...common
};
var metadata = {
  name: "rollback",
  title: "Sluice: roll back",
  description: "Leads an unfinished rollout home, undoes the last one, or returns to a named revision; by anyone, from what is recorded in AWS",
  icon: "rotate-ccw",
  color: "blue",
  inputs,
  outputs: commonOutputs
};
var topologyRule = {
  about: ["rollout", "cluster", "service", "blue", "green"],
  check: ({ rollout, cluster, service, blue, green }) => {
    const isNamed = [cluster, service, blue, green].some((value) => value !== void 0);
    if (rollout) return isNamed ? "give either the output of a step, or names" : void 0;
    if (!isNamed) return "required: the output `rollout` of a step, or `cluster` with `service`, or `cluster` with `blue` and `green`";
    const wrong = [];
    if (cluster === void 0) wrong.push("`cluster` is missing");
    if (service === void 0 && (blue === void 0 || green === void 0)) wrong.push("`service` is missing, or `blue` and `green`");
    if (service !== void 0 && (blue ?? green) !== void 0) wrong.push("give `service`, or `blue` and `green`, not both");
    return wrong;
  }
};
var destinationRule = {
  about: ["when", "to-revision", "to-side", "rollout", "service"],
  check: (values) => {
    const wrong = [];
    const destination = values["to-revision"] ?? values["to-side"];
    if (values["to-revision"] !== void 0 && values["to-side"] !== void 0) wrong.push("give `to-revision` or `to-side`, not both");
    if (destination !== void 0 && values.when === "unfinished") wrong.push("`when: unfinished` names no place to return to");
    const isNative = values.service !== void 0 || values.rollout?.topology === "native";
    if (values["to-side"] !== void 0 && isNative) wrong.push("one service has no sides: `to-side` is for a pair");
    return wrong;
  }
};
var regionRule = (host) => ({
  about: ["aws-region", "rollout"],
  check: (values) => values.rollout || regionOf(host, values["aws-region"]) !== "" ? void 0 : "required, because the job sets neither AWS_REGION nor AWS_DEFAULT_REGION"
});
async function main(host) {
  const read = await readInputs(inputs, host, { rules: [regionRule(host), topologyRule, destinationRule] });
  const { values } = read;
  const place = values.rollout ?? namedPlace(host, values);
  const aws = createSend({ region: place.region, userAgent: "sluice/rollback" });
  const deadlineMs = values["timeout-minutes"] * 6e4;
  const [revision, side] = [values["to-revision"], values["to-side"]];
  const to = { ...revision !== void 0 && { revision }, ...side !== void 0 && { side } };
  const order = {
    mode: values.mode,
    holder: holderOf(host),
    when: values.when,
    deadlineMs,
    ...Object.keys(to).length > 0 && { to },
    returning: (destination) => returning(place, aws, destination, { ...values, deadlineMs, holder: holderOf(host) })
  };
  const about = {
    action: metadata.name,
    environment: values.environment ?? "",
    place,
    deadlineMs,
    settings: settings(inputs, read),
    nowMs: aws.awsNowMs
  };
  await conclude(
    host,
    about,
    (ports) => rollBack(order, bareTarget(place, aws), { ...ports, clock: localClock, cancellation: host.cancelled })
  );
  aws.close();
}
function namedPlace(host, values) {
  const { cluster = "", service, blue = "", green = "" } = values;
  const at = { region: regionOf(host, values["aws-region"]), cluster };
  if (service !== void 0) return { ...at, topology: "native", service };
  return { ...at, topology: "pair", blue, green, ...rulesOf(values) };
}
function returning(place, aws, to, wishes) {
  const { mode, holder, deadlineMs, alarms } = wishes;
  const order = { mode, holder, deadlineMs, onUnfinished: "refuse", onEmpty: "pass" };
  const target = { ...aws, region: place.region, images: [], alarms, requireDigest: false };
  const onCancel = wishes["on-cancel"];
  if (place.topology === "native") {
    const ref = { cluster: place.cluster, service: place.service };
    const service = createRollingTarget({ ...target, ref, wanted: { kind: "named", name: to.revision ?? "" } });
    const spec = { target: service.name, bakeMs: 0, alarms, deadlineMs, rollback: "auto", onCancel, onEmpty: "pass" };
    return {
      target: service,
      order: {
        ...order,
        plan: ({ baseline }, candidate) => ({ ...rollingPlan({ ...spec, baseline, candidate }), success: "ROLLED_BACK" })
      }
    };
  }
  const wanted = to.revision === void 0 ? { kind: "idle" } : { kind: "named", name: to.revision };
  const pair = createPairTarget({
    ...target,
    ref: pairRef(place),
    wanted,
    stickiness: "keep",
    otherTraffic: "accept",
    ...to.side !== void 0 && { toSide: to.side === "green" ? "green" : "blue" }
  });
  return {
    target: pair,
    order: {
      ...order,
      plan: ({ baseline, names = { baseline: "", candidate: "" }, idle }, candidate) => blueGreenPlan({
        ...{ target: pair.name, candidate, baseline, names, deadlineMs, onCancel },
        ...{
          candidateWasThere: idle?.revision === candidate,
          tests: [],
          watch: [],
          bakeMs: 0,
          standbyMs: "keep",
          success: "ROLLED_BACK"
        }
      })
    }
  };
}
export {
  main,
  metadata,
  post
};
