import {
  createRollingTarget
} from "./chunk-KQCPMJSZ.js";
import {
  createPairTarget
} from "./chunk-FBTRNG3Q.js";
import {
  claimLifeMs,
  conduct,
  evolve,
  hasClaims,
  holding,
  interruptible,
  isOpen,
  isUnsettled,
  liveRival,
  patientTarget,
  planIn,
  readLagMs,
  recordIn,
  turnedHome,
  undoing
} from "./chunk-JBXP4CS3.js";
import {
  pairRef
} from "./chunk-PQEJCLZX.js";
import {
  SluiceError
} from "./chunk-M444EUFH.js";

// src/engine/roll-back.ts
function rollBack(order, service, ports) {
  return interruptible(ports, async (find) => {
    const target = patientTarget(service, ports);
    let { entries, atMs } = await target.store.read(ports.cancellation.signal);
    let record = find(recordIn(entries));
    if (order.mode === "apply" && !isUnsettled(record) && hasClaims(entries)) {
      await ports.clock.sleep(readLagMs, ports.cancellation.signal);
      ({ entries, atMs } = await target.store.read(ports.cancellation.signal));
      record = find(recordIn(entries));
    }
    if (isUnsettled(record)) {
      if (order.mode === "plan") return unsettledPlan(order, service, record, atMs);
      const left = hasClaims(entries) ? void 0 : leftAlone(order, service, record, atMs);
      if (left) return left;
      const rival = await heldBy(order.holder, target, ports);
      if (rival !== void 0 && order.when === "unfinished") return nothing(service, record, `${rival} is at work on it`, atMs);
      const settled = await settle(order, service, ports, find);
      if (settled.end) return settled.end;
      record = settled.record;
      atMs = settled.atMs;
    }
    const before = order.when === "always" ? undone(record) : void 0;
    const to = order.to ?? before;
    if (!to) return nothing(service, record, "Nothing is left to roll back", atMs);
    const back = order.returning(to);
    const expects = order.to === void 0 && record ? { expects: record.revision.candidate } : {};
    return conduct({ ...back.order, ...expects }, back.target, ports);
  });
}
function settle(order, service, ports, find) {
  return holding(order.holder, service, ports, async ({ entries, atMs, run }) => {
    const record = find(recordIn(entries));
    if (!isUnsettled(record)) return { record, atMs };
    const left = leftAlone(order, service, record, atMs);
    if (left) return { record, atMs, end: left };
    const plan = planIn(record, order.deadlineMs);
    const committed = isOpen(record) && record.goal >= record.committed;
    if (committed && order.when === "unfinished" && !order.to) return { record, atMs, end: await run({ plan, unfinished: record }) };
    if (committed) {
      const ended = evolve(record, { kind: "ended", atMs, outcome: "succeeded", reasonCode: "FINISHED", because: "" });
      await run({ plan, unfinished: ended });
      return { record: ended, atMs };
    }
    if (!isOpen(record)) {
      await run({ plan, unfinished: record });
      const end2 = nothing(service, record, "Only settings were left to put back, and they are", atMs);
      return { record, atMs, ...order.when === "unfinished" && { end: end2 } };
    }
    const home = turnedHome(record, atMs, `Run ${record.run} left it unfinished at ${placeOf(record)}`);
    const end = await run({ plan, unfinished: home, homeward: true });
    const { revision, names } = record;
    const there = !order.to || order.to.revision === revision.baseline || order.to.side !== void 0 && order.to.side === names?.baseline;
    return { record, atMs, ...there && { end } };
  });
}
function undone(record) {
  if (!record?.ended || record.revision.baseline === "") return void 0;
  const { outcome, reasonCode } = record.ended;
  const isLeft = outcome === "failed" && record.attempt !== void 0 && reasonCode !== "SUPERSEDED" && reasonCode !== "RECORD_LOST";
  if (outcome !== "succeeded" && !isLeft) return void 0;
  return record.names ? { side: record.names.baseline } : { revision: record.revision.baseline };
}
function leftAlone(order, service, record, atMs) {
  if (order.when !== "unfinished" || !isLeftOnPurpose(record, order.holder)) return void 0;
  return nothing(service, record, `Run ${record.run} left it at ${placeOf(record)} on purpose (${record.rest.reasonCode})`, atMs);
}
function isLeftOnPurpose(record, holder) {
  if (!isOpen(record) || record.rest === void 0 || record.goal >= record.committed) return false;
  return record.run !== holder.run || record.rest.reasonCode === "CANCELLED_LEFT_RUNNING";
}
async function heldBy(holder, target, { clock, cancellation }) {
  const { signal } = cancellation;
  const read = async () => {
    const { entries, atMs } = await target.store.read(signal);
    return liveRival(entries, holder, atMs);
  };
  let watched = await read();
  let sinceMs = clock.nowMs();
  for (let now = watched; now; now = await read()) {
    const watchedMs = clock.nowMs() - sinceMs;
    if (now.words !== watched.words) sinceMs = clock.nowMs();
    if (now.words !== watched.words || watchedMs <= readLagMs) watched = now;
    else if (now.text !== watched.text || watchedMs >= claimLifeMs) return now.words;
    await clock.sleep(pollMs, signal);
    if (signal.aborted) throw new SluiceError("CANCELLED", "Cancelled before anything was changed");
  }
  return void 0;
}
var pollMs = 5e3;
function placeOf(record) {
  return record.goals[record.goal].name;
}
function nothing(service, record, why, atMs) {
  const { baseline = "", candidate = "" } = record?.revision ?? {};
  const subject = isOpen(record) ? `The rollout of ${candidate} on ${service.name} is left as it is` : `${service.name} is left as it is`;
  return {
    from: candidate,
    to: baseline,
    ...record?.names && { names: record.names },
    history: [{ kind: "ended", atMs, outcome: "no-op", reasonCode: "NO_CHANGE", because: `${subject}: ${why}` }],
    undo: []
  };
}
function unsettledPlan(order, service, record, atMs) {
  const plan = planIn(record, order.deadlineMs);
  const driver = service.driver(record);
  const left = [
    { kind: "resumed", atMs, run: record.run, goal: record.goal, heading: record.heading },
    { kind: "ended", atMs, outcome: "no-op", reasonCode: "PLANNED", because: "" }
  ];
  const calls = undoing(plan, left, driver.ability).flatMap((act) => driver.explain(act));
  const because = `Nothing was changed: the rollout of ${record.revision.candidate} stands at ${placeOf(record)}, and this is what leads it home`;
  return {
    from: record.revision.candidate,
    to: record.revision.baseline,
    history: [{ kind: "ended", atMs, outcome: "no-op", reasonCode: "PLANNED", because }],
    undo: calls
  };
}

// src/actions/bare-target.ts
function bareTarget(place, aws) {
  const plain = { ...aws, region: place.region, wanted: { kind: "running" }, images: [], alarms: [], requireDigest: false };
  return place.topology === "native" ? createRollingTarget({ ...plain, ref: { cluster: place.cluster, service: place.service } }) : createPairTarget({ ...plain, ref: pairRef(place), stickiness: "keep", otherTraffic: "accept" });
}

export {
  rollBack,
  bareTarget
};
