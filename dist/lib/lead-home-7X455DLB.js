import {
  bareTarget,
  rollBack
} from "./chunk-2H2AFZER.js";
import "./chunk-KQCPMJSZ.js";
import "./chunk-FBTRNG3Q.js";
import "./chunk-QR3YFT42.js";
import {
  lastOf,
  logLines
} from "./chunk-JBXP4CS3.js";
import {
  createSend,
  holderOf,
  placeIn,
  serviceOf
} from "./chunk-PQEJCLZX.js";
import "./chunk-JCGEUKZT.js";
import {
  localClock
} from "./chunk-N7OTRSLU.js";
import "./chunk-M444EUFH.js";
import "./chunk-PIRHQTI4.js";

// src/actions/lead-home.ts
var deadlineMs = 30 * 6e4;
async function leadHome(host, rollout) {
  const place = placeIn(rollout);
  host.log.line(`The rollout of ${serviceOf(place)} is not at its end: leading it home`);
  const aws = createSend({ region: place.region, userAgent: "sluice/post" });
  const startedAtMs = aws.awsNowMs();
  const returning = () => {
    throw new Error("What is unfinished is led home, and nothing else is begun");
  };
  try {
    const order = { mode: "apply", holder: holderOf(host), when: "unfinished", deadlineMs, returning };
    const end = await rollBack(order, bareTarget(place, aws), {
      clock: localClock,
      cancellation: host.cancelled,
      reporter: { report: (event) => logLines(event, startedAtMs).forEach((line) => host.log.line(line)) },
      starting: () => void 0
    });
    const { reasonCode, because, outcome } = lastOf(end.history);
    if (outcome === "failed") host.fail(because, reasonCode);
    else host.log.warning(because, { title: reasonCode });
  } finally {
    aws.close();
  }
}
export {
  leadHome
};
