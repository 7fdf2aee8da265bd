import {
  armText,
  bareArm,
  escapePromql,
  fillArm,
  placeholder,
  readCloudWatch,
  tellingPlaceholders,
  tellsArms
} from "./chunk-VOQZTC6V.js";
import {
  runShell
} from "./chunk-NDM2ZIBU.js";
import {
  meteredGroups,
  readHeaders,
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
  choice,
  common,
  commonOutputs,
  content,
  decimal,
  duration,
  judged,
  named,
  pairInputs,
  pairOutputs,
  pairWishes,
  parsed,
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
  groupCounters,
  groupQuery,
  liveSide,
  parseMatch,
  readThreshold,
  thresholdChecks,
  thresholdName
} from "./chunk-FBTRNG3Q.js";
import {
  createMetricReader,
  momentsOf,
  nameOf as nameOf2,
  pointAt
} from "./chunk-QR3YFT42.js";
import {
  alarmChecks,
  canaryPlan,
  conduct,
  digest,
  gateState,
  goalName,
  isStaged,
  judgedMs,
  parseSteps,
  shifts,
  stepsText
} from "./chunk-JBXP4CS3.js";
import {
  createSend,
  holderOf,
  mayPass,
  nameOf,
  pairRef,
  regionKnown,
  regionOf,
  revisionOf,
  serviceOf
} from "./chunk-PQEJCLZX.js";
import {
  atJsonPath,
  parseJsonPath
} from "./chunk-XS7EO3WC.js";
import "./chunk-DQH7NSDE.js";
import {
  durationText,
  element,
  member,
  quoted,
  readMembers,
  readText,
  shown,
  wrong
} from "./chunk-JCGEUKZT.js";
import "./chunk-3QF5I7JV.js";
import {
  block,
  inline,
  readInputs,
  settings
} from "./chunk-SBHFMFW5.js";
import {
  localClock,
  span
} from "./chunk-N7OTRSLU.js";
import {
  SluiceError,
  asSluiceError
} from "./chunk-M444EUFH.js";
import {
  require_node_http
} from "./chunk-GKW2XVTT.js";
import {
  require_node_https
} from "./chunk-V2FECKDO.js";
import "./chunk-2DMUWFHC.js";
import {
  __toESM
} from "./chunk-PIRHQTI4.js";

// src/engine/watching.ts
async function watch2(order, ports) {
  const { cancellation, clock: clock2, judge: judge2, nowMs } = ports;
  const { gate } = order;
  const history = [];
  const tell = (event) => {
    history.push(event);
    ports.reporter.report(event);
  };
  const end2 = (outcome, reasonCode, because) => {
    const told2 = order.shadow && outcome !== "no-op" ? { outcome: "no-op", because: `Would have ended ${outcome}. ${because}` } : { outcome, because };
    tell({ kind: "ended", atMs: nowMs(), reasonCode, ...told2 });
    return { from: "", to: order.name, history, undo: [] };
  };
  const beganAtMs = nowMs();
  const sinceMs = order.sinceMs ?? beganAtMs;
  tell({ kind: "noted", atMs: beganAtMs, text: `Judging ${order.name} for ${span(gate.holdMs)}; nothing is shifted` });
  let frozen;
  try {
    frozen = await judge2.freeze?.(sinceMs, cancellation.signal);
  } catch (thrown) {
    if (!order.shadow) throw thrown;
    const { reasonCode, message } = asSluiceError(thrown);
    return end2("failed", reasonCode, message);
  }
  if (frozen) tell({ kind: "frozen", atMs: nowMs(), ...frozen });
  if (order.planned) return end2("no-op", "PLANNED", `Nothing was judged: this is what judging ${order.name} would see`);
  const course = { arrivals: [{ weight: NaN, atMs: sinceMs }], ...frozen && { frozen: frozen.frozen } };
  const evidence = [];
  const look = async ({ checks, fromMs, toMs }) => {
    let answers = [];
    let silence = "no answer";
    try {
      answers = await judge2.judge(checks, fromMs, toMs, cancellation.signal, course);
    } catch (thrown) {
      if (!mayPass(thrown)) throw thrown;
      silence = thrown.message;
    }
    const none = { verdict: "error", because: silence, fromMs, toMs };
    return checks.map(({ name: name2 }) => answers.find(({ check: check2 }) => check2 === name2) ?? { check: name2, ...none });
  };
  for (; ; ) {
    const atMs = nowMs();
    if (cancellation.atMs() !== void 0) return end2("failed", "CANCELLED", "Cancelled; nothing was changed by this step");
    const state = gateState({ gate }, { arrivals: [{ goal: 0, atMs: sinceMs }] }, { atMs, lookedAtMs: {} }, evidence);
    switch (state.kind) {
      case "open":
        return end2("succeeded", "GATE_PASSED", evidence.at(-1)?.because ?? "Nothing was asked for");
      case "failed":
        return end2("failed", state.reasonCode, state.because);
      case "undecided":
        if (gate.onInconclusive === "hold" && order.unattended) return end2("paused", state.reasonCode, state.because);
        if (atMs >= beganAtMs + order.deadlineMs) return end2("failed", state.reasonCode, state.because);
        await clock2.sleep(state.untilMs - atMs, cancellation.signal);
        break;
      case "closed":
        if (atMs >= beganAtMs + order.deadlineMs) return end2("failed", "TIMED_OUT", `Not decided after ${span(order.deadlineMs)}`);
        await clock2.sleep(Math.max(0, state.untilMs - atMs), cancellation.signal);
        break;
      case "measure": {
        const found = await look(state);
        if (cancellation.atMs() !== void 0) break;
        evidence.push(...found);
        tell({ kind: "judged", atMs, goal: order.name, evidence: found });
        break;
      }
      case "look":
        throw new Error("Nobody looks at alarms or health here");
    }
  }
}

// src/domain/analysis/distributions.ts
var negligible = 1e-17;
function pointLaw(value) {
  return { low: value, mass: Float64Array.of(1) };
}
function binomial(trials, share3) {
  if (share3 <= 0 || trials === 0) return pointLaw(0);
  if (share3 >= 1) return pointLaw(trials);
  const odds = share3 / (1 - share3);
  const mode = Math.min(trials, Math.floor((trials + 1) * share3));
  return outward(0, trials, mode, (k) => (trials - k) / (k + 1) * odds);
}
function betaBinomial(trials, a, b) {
  if (trials === 0 || a <= 0) return pointLaw(0);
  if (b <= 0) return pointLaw(trials);
  const step2 = (k) => (trials - k) / (k + 1) * ((a + k) / (b + trials - k - 1));
  if (a < 1 && b < 1) return across(trials, step2);
  const mode = a + b <= 2 ? 0 : Math.floor((trials + 1) * (a - 1) / (a + b - 2));
  return outward(0, trials, Math.max(0, Math.min(trials, a < 1 ? 0 : b < 1 ? trials : mode)), step2);
}
function hypergeometric(first2, second, bad, odds) {
  const low = Math.max(0, bad - second);
  const high = Math.min(first2, bad);
  if (low >= high) return pointLaw(low);
  const step2 = (k) => (first2 - k) * (bad - k) / ((k + 1) * (second - bad + k + 1)) * odds;
  return outward(low, high, modeOf(low, high, step2), step2);
}
function modeOf(low, high, step2) {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (step2(middle) >= 1) from = middle + 1;
    else to = middle;
  }
  return from;
}
function outward(low, high, mode, step2) {
  const below = [];
  for (let k = mode, value = 1; k > low; k -= 1) {
    value /= step2(k - 1);
    if (!(value > negligible)) break;
    below.push(value);
  }
  const above = [];
  for (let k = mode, value = 1; k < high; k += 1) {
    value *= step2(k);
    if (!(value > negligible)) break;
    above.push(value);
  }
  const mass = new Float64Array(below.length + 1 + above.length);
  let total2 = 1;
  mass[below.length] = 1;
  for (let i = 0; i < below.length; i += 1) total2 += mass[below.length - 1 - i] = below[i];
  for (let i = 0; i < above.length; i += 1) total2 += mass[below.length + 1 + i] = above[i];
  for (let i = 0; i < mass.length; i += 1) mass[i] /= total2;
  return { low: mode - below.length, mass };
}
function across(trials, step2) {
  const mass = new Float64Array(trials + 1);
  let total2 = 1;
  mass[0] = 1;
  for (let k = 0; k < trials; k += 1) total2 += mass[k + 1] = mass[k] * step2(k);
  for (let k = 0; k <= trials; k += 1) mass[k] /= total2;
  return { low: 0, mass };
}
function logGamma(x) {
  let shift = 0;
  let at2 = x;
  while (at2 < 12) {
    shift += Math.log(at2);
    at2 += 1;
  }
  const inverse = 1 / (at2 * at2);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse * (1 / 1188 - inverse * 691 / 360360))))) / at2;
  return (at2 - 0.5) * Math.log(at2) - at2 + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
function logBeta(a, b) {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
function logSumExp(values2) {
  let most3 = -Infinity;
  for (let i = 0; i < values2.length; i += 1) if (values2[i] > most3) most3 = values2[i];
  if (most3 === -Infinity) return most3;
  let sum2 = 0;
  for (let i = 0; i < values2.length; i += 1) sum2 += Math.exp(values2[i] - most3);
  return most3 + Math.log(sum2);
}

// src/domain/analysis/split.ts
var frequentShare = 0.2;
function isFrequent(bad, requests) {
  return requests > 0 && bad / requests > frequentShare;
}
var clearlyClumped = 1.15;
function splitLaw(split, ratio2, overdispersion) {
  const { bad, kind, share: share3, clumping } = shapeOf(split, ratio2, overdispersion);
  switch (kind) {
    case "point":
      return pointLaw(share3 * bad);
    case "hypergeometric":
      return hypergeometric(split.canary.n, split.baseline.n, bad, ratio2);
    case "binomial":
      return binomial(bad, share3);
    case "beta-binomial":
      return betaBinomial(bad, share3 * clumping, (1 - share3) * clumping);
  }
}
function logLikelihoodRatio(split, to, from, overdispersion) {
  return logLikelihoodRatios(split, [to], from, overdispersion)[0];
}
function logLikelihoodRatios(split, to, from, overdispersion) {
  const { n: nc, x } = split.canary;
  const { n: nb } = split.baseline;
  const { bad, kind, share: share3, clumping: s } = shapeOf(split, from, overdispersion);
  switch (kind) {
    case "point":
      return to.map(() => 0);
    case "hypergeometric": {
      const normaliser = logNormaliser(nc, nb, bad, from);
      return to.map((ratio2) => x * Math.log(ratio2 / from) + normaliser - logNormaliser(nc, nb, bad, ratio2));
    }
    case "binomial":
      return to.map((ratio2) => {
        const other = shapeOf(split, ratio2, overdispersion).share;
        return x * Math.log(other / share3) + (bad - x) * Math.log((1 - other) / (1 - share3));
      });
    case "beta-binomial": {
      const log = (at2) => logRising(at2 * s, x) + logRising((1 - at2) * s, bad - x);
      const under = log(share3);
      return to.map((ratio2) => log(shapeOf(split, ratio2, overdispersion).share) - under);
    }
  }
}
function logRising(a, count2) {
  if (count2 > 30) return logGamma(a + count2) - logGamma(a);
  let product = 1;
  let log = 0;
  for (let i = 0; i < count2; i += 1) {
    product *= a + i;
    if (product > 1e200 || product < 1e-200) {
      log += Math.log(product);
      product = 1;
    }
  }
  return log + Math.log(product);
}
function shapeOf({ canary, baseline, usual: usual2 }, ratio2, overdispersion) {
  const bad = canary.x + baseline.x;
  const requests = canary.n + baseline.n;
  if (bad === 0 || canary.n === 0) return { kind: "point", bad, share: 0, clumping: Infinity };
  if (baseline.n === 0) return { kind: "point", bad, share: 1, clumping: Infinity };
  const badShare = bad / requests;
  if (!isFrequent(bad, requests)) {
    const share4 = ratio2 * canary.n / (ratio2 * canary.n + baseline.n);
    if (overdispersion <= 1) return { kind: "binomial", bad, share: share4, clumping: Infinity };
    return { kind: "beta-binomial", bad, share: share4, clumping: clumpingOf(bad, usual2, overdispersion) };
  }
  const share3 = hypergeometricMean(canary.n, baseline.n, bad, ratio2) / bad;
  if (share3 <= 0 || share3 >= 1) return { kind: "point", bad, share: share3, clumping: Infinity };
  if (overdispersion < clearlyClumped) return { kind: "hypergeometric", bad, share: share3, clumping: Infinity };
  const over = overdispersion * (1 - badShare);
  if (over <= 1) return { kind: "binomial", bad, share: share3, clumping: Infinity };
  return { kind: "beta-binomial", bad, share: share3, clumping: clumpingOf(bad, usual2, over) };
}
var leastClumping = 0.02;
var noClump = 4;
function clumpingOf(bad, usual2, overdispersion) {
  return Math.max(leastClumping, Math.min(Math.max(usual2, bad / noClump), bad - overdispersion) / (overdispersion - 1));
}
function hypergeometricMean(first2, second, bad, odds) {
  if (odds === 1) return first2 * bad / (first2 + second);
  const sum2 = odds * (first2 + bad) + second - bad;
  const root = Math.sqrt(Math.max(0, sum2 * sum2 - 4 * odds * (odds - 1) * first2 * bad));
  return 2 * odds * first2 * bad / (sum2 + root);
}
function logNormaliser(first2, second, bad, odds) {
  const law = hypergeometric(first2, second, bad, odds);
  let at2 = 0;
  for (let i = 1; i < law.mass.length; i += 1) if (law.mass[i] > law.mass[at2]) at2 = i;
  const k = law.low + at2;
  return logChoose(first2, k) + logChoose(second, bad - k) + k * Math.log(odds) - Math.log(law.mass[at2]);
}
function logChoose(n, k) {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

// src/domain/analysis/e-process.ts
var restartMinutes = 5;
var size = 30;
function worseThan(limit, restarts = { count: 0, every: 1 }) {
  return begin(limit, spaced(limit * 1.1, limit * 10), restarts);
}
function betterThan(limit) {
  return begin(limit, spaced(limit * 0.05, limit * 0.95), { count: 0, every: 1 });
}
function begin(limit, alternatives, restarts) {
  return { null: limit, alternatives, restarts, logs: [new Float64Array(alternatives.length)], logE: 0 };
}
function observe(evidence, split, slot, overdispersion) {
  const { alternatives, restarts } = evidence;
  const gain = logLikelihoodRatios(split, alternatives, evidence.null, overdispersion);
  const begun = 1 + Math.min(restarts.count, Math.floor((slot - 1) / restarts.every));
  const logs = Array.from({ length: Math.max(begun, evidence.logs.length) }, (_, start2) => {
    const before = evidence.logs[start2];
    return Float64Array.from(gain, (value, j) => (before?.[j] ?? 0) + value);
  });
  return { ...evidence, logs, logE: mixture(logs, restarts.count, alternatives.length) };
}
function mixture(logs, restarts, alternatives) {
  const each = logs.map((own) => logSumExp(own) - Math.log(alternatives));
  if (restarts === 0) return each[0];
  const waiting = restarts - (logs.length - 1);
  const later = each.slice(1).map((log) => log + Math.log(0.5 / restarts));
  return logSumExp([each[0] + Math.log(0.5), ...later, ...waiting > 0 ? [Math.log(0.5 * waiting / restarts)] : []]);
}
function spaced(from, to) {
  return Array.from({ length: size }, (_, i) => from * (to / from) ** (i / (size - 1)));
}

// src/domain/analysis/members.ts
var sequentialShare = { declared: 1, extendable: 0.8, adaptive: 0 };
function metricOf(spec, member2) {
  return spec.metrics.filter(({ name: name2 }) => member2 === name2 || member2.startsWith(`${name2} `)).reduce((best, metric) => best && best.name.length >= metric.name.length ? best : metric, void 0);
}
function membersIn(spec, rows) {
  const found = /* @__PURE__ */ new Map();
  for (const row2 of rows) {
    for (const name2 of Object.keys(row2.metrics)) {
      const metric = metricOf(spec, name2);
      if (!metric) continue;
      const names = found.get(metric.name) ?? [];
      if (!names.includes(name2)) found.set(metric.name, [...names, name2]);
    }
  }
  return found;
}
function plansOf(spec, frozen, rows) {
  return spec.metrics.flatMap((metric) => {
    const known = frozen.members.map(({ name: name2 }) => name2).filter((name2) => metricOf(spec, name2) === metric);
    const first2 = rows.find((row2) => Object.keys(row2.metrics).some((name2) => metricOf(spec, name2) === metric));
    const names = known.length > 0 ? known : first2 ? membersIn(spec, [first2]).get(metric.name) ?? [] : [];
    return names.toSorted().map((name2) => planOf(spec, metric, name2, names.length));
  });
}
function planOf(spec, metric, name2, members2) {
  const sequential = sequentialShare[spec.design];
  const alpha2 = spec.alpha * metric.alphaShare / members2;
  const every = Math.max(1, Math.round(restartMinutes * 6e4 / spec.periodMs));
  return {
    name: name2,
    metric,
    alpha: { sequential: alpha2 * sequential, eProcess: alpha2 * (1 - sequential) },
    beta: { sequential: spec.beta * sequential, eProcess: spec.beta * (1 - sequential) },
    looks: spec.looks,
    restarts: { count: Math.max(0, Math.ceil(spec.looks / every) - 1), every }
  };
}

// src/domain/analysis/counts.ts
function faultIn(row2, members2) {
  for (const name2 of members2) {
    const sample = row2.metrics[name2];
    if (sample === void 0) continue;
    if (typeof sample !== "object" || sample === null)
      return `the source gave ${told(sample)} for ${name2} in minute ${minuteText(row2.minute)}`;
    const { canary, baseline } = sample;
    for (const [arm, counts] of [["canary", canary], ["baseline", baseline]]) {
      const fault = faultOf(counts);
      if (fault) return `the source gave ${fault} for ${name2} of the ${arm} in minute ${minuteText(row2.minute)}`;
    }
  }
  return void 0;
}
function minuteText(minute) {
  return String(Number(minute.toFixed(2)));
}
function faultOf(counts) {
  if (typeof counts !== "object" || counts === null) return told(counts);
  const { n, x } = counts;
  for (const value of [n, x]) if (!Number.isSafeInteger(value) || value < 0) return told(value);
  return x > n ? `${String(x)} bad of ${String(n)} requests` : void 0;
}
function told(value) {
  if (value === void 0) return "nothing";
  return typeof value === "number" ? String(value) : JSON.stringify(value).slice(0, 40);
}
function zonesOf(sample) {
  const zones = sample.zones;
  return Array.isArray(zones) && zones.length > 1 && zones.every((zone) => faultOf(zone) === void 0) ? sample.zones : void 0;
}

// src/domain/analysis/overdispersion.ts
var noSpread = { found: 0, expected: 0, noise: 0 };
function spreadOf(cells, share3) {
  const used = cells.filter(({ part }) => part > 0);
  const bad = used.reduce((sum2, { x }) => sum2 + x, 0);
  if (used.length < 2 || bad === 0 || share3 >= 1) return noSpread;
  const squares = used.reduce((sum2, { x, part }) => sum2 + (x - bad * part) ** 2 / part, 0);
  const rare = used.reduce((sum2, { part }) => sum2 + 1 / part, 0) - used.length ** 2 - 2 * used.length + 2;
  const freedom = used.length - 1;
  return { found: squares / (1 - share3), expected: freedom * bad, noise: bad * (bad * 2 * freedom + Math.max(0, rare)) };
}
function evenSpread(counts) {
  const n = counts.reduce((sum2, each) => sum2 + each.n, 0);
  if (n === 0) return noSpread;
  const x = counts.reduce((sum2, each) => sum2 + each.x, 0);
  return spreadOf(
    counts.map((each) => ({ x: each.x, part: each.n / n })),
    x / n
  );
}
function neighbourSpread(before, after) {
  const spread = evenSpread([before, after]);
  return { ...spread, noise: spread.noise * 1.5 };
}
function totalOf(spreads) {
  let found = 0;
  let expected = 0;
  let noise = 0;
  for (const spread of spreads) {
    found += spread.found;
    expected += spread.expected;
    noise += spread.noise;
  }
  return { found, expected, noise };
}
function cautious(value, error, { more, less } = { more: 1.28, less: 1 }) {
  return 1 + Math.max(0, (value - 1) * (1 + more * error) - less * error);
}
var leastBad = 20;
var leastFreedom = 5;
function pastOverdispersion(rows, member2) {
  const samples = rows.flatMap((row2) => row2.metrics[member2] ?? []);
  const zones = samples.flatMap((sample) => {
    const own = zonesOf(sample);
    return own ? [evenSpread(own)] : [];
  });
  const spreads = zones.length > 0 ? zones : samples.slice(1).map((sample, i) => neighbourSpread(samples[i].baseline, sample.baseline));
  const { found, expected, noise } = totalOf(spreads);
  if (samples.reduce((sum2, { baseline }) => sum2 + baseline.x, 0) < leastBad || expected === 0) return void 0;
  const value = found / expected;
  const seen = Math.sqrt(spreads.reduce((sum2, each) => sum2 + (each.found - value * each.expected) ** 2, 0)) / expected;
  const relative = Math.max(Math.sqrt(noise) / expected, value > 0 ? seen / value : 0);
  return relative > Math.sqrt(2 / leastFreedom) ? void 0 : cautious(value, relative);
}

// src/domain/analysis/frozen.ts
function freeze(spec, pastRows) {
  const rows = pastRows.filter((row2) => row2.minute < 0 && faultIn(row2, Object.keys(row2.metrics)) === void 0).sort((a, b) => a.minute - b.minute);
  const names = [...membersIn(spec, rows).values()].flat().sort();
  return { members: names.map((name2) => frozenMember(spec, rows, name2)) };
}
function frozenMember(spec, rows, name2) {
  const estimated = metricOf(spec, name2)?.overdispersion === "auto" ? pastOverdispersion(rows, name2) : void 0;
  const normal = normalShare(rows, name2);
  return {
    name: name2,
    ...estimated !== void 0 && { overdispersion: rounded(estimated) },
    ...normal !== void 0 && { normal: rounded(normal) }
  };
}
function normalShare(rows, name2) {
  const counts = rows.flatMap((row2) => row2.metrics[name2]?.baseline ?? []);
  const share3 = (from, to) => {
    const part = counts.slice(from, to);
    const n = part.reduce((sum2, each) => sum2 + each.n, 0);
    return n > 0 ? part.reduce((sum2, each) => sum2 + each.x, 0) / n : void 0;
  };
  const parts = [0, 1, 2, 3, 4].flatMap((i) => share3(Math.floor(counts.length * i / 5), Math.floor(counts.length * (i + 1) / 5)) ?? []);
  const median3 = parts.sort((a, b) => a - b)[Math.floor(parts.length / 2)];
  return median3 !== void 0 && median3 > 0 ? median3 : share3(0, counts.length);
}
function rounded(value) {
  return Number(value.toPrecision(5));
}
function frozenText({ members: members2 }) {
  return members2.map(({ name: name2, overdispersion, normal }) => [encoded(name2), numberText(overdispersion), numberText(normal)].join("/")).join("+");
}
function frozenIn(text3) {
  if (text3 === "") return { members: [] };
  const members2 = text3.split("+").map((part) => {
    const [name2, overdispersion, normal, ...rest] = part.split("/");
    if (!name2 || overdispersion === void 0 || normal === void 0 || rest.length > 0) throw unreadable(part);
    const phi = numberIn(overdispersion, 1, Number.MAX_VALUE);
    const share3 = numberIn(normal, 0, 1);
    return { name: decoded(name2), ...phi !== void 0 && { overdispersion: phi }, ...share3 !== void 0 && { normal: share3 } };
  });
  if (new Set(members2.map(({ name: name2 }) => name2)).size < members2.length) throw unreadable(text3);
  return { members: members2 };
}
function numberText(value) {
  return value === void 0 ? "" : String(rounded(value)).replace("e+", "e");
}
function numberIn(text3, least, most3) {
  if (text3 === "") return void 0;
  const value = Number(text3);
  if (!/^\d+(\.\d+)?(e-?\d+)?$/.test(text3) || !(value >= least && value <= most3)) throw unreadable(text3);
  return value;
}
function encoded(name2) {
  return name2.replaceAll(/[^A-Za-z0-9._:@-]/g, (char) => `=${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
function decoded(text3) {
  if (!/^([A-Za-z0-9._:@-]|=[0-9a-f]{4})+$/.test(text3)) throw unreadable(text3);
  return text3.replaceAll(/=([0-9a-f]{4})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}
function unreadable(text3) {
  return new Error(`${JSON.stringify(text3.slice(0, 60))} is not what an analysis froze`);
}

// src/domain/analysis/declared.ts
function analysisOf(wanted2) {
  const { metrics, alpha: alpha2, beta, periodMs } = wanted2;
  const warmUp2 = Math.ceil(wanted2.warmUpMs / periodMs);
  return {
    ...{ metrics, alpha: alpha2, beta, periodMs, warmUp: warmUp2 },
    looks: Math.max(1, Math.floor(wanted2.judgedMs / periodMs) - warmUp2),
    floor: Math.ceil(wanted2.floorMs / periodMs),
    design: wanted2.adapts ? "adaptive" : wanted2.extends ? "extendable" : "declared"
  };
}
var designs = ["declared", "extendable", "adaptive"];
function declaredText(spec, frozen) {
  return `${spec.design.charAt(0)}.${String(spec.looks)}.${fingerprint(spec)}/${frozenText(frozen)}`;
}
function declaredIn(text3, spec) {
  const match = /^([dea])\.(\d+)\.([0-9a-f]{8})\/(.*)$/s.exec(text3);
  const design = designs.find((each) => each.startsWith(match?.[1] ?? "-"));
  if (match === null || design === void 0) throw new Error(`${text3.slice(0, 40)} tells of no analysis`);
  if (match[3] !== fingerprint(spec)) return void 0;
  if (spec.design === "adaptive" && design !== "adaptive") return void 0;
  return { spec: { ...spec, design, looks: Number(match[2]) }, frozen: frozenIn(match[4]) };
}
function fingerprint({ metrics, alpha: alpha2, beta, periodMs, warmUp: warmUp2, floor }) {
  return digest([metrics, alpha2, beta, periodMs, warmUp2, floor]).slice(0, 8);
}

// src/domain/analysis/connections.ts
var connections = "connections";
var burst = 5;
var share = 0.1;
function refusesConnections({ canary, baseline }) {
  const ours = canary.x / Math.max(1, canary.n);
  return canary.x >= burst && ours >= share && baseline.x / Math.max(1, baseline.n) <= ours / 10;
}

// src/domain/metrics/name.ts
function readName(place, value) {
  if (typeof value === "string" && /^[A-Za-z0-9._-]{1,40}$/.test(value)) return value;
  return wrong(place, value, "a name of at most 40 letters, digits, dots, underscores and hyphens");
}

// src/domain/metrics/settings.ts
var usualNegligible = 1e-3;
var settingNames = ["alpha-share", "margin", "harm", "required", "overdispersion", "failures", "negligible"];
function readSettings(place, given, defaults) {
  const read = (name2, reader) => given.has(name2) ? reader(member(place, name2), given.get(name2)) : void 0;
  const alphaShare = read("alpha-share", (at2, value) => readPercentage(at2, value, 0, 1));
  const margin = read("margin", (at2, value) => readNumber(at2, value, 1, 100)) ?? defaults.margin;
  const harm = read("harm", (at2, value) => readNumber(at2, value, 1, 1e3)) ?? defaults.harm;
  if ((given.has("margin") || given.has("harm")) && harm <= margin)
    place.problems.push(`${place.at} has the margin ${String(margin)} and the harm ${String(harm)}: harm must be above margin`);
  const required = read("required", readBoolean);
  const failures2 = read("failures", readBoolean);
  return {
    ...alphaShare !== void 0 && { alphaShare },
    margin,
    harm,
    ...required !== void 0 && { required },
    overdispersion: read("overdispersion", readOverdispersion) ?? "auto",
    ...failures2 !== void 0 && { failures: failures2 },
    negligible: read("negligible", (at2, value) => readPercentage(at2, value, 0, 0.5)) ?? usualNegligible
  };
}
function readOverdispersion(place, value) {
  if (value === "auto" || typeof value === "number" && value >= 1 && value <= 1e3) return value;
  return wrong(place, value, "auto or a number from 1 to 1000");
}
function readBoolean(place, value) {
  return typeof value === "boolean" ? value : wrong(place, value, "true or false");
}
function readNumber(place, value, least, most3) {
  if (typeof value === "number" && value >= least && value <= most3) return value;
  return wrong(place, value, `a number from ${String(least)} to ${String(most3)}`);
}
function readPercentage(place, value, above, most3) {
  const match = typeof value === "string" ? /^(\d{1,3}(?:\.\d{1,6})?)\s*%$/.exec(value) : null;
  const share3 = match ? Number((Number(match[1]) / 100).toPrecision(12)) : NaN;
  if (share3 > above && share3 <= most3) return share3;
  const bounds2 = `above ${String(above * 100)} and at most ${String(Number((most3 * 100).toPrecision(12)))}`;
  return wrong(place, value, `a percentage ${bounds2} with its sign`);
}

// src/domain/metrics/objective-entry.ts
var pageBurn = 14.4;
function readObjective(place, spec) {
  const given = readMembers(place, spec, ["name", "target", "burn", "from"]);
  if (given === void 0) return void 0;
  const target = readTarget(member(place, "target"), given.get("target"));
  const burn = given.has("burn") ? readNumber(member(place, "burn"), given.get("burn"), 1, 1e5) : pageBurn;
  const from = given.has("from") ? readName(member(place, "from"), given.get("from")) : "errors";
  const name2 = given.has("name") ? readName(member(place, "name"), given.get("name")) : `${from ?? ""}-slo`;
  if (target === void 0 || burn === void 0 || from === void 0 || name2 === void 0) return void 0;
  const budget = 1 - target;
  if (burn * budget > 1) {
    const most3 = Number((1 / budget).toPrecision(6));
    place.problems.push(
      `${place.at} allows a burn of ${String(burn)}, which no service can reach: with all requests bad it is ${String(most3)}`
    );
    return void 0;
  }
  return { name: name2, target, burn, from };
}
function readTarget(place, value) {
  const most3 = 0.999999;
  return value === void 0 ? wrong(place, value, "a percentage such as 99.9%") : readPercentage(place, value, 0, most3);
}
function objectivesOf(entries, compared) {
  return entries.flatMap(({ place, objective }) => {
    const at2 = member(place, "from");
    const source = compared.find(({ name: name2 }) => name2 === objective.from)?.source;
    if (source === void 0 && objective.from !== "errors") {
      const names = [.../* @__PURE__ */ new Set(["errors", ...compared.map(({ name: name2 }) => name2)])];
      wrong(at2, objective.from, `the name of a compared metric (${names.join(", ")})`);
      return [];
    }
    const found = source ?? { kind: "alb", what: "errors", thresholdsMs: "auto" };
    if (!hasOneMember(found)) {
      at2.problems.push(
        `${at2.at} is ${shown(objective.from)}, which has several thresholds: give that metric one threshold, such as [250ms]`
      );
      return [];
    }
    return [{ ...objective, source: found }];
  });
}
function hasOneMember(source) {
  const thresholds = source.kind === "prometheus-histogram" || source.kind === "alb" && source.what === "latency" ? source.thresholdsMs : [1];
  return thresholds !== "auto" && thresholds.length === 1;
}

// src/domain/metrics/shares.ts
var usual = { errors: 0.5, latency: 0.3 };
function alphaShares(claimants) {
  const given = claimants.flatMap((each) => each.given ?? []);
  const open2 = claimants.length - given.length;
  const sum2 = rounded2(given.reduce((total2, share3) => total2 + share3, 0));
  if (open2 > 0 && sum2 >= 1)
    return { problem: `are ${percentText(sum2)} together and leave nothing for the ${open2 === 1 ? "one" : String(open2)} without` };
  if (open2 === 0 && sum2 !== 1) return { problem: `are ${percentText(sum2)} together: 100 % is expected` };
  if (given.length > 0) return { shares: claimants.map((each) => each.given ?? rounded2((1 - sum2) / open2)) };
  const others = claimants.filter(({ kind }) => kind === "other").length;
  const known = claimants.reduce((total2, { kind }) => total2 + (kind === "other" ? 0 : usual[kind]), 0);
  return { shares: claimants.map(({ kind }) => rounded2(kind === "other" ? (1 - known) / others : usual[kind] / (others > 0 ? 1 : known))) };
}
function percentText(share3) {
  return `${String(Number((share3 * 100).toPrecision(6)))} %`;
}
function rounded2(share3) {
  return Number(share3.toPrecision(12));
}

// src/domain/metrics/promql.ts
var name = String.raw`[a-zA-Z_:][\w:]*`;
var text2 = [String.raw`"(?:[^"\\]|\\.)*"`, String.raw`'(?:[^'\\]|\\.)*'`, "`[^`]*`"].join("|");
var selector = String.raw`(?:${name}\s*(?:\{(?:${text2}|[^"'${"`"}{}])*\})?|\{(?:${text2}|[^"'${"`"}{}])+\})`;
var grouping = String.raw`(?:by\s*\([\w\s,]*\)\s*)?`;
var plain = new RegExp(String.raw`^\s*(${selector})\s*$`, "d");
var summed = new RegExp(String.raw`^\s*sum\s*${grouping}\(\s*(${selector})\s*\)\s*${grouping}$`, "d");
function counterSelector(query) {
  const masked = query.replaceAll(placeholder, (whole) => "x".repeat(whole.length));
  const indices = (plain.exec(masked) ?? summed.exec(masked))?.indices?.[1];
  return indices && query.slice(...indices);
}

// src/domain/metrics/sources.ts
var sourceMembers = {
  errors: [],
  latency: ["thresholds"],
  cloudwatch: ["bad", "total"],
  prometheus: ["url", "bad", "total", "buckets", "thresholds", "headers"],
  "http-json": ["url", "bad", "total", "headers"],
  command: ["run", "history"]
};
function readSource(place, kind, given) {
  switch (kind) {
    case "errors":
      return { kind: "alb", what: "errors", thresholdsMs: "auto" };
    case "latency": {
      const thresholdsMs = readThresholds(place, given);
      return thresholdsMs && { kind: "alb", what: "latency", thresholdsMs };
    }
    case "cloudwatch":
      return readCloudWatch(place, given);
    case "prometheus":
      return readPrometheus(place, given);
    case "http-json":
      return readHttpJson(place, given);
    case "command": {
      const run = needed(place, given, "run", 'a shell command that prints {"n": requests, "x": bad ones}', readFilled);
      const history = given.has("history") ? readBoolean(member(place, "history"), given.get("history")) : false;
      return run === void 0 || history === void 0 ? void 0 : { kind: "command", run, history };
    }
  }
}
function readPrometheus(place, given) {
  const url = needed(place, given, "url", "the address of the server, such as http://prometheus:9090", readBase);
  const headers = readOwnHeaders(place, given);
  if (given.has("buckets")) {
    for (const name2 of ["bad", "total"].filter((each) => given.has(each)))
      place.problems.push(`${member(place, name2).at} is given beside buckets: a histogram counts both by itself`);
    const buckets = readSelector(member(place, "buckets"), given.get("buckets"));
    const thresholdsMs = readThresholds(place, given);
    if (url === void 0 || headers === void 0 || buckets === void 0 || thresholdsMs === void 0) return void 0;
    return { kind: "prometheus-histogram", url, buckets, thresholdsMs, headers };
  }
  if (given.has("thresholds")) place.problems.push(`${member(place, "thresholds").at} is given without buckets`);
  const example = (name2) => `a selector of counters such as ${name2}{side="{side}"}`;
  const bad = needed(place, given, "bad", example("http_requests_failed_total"), readSelector);
  const total2 = needed(place, given, "total", example("http_requests_total"), readSelector);
  if (url === void 0 || headers === void 0 || bad === void 0 || total2 === void 0) return void 0;
  return { kind: "prometheus", url, bad, total: total2, headers };
}
function readHttpJson(place, given) {
  const example = "an address such as https://counts.example.com/{side}?from={from}&to={to}";
  const url = needed(place, given, "url", example, readTemplate);
  const headers = readOwnHeaders(place, given);
  const bad = needed(place, given, "bad", "a path such as $.failed", readPath);
  const total2 = needed(place, given, "total", "a path such as $.requests", readPath);
  if (url === void 0 || headers === void 0 || bad === void 0 || total2 === void 0) return void 0;
  return { kind: "http-json", url, bad, total: total2, headers };
}
function needed(place, given, name2, what, read) {
  const at2 = member(place, name2);
  return given.has(name2) ? read(at2, given.get(name2)) : wrong(at2, void 0, `${what},`);
}
function readFilled(place, value) {
  const text3 = readText(place, value);
  return text3?.trim() === "" ? wrong(place, "", "text") : text3;
}
function readOwnHeaders(place, given) {
  return given.has("headers") ? readHeaders(member(place, "headers"), given.get("headers")) : {};
}
function readSelector(place, value) {
  const text3 = readText(place, value);
  if (text3 === void 0) return void 0;
  const selector2 = counterSelector(text3);
  if (selector2 === void 0) {
    place.problems.push(
      `${place.at} is ${quoted(text3)}: a selector of counters is expected, such as http_requests_total{side="{side}"}, without functions and operators: the counters are read as they are, and resets are seen one by one`
    );
    return void 0;
  }
  return readTelling(place, selector2);
}
function readTelling(place, text3) {
  if (tellsArms(text3)) return text3;
  place.problems.push(`${place.at} asks for the same of both arms: one of ${tellingPlaceholders.join(", ")} must be in it`);
  return void 0;
}
function readBase(place, value) {
  const text3 = readText(place, value);
  if (text3 === void 0) return void 0;
  const url = URL.canParse(text3) ? new URL(text3) : void 0;
  if (url !== void 0 && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "") return text3.replace(/\/+$/, "");
  place.problems.push(`${place.at} is no address such as http://prometheus:9090, with a path if need be and without a query`);
  return void 0;
}
function readTemplate(place, value) {
  const text3 = readText(place, value);
  if (text3 === void 0) return void 0;
  const filled = text3.replaceAll(/\{[a-z-]+\}/g, "1");
  if (!URL.canParse(filled) || !/^https?:$/.test(new URL(filled).protocol)) {
    place.problems.push(`${place.at} is no address such as https://counts.example.com/{side}?from={from}&to={to}`);
    return void 0;
  }
  if (!text3.includes("{from}") && !text3.includes("{to}"))
    place.problems.push(`${place.at} asks for the same at all times: {from} or {to} must be in it, which are Unix seconds`);
  return readTelling(place, text3);
}
function readPath(place, value) {
  const text3 = readText(place, value);
  return text3 === void 0 || parseJsonPath(text3) !== void 0 ? text3 : wrong(place, value, "a path such as $.counts.failed or items[0].n");
}
var mostThresholds = 10;
function readThresholds(place, given) {
  const value = given.get("thresholds") ?? "auto";
  const at2 = member(place, "thresholds");
  if (value === "auto") return "auto";
  if (!Array.isArray(value) || value.length === 0 || value.length > mostThresholds)
    return wrong(at2, value, `auto or a list of at most ${String(mostThresholds)} durations, such as [250ms, 1s],`);
  const read = value.map((each, index) => readThresholdMs(element(at2, index), each));
  const known = read.filter((ms) => ms !== void 0);
  if (new Set(known).size < known.length) at2.problems.push(`${at2.at} has a threshold twice`);
  return known.length < read.length ? void 0 : [...known].sort((a, b) => a - b);
}
function readThresholdMs(place, value) {
  const match = typeof value === "string" ? /^(\d{1,6}(?:\.\d{1,6})?)(ms|s)$/.exec(value) : null;
  const ms = match ? Number((Number(match[1]) * (match[2] === "s" ? 1e3 : 1)).toPrecision(12)) : NaN;
  return ms > 0 && ms <= 3e5 ? ms : wrong(place, value, "a duration up to 300s, such as 250ms or 1.5s,");
}

// src/domain/metrics/entries.ts
var kinds = [...Object.keys(sourceMembers), "slo"];
var limiting = ["max", "min-requests", "statistic"];
function parseCanaryMetrics(value, defaults) {
  const place = { at: "metrics", problems: [] };
  if (Array.isArray(value) && value.length === 0)
    place.problems.push(`${place.at} is an empty list: one metric at least, such as "- errors", is expected`);
  else if (!Array.isArray(value)) wrong(place, value, 'a list of metrics, such as "- errors",');
  const list = Array.isArray(value) ? value : [];
  const entries = list.flatMap((entry, index) => readEntry(element(place, index), entry, defaults) ?? []);
  const compared = entries.filter((entry) => entry.kind === "compared");
  assertNames(entries);
  const whole = entries.length === list.length;
  const metrics = whole && compared.length > 0 ? settle(place, compared) : [];
  const objectives = whole ? objectivesOf(
    entries.filter((entry) => entry.kind === "objective"),
    compared
  ) : [];
  if (place.problems.length > 0) return { problems: place.problems };
  const limits = entries.flatMap((entry) => entry.kind === "limit" ? [entry.threshold] : []);
  return { value: { limits, compared: compared.map(({ source }, index) => ({ metric: metrics[index], source })), objectives } };
}
function sourcesOf({ compared, objectives }) {
  const extra = objectives.map(({ from, source }) => [from, source]);
  return new Map([...extra, ...compared.map(({ metric, source }) => [metric.name, source])]);
}
function readEntry(place, entry, defaults) {
  const members2 = typeof entry === "string" ? [[entry, {}]] : typeof entry === "object" && entry !== null && !Array.isArray(entry) ? Object.entries(entry) : [];
  const [kind, given] = members2[0] ?? ["", void 0];
  if (members2.length !== 1 || !kinds.includes(kind)) {
    const found = typeof entry === "string" || members2.length === 0 ? shown(entry) : `a mapping of ${members2.map(([name2]) => shown(name2)).join(", ")}`;
    place.problems.push(`${place.at} is ${found}: one of ${kinds.join(", ")} is expected, such as "errors" or "errors: { max: 1% }"`);
    return void 0;
  }
  const spec = given ?? {};
  const at2 = member(place, kind);
  if (kind === "slo") {
    const objective = readObjective(at2, spec);
    return objective && { kind: "objective", place: at2, objective };
  }
  if ((kind === "errors" || kind === "latency") && typeof spec === "object" && limiting.some((name2) => name2 in spec)) {
    const threshold = readThreshold(place, { [kind]: spec });
    return threshold && { kind: "limit", place: at2, threshold };
  }
  return readCompared(at2, kind, spec, defaults);
}
function readCompared(place, kind, spec, defaults) {
  const readyMade = kind === "errors" || kind === "latency";
  const given = readMembers(place, spec, [...readyMade ? [] : ["name"], ...sourceMembers[kind], ...settingNames]);
  if (given === void 0) return void 0;
  const name2 = readyMade ? kind : readName(member(place, "name"), given.get("name"));
  const source = readSource(place, kind, given);
  const settings2 = readSettings(place, given, defaults);
  return name2 === void 0 || source === void 0 ? void 0 : { kind: "compared", place, of: kind, name: name2, source, settings: settings2 };
}
var reserved = { compared: [connections], objective: ["analysis", "alarms", "smoke"] };
function assertNames(entries) {
  const checks = entries.flatMap((entry) => entry.kind === "limit" ? [thresholdName(entry.threshold)] : []);
  const limits = /* @__PURE__ */ new Set();
  const names = /* @__PURE__ */ new Set();
  for (const entry of entries) {
    const [known, name2, what] = entry.kind === "limit" ? [limits, thresholdName(entry.threshold), "limits"] : [names, entry.kind === "compared" ? entry.name : entry.objective.name, "is called"];
    const others = entry.kind === "compared" ? reserved.compared : entry.kind === "objective" ? [...reserved.objective, ...checks] : [];
    if (others.includes(name2))
      entry.place.problems.push(`${entry.place.at} is called ${name2}, and so is something else: give it another name`);
    if (known.has(name2)) entry.place.problems.push(`${entry.place.at} ${what} ${name2} a second time`);
    known.add(name2);
  }
}
function settle(place, entries) {
  const shared = alphaShares(
    entries.map(({ of, settings: settings2 }) => ({ kind: of === "errors" || of === "latency" ? of : "other", given: settings2.alphaShare }))
  );
  if ("problem" in shared) place.problems.push(`${place.at}: the alpha shares ${shared.problem}`);
  const readyMade = (entry) => entry.of === "errors" || entry.of === "latency";
  const usual2 = entries.some(readyMade) ? entries.filter(readyMade) : entries.slice(0, 1);
  const required = entries.map((entry) => entry.settings.required ?? usual2.includes(entry));
  if (!required.includes(true)) place.problems.push(`${place.at} requires none of its metrics: a verdict to pass needs one at least`);
  return entries.map(({ name: name2, of, settings: { margin, harm, overdispersion, failures: failures2, negligible: negligible3 } }, index) => ({
    name: name2,
    alphaShare: "shares" in shared ? shared.shares[index] : 0,
    margin,
    harm,
    required: required[index],
    overdispersion,
    failures: failures2 ?? of === "errors",
    negligible: negligible3
  }));
}

// src/domain/gate-spec.ts
var gateDefaults = {
  alpha: "0.05",
  beta: "0.05",
  margin: "1.25",
  harm: "2",
  "warm-up": "1m",
  "bake-floor": "5m",
  "early-promote": "false",
  "on-inconclusive": "hold",
  "metrics-period": "1m"
};
var members = ["steps", "weight", "bake", "metrics", ...Object.keys(gateDefaults)];

// src/actions/canary-fields.ts
var inputs = {
  cluster: text(named.cluster),
  blue: text(named.blue),
  green: text(named.green),
  ...pairInputs,
  ...content,
  steps: parsed(
    "weights with times, such as 5@10m, 25@10m, 50@15m, 100",
    stepsIn,
    {
      description: "Weights of the canary in percent, each with how long it is held and judged; before them `match@10m` for chosen users. A step opens unless the canary has failed; the last one before 100 opens on evidence that it is not worse. Without `steps` and `weight` nothing is shifted, and only judged.",
      example: "5@10m, 25@10m, 50@15m, 100"
    }
  ),
  weight: parsed("a weight from 0.1 to 100 with at most one decimal", weightIn, {
    description: "One step instead of `steps`: shifts to this weight, judges for `bake`, and leaves it there for a later job.",
    example: "25"
  }),
  match: text({
    description: "Users who get the canary before any weight, a YAML list of conditions that must all hold, or a file with one; for as long as `steps` say, which then begin with `match@10m`.",
    example: '- header: { name: x-canary, value: "1" }'
  }),
  ...judged,
  // Limits alone judge nothing beside a baseline.
  metrics: { ...judged.metrics, example: "- errors" },
  alpha: decimal(
    { min: 1e-4, max: 0.5 },
    {
      description: "Bound on the probability that a canary which is not worse is failed, over all looks and metrics.",
      default: gateDefaults.alpha,
      example: "0.01"
    }
  ),
  beta: decimal(
    { min: 1e-4, max: 0.5 },
    { description: "Bound on the probability that a canary as bad as `harm` is passed.", default: gateDefaults.beta, example: "0.01" }
  ),
  margin: decimal(
    { min: 1, max: 100 },
    {
      description: "Ratio canary to baseline up to which the canary counts as not worse: hosts differ, whatever they run.",
      default: gateDefaults.margin,
      example: "1.1"
    }
  ),
  harm: decimal(
    { min: 1.01, max: 1e3 },
    { description: "Ratio canary to baseline that a pass rules out.", default: gateDefaults.harm, example: "1.5" }
  ),
  "warm-up": duration({
    description: "Left out of what is judged at the start, for cold caches.",
    default: gateDefaults["warm-up"],
    example: "2m"
  }),
  "bake-floor": duration({ description: "Judged at least before a pass.", default: gateDefaults["bake-floor"], example: "10m" }),
  "early-promote": choice(["false", "true"], {
    description: "Leaves out the rest of a hold once everything has passed. The judge then needs a little more evidence.",
    default: gateDefaults["early-promote"],
    example: "true"
  }),
  "on-inconclusive": choice(["hold", "extend", "fail", "pass"], {
    description: "When the evidence does not suffice at the end: `hold` keeps the weight and goes on judging until the time-out, then goes home (with `unattended: hold` the step ends `paused`); `extend` does so with a part of alpha kept for it; `fail` goes home; `pass` goes on.",
    default: gateDefaults["on-inconclusive"],
    example: "extend"
  }),
  complete: choice(["promote", "hold"], {
    description: "After the last step: `promote` makes the canary the live side, `hold` leaves it where it is.",
    default: "promote",
    example: "hold"
  }),
  unattended: choice(["refuse", "hold"], {
    description: "Whether this step may end with a part of the traffic on the canary and nobody judging it: after `weight`, with `complete: hold`, while a person decides, or when a hold is longer than `timeout-minutes` (then the output `resume-at` says when to go on).",
    default: "refuse",
    example: "hold"
  }),
  "metrics-period": duration({
    description: "Length of the intervals that are compared. Load balancers report by the minute.",
    default: gateDefaults["metrics-period"],
    example: "10s"
  }),
  "metrics-delay": duration({
    description: "How long after its end an interval is complete: load balancers report one to three minutes late.",
    default: "2m",
    example: "0s"
  }),
  since: parsed("a time such as 2030-01-31T12:00:00Z", timeIn, {
    description: "Only where nothing is shifted: since when the canary has had its traffic. From now on when absent.",
    example: "${{ steps.flag.outputs.at }}"
  }),
  ...watch,
  ...pairWishes,
  ...takingUp,
  ...common,
  mode: choice(["apply", "plan", "shadow"], {
    description: "`plan` shows what would happen and writes nothing.",
    default: "apply",
    example: "plan"
  })
};
var metadata = {
  name: "canary-gate",
  title: "Sluice: canary gate for ECS",
  description: "Gives a new revision a growing part of the traffic, judges it by statistics that keep their promise, promotes it or goes home",
  icon: "activity",
  color: "blue",
  inputs,
  outputs: {
    ...commonOutputs,
    verdict: "`pass`, `fail`, `inconclusive` or `error`: the last word of the analysis.",
    weight: "Percent of traffic on the canary when the step ended.",
    evidence: "The last look of the analysis as JSON: counts, ratio with its interval, and how far the evidence is, for each metric.",
    report: "Path of the report, one HTML file, for a step that uploads it.",
    ...pairOutputs
  }
};
function stepsIn(raw) {
  const made = parseSteps(raw);
  if ("problems" in made) throw new Error(made.problems.join("; "));
  return made.value;
}
function weightIn(raw) {
  const made = parseSteps(`${raw}@1m`);
  if ("problems" in made || made.value.length !== 1) throw new Error("");
  return made.value[0].weight;
}
function timeIn(raw) {
  const atMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/.test(raw) ? Date.parse(raw) : NaN;
  if (!Number.isFinite(atMs)) throw new Error("");
  return atMs;
}

// src/domain/analysis/guards.ts
var silent = 4;
function canaryIsSilent(rows, members2) {
  const last = rows.slice(-silent);
  const sum2 = (of, arm) => of.reduce((all, row2) => all + total(row2, members2, arm), 0);
  if (last.length < silent || last.some((row2) => total(row2, members2, "canary") > 0)) return false;
  const canary = sum2(rows, "canary");
  const missed = sum2(last, "baseline");
  return canary === 0 ? missed >= 1e3 : missed * canary / sum2(rows, "baseline") >= 10;
}
function total(row2, members2, arm) {
  return Math.max(0, ...members2.map((name2) => row2.metrics[name2]?.[arm].n ?? 0));
}
var furthest = 10;
var leastRequests = 5;
var tiny = 1e-4;
var unknownOverdispersion = 10;
function zeroSuccess(rows, member2, overdispersion) {
  const phi = Math.max(1, overdispersion ?? unknownOverdispersion);
  let canary = { n: 0, x: 0 };
  let baseline = { n: 0, x: 0 };
  const sizes = [];
  for (const row2 of rows.slice(-furthest).reverse()) {
    const sample = row2.metrics[member2];
    if (!sample) continue;
    if (sample.canary.x < sample.canary.n) break;
    canary = added(canary, sample.canary);
    baseline = added(baseline, sample.baseline);
    if (sample.canary.n > 0) sizes.push(sample.canary.n);
    if (canary.n < leastRequests || baseline.n === 0 || baseline.x * 2 >= baseline.n) continue;
    const share3 = (baseline.x + 0.5) / (baseline.n + 1);
    const chance = sizes.reduce((product, n) => product * Math.max(share3 ** n, share3 * ((phi - 1) / phi) ** (n - 1)), 1);
    if (chance <= tiny) return canary;
  }
  return void 0;
}
var recent = 3;
var farAbove = 5;
var leastShare = 0.01;
var leastBad2 = 10;
function baselineFails(rows, metric, member2, normal) {
  if (!metric.failures && !metric.required) return void 0;
  const counts = rows.flatMap((row2) => row2.metrics[member2]?.baseline ?? []);
  const usual2 = normal ?? median(counts.slice(0, -recent).flatMap(({ n, x }) => n > 0 ? [x / n] : []));
  if (usual2 === void 0) return void 0;
  const now = counts.slice(-recent).reduce(added, { n: 0, x: 0 });
  const share3 = now.n > 0 ? now.x / now.n : 0;
  return now.x >= leastBad2 && share3 >= leastShare && share3 * (1 - usual2) >= farAbove * usual2 * (1 - share3) ? now : void 0;
}
function median(values2) {
  return values2.length < recent ? void 0 : [...values2].sort((a, b) => a - b)[Math.floor(values2.length / 2)];
}
function added(a, b) {
  return { n: a.n + b.n, x: a.x + b.x };
}

// src/domain/analysis/interval.ts
var factors = Array.from({ length: 10 }, (_, i) => 1.15 * (8 / 1.15) ** (i / 9));
var widest = 1e4;
function ratioOf(history, alpha2, overdispersion) {
  const rows = rowsOf(history);
  const estimate2 = fitted(rows);
  if (rows.length === 0) return { estimate: 1, low: 0, high: Infinity };
  const limit = Math.log(2 / alpha2);
  const against = (ratio2, up) => logSumExp(factors.map((factor) => logLikelihood(rows, up ? ratio2 * factor : ratio2 / factor, ratio2) / overdispersion)) - Math.log(factors.length);
  const from = Math.min(widest, Math.max(1 / widest, estimate2));
  return {
    estimate: estimate2,
    low: crossing(from, 1 / widest, (r) => against(r, true) - limit, 0),
    high: crossing(from, widest, (r) => against(r, false) - limit, Infinity)
  };
}
function rowsOf(history) {
  const folds = /* @__PURE__ */ new Map();
  for (const { split } of history) {
    const { canary, baseline } = split;
    if (canary.x + baseline.x === 0 || canary.n === 0 || baseline.n === 0) continue;
    const odds = canary.n / baseline.n;
    const fold = folds.get(odds) ?? { odds, canary: 0, bad: 0 };
    fold.canary += canary.x;
    fold.bad += canary.x + baseline.x;
    folds.set(odds, fold);
  }
  return [...folds.values()];
}
function logLikelihood(rows, to, from) {
  let sum2 = 0;
  for (const { odds, canary, bad } of rows) sum2 += canary * Math.log(to / from) + bad * Math.log((from * odds + 1) / (to * odds + 1));
  return sum2;
}
function fitted(rows) {
  const canary = rows.reduce((sum2, row2) => sum2 + row2.canary, 0);
  const bad = rows.reduce((sum2, row2) => sum2 + row2.bad, 0);
  if (bad === 0) return 1;
  if (canary === 0) return 0;
  if (canary === bad) return Infinity;
  const excess = (ratio2) => rows.reduce((sum2, { odds, bad: m }) => sum2 + m * ratio2 * odds / (ratio2 * odds + 1), 0) - canary;
  return bisect(1 / widest, widest, excess);
}
function crossing(from, end2, excess, none) {
  return excess(end2) < 0 ? none : bisect(from, end2, excess);
}
function bisect(from, to, excess) {
  let a = Math.log(from);
  let b = Math.log(to);
  for (let i = 0; i < 18; i += 1) {
    const middle = (a + b) / 2;
    if (excess(Math.exp(middle)) < 0) a = middle;
    else b = middle;
  }
  return Math.exp((a + b) / 2);
}

// src/domain/analysis/learned.ts
function overdispersionOf(history, frozen, before) {
  const value = freshOverdispersion(history, frozen);
  return before !== void 0 && value > 1 && value <= before && value > before / step ** 1.5 ? before : value;
}
function freshOverdispersion(history, frozen) {
  const arms = lesser(armsSpread(history), neighbouringArms(history));
  const split = totalOf([arms, ...history.map(({ zones }) => zones ?? noSpread)]);
  if (frozen !== void 0) return Math.max(frozen, stepped(estimate(split)));
  if (history.length === 0) return unknown.value;
  const pairs = history.slice(1).map((judged2, i) => neighbourSpread(history[i].split.baseline, judged2.split.baseline));
  const bad = history.reduce((sum2, { split: { canary, baseline } }) => sum2 + canary.x + baseline.x, 0);
  const weight = Math.max(unknown.bad, unknown.intervals * bad / history.length);
  const early = 1 + unknown.early / Math.max(1, history.length - 1) ** 4;
  const together = Math.min(estimate(totalOf([split, ...pairs]), weight), most(split));
  return stepped(early * Math.max(estimate(split, weight), together));
}
function most({ found, expected, noise }) {
  if (expected === 0) return Infinity;
  const value = Math.max(1, found / expected);
  return value * (1 + 3 * Math.sqrt(noise) / expected);
}
var unknown = { value: 6, bad: 4, intervals: 0.2, early: 50, caution: { more: 2.4, less: 1.5 } };
function estimate({ found, expected, noise }, weight = 0) {
  if (expected === 0) return weight > 0 ? unknown.value : 1;
  const value = (found + weight * unknown.value) / (expected + weight);
  return cautious(value, Math.sqrt(noise) / expected, weight > 0 ? unknown.caution : void 0);
}
function lesser(whole, neighbours) {
  if (whole.expected === 0 || neighbours.expected === 0) return whole;
  return { ...whole, found: Math.min(whole.found, neighbours.found / neighbours.expected * whole.expected) };
}
function neighbouringArms(history) {
  const parts = history.map(({ split: { canary, baseline } }) => ({ n: canary.x + baseline.x, x: canary.x }));
  return totalOf(parts.slice(1).map((part, i) => neighbourSpread(parts[i], part)));
}
function armsSpread(history) {
  const ratio2 = fittedRatio(history);
  if (ratio2 === void 0) return noSpread;
  const spreads = history.flatMap(({ split: { canary, baseline } }) => {
    const part = ratio2 * canary.n / (ratio2 * canary.n + baseline.n);
    const spread = spreadOf(
      [
        { x: canary.x, part },
        { x: baseline.x, part: 1 - part }
      ],
      (canary.x + baseline.x) / (canary.n + baseline.n)
    );
    return spread.expected > 0 ? [spread] : [];
  });
  const total2 = totalOf(spreads);
  return spreads.length < 2 ? noSpread : { ...total2, expected: total2.expected * (1 - 1 / spreads.length) };
}
function fittedRatio(history) {
  const used = history.filter(({ split: { canary, baseline } }) => canary.n > 0 && baseline.n > 0);
  const seen = used.reduce((sum2, { split }) => sum2 + split.canary.x, 0);
  if (seen === 0 || used.every(({ split }) => split.baseline.x === 0)) return void 0;
  let low = -10;
  let high = 10;
  for (let i = 0; i < 26; i += 1) {
    const ratio2 = Math.exp((low + high) / 2);
    let expected = 0;
    for (const { split } of used) {
      const { canary, baseline } = split;
      expected += (canary.x + baseline.x) * ratio2 * canary.n / (ratio2 * canary.n + baseline.n);
    }
    if (expected < seen) low = (low + high) / 2;
    else high = (low + high) / 2;
  }
  return Math.exp((low + high) / 2);
}
var step = 1.1;
var largest = 50;
function stepped(free) {
  const value = Math.min(free, largest);
  return Number((step ** Math.max(0, Math.round(Math.log(value) / Math.log(step)))).toPrecision(4));
}

// src/domain/analysis/sequential.ts
var start = { grain: 1, low: 0, mass: Float64Array.of(1), spent: 0, lost: 0 };
var negligible2 = 1e-17;
var fineness = 32;
function advance(before, law, budget, side) {
  return cross(grown(before, law), budget - before.spent, side);
}
function advanceTo(before, law, boundary2, side) {
  const course = grown(before, law);
  if (boundary2 === void 0) return course;
  const { low, mass, grain } = course;
  const at2 = side === "upper" ? Math.ceil(boundary2 / grain) - low : Math.floor(boundary2 / grain) + 1 - low;
  const cut = Math.max(0, Math.min(mass.length, at2));
  const kept = side === "upper" ? mass.slice(0, cut) : mass.slice(cut);
  const spent = course.spent + sumOf(side === "upper" ? mass.subarray(cut) : mass.subarray(0, cut));
  return check({ ...course, low: side === "upper" ? low : low + cut, mass: kept, spent });
}
function grown(before, law) {
  const spread = deviation(before.mass) * before.grain;
  const grain = grainOf(Math.hypot(spread, deviation(law.mass)), before.grain);
  const old = coarsened(before.low, before.mass, before.grain, grain);
  const added3 = coarsened(law.low, law.mass, 1, grain);
  const { low, mass, lost } = trimmed(old.low + added3.low, convolved(old.mass, added3.mass));
  return { grain, low, mass, spent: before.spent, lost: before.lost + lost };
}
function cross(course, budget, side) {
  const { mass, low, grain } = course;
  const size2 = mass.length;
  let taken2 = 0;
  let sum2 = 0;
  while (taken2 < size2) {
    const next2 = mass[side === "upper" ? size2 - 1 - taken2 : taken2];
    if (sum2 + next2 > budget) break;
    sum2 += next2;
    taken2 += 1;
  }
  if (taken2 === 0) return { course: check(course) };
  const kept = side === "upper" ? mass.slice(0, size2 - taken2) : mass.slice(taken2);
  const boundary2 = (side === "upper" ? low + size2 - taken2 : low + taken2 - 1) * grain;
  return { course: check({ ...course, low: side === "upper" ? low : low + taken2, mass: kept, spent: course.spent + sum2 }), boundary: boundary2 };
}
function check(course) {
  const sum2 = course.spent + course.lost + sumOf(course.mass);
  if (!(Math.abs(sum2 - 1) < 1e-9)) throw new Error(`the law of a sequential test sums to ${sum2}`);
  return course;
}
function sumOf(mass) {
  let sum2 = 0;
  for (const value of mass) sum2 += value;
  return sum2;
}
function convolved(a, b) {
  const sum2 = new Float64Array(Math.max(0, a.length + b.length - 1));
  for (let i = 0; i < a.length; i += 1) {
    const value = a[i];
    for (let j = 0; j < b.length; j += 1) sum2[i + j] += value * b[j];
  }
  return sum2;
}
function trimmed(low, mass) {
  let from = 0;
  let to = mass.length;
  let below = 0;
  let above = 0;
  while (from < to && below + mass[from] < negligible2) below += mass[from++];
  while (to > from && above + mass[to - 1] < negligible2) above += mass[--to];
  return { low: low + from, mass: mass.subarray(from, to), lost: below + above };
}
function grainOf(deviation2, least) {
  let grain = least;
  while (deviation2 / grain >= 2 * fineness) grain *= 2;
  return grain;
}
function deviation(mass) {
  let sum2 = 0;
  let mean = 0;
  let square = 0;
  for (let i = 0; i < mass.length; i += 1) {
    const value = mass[i];
    sum2 += value;
    mean += value * i;
    square += value * i * i;
  }
  return sum2 > 0 ? Math.sqrt(Math.max(0, square / sum2 - (mean / sum2) ** 2)) : 0;
}
function coarsened(low, mass, from, to) {
  if (from === to) return { low, mass };
  const scale = to / from;
  const first2 = Math.floor(low / scale);
  const coarse = new Float64Array(Math.floor((low + mass.length - 1) / scale) + 2 - first2);
  for (let i = 0; i < mass.length; i += 1) {
    const at2 = (low + i) / scale;
    const floor = Math.floor(at2);
    coarse[floor - first2] += mass[i] * (1 - (at2 - floor));
    coarse[floor + 1 - first2] += mass[i] * (at2 - floor);
  }
  return { low: first2, mass: coarse };
}

// src/domain/analysis/own-share.ts
var smaller = Array.from({ length: 19 }, (_, i) => 0.05 * (i + 1));
var leastClumping2 = 0.02;
function newOwnShare(limit) {
  return { limit, bad: 0, course: start, logs: smaller.map(() => 0), crossed: false };
}
function taken(before, { beta, looks }, { n, x }, slot, overdispersion) {
  const { limit } = before;
  const bad = before.bad + x;
  const logs = smaller.map(
    (part, i) => before.logs[i] + (x * Math.log(part) + (n - x) * Math.log((1 - part * limit) / (1 - limit))) / overdispersion
  );
  const logE = logSumExp(logs) - Math.log(smaller.length);
  const { course, boundary: boundary2 } = beta.sequential > 0 ? advance(before.course, lawOf(n, limit, overdispersion), beta.sequential * Math.min(1, slot / looks), "lower") : { course: before.course, boundary: void 0 };
  const reached = boundary2 !== void 0 && bad <= boundary2 || beta.eProcess > 0 && logE >= Math.log(1 / beta.eProcess);
  return { limit, bad, course, logs, ...boundary2 !== void 0 && { boundary: boundary2 }, crossed: before.crossed || reached };
}
function lawOf(n, share3, overdispersion) {
  if (overdispersion <= 1 || n < 2) return binomial(n, share3);
  const clumping = Math.max(leastClumping2, (n - overdispersion) / (overdispersion - 1));
  return betaBinomial(n, share3 * clumping, (1 - share3) * clumping);
}
function requestsNeeded(limit, { beta, looks }, slot) {
  const spent = beta.sequential > 0 ? beta.sequential * Math.min(1, Math.max(1, slot) / looks) : beta.eProcess / smaller.length;
  return Math.ceil(Math.log(1 / spent) / -Math.log(1 - limit));
}

// src/domain/analysis/trial.ts
function newTrial(plan, overdispersion) {
  const { margin, harm } = plan.metric;
  return {
    overdispersion,
    through: 0,
    bad: 0,
    worse: sideOf2(plan.alpha, worseThan(margin, plan.restarts)),
    better: sideOf2(plan.beta, betterThan(harm))
  };
}
function sideOf2(level, mixed) {
  return { ...level.sequential > 0 && { course: start }, ...level.eProcess > 0 && { mixed }, crossed: false };
}
function takenOn(trial, plan, history) {
  return history.slice(trial.through).reduce((before, judged2) => next(before, plan, judged2), trial);
}
function next(trial, plan, { split, slot }) {
  const bad = trial.bad + split.canary.x;
  const step2 = (side, level, ratio2, tail) => {
    let { crossed } = side;
    let course = side.course;
    let boundary2;
    if (course) {
      const budget = level.sequential * Math.min(1, slot / plan.looks);
      const taken2 = advance(course, splitLaw(split, ratio2, trial.overdispersion), budget, tail);
      course = taken2.course;
      boundary2 = taken2.boundary;
      if (boundary2 !== void 0) crossed ||= tail === "upper" ? bad >= boundary2 : bad <= boundary2;
    }
    const mixed = side.mixed && observe(side.mixed, split, slot, trial.overdispersion);
    if (mixed) crossed ||= mixed.logE >= Math.log(1 / level.eProcess);
    return { ...course && { course }, ...boundary2 !== void 0 && { boundary: boundary2 }, ...mixed && { mixed }, crossed };
  };
  return {
    overdispersion: trial.overdispersion,
    through: trial.through + 1,
    bad,
    worse: step2(trial.worse, plan.alpha, plan.metric.margin, "upper"),
    better: step2(trial.better, plan.beta, plan.metric.harm, "lower")
  };
}
function evidenceOf(trial, side, eProcess) {
  const { boundary: boundary2, mixed } = trial[side];
  const log = mixed && { kind: "log e", value: mixed.logE, boundary: Math.log(1 / eProcess) };
  if (boundary2 === void 0) return log;
  const counted = { kind: "bad requests", value: trial.bad, boundary: boundary2 };
  const reached = side === "worse" ? trial.bad >= boundary2 : trial.bad <= boundary2;
  return log && !reached && log.value >= log.boundary ? log : counted;
}

// src/domain/analysis/member.ts
var memory = 0.9;
function newMember(plan, frozen) {
  const trial = newTrial(tested(plan, frozen), present(plan, frozen, []));
  const none = { n: 0, x: 0 };
  const trials = /* @__PURE__ */ new Map([[trial.overdispersion, trial]]);
  const { negligible: negligible3 } = plan.metric;
  const own = negligible3 === void 0 ? {} : { own: newOwnShare(negligible3) };
  return { plan, frozen, history: [], trials, trial, ...own, usual: none, failed: false, passed: false };
}
function judge(state, sample, slot) {
  const { plan, frozen } = state;
  const { canary, baseline } = sample;
  const zones = zonesOf(sample);
  const n = canary.n + baseline.n;
  const x = canary.x + baseline.x;
  const share3 = state.usual.n > 0 ? state.usual.x / state.usual.n : frozen?.normal;
  const split = { canary, baseline, usual: share3 === void 0 ? x : share3 * n };
  const history = [...state.history, { split, slot, ...zones && { zones: evenSpread(zones) } }];
  const overdispersion = present(plan, frozen, history, state);
  const asked = tested(plan, frozen);
  const at2 = (value) => takenOn(state.trials.get(value) ?? newTrial(asked, value), asked, history);
  const trial = at2(overdispersion);
  const independent = overdispersion === 1 ? trial : at2(1);
  const failed = state.failed || trial.worse.crossed && independent.worse.crossed;
  const own = state.own && taken(state.own, plan, canary, slot, ownOverdispersion(history, frozen, overdispersion));
  const better = isRare(plan, frozen, history) ? own.crossed : trial.better.crossed && independent.better.crossed;
  return {
    plan,
    frozen,
    history,
    trials: new Map(state.trials).set(1, independent).set(overdispersion, trial),
    trial,
    ...own && { own },
    usual: { n: state.usual.n * memory + n, x: state.usual.x * memory + x },
    failed,
    passed: !failed && (state.passed || better)
  };
}
var certain = 0.5;
function tested(plan, frozen) {
  if (plan.metric.overdispersion !== "auto" || frozen?.overdispersion !== void 0) return plan;
  return { ...plan, beta: { sequential: plan.beta.sequential * certain, eProcess: plan.beta.eProcess * certain } };
}
function ownOverdispersion(history, frozen, learned) {
  const seen = history.some(({ split: { canary, baseline } }) => canary.x + baseline.x > 0);
  return frozen?.overdispersion ?? (seen ? learned : 1);
}
function isRare({ metric }, frozen, history) {
  const { negligible: negligible3, harm } = metric;
  if (negligible3 === void 0) return false;
  return Math.max(frozen?.normal ?? 0, shareOf(history)) * harm <= negligible3;
}
function shareOf(history) {
  const sum2 = (of) => history.reduce((total2, { split }) => total2 + split.baseline[of], 0);
  return sum2("n") > 0 ? sum2("x") / sum2("n") : Infinity;
}
function present({ metric }, frozen, history, before) {
  if (metric.overdispersion !== "auto") return Math.max(1, metric.overdispersion);
  return overdispersionOf(history, frozen?.overdispersion, before && before.history.length > 0 ? before.trial.overdispersion : void 0);
}
function memberLook(state) {
  const { plan, history, trial } = state;
  const sum2 = (arm, of) => history.reduce((total2, { split }) => total2 + split[arm][of], 0);
  const expected = history.reduce((total2, { split: { canary, baseline } }) => {
    return total2 + (baseline.n > 0 ? canary.n * baseline.x / baseline.n : 0);
  }, 0);
  const independent = state.trials.get(1) ?? trial;
  const binding = (side) => trial[side].crossed && !independent[side].crossed ? independent : trial;
  const fail = evidenceOf(binding("worse"), "worse", plan.alpha.eProcess);
  const below = isRare(plan, state.frozen, history) ? state.own : void 0;
  const pass = below ? ownEvidence(below) : evidenceOf(binding("better"), "better", tested(plan, state.frozen).beta.eProcess);
  let ratio2;
  return {
    name: plan.name,
    canary: { n: sum2("canary", "n"), x: sum2("canary", "x") },
    baseline: { n: sum2("baseline", "n"), x: sum2("baseline", "x") },
    expected,
    get ratio() {
      return ratio2 ??= decided(state, ratioOf(history, plan.alpha.sequential + plan.alpha.eProcess, trial.overdispersion));
    },
    ...below && { below: below.limit },
    overdispersion: trial.overdispersion,
    ...fail && { fail },
    ...pass && { pass },
    failed: state.failed,
    passed: state.passed
  };
}
function ownEvidence({ bad, boundary: boundary2 }) {
  return boundary2 === void 0 ? void 0 : { kind: "bad requests", value: bad, boundary: boundary2 };
}
function decided({ plan, history, failed, passed }, { estimate: estimate2, low, high }) {
  const { x, n } = history.reduce((sum2, { split }) => ({ x: sum2.x + split.baseline.x, n: sum2.n + split.baseline.n }), { x: 0, n: 0 });
  const rate = (limit) => isFrequent(x, n) ? limit / (1 - x / n + x / n * limit) : limit;
  return {
    estimate: estimate2,
    low: failed ? Math.max(low, Math.min(rate(plan.metric.margin), estimate2)) : low,
    high: passed ? Math.min(high, Math.max(rate(plan.metric.harm), estimate2)) : high
  };
}

// src/domain/analysis/sentences.ts
function failSentence(minute, look, plan) {
  const { fail } = look;
  const at2 = `in minute ${minuteText(minute)}`;
  const because = !fail || fail.value < fail.boundary ? `which chance does not explain ${at2}` : fail.kind === "bad requests" ? `${number(fail.boundary)} is the boundary ${at2}` : `the evidence for more than ${limitText(plan.metric.margin, look)} is ${number(Math.exp(fail.value))} to 1 ${at2}, ${number(Math.exp(fail.boundary))} to 1 is enough`;
  return `${look.name}: the canary is ${ratioText(look)}; ${badText(look)}, about ${number(look.expected)} would be expected; ${because}`;
}
function zeroSuccessSentence(member2, minute, canary) {
  return `${member2}: all ${number(canary.n)} requests of the canary up to minute ${minuteText(minute)} are bad, while the baseline answers`;
}
function passSentence(looks, plans) {
  const each = looks.map((look, i) => {
    if (look.below !== void 0) return `${look.name}: ${badText(look)}, which shows that they are fewer than ${percent(look.below)}`;
    return `${look.name}: ${ratioText(look)}, ${badText(look)}, ${limitText(plans[i].metric.harm, look)} is ruled out`;
  });
  return each.join("; ");
}
function unsureSentence(look, plan, spec, judged2) {
  if (look.below !== void 0) {
    const needed3 = requestsNeeded(look.below, plan, judged2);
    const so = `${look.name}: ${badText(look)}; bad ones are so rare that a ratio says nothing`;
    return `${so}, and about ${number(needed3)} without a bad one would show that they are fewer than ${percent(look.below)}`;
  }
  const harm = limitText(plan.metric.harm, look);
  if (look.canary.x + look.baseline.x === 0) {
    return `${look.name}: no bad request on either arm yet, of ${number(look.canary.n)} on the canary, so nothing rules out ${harm}`;
  }
  const minutes2 = minutesMissing(look, plan, spec, judged2);
  const tell = minutes2 === Infinity ? "this traffic would not tell within a day" : `about ${number(minutes2)} more ${minutes2 === 1 ? "minute" : "minutes"} of this traffic would tell`;
  return `${look.name}: so far ${ratioText(look)}, ${badText(look)}, ${harm} is not ruled out; ${tell}`;
}
function fireSentence(member2, now, normal) {
  const usual2 = normal === void 0 ? "" : `, ${percent(normal)} is normal`;
  return `${member2}: the baseline itself has ${percent(now.x / now.n)} bad requests (${number(now.x)} of ${number(now.n)}${usual2}): both arms are failing, which says nothing about the canary`;
}
function ratioText({ ratio: ratio2, baseline }) {
  if (ratio2.estimate === Infinity) {
    return `worse than the baseline, which had none bad of ${number(baseline.n)}${ratio2.low > 0 ? ` (at least ${times(ratio2.low)})` : ""}`;
  }
  const range = ratio2.high === Infinity ? `${times(ratio2.low)} or more` : `${times(ratio2.low)} to ${times(ratio2.high)}`;
  return `${times(ratio2.estimate)} as bad as the baseline (${range})`;
}
function badText({ canary }) {
  return `${number(canary.x)} bad of ${number(canary.n)} requests`;
}
function limitText(ratio2, { canary, baseline }) {
  return isFrequent(canary.x + baseline.x, canary.n + baseline.n) ? `${times(ratio2)} the odds` : times(ratio2);
}
function times(value) {
  return `${Number(value.toPrecision(value >= 1 && value < 2 ? 3 : 2))}x`;
}
function percent(share3) {
  return `${Number((share3 * 100).toPrecision(2))} %`;
}
function number(value) {
  return (value >= 100 ? Math.round(value) : Number(value.toPrecision(2))).toLocaleString("en-US");
}
function minutesMissing(look, { metric }, spec, judged2) {
  const bad = look.canary.x + look.baseline.x;
  const odds = look.canary.n / look.baseline.n;
  if (!(odds > 0) || judged2 === 0 || bad === 0) return Infinity;
  const angle = (ratio2) => Math.asin(Math.sqrt(ratio2 * odds / (ratio2 * odds + 1)));
  const assumed = Math.min(Math.max(look.ratio.estimate, 0.5), 10);
  const toHarm = Math.abs(angle(metric.harm) - angle(assumed));
  const toMargin = assumed > metric.margin ? angle(assumed) - angle(metric.margin) : 0;
  const needed3 = 1.25 * (1.645 + 0.842) ** 2 * look.overdispersion / (4 * Math.max(assumed < metric.harm ? toHarm : 0, toMargin) ** 2);
  const minutes2 = Math.ceil(Math.max(1, (needed3 - bad) / bad * judged2 * (spec.periodMs / 6e4)));
  return minutes2 <= 1440 ? minutes2 : Infinity;
}

// src/domain/analysis/analyst.ts
function createAnalyst(spec, frozen) {
  let states = [];
  return {
    analyse(rows) {
      const ordered = inOrder(rows);
      let same = 0;
      while (same < states.length && same < ordered.length && sameRow(states[same].row, ordered[same])) same += 1;
      const known = states.slice(0, same);
      for (let i = same; i < ordered.length; i += 1) known.push(stateAfter(spec, frozen, ordered.slice(0, i + 1), known.at(-1)));
      states = known;
      return known.map(({ look }) => look);
    }
  };
}
function inOrder(rows) {
  const judged2 = rows.filter(({ minute }) => minute >= 0);
  if (judged2.every((row2, i) => i === 0 || row2.minute > judged2[i - 1].minute)) return judged2;
  return [...new Map(judged2.map((row2) => [row2.minute, row2])).values()].sort((a, b) => a.minute - b.minute);
}
function sameRow(a, b) {
  return a === b || a.minute === b.minute && JSON.stringify(a.metrics) === JSON.stringify(b.metrics);
}
function stateAfter(spec, frozen, rows, before) {
  const row2 = rows.at(-1);
  const members2 = joined(spec, frozen, rows, before?.members ?? []);
  const names = members2.map(({ plan }) => plan.name);
  const judgedBefore = before?.judged ?? 0;
  const told2 = before?.look.verdict === "fail" ? before.look : void 0;
  const fault = faultIn(row2, names);
  if (fault !== void 0) {
    const look = lookOf(row2, judgedBefore, members2, told2 ? "fail" : "error", () => told2?.because ?? fault, false);
    return { row: row2, members: members2, judged: judgedBefore, look };
  }
  const slot = Math.floor(row2.minute * 6e4 / spec.periodMs + 1e-6) + 1 - spec.warmUp;
  const counts = slot >= 1 && total(row2, names, "canary") > 0;
  const after = members2.map((state) => {
    const sample = row2.metrics[state.plan.name];
    return slot >= 1 && sample && sample.canary.n > 0 ? judge(state, sample, slot) : state;
  });
  const judged2 = judgedBefore + (counts ? 1 : 0);
  const usable = rows.filter((each) => faultIn(each, names) === void 0);
  const { verdict, because, blocks, dead } = told2 ? stays(told2) : verdictOf(spec, after, usable, judged2);
  const marked = after.map((state) => state.plan.name === dead ? { ...state, failed: true, passed: false } : state);
  return { row: row2, members: marked, judged: judged2, look: lookOf(row2, judged2, marked, verdict, because, blocks === true) };
}
function joined(spec, frozen, rows, before) {
  const row2 = rows.at(-1);
  const fresh = Object.keys(row2.metrics).some((name2) => !before.some(({ plan }) => plan.metric === metricOf(spec, name2)));
  if (!fresh && rows.length > 1) return before;
  return plansOf(spec, frozen, rows).map((plan) => {
    return before.find((state) => state.plan.name === plan.name) ?? newMember(
      plan,
      frozen.members.find(({ name: name2 }) => name2 === plan.name)
    );
  });
}
function stays({ because }) {
  return { verdict: "fail", because: () => because };
}
function verdictOf(spec, members2, rows, judged2) {
  const { minute } = rows.at(-1);
  const failed = members2.find((state) => state.failed);
  if (failed) return { verdict: "fail", because: () => failSentence(minute, memberLook(failed), failed.plan) };
  return deadCanary(members2, rows) ?? nothingToJudge(members2, rows, judged2) ?? burning(members2, rows) ?? passing(spec, members2, judged2);
}
function deadCanary(members2, rows) {
  for (const { plan, frozen } of members2) {
    if (!plan.metric.failures) continue;
    const { name: name2, metric } = plan;
    const dead = zeroSuccess(rows, name2, metric.overdispersion === "auto" ? frozen?.overdispersion : metric.overdispersion);
    if (dead) return { verdict: "fail", because: () => zeroSuccessSentence(name2, rows.at(-1).minute, dead), dead: name2 };
  }
  return void 0;
}
function nothingToJudge(members2, rows, judged2) {
  const names = members2.map(({ plan }) => plan.name);
  if (canaryIsSilent(rows, names)) {
    const until = `none in the last intervals up to minute ${minuteText(rows.at(-1).minute)}`;
    return { verdict: "error", because: () => `the canary gets no traffic: ${until}, while the baseline has some`, blocks: true };
  }
  if (judged2 === 0) return { verdict: "inconclusive", because: () => nothingYet(rows, names), blocks: true };
  if (members2.every(({ history }) => history.every(({ split }) => split.baseline.n === 0))) {
    return { verdict: "inconclusive", because: () => "the baseline gets no traffic: there is nothing to compare with", blocks: true };
  }
  return void 0;
}
function burning(members2, rows) {
  for (const { plan, frozen } of members2) {
    const fire = baselineFails(rows, plan.metric, plan.name, frozen?.normal);
    if (fire) return { verdict: "inconclusive", because: () => fireSentence(plan.name, fire, frozen?.normal), blocks: true };
  }
  return void 0;
}
function passing(spec, members2, judged2) {
  const required = members2.filter(({ plan }) => plan.metric.required);
  const needed3 = required.length > 0 ? required : members2;
  const missing = spec.metrics.find((metric) => metric.required && !members2.some(({ plan }) => plan.metric === metric));
  const unseen = missing?.name ?? needed3.find(({ history }) => history.length === 0)?.plan.name;
  if (unseen !== void 0) return { verdict: "inconclusive", because: () => `there is no data for ${unseen} yet`, blocks: true };
  const unsure = needed3.find(({ passed }) => !passed);
  if (unsure) return { verdict: "inconclusive", because: () => unsureSentence(memberLook(unsure), unsure.plan, spec, judged2) };
  const plans = needed3.map(({ plan }) => plan);
  const because = () => passSentence(needed3.map(memberLook), plans);
  if (judged2 >= spec.floor) return { verdict: "pass", because };
  return { verdict: "inconclusive", because: () => `${because()}; ${judged2} of at least ${spec.floor} intervals are judged` };
}
function nothingYet(rows, names) {
  const traffic = rows.some((row2) => total(row2, names, "canary") + total(row2, names, "baseline") > 0);
  return traffic ? "no interval with requests on the canary is judged yet" : "there were no requests on either arm";
}
function lookOf(row2, judged2, states, verdict, sentence, blocks) {
  let because;
  let members2;
  return {
    minute: row2.minute,
    verdict,
    get because() {
      return because ??= sentence();
    },
    ...blocks && { blocks: true },
    judged: judged2,
    get members() {
      return members2 ??= states.map(memberLook);
    }
  };
}

// src/domain/metrics/latency.ts
var farTail = 3;
var digits = 3;
function chooseThresholds({ p50, p95, p99 }, edgesMs) {
  const wanted2 = [p50, p95, p99, farTail * p99].filter((ms) => Number.isFinite(ms) && ms > 0);
  const edges = edgesMs?.filter((ms) => Number.isFinite(ms) && ms > 0);
  const found = wanted2.flatMap((ms) => edges === void 0 ? [Number(ms.toPrecision(digits))] : nearest(ms, edges));
  return [...new Set(found)].sort((a, b) => a - b);
}
function nearest(ms, edges) {
  const away = (edge) => Math.abs(Math.log(edge / ms));
  const [first2, ...rest] = edges;
  return first2 === void 0 ? [] : [rest.reduce((best, edge) => away(edge) < away(best) ? edge : best, first2)];
}
function latencyMember(name2, thresholdMs) {
  return `${name2} >${thresholdMs < 1e3 ? `${exact(thresholdMs)}ms` : `${exact(thresholdMs / 1e3)}s`}`;
}
function thresholdOf(member2) {
  const match = / >(\d+(?:\.\d+)?(?:e[+-]\d+)?)(ms|s)$/.exec(member2);
  if (match === null) return void 0;
  const ms = Number(exact(Number(match[1]) * (match[2] === "s" ? 1e3 : 1)));
  return Number.isFinite(ms) && ms > 0 ? ms : void 0;
}
function exact(value) {
  return String(Number(value.toPrecision(12)));
}

// src/domain/metrics/objective.ts
var recentMinutes = 5;
var telling = 3;
function objectiveMember({ from, source }) {
  const thresholds = source.kind === "prometheus-histogram" || source.kind === "alb" && source.what === "latency" ? source.thresholdsMs : "auto";
  const [threshold] = thresholds === "auto" ? [] : thresholds;
  return threshold === void 0 ? from : latencyMember(from, threshold);
}
function judgeObjective(objective, rows, ratioLow) {
  const { burn, target } = objective;
  const member2 = objectiveMember(objective);
  const samples = rows.flatMap(({ minute, metrics }) => metrics[member2] ? [{ minute, ...metrics[member2] }] : []);
  const since = samples.filter(({ minute }) => minute >= 0);
  const before = samples.filter(({ minute }) => minute < 0);
  const lastMinute = Math.max(0, ...rows.map(({ minute }) => minute));
  const budget = Number((1 - target).toPrecision(12));
  const look = (of, last) => {
    const [recent2, whole] = [of.filter(({ minute }) => minute > last - recentMinutes), of].map(sum);
    return { whole, recent: recent2, burns: [recent2, whole].every((counts) => timesOf(counts, budget) > burn), over: timesOf(whole, budget) > burn };
  };
  const canary = look(
    since.map(({ minute, canary: canary2 }) => ({ minute, ...canary2 })),
    lastMinute
  );
  const baseline = look(
    since.map(({ minute, baseline: baseline2 }) => ({ minute, ...baseline2 })),
    lastMinute
  );
  const past2 = look(
    before.map(({ minute, baseline: baseline2 }) => ({ minute, ...baseline2 })),
    Math.max(-Infinity, ...before.map(({ minute }) => minute))
  );
  const most3 = `at most ${numberText2(burn)} times`;
  const theCanary = `the canary burns ${burnText(canary, budget)}, ${most3}`;
  const theBaseline = `the baseline burns ${burnText(baseline, budget)}`;
  const already = past2.burns ? ", and did so before the first shift already" : "";
  if (canary.whole.n === 0) return { verdict: "inconclusive", because: "the canary served nothing yet that could be judged", blocks: true };
  if (canary.burns) {
    if (baseline.burns && (past2.burns || !isWorse(ratioLow)))
      return {
        verdict: "inconclusive",
        because: `${theCanary}; but ${theBaseline} too${already}: it is not the canary alone`,
        blocks: true
      };
    if (isWorse(ratioLow))
      return { verdict: "fail", because: `${theCanary}, and is at least ${numberText2(ratioLow)} times as bad as the baseline` };
    return { verdict: "inconclusive", because: `${theCanary}; but it is not sure that it is worse than the baseline`, blocks: true };
  }
  if (canary.over && canary.recent.n === 0)
    return {
      verdict: "inconclusive",
      because: `${theCanary}; it served nothing in the last ${String(recentMinutes)} minutes`,
      blocks: true
    };
  const enough2 = Math.ceil(telling / (burn * budget));
  if (canary.whole.n < enough2) {
    const because = `the canary served ${countText(canary.whole.n)} requests, ${countText(enough2)} would show whether it burns more than ${numberText2(burn)} times its budget`;
    return { verdict: "inconclusive", because };
  }
  return { verdict: "pass", because: baseline.burns ? `${theCanary}; ${theBaseline}${already}` : theCanary };
}
function isWorse(ratioLow) {
  return ratioLow !== void 0 && ratioLow > 1;
}
function sum(all) {
  return all.reduce((total2, { n, x }) => ({ n: total2.n + n, x: total2.x + x }), { n: 0, x: 0 });
}
function timesOf({ n, x }, budget) {
  return n === 0 ? 0 : x / n / budget;
}
function burnText({ recent: recent2, whole }, budget) {
  const [now, all] = [recent2, whole].map((counts) => numberText2(timesOf(counts, budget)));
  const times2 = recent2.n === whole.n ? `${all} times` : `${now} times (last ${String(recentMinutes)} minutes) and ${all} times (in all)`;
  return `its error budget ${times2}: ${countText(whole.x)} of ${countText(whole.n)} bad where ${numberText2(budget * 100)} % may be`;
}
function numberText2(value) {
  return String(Number(value.toPrecision(3)));
}
function countText(value) {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

// src/domain/analysis/sample-ratio.ts
var concentration = 100;
var alpha = 1e-3;
var tolerance = 0.1;
function logSampleRatio(canary, all, share3, k = concentration) {
  const under = canary * Math.log(share3) + (all - canary) * Math.log(1 - share3);
  return logBeta(k * share3 + canary, k * (1 - share3) + all - canary) - logBeta(k * share3, k * (1 - share3)) - under;
}
function sampleRatio(parts) {
  const used = parts.filter(({ weight, canary: canary2, baseline }) => weight > 0 && weight < 100 && canary2 + baseline > 0);
  const all = used.reduce((sum2, { canary: canary2, baseline }) => sum2 + canary2 + baseline, 0);
  const canary = used.reduce((sum2, part) => sum2 + part.canary, 0);
  const due = used.reduce((sum2, part) => sum2 + (part.canary + part.baseline) * part.weight / 100, 0);
  const logE = used.reduce((sum2, part) => sum2 + logSampleRatio(part.canary, part.canary + part.baseline, part.weight / 100), 0);
  const far = used.some((part) => Math.abs(100 * part.canary / (part.canary + part.baseline) - part.weight) > tolerance * part.weight);
  const differs = far && logE >= Math.log(1 / alpha);
  const [measured, configured] = all > 0 ? [canary / all, due / all] : [0, 0];
  const told2 = `the canary got ${percent(measured)} of ${number(all)} requests, ${percent(configured)} were configured`;
  return { differs, measured, configured, logE, because: differs ? `${told2}: sessions may be sticky, or a weight is not in force` : told2 };
}

// src/engine/askew.ts
var settlingMs = 6e4;
function askew({ arrivals }, rows, startMs, periodMs) {
  const weighted = arrivals.filter(({ weight }) => !Number.isNaN(weight));
  const parts = weighted.map(({ weight, atMs }, index) => {
    const untilMs = weighted[index + 1]?.atMs ?? Infinity;
    const own = rows.filter(({ minute }) => {
      const fromMs = startMs + minute * 6e4;
      return fromMs >= atMs + settlingMs && fromMs + periodMs <= untilMs;
    });
    return { weight, canary: requestsOf(own, "canary"), baseline: requestsOf(own, "baseline") };
  });
  const found = sampleRatio(parts);
  return found.differs ? found.because : void 0;
}
function requestsOf(rows, arm) {
  const most3 = (counts) => Math.max(0, ...counts.map(({ n }) => n));
  return rows.reduce((sum2, { metrics }) => sum2 + most3(Object.values(metrics).map((sample) => sample[arm])), 0);
}

// src/engine/canary-judge.ts
var pastMs = 3 * 36e5;
var burnPastMs = 36e5;
function createCanaryJudge({ spec: asked, objectives, open: open2, forecast: forecast3 }) {
  const { periodMs } = asked;
  let opened;
  const decisions = [];
  let lines2 = [];
  let known;
  let latest;
  let firstAskedMs;
  let burnedBefore;
  const declared = (text3) => {
    if (known?.text === text3) return known;
    let found;
    try {
      found = declaredIn(text3, asked);
    } catch (cause) {
      throw new SluiceError("RECORD_LOST", "What this canary is judged by cannot be read from its record", { cause });
    }
    if (!found) {
      throw new SluiceError(
        "PLAN_CHANGED",
        "This canary began to be judged by other metrics, alpha, beta, margin, harm or times than are asked for now",
        {
          hint: "Judge on by those, or lead the rollout home with the action `rollback` and begin anew."
        }
      );
    }
    known = { text: text3, ...found, analyst: createAnalyst(found.spec, found.frozen) };
    return known;
  };
  const read = async (sources, frozen, fromMs, toMs, signal) => {
    const endMs = Math.floor((toMs - delayOf(sources)) / periodMs) * periodMs;
    const answers = await Promise.allSettled(
      sources.map((each) => each.provider.rows(membersOf(each, frozen.members), fromMs, toMs, signal))
    );
    const found = /* @__PURE__ */ new Map();
    for (let atMs = fromMs; atMs < endMs; atMs += periodMs) found.set(atMs, {});
    const rows = answers.flatMap((answer) => answer.status === "fulfilled" ? answer.value : []);
    for (const { atMs, samples } of rows) if (atMs < endMs) found.set(atMs, { ...found.get(atMs), ...samples });
    const intervals2 = [...found].sort(([a], [b]) => a - b).map(([atMs, samples]) => ({ atMs, samples }));
    return { intervals: intervals2, missing: answers.find((answer) => answer.status === "rejected") };
  };
  const judged2 = async (course, toMs, signal) => {
    const { spec, frozen, analyst } = declared(course.frozen ?? "");
    const startMs = Math.ceil((course.arrivals[0]?.atMs ?? toMs) / periodMs) * periodMs;
    const sources = opened ??= await open2(signal);
    const { intervals: intervals2, missing } = await read(sources, frozen, startMs, toMs, signal);
    const rows = rowsOf2(intervals2, startMs);
    const refused = intervals2.findLast(({ samples }) => samples[connections] && refusesConnections(samples[connections]));
    const looks = analyst.analyse(rows);
    const look = looks.at(-1);
    if (missing && !refused && look?.verdict !== "fail") throw missing.reason;
    const told2 = refused ? refusal(refused) : look ? saidOf(look) : nothingYet2(startMs + periodMs + delayOf(sources));
    const uneven = askew(course, rows, startMs, periodMs);
    const because = [told2.because, ...uneven === void 0 ? [] : [uneven], ...anew(sources, startMs, firstAskedMs ?? toMs)].join(". ");
    if (decisions.at(-1)?.text !== told2.verdict) decisions.push({ atMs: toMs, text: told2.verdict });
    const weights2 = course.arrivals.filter(({ weight }) => !Number.isNaN(weight));
    latest = { spec, frozen, startedAtMs: startMs, rows, looks, weights: weights2, forecast: lines2, decisions };
    return { ...told2, because };
  };
  const burning2 = async (check2, signal) => {
    const objective = objectives.find(({ name: name2 }) => name2 === check2.name);
    const report = latest;
    if (!objective || !report) return { verdict: "error", because: "nothing was read for it" };
    burnedBefore ??= rowsOf2(await readPast(opened ?? [], report.frozen.members, report.startedAtMs, burnPastMs, signal), report.startedAtMs);
    const member2 = report.looks.at(-1)?.members.find(({ name: name2 }) => name2 === objectiveMember(objective));
    return judgeObjective(objective, [...burnedBefore, ...report.rows], member2?.ratio.low);
  };
  return {
    async freeze(atMs, signal) {
      const sources = opened ??= await open2(signal);
      const named2 = await Promise.all(sources.map(({ provider }) => provider.members(atMs, signal)));
      const members2 = named2.flat().map((name2) => ({ name: name2 }));
      const rows = rowsOf2(await readPast(sources, members2, atMs, pastMs, signal), atMs);
      const unknown2 = asked.metrics.filter(({ name: name2, required }) => required && !members2.some((each) => isMember(each.name, name2)));
      if (unknown2.length > 0) {
        const names = unknown2.map(({ name: name2 }) => name2).join(", ");
        throw new SluiceError(
          "PREFLIGHT_FAILED",
          `Nothing can be compared of ${names}: the baseline has no past to take its thresholds from`,
          {
            hint: "Give `thresholds`, or say `required: false`."
          }
        );
      }
      const estimated = freeze(asked, rows);
      const frozen = {
        members: members2.map(({ name: name2 }) => estimated.members.find((each) => each.name === name2) ?? { name: name2 })
      };
      lines2 = forecast3(asked, frozen, rows);
      return { frozen: declaredText(asked, frozen), lines: lines2 };
    },
    assertJudges(frozen) {
      declared(frozen);
    },
    async judge(checks, fromMs, toMs, signal, course) {
      const own = checks.filter(({ kind }) => kind === "analysis" || kind === "slo");
      if (own.length === 0) return [];
      firstAskedMs ??= toMs;
      const found = await judged2(course, toMs, signal).catch(broken);
      const verdicts = own.map(async (check2) => {
        const told2 = check2.kind === "slo" && found.verdict !== "error" ? await burning2(check2, signal).catch(broken) : found;
        return { check: check2.name, fromMs, toMs, ...told2 };
      });
      return Promise.all(verdicts);
    },
    report: () => latest
  };
}
async function readPast(sources, members2, atMs, spanMs, signal) {
  const answers = await Promise.all(
    sources.map(async (each) => {
      const { provider, past: past2 = provider, pastMs: ownMs = spanMs } = each;
      return past2.history ? past2.rows(membersOf(each, members2), atMs - Math.min(spanMs, ownMs), atMs, signal) : [];
    })
  );
  const merged = /* @__PURE__ */ new Map();
  for (const { atMs: at2, samples } of answers.flat()) merged.set(at2, { ...merged.get(at2), ...samples });
  return [...merged].sort(([a], [b]) => a - b).map(([at2, samples]) => ({ atMs: at2, samples }));
}
function rowsOf2(intervals2, startMs) {
  return intervals2.map(({ atMs, samples }) => ({ minute: (atMs - startMs) / 6e4, metrics: samples }));
}
function membersOf({ metrics }, members2) {
  return members2.map(({ name: name2 }) => name2).filter((name2) => metrics.some((metric) => isMember(name2, metric)));
}
function delayOf(sources) {
  return Math.max(0, ...sources.map(({ provider }) => provider.delayMs));
}
function isMember(name2, metric) {
  return name2 === metric || name2.startsWith(`${metric} `);
}
function saidOf({ verdict, because, blocks }) {
  return { verdict, because, ...blocks && { blocks } };
}
function nothingYet2(atMs) {
  return { verdict: "inconclusive", because: `no interval is complete yet, the first is at ${clockTime(atMs)}`, blocks: true };
}
function refusal({ atMs, samples }) {
  const { canary, baseline } = samples[connections];
  const counts = `${String(canary.x)} of ${String(canary.n)} connections to the canary failed from ${clockTime(atMs)} on, of the baseline ${String(baseline.x)} of ${String(baseline.n)}`;
  return { verdict: "fail", because: counts };
}
function anew(sources, startMs, firstAskedMs) {
  const forgetful = sources.filter(({ provider }) => !provider.history).flatMap(({ metrics }) => metrics);
  if (forgetful.length === 0 || firstAskedMs - startMs < 18e4) return [];
  return [`The source of ${forgetful.join(", ")} keeps no past, so its evidence begins with this run at ${clockTime(firstAskedMs)}`];
}
function broken(thrown) {
  const error = asSluiceError(thrown);
  if (["PLAN_CHANGED", "RECORD_LOST", "CANCELLED", "INTERNAL_ERROR", "CREDENTIALS_EXPIRED"].includes(error.reasonCode)) throw error;
  return { verdict: "error", because: error.message };
}
function clockTime(atMs) {
  return `${new Date(atMs).toISOString().slice(11, 16)} UTC`;
}

// src/domain/analysis/forecast.ts
var ratios = [1.5, 2, 3, 5];
function testedIn(spec, frozen, normal, member2) {
  const known = frozen.members.find(({ name: name3 }) => member2 === void 0 ? metricOf(spec, name3) : name3 === member2);
  const name2 = member2 ?? known?.name ?? spec.metrics[0]?.name;
  const metric = name2 === void 0 ? void 0 : metricOf(spec, name2);
  const share3 = normal ?? known?.normal;
  if (!metric || name2 === void 0 || share3 === void 0 || !(share3 < 1)) return void 0;
  const siblings = frozen.members.filter((each) => metricOf(spec, each.name) === metric).length;
  const overdispersion = metric.overdispersion === "auto" ? known?.overdispersion ?? 1 : Math.max(1, metric.overdispersion);
  return { plan: planOf(spec, metric, name2, Math.max(1, siblings)), share: share3, overdispersion };
}
function forecast(spec, frozen, intervals2, normal, member2) {
  const tested2 = testedIn(spec, frozen, normal, member2);
  if (!tested2 || intervals2.length === 0) return void 0;
  const requests = intervals2.reduce((sum2, each) => sum2 + each.requests, 0) / intervals2.length;
  const caught = ratios.map((ratio2) => {
    const chances = crossings(tested2, intervals2, ratio2, "upper");
    const median3 = chances.findIndex((chance) => chance >= 0.5) + 1;
    return { ratio: ratio2, probability: chances.at(-1), ...median3 > 0 && { median: median3 } };
  });
  const passes = crossings(tested2, intervals2, 1, "lower").at(-1);
  return { member: tested2.plan.name, requests, normal: tested2.share, caught, passes };
}
function crossings({ plan, share: share3, overdispersion: phi }, intervals2, ratio2, side) {
  const upper = side === "upper";
  const [limit, level] = upper ? [plan.metric.margin, plan.alpha] : [plan.metric.harm, plan.beta];
  let sequential = start;
  let truth = start;
  let mixed = upper ? worseThan(limit, plan.restarts) : betterThan(limit);
  return expectedSplits(intervals2, share3, ratio2).map((split, i) => {
    const bounds2 = [];
    if (level.sequential > 0) {
      const budget = level.sequential * Math.min(1, (i + 1) / plan.looks);
      const step2 = advance(sequential, splitLaw(split, limit, phi), budget, side);
      sequential = step2.course;
      if (step2.boundary !== void 0) bounds2.push(step2.boundary);
    }
    if (level.eProcess > 0) {
      mixed = { ...mixed, logs: [withoutCanary(mixed, split, phi)] };
      const bound = boundaryOf(mixed, level.eProcess, phi, side);
      if (bound !== void 0) bounds2.push(bound);
    }
    const boundary2 = bounds2.length === 0 ? void 0 : upper ? Math.min(...bounds2) : Math.max(...bounds2);
    truth = advanceTo(truth, splitLaw(split, ratio2, phi), boundary2, side);
    return truth.spent;
  });
}
function expectedSplits(intervals2, share3, ratio2) {
  let due = 0;
  let told2 = 0;
  return intervals2.map(({ weight, requests }) => {
    const canary = Math.round(requests * weight / 100);
    const baseline = Math.max(0, Math.round(requests) - canary);
    const usual2 = share3 * (baseline + Math.min(ratio2, 1 / share3) * canary);
    due += usual2;
    const bad = Math.min(canary + baseline, Math.round(due) - told2);
    told2 += bad;
    const x = Math.min(bad, baseline);
    return { canary: { n: canary, x: bad - x }, baseline: { n: baseline, x }, usual: usual2 };
  });
}
function withoutCanary(mixed, split, phi) {
  const none = { ...split, canary: { ...split.canary, x: 0 }, baseline: { ...split.baseline, x: split.canary.x + split.baseline.x } };
  return Float64Array.from(mixed.alternatives, (ratio2, j) => mixed.logs[0][j] + logLikelihoodRatio(none, ratio2, mixed.null, 1) / phi);
}
function boundaryOf(mixed, level, phi, side) {
  const enough2 = Math.log(1 / level) + (mixed.restarts.count > 0 ? Math.LN2 : 0);
  const evidence = (bad) => logSumExp(mixed.alternatives.map((ratio2, j) => mixed.logs[0][j] + bad * Math.log(ratio2 / mixed.null) / phi)) - Math.log(mixed.alternatives.length);
  if (side === "lower") {
    if (evidence(0) < enough2) return void 0;
    return bisected((bad) => evidence(bad) < enough2) - 1;
  }
  return bisected((bad) => evidence(bad) >= enough2);
}
function bisected(holds) {
  let low = 0;
  let high = 1;
  while (!holds(high)) high *= 2;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

// src/domain/analysis/advice.ts
var weights = [5, 10, 25, 50];
var minutesTried = [5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180, 240, 300, 360];
var enough = 0.8;
var patienceMinutes = 60;
function recommend(spec, frozen, traffic) {
  const tested2 = testedIn(spec, frozen, traffic.normal, traffic.member);
  if (!tested2) return void 0;
  const ratio2 = tested2.plan.metric.harm;
  const minutesOf = (intervals2) => intervals2 * spec.periodMs / 6e4;
  const within = (weight, minutes2) => {
    const looks = Math.max(1, Math.round(minutes2 * 6e4 / spec.periodMs));
    const intervals2 = Array.from({ length: looks }, () => ({ weight, requests: traffic.requests }));
    return crossings({ ...tested2, plan: { ...tested2.plan, looks } }, intervals2, ratio2, "upper").at(-1);
  };
  const patience = Math.max(patienceMinutes, minutesOf(spec.looks));
  let quickest;
  for (const weight of weights) {
    const minutes2 = first(minutesTried, (tried) => within(weight, tried) >= enough);
    if (minutes2 === void 0) continue;
    if (minutes2 <= patience) return { ratio: ratio2, weight, minutes: minutes2, probability: within(weight, minutes2) };
    if (!quickest || minutes2 < quickest.minutes) quickest = { ratio: ratio2, weight, minutes: minutes2, probability: within(weight, minutes2) };
  }
  return quickest;
}
function first(values2, holds) {
  let low = 0;
  let high = values2.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(values2[middle])) high = middle;
    else low = middle + 1;
  }
  return values2[low];
}
function forecastLines(spec, told2, advice) {
  const harm = spec.metrics.find(({ name: name2 }) => told2.member === name2 || told2.member.startsWith(`${name2} `))?.harm ?? 2;
  const chance = (probability) => probability > 0.995 ? "more than 0.99" : probability.toFixed(2);
  const per = spec.periodMs === 6e4 ? "a minute" : `in ${number(spec.periodMs / 1e3)} s`;
  const minutes2 = (intervals2) => number(intervals2 * spec.periodMs / 6e4);
  const catches = told2.caught.map(({ ratio: ratio2, probability, median: median3 }, i) => {
    const when = median3 !== void 0 && probability >= 0.8 ? ` (half of them within ${minutes2(median3)} min)` : "";
    return `${i === 0 ? "a canary of " : ""}${times(ratio2)} with probability ${chance(probability)}${when}`;
  });
  const lines2 = [
    `${told2.member}: at ${number(told2.requests)} requests ${per} and ${percent(told2.normal)} bad ones this plan fails ${catches.join(", of ")}`,
    `${told2.member}: it passes a canary that is as good as the baseline with probability ${chance(told2.passes)}, and else stays undecided`
  ];
  const due = told2.caught.find(({ ratio: ratio2 }) => ratio2 >= harm);
  if (due && due.ratio === harm && due.probability >= enough) return lines2;
  return [
    ...lines2,
    advice ? `${told2.member}: to catch ${times(advice.ratio)} with probability ${chance(advice.probability)}, give the canary ${number(advice.weight)} % for ${number(advice.minutes)} min` : `${told2.member}: no plan of up to six hours would catch ${times(harm)} with probability 0.8 at this traffic`
  ];
}
function adviceLines(spec, frozen, intervals2, member2) {
  const told2 = forecast(spec, frozen, intervals2, void 0, member2);
  if (!told2) return [];
  const metric = metricOf(spec, told2.member);
  if (metric?.negligible !== void 0 && told2.normal * metric.harm <= metric.negligible) {
    return [
      ...told2.normal > 0 ? forecastLines(spec, told2, void 0).slice(0, 1) : [],
      rareLine(spec, metric, metric.negligible, told2.member, intervals2)
    ];
  }
  if (told2.normal === 0) {
    return [
      `${told2.member}: the baseline had no bad request before; what a ratio would mean is unknown, a canary with a few bad ones fails`
    ];
  }
  return forecastLines(spec, told2, recommend(spec, frozen, { requests: told2.requests, member: told2.member }));
}
function rareLine(spec, metric, limit, member2, intervals2) {
  const plan = planOf(spec, metric, member2, 1);
  let served = 0;
  const enough2 = intervals2.findIndex(
    ({ weight, requests }, index) => (served += requests * weight / 100) >= requestsNeeded(limit, plan, index + 1)
  );
  const needed3 = requestsNeeded(limit, plan, enough2 === -1 ? intervals2.length : enough2 + 1);
  const when = enough2 === -1 ? `and this plan brings ${number(served)}` : `which this plan brings within ${number((enough2 + 1) * spec.periodMs / 6e4)} min`;
  return `${member2}: bad requests are so rare that a pass asks for fewer than ${percent(limit)}: ${number(needed3)} requests of the canary without a bad one show that, ${when}`;
}

// src/engine/plan-forecast.ts
var most2 = 3;
function planForecast(steps2) {
  return (spec, frozen, past2) => {
    if (steps2.length === 0) return [];
    const required = frozen.members.filter(({ name: name2 }) => metricOf(spec, name2)?.required);
    const told2 = required.filter(
      ({ name: name2 }, index) => required.findIndex((each) => metricOf(spec, each.name) === metricOf(spec, name2)) === index
    );
    return told2.slice(0, most2).flatMap(({ name: name2 }) => {
      const requests = usualRequests(past2, name2);
      const unknown2 = `${name2}: the baseline's past does not tell how much traffic there is, so nothing can be said of what this plan will see`;
      if (requests === void 0) return [unknown2];
      const weights2 = steps2.flatMap(
        ({ weight, holdMs }) => weight < 100 ? Array.from({ length: Math.floor(holdMs / spec.periodMs) }, () => weight) : []
      );
      const intervals2 = weights2.slice(spec.warmUp).map((weight) => ({ weight, requests }));
      const lines2 = adviceLines(spec, frozen, intervals2, name2);
      return lines2.length > 0 ? lines2 : [unknown2];
    });
  };
}
function usualRequests(past2, member2) {
  const last = past2.at(-1)?.minute ?? 0;
  const counts = past2.filter(({ minute }) => minute > last - 60).flatMap(({ metrics }) => metrics[member2]?.baseline.n ?? []);
  const sum2 = counts.reduce((all, n) => all + n, 0);
  return sum2 > 0 ? sum2 / counts.length : void 0;
}

// src/actions/canary-rules.ts
function partOf({ mode, steps: steps2, weight, bake }) {
  const part = steps2 !== void 0 ? { kind: "steps", steps: steps2 } : weight !== void 0 ? { kind: "step", steps: [{ weight, holdMs: bake }] } : { kind: "watch", holdMs: bake };
  return mode === "shadow" && part.kind !== "watch" ? { kind: "watch", holdMs: judgedMs(part.steps) } : part;
}
function heldMs(part) {
  return part.kind === "watch" ? part.holdMs : part.steps.reduce((sum2, { holdMs }) => sum2 + holdMs, 0);
}
function lateMs(values2) {
  return values2["metrics-period"] + values2["metrics-delay"];
}
function comparedMs(part) {
  return part.kind === "watch" ? part.holdMs : judgedMs(part.steps);
}
function gatesText(part, values2, { spec, judged: judged2 }) {
  const { metrics, alpha: alpha2, beta, looks, design } = spec;
  const compared = metrics.map(
    ({ name: name2, margin, harm, required }) => `${name2} (worse than ${String(margin)}x fails${required ? `, ${String(harm)}x must be ruled out` : ""})`
  );
  const besides = judged2.flatMap(({ kind, name: name2 }) => kind === "analysis" ? [] : [kind === "threshold" ? `the limit of ${name2}` : name2]);
  return [
    part.kind === "watch" ? `judged for ${span(part.holdMs)}, nothing is shifted` : `weights ${stepsText(part.steps)}`,
    `compared with the baseline: ${compared.join(", ")}`,
    ...besides.length > 0 ? [`besides: ${besides.join(", ")}`] : [],
    `${String(looks)} looks${design === "declared" ? "" : ", and more where it goes on"}; a canary that is not worse is failed with probability ${String(alpha2)} at most, a harmful one is passed with probability ${String(beta)} at most`,
    `undecided at the end: ${values2["on-inconclusive"]}${values2.unattended === "hold" ? ", unattended" : ""}`
  ];
}
function canaryRules(documents) {
  const usual2 = { margin: Number(gateDefaults.margin), harm: Number(gateDefaults.harm) };
  const parse = ({ margin, harm }) => (value) => parseCanaryMetrics(value, harm > margin ? { margin, harm } : usual2);
  return [
    {
      about: ["steps", "weight", "bake"],
      check: ({ steps: steps2, weight, bake }) => {
        if (steps2 !== void 0 && weight !== void 0) return "give `steps` or `weight`, not both";
        if (steps2 !== void 0 && bake > 0) return "`steps` say how long each weight is held, so `bake` has no meaning beside them";
        if (steps2 === void 0 && bake === 0)
          return "it must be said how long is judged: `bake: 10m` beside `weight` or alone, or `steps: 5@10m, …`";
        return void 0;
      }
    },
    {
      about: ["mode", "steps", "weight", "cluster", "blue", "green"],
      tells: ["cluster", "blue", "green"],
      check: (values2) => {
        const missing = ["cluster", "blue", "green"].filter((name2) => values2[name2] === void 0);
        if (missing.length === 0) return void 0;
        const needs = partOf({ ...values2, bake: 1 }).kind !== "watch" || missing.length < 3;
        return needs ? `\`${missing.join("`, `")}\` must name the pair` : void 0;
      }
    },
    {
      about: ["match", "steps", "weight"],
      tells: ["match"],
      check: async ({ match, steps: steps2, weight }) => {
        const isStep = steps2?.[0]?.weight === 0;
        if (match === void 0) return isStep ? "`steps` begin with `match`, and `match` does not say who is chosen" : void 0;
        const wrong3 = await documents.wrongIn(match, parseMatch) ?? [];
        if (isStep) return wrong3;
        const missing = weight === void 0 ? "it chooses users for the step `match`, and `steps` do not begin with one, such as match@10m, 5@10m, 100" : "it needs `steps` that begin with it, such as match@10m, 5@10m, 100: one `weight` alone has no step for chosen users";
        return [...wrong3, missing];
      }
    },
    {
      about: ["steps", "complete"],
      tells: ["steps"],
      check: ({ steps: steps2, complete }) => steps2 !== void 0 && complete === "promote" && steps2.at(-1).weight < 100 ? `they end at ${String(steps2.at(-1).weight)}, and a canary is promoted only with all traffic: end with 100, or say \`complete: hold\`` : void 0
    },
    {
      about: ["mode", "steps", "weight", "complete", "unattended"],
      tells: ["unattended"],
      check: (values2) => {
        const part = partOf({ ...values2, bake: 1 });
        if (part.kind === "watch" || values2.unattended === "hold") return void 0;
        const last = part.steps.at(-1).weight;
        const leaves = part.kind === "step" ? last < 100 : values2.complete === "hold";
        return leaves ? `this step would end with ${String(last)} % of the traffic on the canary and nobody judging it: say \`unattended: hold\` if that is meant` : void 0;
      }
    },
    {
      about: ["mode", "steps", "weight", "bake", "timeout-minutes", "unattended"],
      tells: ["timeout-minutes"],
      check: (values2) => {
        const part = partOf(values2);
        const timeoutMs = values2["timeout-minutes"] * 6e4;
        if (heldMs(part) < timeoutMs || part.kind !== "watch" && values2.unattended === "hold") return void 0;
        return `${span(heldMs(part))} of judging do not end within the time-out of ${span(timeoutMs)}, so a healthy canary would be sent home: give more minutes, or let another run go on with \`unattended: hold\``;
      }
    },
    {
      about: ["margin", "harm"],
      check: ({ margin, harm }) => harm > margin ? void 0 : `a pass rules out ${String(harm)}x, so harm must lie above the margin of ${String(margin)}x`
    },
    {
      about: ["metrics", "margin", "harm"],
      tells: ["metrics"],
      check: async (values2) => {
        if (values2.metrics === void 0) return 'required: what is the canary to be judged by? Such as "- errors"';
        const made = await documents.made(values2.metrics, parse(values2));
        if (made && "problems" in made) return made.problems;
        return made && made.value.compared.length === 0 ? 'it has limits alone: at least one metric must be compared, such as "- errors" without `max`' : void 0;
      }
    },
    {
      about: ["metrics", "margin", "harm", "blue"],
      tells: ["metrics"],
      check: async (values2) => {
        const made = values2.blue === void 0 ? await documents.made(values2.metrics, parse(values2)) : void 0;
        if (!made || "problems" in made) return void 0;
        const names = [...sourcesOf(made.value)].flatMap(([name2, { kind }]) => kind === "alb" ? [name2] : []);
        return names.length > 0 || made.value.limits.length > 0 ? `${[...names, ...made.value.limits.length > 0 ? ["a limit"] : []].join(", ")} read the load balancer of a pair: name \`cluster\`, \`blue\` and \`green\`` : void 0;
      }
    },
    {
      about: ["metrics-period"],
      check: (values2) => values2["metrics-period"] < 1e3 ? "an interval of less than 1s has no counts" : void 0
    },
    {
      about: ["metrics", "metrics-period", "margin", "harm"],
      tells: ["metrics-period"],
      check: async (values2) => {
        const made = await documents.made(values2.metrics, parse(values2));
        if (!made || "problems" in made || isCloudWatchPeriod(values2["metrics-period"])) return void 0;
        const names = [...sourcesOf(made.value)].flatMap(([name2, { kind }]) => kind === "alb" || kind === "cloudwatch" ? [name2] : []);
        return names.length === 0 ? void 0 : `CloudWatch, which ${names.join(", ")} come from, has points of 1, 5, 10, 20 or 30 seconds and of whole minutes, not of ${span(values2["metrics-period"])}`;
      }
    },
    {
      about: ["mode", "steps", "weight", "bake", "warm-up", "bake-floor", "metrics-period"],
      tells: ["warm-up", "bake-floor"],
      check: (values2) => {
        const part = partOf(values2);
        const least = values2["warm-up"] + Math.max(values2["bake-floor"], values2["metrics-period"]) + values2["metrics-period"];
        if (comparedMs(part) === 0 || comparedMs(part) >= least) return void 0;
        return `${span(comparedMs(part))} of judging beside the baseline are too short for a pass: warm-up, bake-floor and the interval in which it begins take ${span(least)}`;
      }
    }
  ];
}
function isCloudWatchPeriod(ms) {
  return [1e3, 5e3, 1e4, 2e4, 3e4].includes(ms) || ms > 0 && ms % 6e4 === 0;
}

// src/aws/alb-latency.ts
var hourMs = 36e5;
var dayMs = 24 * hourMs;
var statistics = ["p50", "p95", "p99"];
async function readLatencyPercentiles(reader, groups, endMs, periodMs, signal) {
  const startMs = Math.floor((endMs - dayMs) / hourMs) * hourMs;
  const read = await Promise.all(
    groups.map(async (group, index) => {
      const queries = [hourMs, periodMs].flatMap(
        (lengthMs) => [...statistics, "SampleCount"].map((statistic) => {
          const id = idOf(index, lengthMs, statistic);
          return groupQuery(group, { id, metric: "TargetResponseTime", statistic, periodMs: lengthMs });
        })
      );
      return reader.read(queries, startMs, endMs, signal);
    })
  );
  const [p50, p95, p99] = statistics.map((statistic) => {
    const [hours, intervals2] = [hourMs, periodMs].map(
      (lengthMs) => read.flatMap((points2, index) => weighed(points2, (of) => idOf(index, lengthMs, of), statistic, endMs - lengthMs))
    );
    return 1e3 * median2(hours?.length ? hours : intervals2 ?? []);
  });
  return { p50: p50 ?? NaN, p95: p95 ?? NaN, p99: p99 ?? NaN };
}
function idOf(index, lengthMs, statistic) {
  return `past${String(index)}_${String(lengthMs)}_${statistic}`;
}
function weighed(points2, idOf2, statistic, lastMs) {
  return momentsOf(points2, [idOf2(statistic)]).flatMap((atMs) => {
    const value = pointAt(points2, idOf2(statistic), atMs);
    const weight = pointAt(points2, idOf2("SampleCount"), atMs);
    return value === void 0 || weight === void 0 || atMs > lastMs ? [] : [{ value, weight }];
  });
}
function median2(values2) {
  const sorted = [...values2].sort((a, b) => a.value - b.value);
  const half = sorted.reduce((sum2, { weight }) => sum2 + weight, 0) / 2;
  let reached = 0;
  return sorted.find(({ weight }) => (reached += weight) >= half)?.value ?? NaN;
}

// src/aws/alb-counts.ts
async function readArm(reader, groups, reading) {
  const { as, startMs, endMs, signal, thresholdsMs } = reading;
  const read = await Promise.all(
    groups.map(async (group, index) => {
      const prefix = `${as}${String(index)}_`;
      return intervalsOf(await reader.read(queriesOf(group, prefix, reading), startMs, endMs, signal), prefix, thresholdsMs);
    })
  );
  const sum2 = /* @__PURE__ */ new Map();
  for (const intervals2 of read)
    for (const [atMs, interval] of intervals2) {
      const known = sum2.get(atMs);
      sum2.set(atMs, known === void 0 ? interval : added2(known, interval));
    }
  return sum2;
}
function queriesOf(group, prefix, { zone, thresholdsMs, periodMs }) {
  const of = (id, metric, statistic) => groupQuery(group, { id: `${prefix}${id}`, metric, statistic, periodMs, zone });
  const time = (id, statistic) => of(id, "TargetResponseTime", statistic);
  return [
    ...Object.entries(groupCounters).map(([id, metric]) => of(id, metric, "Sum")),
    ...thresholdsMs.length === 0 ? [] : [time("answered", "SampleCount")],
    ...thresholdsMs.flatMap((ms, index) => {
      const seconds = secondsText(ms);
      return [
        time(`slower${String(index)}`, `TC(${seconds}:)`),
        time(`shareslower${String(index)}`, `PR(${seconds}:)`),
        time(`sharefaster${String(index)}`, `PR(:${seconds})`)
      ];
    })
  ];
}
function secondsText(ms) {
  return (ms / 1e3).toFixed(10).replace(/\.?0+$/, "");
}
function intervalsOf(points2, prefix, thresholdsMs) {
  const intervals2 = /* @__PURE__ */ new Map();
  for (const atMs of momentsOf(points2, [`${prefix}requests`])) {
    const count2 = (id) => Math.round(pointAt(points2, `${prefix}${id}`, atMs) ?? 0);
    const n = count2("requests");
    if (n <= 0) continue;
    const counts = (x) => ({ n, x: Math.min(n, Math.max(0, x)) });
    const unanswered = n - count2("good") - count2("moved") - count2("refused");
    intervals2.set(atMs, {
      errors: counts(Math.max(count2("failed"), unanswered)),
      connections: counts(count2("unconnected")),
      slower: new Map(thresholdsMs.map((ms, index) => [ms, slowerOf(points2, prefix, index, atMs)]))
    });
  }
  return intervals2;
}
function slowerOf(points2, prefix, index, atMs) {
  const at2 = (id) => pointAt(points2, `${prefix}${id}`, atMs);
  const of = (id) => at2(`${id}${String(index)}`);
  const n = Math.round(at2("answered") ?? 0);
  if (n <= 0) return { n: 0, x: 0 };
  const slower = of("shareslower");
  const faster = of("sharefaster");
  const x = of("slower") ?? (slower !== void 0 ? n * slower / 100 : faster !== void 0 ? n * (1 - faster / 100) : void 0);
  return x === void 0 ? void 0 : { n, x: Math.min(n, Math.max(0, Math.round(x))) };
}
function added2(a, b) {
  const slower = [...a.slower].map(([ms, counts]) => {
    const other = b.slower.get(ms);
    return [ms, counts && other && plus(counts, other)];
  });
  return { errors: plus(a.errors, b.errors), connections: plus(a.connections, b.connections), slower: new Map(slower) };
}
function plus(a, b) {
  return { n: a.n + b.n, x: a.x + b.x };
}

// src/aws/alb-provider.ts
function createAlbProvider({ reader, arms, metrics, periodMs, delayMs, zones = [] }) {
  const own = metrics.flatMap(({ metric, source }) => source.kind === "alb" ? [{ name: metric.name, source }] : []);
  const matureMs = (nowMs) => Math.floor((nowMs - delayMs) / periodMs) * periodMs;
  return {
    kind: "alb",
    history: true,
    delayMs,
    async members(beforeMs, signal) {
      const chosen = own.some(({ source }) => source.what === "latency" && source.thresholdsMs === "auto") ? chooseThresholds(await readLatencyPercentiles(reader, arms.baseline, matureMs(beforeMs), periodMs, signal)) : [];
      return own.flatMap(
        ({ name: name2, source: { what, thresholdsMs } }) => what === "errors" ? [name2] : (thresholdsMs === "auto" ? chosen : thresholdsMs).map((ms) => latencyMember(name2, ms))
      );
    },
    async rows(members2, fromMs, toMs, signal) {
      const startMs = Math.ceil(fromMs / periodMs) * periodMs;
      const endMs = matureMs(toMs);
      if (startMs >= endMs) return [];
      const wanted2 = members2.flatMap((member2) => wantedOf(own, member2));
      const thresholdsMs = [...new Set(wanted2.flatMap(({ slowerThanMs }) => slowerThanMs ?? []))];
      const read = (groups, as, zone) => readArm(reader, groups, { as, zone, thresholdsMs, periodMs, startMs, endMs, signal });
      const [canary, baseline, ...split] = await Promise.all([
        read(arms.canary, "canary"),
        read(arms.baseline, "baseline"),
        ...zones.map((zone, index) => read(arms.baseline, `zone${String(index)}`, zone))
      ]);
      const moments = [.../* @__PURE__ */ new Set([...canary.keys(), ...baseline.keys()])].sort((a, b) => a - b);
      return moments.map((atMs) => {
        const sample = (counts) => sampleOf(
          countsAt(canary, atMs, counts),
          countsAt(baseline, atMs, counts),
          zones.length === 0 ? void 0 : split.map((of) => countsAt(of, atMs, counts))
        );
        const samples = wanted2.map(({ member: member2, slowerThanMs }) => {
          return [member2, sample(({ errors, slower }) => slowerThanMs === void 0 ? errors : slower.get(slowerThanMs))];
        });
        return { atMs, samples: present2([...samples, [connections, sample((of) => of.connections)]]) };
      });
    }
  };
}
function wantedOf(metrics, member2) {
  for (const { name: name2, source } of metrics) {
    if (source.what === "errors" && member2 === name2) return [{ member: member2 }];
    if (source.what !== "latency" || !member2.startsWith(`${name2} `)) continue;
    const slowerThanMs = thresholdOf(member2);
    if (slowerThanMs !== void 0 && latencyMember(name2, slowerThanMs) === member2) return [{ member: member2, slowerThanMs }];
  }
  return [];
}
function countsAt(arm, atMs, counts) {
  const interval = arm.get(atMs);
  return interval === void 0 ? { n: 0, x: 0 } : counts(interval);
}
function sampleOf(canary, baseline, zones) {
  if (canary === void 0 || baseline === void 0) return void 0;
  const split = zones?.flatMap((counts) => counts ?? []);
  return { canary, baseline, ...split !== void 0 && split.length === zones?.length && { zones: split } };
}
function present2(samples) {
  return Object.fromEntries(samples.filter((each) => each[1] !== void 0));
}

// src/aws/cloudwatch-queries.ts
function cloudWatchQueries(query, id, arm, periodMs) {
  if (query.kind === "metric") return [metricQuery(query, id, arm, periodMs)];
  const own = new Map(Object.keys(query.metrics).map((each) => [each, `${id}_${each}`]));
  return [
    // Of its metrics an expression has their period; a query by itself (SELECT) must state one.
    { Id: id, Expression: renamed(fillArm(query.expression, arm), own), ...own.size === 0 && { Period: periodMs / 1e3 } },
    ...Object.entries(query.metrics).map(([each, metric]) => ({
      ...metricQuery(metric, own.get(each) ?? each, arm, periodMs)
    }))
  ];
}
function metricQuery(query, id, arm, periodMs) {
  const Dimensions = Object.entries(query.dimensions).map(([Name, value]) => ({ Name, Value: fillArm(value, arm) }));
  const metric = { Namespace: query.namespace, MetricName: query.metric, Dimensions };
  return { Id: id, MetricStat: { Metric: metric, Period: periodMs / 1e3, Stat: query.statistic } };
}
function renamed(expression, own) {
  return expression.replaceAll(
    /\bMETRICS\s*\(\s*(?:"([^"]*)"|'([^']*)')?\s*\)|"[^"]*"|'[^']*'|[A-Za-z_]\w*/g,
    (token, double, single) => {
      if (!/^METRICS\s*\(/.test(token)) return own.get(token) ?? token;
      const containing = double ?? single ?? "";
      const found = [...own].filter(([id]) => id.includes(containing)).map(([, renamedId]) => renamedId);
      return `[${found.join(", ")}]`;
    }
  );
}

// src/aws/cloudwatch-provider.ts
function createCloudWatchProvider({ reader, arms, metrics, periodMs, delayMs }) {
  const own = metrics.flatMap(({ metric: { name: name2 }, source }, index) => {
    if (source.kind !== "cloudwatch") return [];
    const side = (arm, which) => sideOf3(name2, source, arm, `cw${String(index)}_${which}`, periodMs);
    return [{ name: name2, canary: side(arms.canary, "canary"), baseline: side(arms.baseline, "baseline") }];
  });
  return {
    kind: "cloudwatch",
    history: true,
    delayMs,
    members: () => Promise.resolve(own.map(({ name: name2 }) => name2)),
    async rows(members2, fromMs, toMs, signal) {
      const startMs = Math.ceil(fromMs / periodMs) * periodMs;
      const endMs = Math.floor((toMs - delayMs) / periodMs) * periodMs;
      if (startMs >= endMs) return [];
      const intervals2 = /* @__PURE__ */ new Map();
      const read = own.filter(({ name: name2 }) => members2.includes(name2)).map(async ({ name: name2, canary, baseline }) => {
        const queries = [...canary.bad, ...canary.total, ...baseline.bad, ...baseline.total];
        return { name: name2, samples: samplesOf(canary, baseline, await reader.read(queries, startMs, endMs, signal)) };
      });
      for (const { name: name2, samples } of await Promise.all(read))
        for (const [atMs, sample] of samples) intervals2.set(atMs, { ...intervals2.get(atMs), [name2]: sample });
      return [...intervals2].sort(([a], [b]) => a - b).map(([atMs, samples]) => ({ atMs, samples }));
    }
  };
}
function sideOf3(name2, { bad, total: total2 }, arm, prefix, periodMs) {
  return {
    whose: `${name2} of ${armText(arm)}`,
    bad: cloudWatchQueries(bad, `${prefix}_bad`, arm, periodMs),
    total: cloudWatchQueries(total2, `${prefix}_total`, arm, periodMs)
  };
}
function samplesOf(canary, baseline, points2) {
  const samples = /* @__PURE__ */ new Map();
  const queries = [canary, baseline].flatMap(({ bad, total: total2 }) => [...bad, ...total2]);
  const moments = momentsOf(
    points2,
    queries.map(({ Id = "" }) => Id)
  );
  for (const atMs of moments) {
    const sample = { canary: countsOf(canary, points2, atMs), baseline: countsOf(baseline, points2, atMs) };
    if (sample.canary && sample.baseline && sample.canary.n + sample.baseline.n > 0) {
      samples.set(atMs, { canary: sample.canary, baseline: sample.baseline });
    }
  }
  return samples;
}
function countsOf({ whose, bad, total: total2 }, points2, atMs) {
  const n = countOf(total2, points2, atMs, whose);
  const x = countOf(bad, points2, atMs, whose);
  if (!Number.isFinite(n) || !Number.isFinite(x)) return void 0;
  if (x >= 0 && x <= n) return { n, x };
  throw nonsense(
    `CloudWatch counts ${String(x)} bad of ${String(n)} for ${whose}`,
    atMs,
    "Both queries of the metric must count the same requests, bad ones among the total, at the same time."
  );
}
function countOf([result, ...parts], points2, atMs, whose) {
  const value = (query) => points2.get(query.Id ?? "")?.get(atMs);
  const found = value(result);
  if (found === void 0 && parts.some((part) => value(part) !== void 0)) {
    throw nonsense(
      `CloudWatch has no value of ${nameOf2(result)} for ${whose}`,
      atMs,
      "Metric math has no value where one of its metrics has no point: write FILL(id, 0) for those that are missing when there is nothing to count."
    );
  }
  return Math.round(found ?? 0) + 0;
}
function nonsense(what, atMs, hint) {
  return new SluiceError("METRICS_UNAVAILABLE", `${what} in the interval from ${new Date(atMs).toISOString()}`, { hint });
}

// src/aws/metered-arms.ts
function pairArm({ services, groups }, { cluster }, side) {
  const [group] = groups[side];
  const after = (arn, word) => /:(?:loadbalancer\/)?([^:]+)$/.exec(arn ?? "")?.[1] ?? word;
  return {
    side,
    service: nameOf(services[side].serviceName ?? ""),
    cluster: nameOf(cluster),
    revision: revisionOf(services[side].taskDefinition ?? ""),
    group: after(group?.TargetGroupArn, ""),
    loadBalancer: after(group?.LoadBalancerArns?.[0], "")
  };
}
async function zonesBefore(send, { groups }, side, signal) {
  const arns = [...new Set(groups[side].flatMap(({ LoadBalancerArns = [] }) => LoadBalancerArns))];
  if (arns.length === 0) return [];
  const { LoadBalancers = [] } = await send("elasticloadbalancing:DescribeLoadBalancers", { LoadBalancerArns: arns }, signal);
  const zones = LoadBalancers.flatMap(({ AvailabilityZones = [] }) => AvailabilityZones.flatMap(({ ZoneName }) => ZoneName ?? []));
  return [...new Set(zones)].sort();
}

// src/metrics/samples.ts
var nothing = { n: 0, x: 0 };
function intervalsOf2(members2, { startMs, endMs, periodMs }) {
  const found = [];
  for (let atMs = startMs; atMs < endMs; atMs += periodMs) {
    const samples = members2.flatMap(({ member: member2, canary, baseline }) => {
      const sample = { canary: canary.get(atMs) ?? nothing, baseline: baseline.get(atMs) ?? nothing };
      return sample.canary.n + sample.baseline.n === 0 ? [] : [[member2, sample]];
    });
    if (samples.length > 0) found.push({ atMs, samples: Object.fromEntries(samples) });
  }
  return found;
}

// src/metrics/source-options.ts
var usualTimeoutMs = 2e4;
function matureSpan(fromMs, toMs, { periodMs, delayMs }) {
  const startMs = Math.ceil(fromMs / periodMs) * periodMs;
  const endMs = Math.floor((toMs - delayMs) / periodMs) * periodMs;
  return startMs < endMs ? { startMs, endMs, periodMs } : void 0;
}

// src/metrics/unavailable.ts
function unavailable(whose, because, hint, cause) {
  return new SluiceError("METRICS_UNAVAILABLE", `${whose} cannot be read: ${because}`, { hint, ...cause !== void 0 && { cause } });
}
function cancelled(whose) {
  return new SluiceError("CANCELLED", `Reading ${whose} was given up because the step was cancelled`);
}

// src/metrics/by-interval.ts
var restated = 3;
var atOnce = 4;
function askByInterval(kind, metrics, { arms, periodMs, delayMs }) {
  const known = /* @__PURE__ */ new Map();
  let knownFromMs;
  return {
    kind,
    history: metrics.every(({ history }) => history),
    delayMs,
    members: () => Promise.resolve(metrics.map(({ name: name2 }) => name2)),
    async rows(members2, fromMs, toMs, signal) {
      const span2 = matureSpan(fromMs, toMs, { periodMs, delayMs });
      if (span2 === void 0) return [];
      knownFromMs ??= span2.endMs - periodMs;
      const wanted2 = metrics.filter(({ name: name2 }) => members2.includes(name2));
      const questions = [];
      const failed = new AbortController();
      const either = AbortSignal.any([signal, failed.signal]);
      for (let atMs = span2.startMs; atMs < span2.endMs; atMs += periodMs) {
        for (const metric of wanted2) {
          if (!metric.history && atMs < knownFromMs) continue;
          for (const which of ["canary", "baseline"]) {
            const key = keyOf(metric, which, atMs);
            if (known.has(key) && (!metric.history || atMs < span2.endMs - restated * periodMs)) continue;
            questions.push(async () => void known.set(key, await metric.ask(arms[which], atMs, atMs + periodMs, either)));
          }
        }
      }
      await inTurn(questions, failed);
      const countsOf3 = (metric, which) => {
        const found = /* @__PURE__ */ new Map();
        for (let { startMs: atMs } = span2; atMs < span2.endMs; atMs += periodMs) {
          const counts = known.get(keyOf(metric, which, atMs));
          if (counts !== void 0) found.set(atMs, counts);
        }
        return found;
      };
      return intervalsOf2(
        wanted2.map((metric) => ({ member: metric.name, canary: countsOf3(metric, "canary"), baseline: countsOf3(metric, "baseline") })),
        span2
      );
    }
  };
}
function keyOf({ name: name2 }, which, atMs) {
  return `${name2} ${which} ${String(atMs)}`;
}
async function inTurn(questions, failed) {
  const rest = questions.values();
  const failures2 = [];
  const work = async () => {
    for (const question of rest) {
      if (failures2.length > 0) return;
      try {
        await question();
      } catch (thrown) {
        failures2.push(thrown);
        failed.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (failures2.length > 0) throw failures2[0];
}
function countsFrom(n, x, whose, names) {
  if (n === void 0 || n === null || n === "") return void 0;
  const total2 = wholeOf(n);
  const bad = total2 === 0 && (x === void 0 || x === null || x === "") ? 0 : wholeOf(x);
  const hint = "Both are whole numbers of requests in the interval asked for, and no more are bad than there are.";
  const text3 = (value) => value === void 0 ? "absent" : JSON.stringify(value).slice(0, 80);
  if (total2 === void 0) throw unavailable(whose, `${names.n} is ${text3(n)}, which counts nothing`, hint);
  if (bad === void 0) throw unavailable(whose, `${names.x} is ${text3(x)}, which counts nothing`, hint);
  if (bad > total2) throw unavailable(whose, `${names.x} is ${String(bad)}, and ${names.n} only ${String(total2)}`, hint);
  return { n: total2, x: bad };
}
function wholeOf(value) {
  const number2 = typeof value === "string" && /^\d{1,15}(?:\.0+)?$/.test(value) ? Number(value) : value;
  return typeof number2 === "number" && Number.isSafeInteger(number2) && number2 >= 0 ? number2 : void 0;
}

// src/metrics/command.ts
var mostBytes = 65536;
function createCommandProvider(options) {
  const own = options.metrics.flatMap(
    ({ metric: { name: name2 }, source }) => source.kind === "command" ? [askedOf(name2, source.run, source.history, options)] : []
  );
  return askByInterval("command", own, options);
}
function askedOf(name2, run, history, { arms, env, timeoutMs = usualTimeoutMs }) {
  return {
    name: name2,
    history,
    async ask(arm, fromMs, toMs, signal) {
      const whose = `${name2} of ${armText(arm)} from ${new Date(fromMs).toISOString().slice(11, 19)}`;
      const which = arm === arms.canary ? "canary" : "baseline";
      const own = { ...environmentOf(arm), SLUICE_ARM: which, SLUICE_FROM: String(fromMs / 1e3), SLUICE_TO: String(toMs / 1e3) };
      const heard = hearCounts();
      const end2 = await runShell({ command: run, env: { ...env, ...own }, limitMs: timeoutMs, hear: heard.hear }, signal);
      if (signal.aborted) throw cancelled(whose);
      const error = heard.lastError();
      const said = error === "" ? "" : `: ${quoted(error, 200)}`;
      const hint = "Run the command yourself with the SLUICE_ variables; docs of `metrics` list them.";
      if (heard.flooded() && end2 !== "late") throw unavailable(whose, "the command printed more than any counts are", hint);
      if (end2 !== "exit code 0") throw unavailable(whose, `the command ${failure(end2, timeoutMs)}${said}`, hint);
      const text3 = heard.output().trim();
      if (text3 === "") return void 0;
      const { n, x } = countsIn(text3) ?? {};
      if (n === void 0)
        throw unavailable(whose, `the command printed ${quoted(text3, 200)}, and not {"n": requests, "x": bad ones}`, hint);
      return countsFrom(n, x, whose, { n: "n", x: "x" });
    }
  };
}
function environmentOf({ side, service, cluster, revision, group, loadBalancer }) {
  return {
    SLUICE_SIDE: side,
    SLUICE_SERVICE: service,
    SLUICE_CLUSTER: cluster,
    SLUICE_REVISION: revision,
    SLUICE_GROUP: group,
    SLUICE_LOAD_BALANCER: loadBalancer
  };
}
function failure(end2, timeoutMs) {
  switch (end2) {
    case "no shell":
      return "could not be started: there is neither bash nor sh on the PATH";
    case "late":
      return `was ended after ${span(timeoutMs)}`;
    default:
      return `ended with ${end2}`;
  }
}
function hearCounts() {
  const kept = { output: Buffer.alloc(0), errors: Buffer.alloc(0) };
  let flooded = false;
  const keep = (name2, stream, flood) => {
    stream.on("data", (chunk) => {
      const all = Buffer.concat([kept[name2], chunk]);
      if (all.length > mostBytes) flood?.();
      kept[name2] = all.subarray(-mostBytes);
    });
  };
  return {
    hear(output, errors, stop) {
      keep("output", output, () => {
        flooded = true;
        stop();
      });
      keep("errors", errors);
    },
    output: () => kept.output.toString("utf8"),
    flooded: () => flooded,
    lastError: () => {
      const lines2 = kept.errors.toString("utf8").split(/\r\n|\r|\n/);
      return lines2.findLast((line) => line.trim() !== "")?.trim() ?? "";
    }
  };
}
function countsIn(text3) {
  try {
    const value = JSON.parse(text3);
    return typeof value === "object" && value !== null ? value : void 0;
  } catch {
    return void 0;
  }
}

// src/metrics/http-get.ts
var import_node_http = __toESM(require_node_http(), 1);
var import_node_https = __toESM(require_node_https(), 1);
var mostBytes2 = 64 * 1048576;
async function get(question, signal) {
  const whose = whoseOf(question);
  if (signal.aborted) throw cancelled(whose);
  const late = AbortSignal.timeout(question.timeoutMs);
  let stage = "no answer";
  try {
    const response = await open(question, AbortSignal.any([signal, late]));
    stage = `status ${String(response.statusCode)}, but no end of the answer`;
    return { status: response.statusCode ?? 0, body: await bodyOf(response) };
  } catch (thrown) {
    if (signal.aborted) throw cancelled(whose);
    const because = late.aborted ? `${stage} within ${span(question.timeoutMs)}` : `${stage}: ${failureText(thrown)}`;
    throw unavailable(whose, because, "Check the address, and that this runner can reach it.", thrown);
  }
}
function whoseOf({ whose, url }) {
  return `${whose} at ${url.origin}${url.pathname}`;
}
function firstLine(body) {
  const line = body.split(/\r\n|\r|\n/).find((each) => each.trim() !== "");
  return line === void 0 ? "an empty answer" : quoted(line.trim(), 200);
}
function passwordOf({ password }) {
  return plain2(password);
}
function plain2(text3) {
  try {
    return decodeURIComponent(text3);
  } catch {
    return text3;
  }
}
function open({ url, headers }, signal) {
  const tls = url.protocol === "https:";
  const user = [url.username, url.password].map(plain2).join(":");
  const options = {
    agent: false,
    signal,
    // Of an IPv6 address the URL has the brackets, the socket has not.
    hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? tls ? 443 : 80 : url.port,
    path: url.pathname + url.search,
    ...user !== ":" && { auth: user },
    headers: { "user-agent": "sluice", accept: "application/json", "accept-encoding": "identity", ...headers }
  };
  return new Promise((resolve, reject) => {
    const call = tls ? (0, import_node_https.request)(options) : (0, import_node_http.request)(options);
    call.on("response", resolve).on("error", reject).end();
  });
}
async function bodyOf(response) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes2) throw new Error(`it has more than ${String(mostBytes2 / 1048576)} MiB`);
  }
  return Buffer.concat(chunks).toString("utf8");
}
var failures = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was reset",
  EHOSTUNREACH: "the address cannot be reached",
  ENETUNREACH: "the address cannot be reached",
  ETIMEDOUT: "the connection timed out",
  ENOTFOUND: "the name cannot be resolved",
  EAI_AGAIN: "the name cannot be resolved",
  CERT_HAS_EXPIRED: "the certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another name",
  EPROTO: "there is no TLS"
};
function failureText(thrown) {
  const { code, message } = thrown;
  if (code === void 0) return message;
  return `${failures[code] ?? quoted(message)} (${code})`;
}

// src/metrics/secret-headers.ts
var placeholder2 = /\{env\.([A-Za-z_]\w*)\}/g;
function fillEnvironment(headers, whose, { env, mask }) {
  const filled = Object.entries(headers).map(([name2, text3]) => {
    const value = text3.replaceAll(placeholder2, (whole, variable) => {
      const secret = env[variable]?.trim() ?? "";
      if (secret === "") throw wrong2(name2, whose, `${whole} stands for an environment variable that is not set or empty`);
      mask(secret);
      return secret;
    });
    if (!/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)) throw wrong2(name2, whose, "its value has characters a header cannot have");
    return [name2, value];
  });
  return Object.fromEntries(filled);
}
function wrong2(name2, whose, because) {
  return new SluiceError("INPUT_INVALID", `The header ${name2} of the metric ${whose} cannot be sent: ${because}`, {
    hint: "Give the step the variable in `env`, from a secret of the repository."
  });
}

// src/metrics/http-json.ts
function createHttpJsonProvider(options) {
  const own = options.metrics.flatMap(
    ({ metric: { name: name2 }, source }) => source.kind === "http-json" ? [askedOf2(name2, source, options)] : []
  );
  return askByInterval("http-json", own, options);
}
function askedOf2(name2, source, options) {
  const question = (arm, fromMs, toMs) => {
    const seconds = { from: fromMs / 1e3, to: toMs / 1e3 };
    const text3 = fillArm(source.url, arm, encodeURIComponent).replaceAll(
      /\{(from|to)\}/g,
      (_, which) => String(seconds[which])
    );
    if (!URL.canParse(text3)) throw new SluiceError("INPUT_INVALID", `The address of ${name2} is none with what its placeholders stand for`);
    const headers = Object.fromEntries(Object.entries(source.headers).map(([header, value]) => [header, fillArm(value, arm)]));
    return {
      whose: `${name2} of ${armText(arm)} from ${new Date(fromMs).toISOString().slice(11, 19)}`,
      url: new URL(text3),
      headers: fillEnvironment(headers, name2, options),
      timeoutMs: options.timeoutMs ?? usualTimeoutMs
    };
  };
  for (const arm of [options.arms.canary, options.arms.baseline]) {
    const password = passwordOf(question(arm, 0, 0).url);
    if (password !== "") options.mask(password);
  }
  const [bad, total2] = [parseJsonPath(source.bad) ?? [], parseJsonPath(source.total) ?? []];
  return {
    name: name2,
    history: true,
    async ask(arm, fromMs, toMs, signal) {
      const asked = question(arm, fromMs, toMs);
      const { status, body } = await get(asked, signal);
      const whose = whoseOf(asked);
      if (status !== 200)
        throw unavailable(whose, `status ${String(status)}: ${firstLine(body)}`, "Ask that address for the interval yourself.");
      let document;
      try {
        document = JSON.parse(body);
      } catch (thrown) {
        throw unavailable(whose, `it is no JSON: ${firstLine(body)}`, "Check that the address answers with a JSON document.", thrown);
      }
      return countsFrom(atJsonPath(document, total2), atJsonPath(document, bad), whose, { n: source.total, x: source.bad });
    }
  };
}

// src/domain/metrics/counters.ts
var lookback = 15;
function countsOf2(total2, bad, span2) {
  return intervals(total2, span2, (atMs) => {
    const n = growthOf(total2, atMs, span2);
    const x = growthOf(bad, atMs, span2);
    if (x > n + Math.max(underWay, n / 10)) throw new RangeError(`${String(x)} bad of ${String(n)}`);
    return { n, x: Math.min(x, n) };
  });
}
var underWay = 5;
function exceedingOf(total2, within, span2) {
  return intervals(total2, span2, (atMs) => {
    const n = growthOf(total2, atMs, span2);
    return { n, x: Math.max(0, n - growthOf(within, atMs, span2)) };
  });
}
function intervals(total2, { startMs, endMs, periodMs }, counts) {
  const found = /* @__PURE__ */ new Map();
  for (let atMs = startMs; atMs + periodMs <= endMs; atMs += periodMs)
    if (total2.some((counter) => counter.has(atMs) && counter.has(atMs + periodMs))) found.set(atMs, counts(atMs));
  return found;
}
function growthOf(counters, atMs, { periodMs }) {
  const grown2 = counters.map((counter) => {
    const now = counter.get(atMs + periodMs);
    if (now === void 0) return 0;
    const before = lastSeen(counter, atMs, periodMs);
    return before === void 0 || now < before ? now : now - before;
  });
  return Math.round(grown2.reduce((sum2, each) => sum2 + each, 0));
}
function lastSeen(counter, atMs, periodMs) {
  for (let back = 0; back <= lookback; back++) {
    const value = counter.get(atMs - back * periodMs);
    if (value !== void 0) return value;
  }
  return void 0;
}

// src/domain/metrics/histogram.ts
function percentilesOf(buckets) {
  return { p50: quantile(buckets, 0.5), p95: quantile(buckets, 0.95), p99: quantile(buckets, 0.99) };
}
function quantile(buckets, share3) {
  const rank = share3 * (buckets.at(-1)?.count ?? 0);
  const index = buckets.findIndex(({ count: count2 }) => count2 > 0 && count2 >= rank);
  const bucket = buckets[index];
  if (bucket === void 0) return NaN;
  const below = buckets[index - 1] ?? { edgeMs: 0, count: 0 };
  if (!Number.isFinite(bucket.edgeMs)) return below.edgeMs;
  return below.edgeMs + (rank - below.count) / (bucket.count - below.count) * (bucket.edgeMs - below.edgeMs);
}

// src/metrics/prometheus-query.ts
async function readCounters(server, selector2, span2, signal) {
  const url = new URL(`${server.base}/api/v1/query_range`);
  const seconds = (ms) => String(ms / 1e3);
  const { startMs, endMs, periodMs } = span2;
  url.search = new URLSearchParams({ query: selector2, start: seconds(startMs), end: seconds(endMs), step: seconds(periodMs) }).toString();
  const question = { ...server, url };
  const { status, body } = await get(question, signal);
  const fail = (because, hint = "Try the query in the web page of that Prometheus.") => unavailable(whoseOf(question), because, hint);
  let answer;
  try {
    answer = JSON.parse(body);
  } catch {
    throw fail(`status ${String(status)}: ${firstLine(body)}`, "Check that the address is that of a Prometheus.");
  }
  const { status: said, errorType, error, warnings, data } = asObject(answer);
  if (said === "error") throw fail(`${textOf(errorType)}: ${quoted(textOf(error), 300)}`);
  const { resultType, result } = asObject(data);
  if (status !== 200 || said !== "success" || resultType !== "matrix" || !Array.isArray(result))
    throw fail(`status ${String(status)}: ${firstLine(body)}`);
  if (Array.isArray(warnings) && warnings.length > 0) throw fail(`it warns: ${quoted(warnings.map(textOf).join("; "), 300)}`);
  return result.map((each) => {
    const { metric, values: values2 } = asObject(each);
    if (!Array.isArray(values2)) throw fail(`a series has no values: ${firstLine(body)}`);
    return { labels: asObject(metric), counter: new Map(values2.flatMap(pointOf)) };
  });
}
function pointOf(point) {
  const [seconds, text3] = Array.isArray(point) ? point : [];
  const value = typeof text3 === "string" && text3 !== "" ? Number(text3) : NaN;
  return typeof seconds === "number" && Number.isFinite(value) && value >= 0 ? [[Math.round(seconds * 1e3), value]] : [];
}
function asObject(value) {
  return typeof value === "object" && value !== null ? value : {};
}
function textOf(value) {
  return typeof value === "string" ? value : "unknown";
}

// src/metrics/prometheus-buckets.ts
var hourMs2 = 36e5;
var past = 24;
function edgeOfLabel(label2) {
  return label2 === "+Inf" || label2 === "Inf" ? Infinity : Number((Number(label2 ?? "none") * 1e3).toPrecision(12));
}
function isEdge(label2, edgeMs) {
  return edgeOfLabel(label2) === edgeMs;
}
function edgeOf(member2) {
  return thresholdOf(member2) ?? NaN;
}
async function thresholdMembers(name2, thresholdsMs, { server, selectors }, beforeMs, signal) {
  const endMs = Math.floor(beforeMs / 6e4) * 6e4;
  const span2 = { startMs: endMs - past * hourMs2, endMs, periodMs: hourMs2 };
  const buckets = bucketsOf(await readCounters(server, selectors.buckets, span2, signal), span2.startMs);
  const edges = buckets.map(({ edgeMs }) => edgeMs).filter(Number.isFinite);
  if (thresholdsMs === "auto") return chooseThresholds(percentilesOf(buckets), edges).map((ms) => latencyMember(name2, ms));
  const strange = buckets.length === 0 ? [] : thresholdsMs.filter((ms) => !edges.includes(ms));
  if (strange.length > 0) {
    const text3 = strange.map((ms) => `${String(ms)}ms`).join(", ");
    throw new SluiceError("INPUT_INVALID", `The metric ${name2} has no bucket that ends at ${text3}`, {
      hint: `Its buckets end at ${edges.map((ms) => Number.isInteger(ms) ? durationText(ms) : `${String(ms)}ms`).join(", ")}.`
    });
  }
  return thresholdsMs.map((ms) => latencyMember(name2, ms));
}
function bucketsOf(series, startMs) {
  const edges = [...new Set(series.map(({ labels }) => edgeOfLabel(labels["le"])))].filter((edge) => !Number.isNaN(edge)).sort((a, b) => a - b);
  return edges.map((edgeMs) => {
    const counters = series.filter(({ labels }) => isEdge(labels["le"], edgeMs)).map(({ counter }) => counter);
    const hours = Array.from({ length: past }, (_, hour) => growthOf(counters, startMs + hour * hourMs2, { periodMs: hourMs2 }));
    return { edgeMs, count: hours.reduce((sum2, each) => sum2 + each, 0) };
  });
}

// src/metrics/prometheus.ts
function createPrometheusProvider(options) {
  const own = options.metrics.flatMap(({ metric: { name: name2 }, source }) => {
    if (source.kind !== "prometheus" && source.kind !== "prometheus-histogram") return [];
    const arms = {
      canary: armOf(name2, source, options.arms.canary, options),
      baseline: armOf(name2, source, options.arms.baseline, options)
    };
    return [{ name: name2, source, ...arms }];
  });
  return {
    kind: "prometheus",
    history: true,
    delayMs: options.delayMs,
    async members(beforeMs, signal) {
      const each = own.map(
        async ({ name: name2, source, baseline }) => source.kind === "prometheus" ? [name2] : await thresholdMembers(name2, source.thresholdsMs, baseline, beforeMs, signal)
      );
      return (await Promise.all(each)).flat();
    },
    async rows(members2, fromMs, toMs, signal) {
      const span2 = matureSpan(fromMs, toMs, options);
      if (span2 === void 0) return [];
      const read = own.map(async ({ name: name2, source, canary, baseline }) => {
        const wanted2 = members2.filter((member2) => source.kind === "prometheus" ? member2 === name2 : member2.startsWith(`${name2} >`));
        if (wanted2.length === 0) return [];
        const read2 = (arm) => readArm2(source, arm, wanted2, span2, signal);
        const [ours, theirs] = await Promise.all([read2(canary), read2(baseline)]);
        return wanted2.map((member2) => ({ member: member2, canary: ours.get(member2), baseline: theirs.get(member2) }));
      });
      return intervalsOf2((await Promise.all(read)).flat(), span2);
    }
  };
}
function armOf(name2, source, arm, options) {
  const headers = Object.fromEntries(Object.entries(source.headers).map(([header, text3]) => [header, fillArm(text3, arm)]));
  const password = passwordOf(new URL(source.url));
  if (password !== "") options.mask(password);
  const fill = (selector2) => fillArm(selector2, arm, escapePromql);
  const { bad, total: total2, buckets } = { bad: "", total: "", buckets: "", ...source };
  return {
    arm,
    server: {
      whose: `${name2} of ${armText(arm)}`,
      base: source.url,
      headers: fillEnvironment(headers, name2, options),
      timeoutMs: options.timeoutMs ?? usualTimeoutMs
    },
    selectors: { bad: fill(bad), total: fill(total2), buckets: fill(buckets) }
  };
}
async function readArm2(source, { server, selectors }, members2, span2, signal) {
  const wide = { ...span2, startMs: span2.startMs - lookback * span2.periodMs };
  const read = (selector2) => readCounters(server, selector2, wide, signal);
  if (source.kind === "prometheus") {
    const [bad, total3] = await Promise.all([read(selectors.bad), read(selectors.total)]);
    try {
      const counts = countsOf2(
        total3.map(({ counter }) => counter),
        bad.map(({ counter }) => counter),
        span2
      );
      return new Map(members2.map((member2) => [member2, counts]));
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
      const hint = "The counters of `bad` must be among those of `total`, or be raised with them.";
      throw unavailable(`${server.whose} at ${new URL(server.base).host}`, `there are ${thrown.message} requests`, hint, thrown);
    }
  }
  const series = await read(selectors.buckets);
  const counters = (edgeMs) => series.filter(({ labels }) => isEdge(labels["le"], edgeMs)).map(({ counter }) => counter);
  const total2 = counters(Infinity);
  const found = members2.map((member2) => {
    const edgeMs = edgeOf(member2);
    const within = counters(edgeMs);
    if (within.length !== total2.length) {
      const text3 = `${String(within.length)} of ${String(total2.length)} histograms have a bucket up to le="${String(edgeMs / 1e3)}"`;
      throw new SluiceError("METRICS_UNAVAILABLE", `${server.whose} cannot be compared: ${text3}`, {
        hint: "Both arms must count in the same buckets; give `thresholds` that all have."
      });
    }
    return [member2, exceedingOf(total2, within, span2)];
  });
  return new Map(found);
}

// src/actions/canary-sources.ts
var askedPastMs = 20 * 6e4;
async function openSources(options, signal) {
  const { metrics, send, ref, periodMs, delayMs, env, mask } = options;
  const pair = ref && await findPair(send, ref, signal);
  const canary = options.canary ?? (pair ? canaryOf(pair) : "green");
  const baseline = canary === "blue" ? "green" : "blue";
  const armOf2 = (arm, side) => ({ ...bareArm, ...ref && pair && pairArm(pair, ref, side), arm });
  const arms = { canary: armOf2("canary", canary), baseline: armOf2("baseline", baseline) };
  const all = [...sourcesOf(metrics)];
  const read = all.map(([name2, source]) => ({ metric: { name: name2 }, source }));
  const names = (...kinds2) => all.flatMap(([name2, { kind }]) => kinds2.includes(kind) ? [name2] : []);
  const reader = createMetricReader(send);
  const common3 = { arms, metrics: read, periodMs, delayMs, env, mask };
  const metered = (provider, ...kinds2) => ({ provider, metrics: names(...kinds2) });
  const sources = [];
  if (pair && names("alb").length > 0) {
    const groups = { canary: meteredGroups(pair, canary), baseline: meteredGroups(pair, baseline) };
    const alb = { reader, arms: groups, metrics: read, periodMs, delayMs };
    const zones = await zonesBefore(send, pair, baseline, signal);
    sources.push({
      ...metered(createAlbProvider(alb), "alb"),
      ...zones.length > 1 && { past: createAlbProvider({ ...alb, zones }) }
    });
  }
  if (names("cloudwatch").length > 0) sources.push(metered(createCloudWatchProvider({ ...common3, reader }), "cloudwatch"));
  if (names("prometheus", "prometheus-histogram").length > 0)
    sources.push(metered(createPrometheusProvider(common3), "prometheus", "prometheus-histogram"));
  if (names("http-json").length > 0) sources.push({ ...metered(createHttpJsonProvider(common3), "http-json"), pastMs: askedPastMs });
  if (names("command").length > 0) sources.push({ ...metered(createCommandProvider(common3), "command"), pastMs: askedPastMs });
  return sources;
}
function canaryOf(pair) {
  return liveSide(pair) === "blue" ? "green" : "blue";
}

// src/actions/canary-judging.ts
async function canaryJudging(values2, part, { valueOf }) {
  const { margin, harm, alpha: alpha2, beta } = values2;
  const metrics = await valueOf(values2.metrics, (value) => parseCanaryMetrics(value, { margin, harm }));
  if (!metrics) throw new Error("metrics are required");
  const spec = analysisOf({
    ...{ metrics: metrics.compared.map(({ metric }) => metric), alpha: alpha2, beta },
    ...{ periodMs: values2["metrics-period"], warmUpMs: values2["warm-up"], floorMs: values2["bake-floor"] },
    ...{ judgedMs: comparedMs(part), extends: values2["on-inconclusive"] === "extend" },
    adapts: part.kind === "step" || values2["early-promote"] === "true"
  });
  const facts3 = [...thresholdChecks(metrics.limits), ...alarmChecks(values2.alarms)];
  const analysis = { name: "analysis", kind: "analysis", spec };
  const objectives = metrics.objectives.map((objective) => ({ name: objective.name, kind: "slo", spec: objective }));
  return { spec, metrics, judged: [analysis, ...objectives, ...facts3], watched: facts3 };
}
function createWholeJudge(options) {
  const { values: values2, part, judging, send, ref, host, canary, smokes } = options;
  const { metrics, spec } = judging;
  const times2 = { periodMs: values2["metrics-period"], delayMs: values2["metrics-delay"] };
  const mask = (text3) => host.masks.add(text3);
  const sources = { metrics, send, env: host.env, mask, ...times2, ...ref && { ref }, ...canary && { canary } };
  const analysis = createCanaryJudge({
    spec,
    objectives: metrics.objectives,
    open: (signal) => openSources(sources, signal),
    forecast: planForecast(part.kind === "watch" ? [] : shifts(part.steps))
  });
  const alb = createAlbMetrics({ send, delayMs: times2.delayMs });
  const limits = {
    async judge(checks, fromMs, toMs, signal) {
      if (!ref || !checks.some(({ kind }) => kind === "threshold")) return [];
      const pair = await findPair(send, ref, signal);
      return createThresholdJudge(alb, meteredGroups(pair, canary ?? canaryOf(pair))).judge(checks, fromMs, toMs, signal);
    }
  };
  return {
    ...analysis,
    async judge(checks, fromMs, toMs, signal, course) {
      const answers = await Promise.allSettled([
        smokes?.judge(checks, fromMs, toMs, signal) ?? [],
        limits.judge(checks, fromMs, toMs, signal),
        analysis.judge(checks, fromMs, toMs, signal, course)
      ]);
      const found = answers.flatMap((answer) => answer.status === "fulfilled" ? answer.value : []);
      const missing = answers.find((answer) => answer.status === "rejected");
      if (missing && !found.some(({ verdict }) => verdict === "fail")) throw missing.reason;
      return found;
    }
  };
}

// src/domain/render/analysis-bins.ts
function intervalsPerBin({ rows, spec }, most3) {
  const period = spec.periodMs / 6e4;
  return Math.max(1, Math.ceil(Math.round((rows.at(-1)?.minute ?? 0) / period + 1) / most3));
}
function binsOf(report, name2, most3) {
  const length = intervalsPerBin(report, most3) * report.spec.periodMs / 6e4;
  const bins = [];
  for (const row2 of report.rows) {
    const { minute, metrics } = row2;
    const index = Math.floor(minute / length + 1e-9);
    while (bins.length <= index) {
      bins.push({ from: bins.length * length, to: (bins.length + 1) * length, canary: void 0, baseline: void 0 });
    }
    const bin = bins[index];
    const sample = metrics[name2];
    if (!bin || !sample || faultIn(row2, [name2]) !== void 0) continue;
    bin.canary = plus2(bin.canary, sample.canary);
    bin.baseline = plus2(bin.baseline, sample.baseline);
  }
  return bins;
}
function plus2(sum2, { n, x }) {
  return n > 0 ? { n: (sum2?.n ?? 0) + n, x: (sum2?.x ?? 0) + x } : sum2;
}

// src/domain/render/analysis-numbers.ts
function count(value) {
  return String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, " ");
}
function amount(value) {
  if (value < 0) return `−${amount(-value)}`;
  return value < 9.95 ? trimmed2(value.toFixed(1)) : count(value);
}
function share2(part, whole) {
  return whole > 0 ? percent2(part / whole * 100) : "–";
}
function percent2(value) {
  return `${value === 0 ? "0" : fixed(value, 2)} %`;
}
function short(value) {
  if (value >= 1e6) return `${digits2(value / 1e6, 3)}M`;
  return value >= 1e4 ? `${digits2(value / 1e3, 3)}k` : digits2(value, 4);
}
function ratio(value) {
  if (Number.isNaN(value)) return "–";
  if (value === Infinity) return "∞";
  if (value === 0) return "0";
  return value < 1.995 ? value.toFixed(2) : value < 9.95 ? value.toFixed(1) : count(value);
}
function between({ low, high }) {
  return `${ratio(low)} – ${ratio(high)}`;
}
function minutes(value) {
  return digits2(value, 3);
}
function digits2(value, significant) {
  return value === 0 ? "0" : trimmed2(fixed(value, significant));
}
function fixed(value, significant) {
  if (!Number.isFinite(value)) return "–";
  const before = Math.floor(Math.log10(Math.abs(value))) + 1;
  return value.toFixed(Math.min(10, Math.max(0, significant - before)));
}
function trimmed2(text3) {
  return text3.includes(".") ? text3.replace(/\.?0+$/, "") : text3;
}

// src/domain/render/analysis-facts.ts
var faces = {
  fail: { icon: "❌", mark: "✕", word: "Fail", says: "the canary is worse than the baseline" },
  pass: { icon: "✅", mark: "✓", word: "Pass", says: "the canary is not harmful" },
  inconclusive: { icon: "⏳", mark: "?", word: "Inconclusive", says: "shown neither worse nor safe" },
  error: { icon: "⚠️", mark: "!", word: "Error", says: "the metrics could not be judged" },
  unjudged: { icon: "⚪", mark: "–", word: "Not judged", says: "no interval was judged" }
};
function membersOf2(report) {
  const looked = [...report.looks.at(-1)?.members ?? []].sort((a, b) => {
    const same = metricOf(report.spec, a.name) === metricOf(report.spec, b.name);
    return same ? (thresholdOf(a.name) ?? 0) - (thresholdOf(b.name) ?? 0) : 0;
  });
  const members2 = looked.map((last) => {
    const metric = metricOf(report.spec, last.name);
    const standing = last.failed ? "fail" : last.passed ? "pass" : "inconclusive";
    const shown2 = last.canary.n > 0 ? last.ratio : { estimate: NaN, low: 0, high: Infinity };
    return {
      ...{ name: last.name, standing, words: wordsOf(standing, metric), last, metric },
      ratio: { estimate: ratio(shown2.estimate), interval: between(shown2) },
      harm: harmOf(last.name, report.rows)
    };
  });
  return [...members2.filter(({ standing }) => standing === "fail"), ...members2.filter(({ standing }) => standing !== "fail")];
}
function wordsOf(standing, metric) {
  if (standing === "fail") return "worse";
  if (standing === "pass") return "not harmful";
  return metric?.required === false ? "open, not needed for a pass" : "open";
}
function standingOf(report) {
  return report.looks.at(-1)?.verdict ?? "unjudged";
}
function decidingLook({ looks }, { name: name2, standing }) {
  if (standing === "inconclusive") return void 0;
  const stands = looks.map(({ members: members2 }) => members2.some((each) => each.name === name2 && (standing === "fail" ? each.failed : each.passed)));
  return looks[standing === "fail" ? stands.indexOf(true) : stands.lastIndexOf(false) + 1];
}
function harmOf(name2, rows) {
  let bad = 0;
  let excess = 0;
  for (const row2 of rows) {
    const sample = row2.metrics[name2];
    if (!sample || faultIn(row2, [name2]) !== void 0) continue;
    bad += sample.canary.x;
    if (sample.baseline.n > 0) excess += sample.canary.x - sample.canary.n * sample.baseline.x / sample.baseline.n;
  }
  return { bad, excess };
}
function harmful(members2) {
  const failures2 = members2.filter(({ metric }) => metric?.failures);
  return [...failures2.length > 0 ? failures2 : members2].sort((a, b) => b.harm.excess - a.harm.excess)[0];
}
function judgedOf(members2) {
  const most3 = (of) => Math.max(0, ...members2.map((member2) => of(member2).n));
  return { canary: most3(({ last }) => last.canary), baseline: most3(({ last }) => last.baseline) };
}
function needed2({ last, standing }) {
  if (standing !== "inconclusive") return "";
  const fail = reachable(last.fail);
  const pass = reachable(last.pass);
  const parts = [fail && `fails ${at(fail, "or more")}`, pass && `passes ${at(pass, "or fewer")}`].filter((part) => part !== void 0);
  const counted = [fail, pass].find((each) => each?.kind === "bad requests");
  if (parts.length === 0) return "no boundary can be reached yet: too few bad requests in both arms";
  return `${parts.join(", ")}${counted ? `; has ${count(counted.value)}` : ""}`;
}
function reachable(evidence) {
  return evidence && Number.isFinite(evidence.boundary) && Number.isFinite(evidence.value) ? evidence : void 0;
}
function at({ kind, value, boundary: boundary2 }, orSo) {
  return kind === "bad requests" ? `at ${count(boundary2)} bad requests ${orSo}` : `at log e ${amount(boundary2)}, has ${amount(value)}`;
}
function endMinute({ rows, weights: weights2, decisions, startedAtMs, spec }) {
  const period = spec.periodMs / 6e4;
  const times2 = [...weights2, ...decisions].map(({ atMs }) => (atMs - startedAtMs) / 6e4);
  return times2.reduce((latest, at2) => Math.max(latest, at2), Math.max(period, (rows.at(-1)?.minute ?? 0) + period));
}

// src/domain/render/analysis-bars.ts
var steps = "▁▂▃▄▅▆▇█";
var mostColumns = 40;
var nameWidth = 12;
function barLines(report) {
  const members2 = membersOf2(report);
  if (report.rows.length === 0 || members2.length === 0) return [];
  return [...weightLines(report), ...members2.flatMap((member2) => ["", ...memberLines(report, member2)])];
}
function memberLines(report, member2) {
  const bins = binsOf(report, member2.name, mostColumns);
  const cell2 = cellWidth(bins.length);
  const shares = bins.flatMap((bin) => [shareOf2(bin, "canary"), shareOf2(bin, "baseline")]).filter((each) => each !== void 0);
  const most3 = Math.max(0, ...shares);
  const bars = (arm) => bins.map((bin) => barOf(shareOf2(bin, arm), most3).repeat(cell2)).join("");
  const { canary, baseline } = member2.last;
  return [
    `${plain3(member2.name)}: bad requests${most3 > 0 ? `, █ = ${percent2(most3 * 100)}` : ", none in either arm"}`,
    `${"  canary".padEnd(nameWidth)}${bars("canary")}  ${share2(canary.x, canary.n)}`,
    `${"  baseline".padEnd(nameWidth)}${bars("baseline")}  ${share2(baseline.x, baseline.n)}`,
    ...crossing2(report, member2, bins, cell2)
  ];
}
function crossing2(report, member2, bins, cell2) {
  const look = decidingLook(report, member2);
  const index = look ? bins.findIndex(({ to }) => look.minute < to - 1e-9) : -1;
  if (!look || index < 0) return [];
  const word = `${member2.standing.toUpperCase()} at minute ${minutes(look.minute)}`;
  const column = nameWidth + index * cell2;
  const right = column + 2 + word.length <= nameWidth + mostColumns || column < word.length + 1;
  return [right ? `${" ".repeat(column)}↑ ${word}` : `${word} ↑`.padStart(column + 1)];
}
function weightLines(report) {
  const columns = binsOf(report, "", mostColumns);
  const cell2 = cellWidth(columns.length);
  const period = report.spec.periodMs / 6e4;
  const column = intervalsPerBin(report, mostColumns) * period;
  const last = columns.at(-1).to;
  const axis = `0${minutes(last).padStart(columns.length * cell2 - 1)} min`;
  const head = `${" ".repeat(nameWidth)}${axis}${cell2 === 1 || column !== period ? `   a column: ${minutes(column)} min` : ""}`;
  const weights2 = columns.map(({ to }) => weightAt(report, to - period / 2));
  const most3 = Math.max(...weights2);
  if (most3 <= 0) return [head];
  const bars = weights2.map((weight) => barOf(weight, 100).repeat(cell2)).join("");
  return [head, `${"weight".padEnd(nameWidth)}${bars}  up to ${digits2(most3, 3)} %`];
}
function weightAt({ weights: weights2, startedAtMs }, minute) {
  return weights2.findLast(({ atMs }) => atMs <= startedAtMs + minute * 6e4)?.weight ?? 0;
}
function shareOf2(bin, arm) {
  const counts = bin[arm];
  return counts && counts.x / counts.n;
}
function barOf(value, most3) {
  if (value === void 0) return "·";
  return steps[value <= 0 || most3 <= 0 ? 0 : Math.min(7, Math.max(1, Math.ceil(value / most3 * 7 - 1e-9)))];
}
function cellWidth(bins) {
  return Math.min(3, Math.max(1, Math.floor(mostColumns / bins)));
}
function plain3(text3) {
  return text3.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ");
}

// src/domain/render/analysis-mermaid.ts
var mostPoints = 40;
function mermaidChart(report, { name: name2 }) {
  const bins = binsOf(report, name2, mostPoints);
  const points2 = (arm) => held(bins.map(({ [arm]: counts }) => counts && counts.x / counts.n * 100));
  const canary = points2("canary");
  const baseline = points2("baseline");
  const most3 = Math.max(...canary, ...baseline);
  const list = (values2) => `[${values2.map((value) => digits2(value, 3)).join(", ")}]`;
  return [
    "```mermaid",
    `%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "#8a949e, #1f77d0"}}}}%%`,
    "xychart-beta",
    `  title "${label(name2)}: canary blue, baseline grey"`,
    `  x-axis "minutes" 0 --> ${digits2(bins.at(-1)?.to ?? 1, 3)}`,
    `  y-axis "bad requests, percent" 0 --> ${digits2(most3 > 0 ? most3 * 1.1 : 1, 3)}`,
    `  line "baseline" ${list(baseline)}`,
    `  line "canary" ${list(canary)}`,
    "```"
  ].join("\n");
}
function held(values2) {
  let last = 0;
  return values2.map((value) => last = value ?? last);
}
function label(name2) {
  return name2.replaceAll(/[^\p{L}\p{N} .,:>=_-]+/gu, " ").trim().slice(0, 60);
}

// src/domain/render/analysis-section.ts
function analysisSection(report) {
  const members2 = membersOf2(report);
  return [
    headline(report),
    picture(report),
    table(members2),
    facts(report, members2),
    wanted(members2),
    charts(report, members2),
    forecast2(report)
  ].filter((part) => part !== "").join("\n\n");
}
function headline(report) {
  const { icon, word, says } = faces[standingOf(report)];
  const look = report.looks.at(-1);
  const blocks = look?.blocks ? ["", "No gate opens on this, whatever is asked of an inconclusive verdict."] : [];
  return [`### ${icon} ${word}: ${says}`, ...look ? ["", inline(look.because)] : [], ...blocks].join("\n");
}
function picture(report) {
  const lines2 = barLines(report);
  return lines2.length === 0 ? "" : block(lines2);
}
function table(members2) {
  if (members2.length === 0) return "";
  return [
    "| metric | canary: bad / requests | baseline | expected | canary : baseline | verdict |",
    "| :--- | ---: | ---: | ---: | ---: | :--- |",
    ...members2.map(row)
  ].join("\n");
}
function row({ name: name2, last, ratio: ratio2, standing, words }) {
  const { canary, baseline, expected } = last;
  const cells = [
    inline(name2),
    `${count(canary.x)} / ${count(canary.n)} (${share2(canary.x, canary.n)})`,
    share2(baseline.x, baseline.n),
    amount(expected),
    `**${ratio2.estimate}** (${ratio2.interval})`,
    `${faces[standing].icon} ${words}`
  ];
  return `| ${cells.join(" | ")} |`;
}
function facts({ looks }, members2) {
  const worst = harmful(members2);
  if (!worst) return "";
  const judged2 = judgedOf(members2);
  const { bad, excess } = worst.harm;
  const intervals2 = looks.at(-1).judged;
  const harmed = excess > 0 ? amount(excess) : "0";
  return [
    `**${count(judged2.canary)}** requests of the canary judged against ${count(judged2.baseline)} of the baseline, in ${intervals2} ${intervals2 === 1 ? "interval" : "intervals"}.`,
    `**${harmed}** harmed: bad responses (${inline(worst.name)}) of the canary above what the baseline's share would have given; ${count(bad)} bad in all.`
  ].join(" ");
}
function wanted(members2) {
  const open2 = members2.map((member2) => [member2.name, needed2(member2)]).filter(([, text3]) => text3 !== "");
  if (open2.length === 0) return "";
  return ["What would have been needed:", "", ...open2.map(([name2, text3]) => `- ${inline(name2)}: ${text3}`)].join("\n");
}
var mostCharts = 4;
function charts(report, members2) {
  if (report.rows.length < 2 || members2.length === 0) return "";
  const drawn = members2.slice(0, mostCharts).map((member2) => mermaidChart(report, member2));
  return ["<details><summary>Charts</summary>", ...drawn, "</details>"].join("\n\n");
}
function forecast2({ forecast: lines2 }) {
  if (lines2.length === 0) return "";
  const items = lines2.map((line) => `- ${inline(line)}`).join("\n");
  return ["<details><summary>What this plan could see, told beforehand</summary>", items, "</details>"].join("\n\n");
}

// src/domain/render/report-html.ts
function escape(text3) {
  return text3.replaceAll(/[\p{Cc}\u2028\u2029]/gu, (character) => character === "\n" ? "\n" : " ").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}

// src/domain/render/report-plane.ts
function xOf(plane, minute) {
  const part = Math.min(1, Math.max(0, minute / plane.end));
  return round(plane.left + part * (plane.width - plane.left - plane.right));
}
function yOf(plane, value) {
  const { low, high, scale } = plane;
  const clamped = Math.min(high, Math.max(low, value));
  const part = scale === "log" ? Math.log(clamped / low) / Math.log(high / low) : (clamped - low) / (high - low);
  return round(plane.top + (1 - part) * (plane.height - plane.top - plane.bottom));
}
function linePath(plane, points2) {
  return runs(points2).map((run) => {
    const [first2, ...rest] = run.map(({ minute, value }) => `${xOf(plane, minute)},${yOf(plane, value)}`);
    return rest.length > 0 ? `M${first2}L${rest.join(" ")}` : `M${first2}m-3,0h6`;
  }).join("");
}
function stepPath(plane, points2) {
  return points2.map(({ minute, value }, index) => {
    const [x, y] = [xOf(plane, minute), yOf(plane, value)];
    return index === 0 ? `M${x},${y}` : `H${x}V${y}`;
  }).join("");
}
function bandPath(plane, stretches) {
  return runs(stretches).map((run) => {
    const only = run.length === 1;
    const edge = (side) => run.flatMap(({ minute, [side]: value }) => {
      const [x, y] = [xOf(plane, minute), yOf(plane, value)];
      const to = side === "high" ? 3 : -3;
      return only ? [`${round(x - to)},${y}`, `${round(x + to)},${y}`] : [`${x},${y}`];
    });
    const back = only ? edge("low") : [...edge("low")].reverse();
    return `M${[...edge("high"), ...back].join(" ")}Z`;
  }).join("");
}
function runs(items) {
  const found = [[]];
  for (const item of items) {
    if (item === void 0) found.push([]);
    else found.at(-1).push(item);
  }
  return found.filter((run) => run.length > 0);
}
function roundUp(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((step2) => step2 * power).find((step2) => step2 >= value * (1 - 1e-9));
}
function ticksOf({ low, high, scale }, most3) {
  if (scale === "log") {
    const powers = [-3, -2, -1, 0, 1, 2, 3, 4];
    for (const steps2 of [[1, 2, 5], [1, 3], [1]]) {
      const ticks = powers.flatMap((power2) => steps2.map((step3) => Number(`${step3}e${power2}`))).filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
      if (ticks.length <= most3 || steps2.length === 1) return ticks;
    }
  }
  const rough = (high - low) / most3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step2 = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough * (1 - 1e-9));
  const first2 = Math.ceil(low / step2 - 1e-9);
  return Array.from({ length: Math.floor(high / step2 + 1e-9) - first2 + 1 }, (_, index) => (first2 + index) * step2);
}
function round(value) {
  return Math.round(value * 10) / 10;
}
function spreadOut(wanted2, distance, least, most3) {
  const placed = [...wanted2];
  for (let index = 0; index < placed.length; index++)
    placed[index] = Math.max(placed[index], index === 0 ? least : placed[index - 1] + distance);
  for (let index = placed.length - 1; index >= 0; index--)
    placed[index] = Math.min(placed[index], index === placed.length - 1 ? most3 : placed[index + 1] - distance);
  return placed.map(round);
}

// src/domain/render/report-chart.ts
var small = { width: 340, height: 196, left: 46, right: 10, top: 12, bottom: 26 };
function figure(chart) {
  const { id, title, says, key, plane } = chart;
  return `<figure class="chart">
<figcaption>${escape(title)}</figcaption>
<ul class="key">${key.map(keyItem).join("")}</ul>
${svg(id, `${title}: chart`, says, plane, [warmUp(chart), grid(chart), ...chart.shapes, decision(chart), minuteAxis(plane)])}
</figure>`;
}
function svg(id, title, says, { width, height }, shapes) {
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${escape(title)}</title><desc id="${id}-d">${escape(says)}</desc>
${shapes.filter((shape) => shape !== "").join("\n")}
</svg>`;
}
function keyItem({ line, name: name2, value }) {
  const sample = `<svg class="sample" viewBox="0 0 22 10" aria-hidden="true"><path class="${line}" d="M1,5H21"/></svg>`;
  return `<li>${sample}${escape(name2)}${value === void 0 ? "" : ` <b>${escape(value)}</b>`}</li>`;
}
function path(className, d) {
  return d === "" ? "" : `<path class="${className}" d="${d}"/>`;
}
function grid({ plane, tick }) {
  return ticksOf(plane, 4).map((value) => {
    const y = yOf(plane, value);
    return `<line class="grid" x1="${plane.left}" x2="${plane.width - plane.right}" y1="${y}" y2="${y}"/><text x="${plane.left - 7}" y="${y + 4}" text-anchor="end">${escape(tick(value))}</text>`;
  }).join("");
}
function warmUp({ plane, warmUp: end2 }) {
  if (end2 <= 0) return "";
  const width = Math.max(0, xOf(plane, end2) - plane.left);
  return `<rect class="warm-up" x="${plane.left}" y="${plane.top}" width="${width}" height="${plane.height - plane.top - plane.bottom}"/>`;
}
function decision({ plane, decided: decided2 }) {
  if (!decided2) return "";
  const x = xOf(plane, decided2.minute);
  const [end2, dx] = x > plane.width / 2 ? ["end", -6] : ["start", 6];
  return `<path class="decided ${decided2.as}-stroke" d="M${x},${plane.top}V${plane.height - plane.bottom}"/><text class="word ${decided2.as}-text" x="${x + dx}" y="${plane.top + 9}" text-anchor="${end2}">${decided2.as.toUpperCase()}</text>`;
}
function minuteAxis(plane) {
  const room = plane.width - plane.left - plane.right;
  const most3 = Math.floor(room / 52);
  const step2 = [0.5, 1, 2, 5, 10, 15, 20, 30, 60, 120, 240, 480].find((each) => plane.end / each <= most3) ?? plane.end;
  const y = plane.height - 6;
  const ticks = [];
  for (let at2 = 0; at2 <= plane.end * (1 + 1e-9); at2 += step2) {
    const x = xOf(plane, at2);
    const anchor = at2 === 0 ? "start" : x > plane.width - plane.right - 12 ? "end" : "middle";
    ticks.push(`<text x="${x}" y="${y}" text-anchor="${anchor}">${at2 === 0 ? "0 min" : digits2(at2, 4)}</text>`);
  }
  return ticks.join("");
}

// src/domain/render/report-members.ts
function common2(report, member2) {
  const period = report.spec.periodMs / 6e4;
  const look = decidingLook(report, member2);
  const as = member2.standing === "fail" ? "fail" : "pass";
  return { decided: look && { minute: look.minute + period, as }, warmUp: report.spec.warmUp * period };
}
function binsFor({ last }) {
  return Math.min(60, Math.max(12, Math.ceil(Math.max(last.canary.x, last.expected) / 2)));
}
function shareChart(report, member2, id) {
  const most3 = binsFor(member2);
  const bins = binsOf(report, member2.name, most3);
  const { overdispersion } = member2.last;
  const bands = {
    canary: bins.map((bin) => bandOf(bin, "canary", overdispersion)),
    baseline: bins.map((bin) => bandOf(bin, "baseline", overdispersion))
  };
  const lines2 = { canary: bins.map((bin) => pointOf2(bin, "canary")), baseline: bins.map((bin) => pointOf2(bin, "baseline")) };
  const shares = [...lines2.canary, ...lines2.baseline].flatMap((point) => point ? [point.value] : []);
  const tops = bands.canary.flatMap((band) => band ? [band.high] : []).sort((a, b) => a - b);
  const typical = tops[Math.floor(tops.length * 0.5)] ?? 0;
  const high = Math.min(100, roundUp(Math.max(Math.max(0, ...shares) * 1.08, typical, 1e-3)));
  const plane = { ...small, end: endMinute(report), low: 0, high, scale: "linear" };
  const { canary, baseline } = member2.last;
  const each = intervalsPerBin(report, most3);
  const length = minutes(each * report.spec.periodMs / 6e4);
  return {
    id,
    title: `Bad requests, percent${each > 1 ? `, each ${length} min` : ""}`,
    says: `Share of bad requests: canary ${share2(canary.x, canary.n)}, baseline ${share2(baseline.x, baseline.n)} over all judged intervals. Bands hold 95 % of the chance.`,
    key: [
      { line: "canary-line", name: "canary", value: share2(canary.x, canary.n) },
      { line: "baseline-line", name: "baseline", value: share2(baseline.x, baseline.n) }
    ],
    plane,
    tick: (value) => digits2(value, 2),
    shapes: [
      path("baseline-band", bandPath(plane, bands.baseline)),
      path("canary-band", bandPath(plane, bands.canary)),
      path("baseline-line", linePath(plane, lines2.baseline)),
      path("canary-line", linePath(plane, lines2.canary))
    ],
    ...common2(report, member2)
  };
}
function pointOf2(bin, arm) {
  const counts = bin[arm];
  return counts && { minute: (bin.from + bin.to) / 2, value: counts.x / counts.n * 100 };
}
function bandOf(bin, arm, overdispersion) {
  const counts = bin[arm];
  if (!counts) return void 0;
  const { low, high } = wilson(counts, overdispersion);
  return { minute: (bin.from + bin.to) / 2, low: low * 100, high: high * 100 };
}
function wilson({ n, x }, overdispersion) {
  const z = 1.96;
  const worth = n / Math.max(1, overdispersion);
  const part = x / n;
  const middle = (part + z * z / (2 * worth)) / (1 + z * z / worth);
  const half = z * Math.sqrt(part * (1 - part) / worth + z * z / (4 * worth * worth)) / (1 + z * z / worth);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
function ratioChart(report, member2, id) {
  const series = report.looks.flatMap(({ minute, members: members2 }) => {
    const look = members2.find(({ name: name2 }) => name2 === member2.name);
    return [look && { minute: minute + report.spec.periodMs / 6e4, ...look.ratio }];
  });
  const { margin = 1, harm = 2 } = member2.metric ?? {};
  const last = member2.last.ratio;
  const finite2 = (value) => Number.isFinite(value) && value > 0;
  const seen = [last.low, last.high, ...series.slice(Math.floor(series.length / 2)).map((each) => each?.estimate ?? 1)].filter(finite2);
  const plane = {
    ...small,
    end: endMinute(report),
    low: Math.max(0.05, Math.min(0.5, ...seen.map((value) => value / 1.1))),
    high: Math.min(1e3, Math.max(harm * 1.6, ...seen.map((value) => value * 1.1))),
    scale: "log"
  };
  const mark = (value, className) => path(className, `M${plane.left},${yOf(plane, value)}H${plane.width - plane.right}`);
  return {
    id,
    title: "Ratio, canary : baseline",
    says: `Ratio of the shares of bad requests: ${member2.ratio.estimate}, interval ${member2.ratio.interval}. No worse up to ${digits2(margin, 3)}, harmful from ${digits2(harm, 3)}.`,
    key: [
      { line: "canary-line", name: "ratio", value: `${member2.ratio.estimate} (${member2.ratio.interval})` },
      { line: "margin-line", name: "tolerated", value: digits2(margin, 3) },
      { line: "harm-line", name: "harm", value: digits2(harm, 3) }
    ],
    plane,
    tick: (value) => value < 1e3 ? `${digits2(value, 2)}×` : `${digits2(value / 1e3, 2)}k×`,
    shapes: [
      path(
        "canary-band",
        bandPath(
          plane,
          series.map((each) => each && !Number.isNaN(each.low + each.high) ? each : void 0)
        )
      ),
      mark(1, "even-line"),
      mark(margin, "margin-line"),
      mark(harm, "harm-line"),
      path(
        "canary-line",
        linePath(
          plane,
          series.map((each) => each && !Number.isNaN(each.estimate) ? { minute: each.minute, value: each.estimate } : void 0)
        )
      ),
      end(plane, series.at(-1)?.minute, last.estimate)
    ],
    ...common2(report, member2)
  };
}
function end(plane, minute, value) {
  if (minute === void 0 || Number.isNaN(value)) return "";
  return `<circle class="canary-dot" cx="${xOf(plane, minute)}" cy="${yOf(plane, value)}" r="3.5"/>`;
}

// src/domain/render/report-evidence.ts
function evidenceCharts(report, member2, id) {
  const period = report.spec.periodMs / 6e4;
  const series = report.looks.map(({ minute, members: members2 }) => {
    return { minute: minute + period, look: members2.find(({ name: name2 }) => name2 === member2.name) };
  });
  const uses = (kind) => series.some(({ look }) => reachable(look?.fail)?.kind === kind || reachable(look?.pass)?.kind === kind);
  return [
    ...uses("bad requests") ? [countsChart(report, member2, series, `${id}-n`)] : [],
    ...uses("log e") ? [logChart(report, member2, series, `${id}-e`)] : []
  ];
}
function countsChart(report, member2, series, id) {
  const fail = boundary(series, "fail", "bad requests");
  const pass = boundary(series, "pass", "bad requests");
  const bad = series.map(({ minute, look }) => look && { minute, value: look.canary.x });
  const expected = series.map(({ minute, look }) => look && { minute, value: look.expected });
  const most3 = Math.max(1, ...values(bad), ...values(expected), ...values(fail.slice(-Math.ceil(fail.length / 2))));
  const plane = planeOf(report, 0, roundUp(most3 * 1.05));
  const passed = pass.map((point, index) => point && { ...point, value: Math.min(point.value, fail[index]?.value ?? Infinity) });
  const edge = (points2, outer) => bandPath(
    plane,
    points2.map((point) => point && { minute: point.minute, low: Math.min(outer, point.value), high: Math.max(outer, point.value) })
  );
  const { canary } = member2.last;
  return {
    id,
    title: "Bad requests of the canary so far",
    says: `The canary had ${count(canary.x)} bad requests where ${amount(member2.last.expected)} were expected. ${bounds(fail, pass)}`,
    key: [
      { line: "canary-line", name: "seen", value: count(canary.x) },
      { line: "baseline-line", name: "expected", value: amount(member2.last.expected) },
      ...boundaryKeys(fail, pass, count, ["≥", "≤"])
    ],
    plane,
    tick: short,
    shapes: [
      path("fail-area", edge(fail, plane.high)),
      path("pass-area", edge(passed, plane.low)),
      path("fail-line", linePath(plane, inside(plane, fail))),
      path("pass-line", linePath(plane, inside(plane, pass))),
      path("baseline-line", linePath(plane, expected)),
      path("canary-line", linePath(plane, bad)),
      end(plane, bad.at(-1)?.minute, canary.x)
    ],
    ...common2(report, member2)
  };
}
function logChart(report, member2, series, id) {
  const reached = (side) => points(series, side, "log e", "value");
  const [fail, pass] = [reached("fail"), reached("pass")];
  const [failAt, passAt] = [boundary(series, "fail", "log e"), boundary(series, "pass", "log e")];
  const boundaries = Math.max(1, ...values(failAt), ...values(passAt));
  const highest = Math.min(boundaries * 2.5, Math.max(boundaries, ...values(fail), ...values(pass)));
  const lowest = Math.max(-boundaries, Math.min(0, ...values(fail), ...values(pass)));
  const plane = planeOf(report, lowest, highest * 1.2);
  const { decided: decided2 } = common2(report, member2);
  const text3 = (all) => amount(lastOf(all)?.value ?? 0);
  return {
    id,
    title: "Evidence, log e",
    says: `Evidence for FAIL ${text3(fail)}, for PASS ${text3(pass)}. ${bounds(failAt, passAt)}`,
    key: [
      ...lastOf(fail) ? [{ line: "fail-line whole", name: "for FAIL", value: `${text3(fail)} of ${text3(failAt)}` }] : [],
      ...lastOf(pass) ? [{ line: "pass-line whole", name: "for PASS", value: `${text3(pass)} of ${text3(passAt)}` }] : []
    ],
    plane,
    tick: amount,
    shapes: [
      path("fail-line", linePath(plane, failAt)),
      path("pass-line", linePath(plane, passAt)),
      path("fail-line whole", linePath(plane, fail)),
      path("pass-line whole", linePath(plane, pass)),
      ...boundaryWords(plane, failAt, passAt, (decided2?.minute ?? 0) > plane.end / 2 ? "left" : "right")
    ],
    ...common2(report, member2)
  };
}
function boundaryWords(plane, fail, pass, side) {
  const [x, anchor] = side === "left" ? [plane.left + 4, "start"] : [plane.width - plane.right, "end"];
  const named2 = [
    { as: "fail", at: lastOf(fail)?.value },
    { as: "pass", at: lastOf(pass)?.value }
  ].flatMap(({ as, at: at2 }) => at2 === void 0 ? [] : [{ as, at: at2 }]);
  const highest = Math.max(...named2.map(({ at: at2 }) => at2));
  return named2.map(({ as, at: at2 }, index) => {
    const above = at2 === highest && (index === 0 || named2[0].at !== at2);
    return `<text class="word ${as}-text" x="${x}" y="${yOf(plane, at2) + (above ? -5 : 15)}" text-anchor="${anchor}">${as.toUpperCase()} at ${amount(at2)}</text>`;
  });
}
function planeOf(report, low, high) {
  return { ...small, end: endMinute(report), low, high, scale: "linear" };
}
function boundary(series, side, kind) {
  return points(series, side, kind, "boundary");
}
function points(series, side, kind, what) {
  return series.map(({ minute, look }) => {
    const evidence = reachable(look?.[side]);
    return evidence?.kind === kind ? { minute, value: evidence[what] } : void 0;
  });
}
function inside({ high }, all) {
  return all.map((point) => point && point.value <= high ? point : void 0);
}
function values(all) {
  return all.flatMap((point) => point ? [point.value] : []);
}
function lastOf(all) {
  return all.findLast((point) => point !== void 0);
}
function boundaryKeys(fail, pass, text3, signs) {
  const [failAt, passAt] = [lastOf(fail), lastOf(pass)];
  return [
    ...failAt ? [{ line: "fail-line", name: "FAIL", value: `${signs[0]} ${text3(failAt.value)}` }] : [],
    ...passAt ? [{ line: "pass-line", name: "PASS", value: `${signs[1]} ${text3(passAt.value)}` }] : []
  ];
}
function bounds(fail, pass) {
  const [failAt, passAt] = [lastOf(fail), lastOf(pass)];
  const said = [
    failAt ? `FAIL was at ${amount(failAt.value)}` : "FAIL could not be reached",
    passAt ? `PASS was at ${amount(passAt.value)}` : "PASS could not be reached"
  ];
  return `${said.join(", ")}.`;
}

// src/domain/render/report-style.ts
var pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1c2127; --soft: #56606b; --rule: #e3e7eb; --inset: #f5f7f9;
  --canary: #0a6bb5; --baseline: #66717c; --fail: #b53d07; --pass: #14744a; --open: #56606b; --on-badge: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #13171b; --ink: #e4e8ec; --soft: #9ca7b1; --rule: #2a3138; --inset: #1b2026;
    --canary: #5aaee8; --baseline: #9ca7b1; --fail: #ff9159; --pass: #62cf97; --open: #9ca7b1; --on-badge: #13171b;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%;
  font: 16px/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 1080px; margin: 0 auto; padding: 64px 24px 80px; overflow-wrap: anywhere; }
.scene { color: var(--soft); font-size: 14px; margin: 0 0 18px; }
.verdict { display: flex; gap: 18px; align-items: center; }
.badge { flex: none; width: 52px; height: 52px; border-radius: 50%; font: 700 26px/52px ui-sans-serif, system-ui, sans-serif; text-align: center; background: var(--open); color: var(--on-badge); }
.fail .badge { background: var(--fail); } .pass .badge { background: var(--pass); }
h1 { font-size: 34px; line-height: 1.2; letter-spacing: -0.018em; margin: 0; font-weight: 650; }
h2 { font-size: 22px; line-height: 1.3; letter-spacing: -0.01em; margin: 0 0 8px; font-weight: 650; }
p { margin: 0 0 12px; max-width: 70ch; }
.because { font-size: 18px; margin: 20px 0 10px; }
.ending, .lead { color: var(--soft); } .ending b { color: var(--ink); font-weight: 600; }
.ending { white-space: pre-line; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 13.5px; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 22px 32px; margin: 40px 0 0; padding: 28px 0; list-style: none; border: solid var(--rule); border-width: 1px 0; }
.facts b { display: block; font-size: 25px; line-height: 1.3; font-weight: 600; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
.facts span { display: block; color: var(--soft); font-size: 13px; line-height: 1.45; }
section { margin-top: 64px; }
.tag { font-size: 15px; font-weight: 600; letter-spacing: 0; margin-left: 8px; white-space: nowrap; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 36px 24px; margin-top: 22px; }
figure { margin: 0; min-width: 0; }
.chart { max-width: 460px; display: flex; flex-direction: column; } .chart > svg { margin-top: auto; }
.traffic { margin-top: 44px; }
figcaption { font-size: 14px; font-weight: 600; }
.key { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 4px 0 8px; padding: 0; list-style: none; color: var(--soft); font-size: 13px; }
.key b { color: var(--ink); font-weight: 600; font-variant-numeric: tabular-nums; } .key li { white-space: nowrap; }
.sample { display: inline-block; width: 22px; height: 10px; margin-right: 6px; vertical-align: baseline; }
svg { display: block; width: 100%; height: auto; font-family: inherit; }
svg text { fill: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
.grid { stroke: var(--rule); stroke-width: 1; } .warm-up { fill: var(--baseline); opacity: 0.1; }
.canary-line, .baseline-line, .fail-line, .pass-line, .margin-line, .harm-line, .even-line, .ink-line, .stem, .decided { fill: none; stroke-linejoin: round; stroke-linecap: round; }
.canary-line { stroke: var(--canary); stroke-width: 2.25; }
.baseline-line { stroke: var(--baseline); stroke-width: 1.5; stroke-dasharray: 4 3.5; }
.fail-line { stroke: var(--fail); stroke-width: 1.5; stroke-dasharray: 0.5 4; } .pass-line { stroke: var(--pass); stroke-width: 1.5; stroke-dasharray: 7 4; }
.whole { stroke-width: 2.25; } .fail-line.whole { stroke-dasharray: none; } .pass-line.whole { stroke-dasharray: 9 3; }
.margin-line { stroke: var(--soft); stroke-width: 1.25; stroke-dasharray: 7 4; } .harm-line { stroke: var(--fail); stroke-width: 1.5; stroke-dasharray: 0.5 4; }
.even-line { stroke: var(--rule); stroke-width: 2; } .ink-line { stroke: var(--ink); stroke-width: 1.25; stroke-dasharray: 1.5 3; }
.canary-band { fill: var(--canary); opacity: 0.16; } .baseline-band { fill: var(--baseline); opacity: 0.2; }
.fail-area { fill: var(--fail); opacity: 0.08; } .pass-area { fill: var(--pass); opacity: 0.1; }
.canary-dot { fill: var(--canary); stroke: var(--paper); stroke-width: 1.5; }
.decided { stroke-width: 1.5; } .fail-stroke { stroke: var(--fail); } .pass-stroke { stroke: var(--pass); }
svg .word { font-weight: 650; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.fail-text { color: var(--fail); } .pass-text { color: var(--pass); } .inconclusive-text { color: var(--open); }
svg .fail-text { fill: var(--fail); } svg .pass-text { fill: var(--pass); } svg .canary-text { fill: var(--canary); }
.stem { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 3; opacity: 0.55; }
.marker { fill: var(--ink); } svg .number { fill: var(--paper); font-size: 11px; font-weight: 650; }
.narrow, .middle { display: none; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 15px; margin-top: 14px; }
thead th { text-align: right; font-weight: 500; color: var(--soft); font-size: 13px; padding: 6px 0 6px 20px; }
tbody th { text-align: left; font-weight: 600; padding: 11px 0; } tbody td { padding: 11px 0 11px 20px; text-align: right; }
tbody tr > * { border-top: 1px solid var(--rule); vertical-align: top; } td small { display: block; color: var(--soft); font-size: 13px; }
.decisions { list-style: none; margin: 14px 0 0; padding: 0; }
.decisions li { display: grid; grid-template-columns: 20px 56px minmax(0, 1fr); gap: 12px; padding: 6px 0; align-items: baseline; }
.decisions i { font: 650 11px/19px ui-sans-serif, system-ui, sans-serif; min-width: 19px; height: 19px; border-radius: 10px; text-align: center; background: var(--ink); color: var(--paper); }
.decisions time { color: var(--soft); font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
pre { background: var(--inset); border-radius: 8px; padding: 16px 18px; margin: 14px 0 0; white-space: pre-wrap; line-height: 1.6; }
details { margin-top: 64px; } summary { cursor: pointer; color: var(--soft); font-size: 15px; }
.plain { margin: 14px 0 0; padding: 0; list-style: none; color: var(--soft); font-size: 14px; }
footer { margin-top: 72px; padding-top: 22px; border-top: 1px solid var(--rule); color: var(--soft); font-size: 13px; }
@media (max-width: 1000px) { .wide { display: none; } .middle { display: block; } }
@media (max-width: 640px) {
  main { padding: 36px 16px 56px; } h1 { font-size: 25px; } h2 { font-size: 20px; } .because { font-size: 17px; }
  .badge { width: 44px; height: 44px; font-size: 22px; line-height: 44px; } .verdict { gap: 14px; }
  .facts { grid-template-columns: 1fr 1fr; gap: 20px 20px; margin-top: 30px; padding: 24px 0; } .facts b { font-size: 22px; }
  section, details { margin-top: 52px; } .middle { display: none; } .narrow { display: block; }
  thead { display: none; } tbody tr { display: block; border-top: 1px solid var(--rule); padding: 14px 0; }
  tbody th, tbody td { display: block; border: 0; padding: 2px 0; } tbody tr > * { border: 0; } tbody th { font-size: 17px; padding-bottom: 6px; }
  tbody td { display: flex; justify-content: space-between; gap: 16px; } tbody td::before { content: attr(data-name); color: var(--soft); }
  td small { display: inline; margin-left: 8px; } .decisions li { grid-template-columns: 20px 46px minmax(0, 1fr); gap: 10px; }
}
@media print { main { padding: 0; max-width: none; } section, figure { break-inside: avoid; } }
`;
var pageStyleHash = "sha256-WebUU3nWLFf8l4j/Hquy8cbXrFib3O8PqA+2+CIGpHQ=";

// src/domain/render/report-tables.ts
function memberTable(members2) {
  if (members2.length === 0) return "";
  const rows = members2.map(({ name: name2, last, ratio: ratio2, harm, standing, words }) => {
    const { canary, baseline, expected } = last;
    return [
      `<th scope="row">${escape(name2)}</th>`,
      cell("canary", `${share2(canary.x, canary.n)}<small>${count(canary.x)} of ${count(canary.n)}</small>`),
      cell("baseline", `${share2(baseline.x, baseline.n)}<small>${count(baseline.x)} of ${count(baseline.n)}</small>`),
      cell("expected", amount(expected)),
      cell("ratio", `<b>${ratio2.estimate}</b><small>${ratio2.interval}</small>`),
      cell("harmed", amount(Math.max(0, harm.excess))),
      `<td data-name="verdict"><span class="${standing}-text">${faces[standing].mark} ${escape(words)}</span></td>`
    ];
  });
  return section("In numbers", table2(["", "canary", "baseline", "expected", "ratio", "harmed", "verdict"], rows));
}
function frozenTable({ spec, frozen }) {
  const rows = frozen.members.map(({ name: name2, overdispersion, normal }) => {
    const metric = metricOf(spec, name2);
    return [
      `<th scope="row">${escape(name2)}</th>`,
      cell("tolerated", metric ? digits2(metric.margin, 3) : "–"),
      cell("harm", metric ? digits2(metric.harm, 3) : "–"),
      cell("part of alpha", metric ? digits2(metric.alphaShare, 3) : "–"),
      cell("needed for a pass", metric?.required ? "yes" : "no"),
      cell("normal share", normal === void 0 ? "learned" : percent2(normal * 100)),
      cell("overdispersion", overdispersion === void 0 ? "learned" : digits2(overdispersion, 3))
    ];
  });
  const design = {
    declared: "the plan stands before the first look",
    extendable: "the plan may be extended",
    adaptive: "steps end early on evidence"
  }[spec.design];
  const facts3 = [
    `alpha ${digits2(spec.alpha, 3)}, beta ${digits2(spec.beta, 3)}: the chance to fail a good canary, and to pass a harmful one`,
    `${count(spec.looks)} looks of ${digits2(spec.periodMs / 1e3, 4)} s after a warm-up of ${count(spec.warmUp)}; a pass needs ${count(spec.floor)}`,
    `${spec.design}: ${design}`
  ];
  const heads = ["", "tolerated", "harm", "part of alpha", "needed for a pass", "normal share", "overdispersion"];
  return `<details><summary>Fixed before the first look</summary>
<ul class="plain">${facts3.map((fact) => `<li>${escape(fact)}</li>`).join("")}</ul>
${rows.length === 0 ? "" : table2(heads, rows)}
</details>`;
}
function section(title, body) {
  return `<section><h2>${escape(title)}</h2>
${body}
</section>`;
}
function table2(heads, rows) {
  const head = heads.map((name2) => name2 === "" ? "<td></td>" : `<th scope="col">${escape(name2)}</th>`).join("");
  return `<table><thead><tr>${head}</tr></thead>
<tbody>${rows.map((cells) => `<tr>${cells.join("")}</tr>`).join("\n")}</tbody></table>`;
}
function cell(name2, html) {
  return `<td class="n" data-name="${escape(name2)}"><span>${html}</span></td>`;
}

// src/domain/render/report-traffic.ts
var widths = { wide: 1032, middle: 680, narrow: 340 };
var markerRadius = 9;
var mostBins = 120;
function trafficFigure(report, members2) {
  if (report.weights.length === 0 && report.rows.length === 0) return "";
  const measured = measuredShare(report, members2);
  const most3 = Math.max(1, ...report.weights.map(({ weight }) => weight), ...measured.flatMap((point) => point ? [point.value] : []));
  const drawings = Object.entries(widths).map(
    ([name2, width]) => `<div class="${name2}">${drawing(report, measured, most3, name2, width)}</div>`
  );
  return `<figure class="traffic">
<figcaption>Traffic to the canary, percent</figcaption>
<ul class="key">${keyItem({ line: "canary-line", name: "weight" })}${measured.some(Boolean) ? keyItem({ line: "ink-line", name: "measured" }) : ""}</ul>
${drawings.join("\n")}
</figure>`;
}
function drawing(report, measured, most3, name2, width) {
  const marked = report.decisions.length > 0;
  const top = marked ? 34 : 14;
  const plane = {
    width,
    height: top + 132,
    left: 46,
    right: 10,
    top,
    bottom: 26,
    end: endMinute(report),
    low: 0,
    high: roundUp(most3),
    scale: "linear"
  };
  const steps2 = stepsOf(report, plane.end);
  const floor = yOf(plane, 0);
  const line = stepPath(plane, steps2);
  const area = steps2.length === 0 ? "" : `${line}V${floor}H${xOf(plane, steps2[0].minute)}Z`;
  const said = steps2.slice(0, -1).map(({ minute, value }) => `${digits2(value, 3)} % from minute ${digits2(minute, 3)}`);
  return svg(`traffic-${name2}`, "Traffic to the canary over time", `Weight of the canary: ${said.join(", ") || "never any"}.`, plane, [
    ticksOf(plane, 3).map((value) => {
      const y = yOf(plane, value);
      return `<line class="grid" x1="${plane.left}" x2="${width - plane.right}" y1="${y}" y2="${y}"/><text x="${plane.left - 7}" y="${y + 4}" text-anchor="end">${digits2(value, 3)}${value === 0 ? "" : " %"}</text>`;
    }).join(""),
    path("canary-band", area),
    path("canary-line", line),
    path("ink-line", linePath(plane, measured)),
    stepWords(plane, steps2),
    markers(plane, report),
    minuteAxis(plane)
  ]);
}
function stepsOf({ weights: weights2, startedAtMs }, end2) {
  const points2 = weights2.map(({ atMs, weight }) => ({ minute: Math.max(0, (atMs - startedAtMs) / 6e4), value: weight }));
  const last = points2.at(-1);
  return last ? [...points2, { minute: end2, value: last.value }] : [];
}
function stepWords(plane, steps2) {
  return steps2.slice(0, -1).map(({ minute, value }, index) => {
    const [x, next2] = [xOf(plane, minute), xOf(plane, steps2[index + 1].minute)];
    const y = yOf(plane, value);
    if (next2 - x < 40 || value === 0) return "";
    const under = y - plane.top < 16;
    return `<text class="word canary-text" x="${x + 7}" y="${under ? y + 17 : y - 6}">${digits2(value, 3)} %</text>`;
  }).join("");
}
function measuredShare(report, members2) {
  const fullest = [...members2].sort((a, b) => b.last.baseline.n - a.last.baseline.n)[0];
  if (!fullest) return [];
  return binsOf(report, fullest.name, mostBins).map(({ from, to, canary, baseline }) => {
    const all = (canary?.n ?? 0) + (baseline?.n ?? 0);
    return all > 0 ? { minute: (from + to) / 2, value: (canary?.n ?? 0) / all * 100 } : void 0;
  });
}
function markers(plane, { decisions, startedAtMs }) {
  const bottom = plane.height - plane.bottom;
  const wanted2 = decisions.map(({ atMs }) => xOf(plane, (atMs - startedAtMs) / 6e4));
  const distance = markerRadius * 2 + 3;
  const room = plane.width - plane.right - plane.left;
  if (decisions.length * distance > room) return wanted2.map((x) => path("stem", `M${x},${plane.top}V${bottom}`)).join("");
  const places = spreadOut(wanted2, distance, plane.left, plane.width - plane.right - markerRadius);
  return wanted2.map((x, index) => {
    const at2 = places[index];
    const y = markerRadius + 1;
    const stem = path("stem", `M${at2},${y + markerRadius}L${x},${plane.top - 4}V${bottom}`);
    return `${stem}<circle class="marker" cx="${at2}" cy="${y}" r="${markerRadius}"/><text class="number" x="${at2}" y="${y + 4}" text-anchor="middle">${index + 1}</text>`;
  }).join("");
}
function decisionList({ decisions, startedAtMs }) {
  if (decisions.length === 0) return "";
  const items = decisions.map(
    ({ atMs, text: text3 }, index) => `<li><i>${index + 1}</i><time>${clock(atMs - startedAtMs)}</time><span>${escape(text3)}</span></li>`
  );
  return `<section><h2>What was decided</h2><ol class="decisions">${items.join("\n")}</ol></section>`;
}
function clock(ms) {
  const seconds = Math.round(Math.abs(ms) / 1e3);
  return `${ms <= -500 ? "−" : ""}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// src/domain/render/report-page.ts
function reportPage(result, report) {
  const members2 = membersOf2(report);
  const subject = result.service || result.action;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${pageStyleHash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escape(`${faces[standingOf(report)].word}: ${subject}`)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${[
    heading(result, report, subject),
    facts2(result, report, members2),
    trafficFigure(report, members2),
    ...members2.map((member2, index) => memberSection(report, member2, `m${index}`)),
    memberTable(members2),
    decisionList(report),
    faults(result),
    lines("Left to do", result.outcome === "failed" ? result.undo : []),
    lines("What this plan could see, told beforehand", report.forecast),
    frozenTable(report),
    footer(result, report)
  ].filter((part) => part !== "").join("\n")}
</main>
</body>
</html>
`;
}
function heading(result, report, subject) {
  const standing = standingOf(report);
  const { mark, word, says } = faces[standing];
  const look = report.looks.at(-1);
  const where = [subject, result.environment, ...result.to === "" ? [] : [[result.from, result.to].filter(Boolean).join(" → ")]];
  const ending = `<b>${escape(result.outcome.replaceAll("-", " "))}</b>, <code>${escape(result.reasonCode)}</code>`;
  return `<header>
<p class="scene">${where.filter(Boolean).map(escape).join(" · ")}</p>
<div class="verdict ${standing}"><span class="badge" aria-hidden="true">${mark}</span><h1>${escape(word)}: ${escape(says)}</h1></div>
${look ? `<p class="because">${escape(look.because)}${look.blocks ? ". No gate opens on this, whatever is asked of an inconclusive verdict." : ""}</p>` : ""}
<p class="ending">${ending}${look && result.reason.endsWith(look.because) ? "" : `: ${escape(result.reason)}`}</p>
</header>`;
}
function facts2(result, report, members2) {
  const worst = harmful(members2);
  const [lead] = members2;
  const judged2 = judgedOf(members2);
  const passedMs = Date.parse(result.endedAt) - Date.parse(result.startedAt);
  const intervals2 = report.looks.at(-1)?.judged ?? 0;
  const items = [
    ...lead ? [[lead.ratio.estimate, `times the baseline, ${lead.ratio.interval} (${escape(lead.name)})`]] : [],
    [count(judged2.canary), `requests judged, against ${count(judged2.baseline)} of the baseline`],
    ...worst ? [
      [
        amount(Math.max(0, worst.harm.excess)),
        `harmed beyond the baseline’s share; ${count(worst.harm.bad)} bad in all (${escape(worst.name)})`
      ]
    ] : [],
    [
      count(intervals2),
      `${intervals2 === 1 ? "interval" : "intervals"} judged, ${count(report.spec.looks)} planned${passedMs > 0 ? `; ${span(passedMs)} from start to end` : ""}`
    ]
  ];
  return `<ul class="facts">${items.map(([value, name2]) => `<li><b>${value}</b><span>${name2}</span></li>`).join("")}</ul>`;
}
function memberSection(report, member2, id) {
  const { name: name2, standing, words, last } = member2;
  const open2 = needed2(member2);
  const charts2 = [shareChart(report, member2, `${id}-s`), ratioChart(report, member2, `${id}-r`), ...evidenceCharts(report, member2, id)];
  const said = `${count(last.canary.x)} bad of ${count(last.canary.n)} requests (${share2(last.canary.x, last.canary.n)}) where ${amount(last.expected)} were expected.`;
  return `<section class="member">
<h2>${escape(name2)} <span class="tag ${standing}-text">${faces[standing].mark} ${escape(words)}</span></h2>
<p class="lead">${said}${open2 === "" ? "" : ` To be decided: ${escape(open2)}.`}</p>
<div class="charts">
${charts2.map(figure).join("\n")}
</div>
</section>`;
}
var mostFaults = 3;
function faults({ faults: all }) {
  if (all.length === 0) return "";
  const shown2 = all.slice(-mostFaults).map(({ because, details }) => `<p>${escape(because)}</p>${details.length === 0 ? "" : `<pre>${details.map(escape).join("\n")}</pre>`}`);
  return section("What failed", shown2.join("\n"));
}
function lines(title, texts) {
  return texts.length === 0 ? "" : section(title, `<pre>${texts.map(escape).join("\n")}</pre>`);
}
function footer({ action }, report) {
  const start2 = new Date(report.startedAtMs).toISOString().slice(0, 16).replace("T", " ");
  const warmUp2 = report.spec.warmUp > 0 ? " The shaded start of a chart is the warm-up, which is not judged." : "";
  return `<footer>${escape(action)}. Minute 0 is ${start2} UTC, when the canary first had traffic.${warmUp2} Bands of shares hold 95 % (Wilson), widened where requests clump; the band of a ratio holds at all looks together. Harmed are bad responses of the canary above what the baseline’s share of the same interval would have given, the warm-up among them.</footer>`;
}

// src/actions/canary-told.ts
function canaryOutputsAt(event) {
  if (event.kind === "acted" && event.act.kind === "shift") return { weight: String(event.act.weight) };
  if (event.kind === "judged") {
    const analysis = event.evidence.find(({ check: check2 }) => check2 === "analysis");
    return analysis ? { verdict: analysis.verdict } : {};
  }
  return "weight" in event && event.weight !== void 0 ? { weight: String(event.weight) } : {};
}
function besidesAnalysis(host, reportOf) {
  return (result) => {
    const report = reportOf();
    if (!report) return { sections: [], outputs: {} };
    const path2 = host.leaveFile(`sluice-canary${stepOf(host)}.html`, reportPage(result, report));
    const last = report.looks.at(-1);
    return {
      sections: [analysisSection(report)],
      outputs: { report: path2, ...last && { evidence: JSON.stringify(last, finite) } }
    };
  };
}
function finite(_key, value) {
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}
function stepOf({ env }) {
  const id = (env["GITHUB_ACTION"] ?? "").replaceAll(/[^\w-]/g, "");
  return id === "" ? "" : `-${id}`;
}

// src/actions/canary-rollout.ts
async function rollCanary(host, aws, rollout) {
  const { values: values2, part, place, content: content2, judging, smoke, match, about } = rollout;
  const ref = pairRef(place);
  const continues = content2.kind === "running" && values2.images.size === 0;
  const target = createPairTarget({
    ...{ ...aws, region: place.region, ref, wanted: continues ? { kind: "idle" } : content2, images: imagesIn(values2.images) },
    ...{ alarms: values2.alarms, requireDigest: values2["require-digest"], otherTraffic: values2["other-traffic"] },
    stickiness: typeof values2.stickiness === "number" ? values2.stickiness / 1e3 : values2.stickiness,
    ...{
      minHealthy: values2["min-healthy"],
      planMs: Math.min(heldMs(part), about.deadlineMs),
      ...match && { match },
      ...sessionEnd(host)
    }
  });
  const { steps: steps2 } = part;
  const last = steps2.at(-1).weight;
  const stops = values2.complete === "hold" || last < 100;
  const order = {
    mode: values2.mode === "plan" ? "plan" : "apply",
    holder: holderOf(host),
    onUnfinished: values2["on-unfinished"],
    onEmpty: "fail",
    deadlineMs: about.deadlineMs,
    ...continues && { continues },
    ...stops && { until: goalName(last) },
    adopts: isStaged,
    plan: ({ baseline, names = { baseline: "", candidate: "" }, idle, unfinished }, candidate) => {
      const after = part.kind === "step" ? unfinished : void 0;
      if (after?.heading === "forward" && values2["on-unfinished"] !== "rollback") assertRises(after.goals[after.goal].weight, steps2);
      return {
        ...canaryPlan({
          ...{ target: target.name, candidate, baseline, names, candidateWasThere: idle?.revision === candidate },
          ...{ steps: steps2, stepwise: part.kind === "step", ...match && { match }, ...after && { after } },
          ...{ tests: smoke.checks, judged: judging.judged, watched: judging.watched },
          ...{ everyMs: Math.min(6e4, values2["metrics-period"]), lateMs: lateMs(values2), onInconclusive: values2["on-inconclusive"] },
          ...{ early: values2["early-promote"] === "true", unattended: values2.unattended === "hold" },
          ...{ standbyMs: values2.standby, deadlineMs: about.deadlineMs, onCancel: values2["on-cancel"] },
          success: stops ? "GATE_PASSED" : "PROMOTED"
        }),
        minHealthy: values2["min-healthy"]
      };
    }
  };
  let judge2;
  const sides = sidesTold(target.arnOf, values2["test-url"]);
  const told2 = {
    ...about,
    place,
    outputsOf: sides.outputsOf,
    outputsAt: (event) => ({ ...sides.outputsAt(event), ...canaryOutputsAt(event) }),
    besides: besidesAnalysis(host, () => judge2?.report())
  };
  const options = { values: values2, part, judging, send: aws.send, ref, host };
  await conclude(
    host,
    told2,
    (ports) => conduct(order, target, {
      ...{ ...ports, clock: localClock, cancellation: host.cancelled },
      judge: (plan) => judge2 = createWholeJudge({ ...options, canary: sideOf(plan), smokes: smoke.judge(plan, ports.reporter, aws.awsNowMs) })
    })
  );
}
function assertRises(reached, steps2) {
  const asked = steps2[0].weight;
  if (asked >= reached) return;
  throw new SluiceError("PREFLIGHT_FAILED", `The canary has ${String(reached)} % of the traffic already, and ${String(asked)} % is less`, {
    hint: "Nothing was changed. Weights only rise; the action `rollback` leads the canary home."
  });
}

// src/actions/canary-gate.ts
async function main(host) {
  const content2 = readWantedContent(host);
  const documents = documentsOf(host);
  const rules = [regionKnown(host), ...content2.rules, ...smokeRules(documents), ...canaryRules(documents)];
  const read = await readInputs(inputs, host, { rules });
  const { values: values2 } = read;
  const part = partOf(values2);
  const place = placeOf(host, values2);
  const judging = await canaryJudging(values2, part, documents);
  const aws = createSend({ region: regionOf(host, values2["aws-region"]), userAgent: "sluice/canary-gate" });
  const about = {
    action: metadata.name,
    environment: values2.environment ?? "",
    bakeMs: heldMs(part),
    gates: gatesText(part, values2, judging),
    deadlineMs: values2["timeout-minutes"] * 6e4,
    settings: settings(inputs, read),
    nowMs: aws.awsNowMs
  };
  if (part.kind !== "watch") {
    const smoke = await smokeTests(values2, documents, host.env);
    await rollCanary(host, aws, {
      values: values2,
      part,
      place,
      content: await content2.of(values2["task-definition"]),
      judging,
      smoke,
      match: await documents.valueOf(values2.match, parseMatch),
      about
    });
    aws.close();
    return;
  }
  const subject = place ? serviceOf(place) : "the canary";
  const judge2 = createWholeJudge({ values: values2, part, judging, send: aws.send, host, ...place && { ref: pairRef(place) } });
  const gate = {
    ...{ holdMs: part.holdMs, checks: judging.judged.filter(({ kind }) => kind !== "alarms"), onInconclusive: values2["on-inconclusive"] },
    ...{ everyMs: Math.min(6e4, values2["metrics-period"]), patienceMs: 6e5, lateMs: lateMs(values2) },
    ...values2["early-promote"] === "true" && { early: true }
  };
  const order = {
    name: subject,
    gate,
    deadlineMs: about.deadlineMs,
    shadow: values2.mode === "shadow",
    unattended: values2.unattended === "hold",
    planned: values2.mode === "plan"
  };
  await conclude(
    host,
    { ...about, subject, outputsAt: canaryOutputsAt, besides: besidesAnalysis(host, judge2.report) },
    (ports) => watch2(
      { ...order, ...values2.since !== void 0 && { sinceMs: values2.since } },
      { ...ports, clock: localClock, cancellation: host.cancelled, judge: judge2, nowMs: aws.awsNowMs }
    )
  );
  aws.close();
}
function placeOf(host, values2) {
  const { cluster, blue, green } = values2;
  if (cluster === void 0 || blue === void 0 || green === void 0) return void 0;
  return { topology: "pair", region: regionOf(host, values2["aws-region"]), cluster, blue, green, ...rulesOf(values2) };
}
export {
  main,
  metadata,
  post
};
