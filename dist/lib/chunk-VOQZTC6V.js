import {
  member,
  readMap,
  readMembers,
  readText,
  wrong
} from "./chunk-JCGEUKZT.js";
import {
  SluiceError
} from "./chunk-M444EUFH.js";

// src/domain/metrics/arm.ts
var bareArm = { side: "", service: "", cluster: "", revision: "", group: "", loadBalancer: "" };
var members = {
  arm: "arm",
  side: "side",
  service: "service",
  cluster: "cluster",
  revision: "revision",
  group: "group",
  "load-balancer": "loadBalancer"
};
var tellingPlaceholders = ["{arm}", "{side}", "{service}", "{revision}", "{group}"];
var placeholder = /\{(arm|side|service|cluster|revision|group|load-balancer)\}/g;
function tellsArms(text) {
  return tellingPlaceholders.some((each) => text.includes(each));
}
function fillArm(text, arm, escape = (value) => value) {
  return text.replaceAll(placeholder, (whole, name) => {
    const value = arm[members[name]] ?? "";
    if (value === "")
      throw new SluiceError("INPUT_INVALID", `There is nothing that ${whole} could stand for in a metric of ${armText(arm)}`);
    return escape(value);
  });
}
function armText({ arm, side, service, revision }) {
  return `${side || service || (arm ?? "")}${revision === "" ? "" : ` (${revision})`}`;
}
function escapePromql(value) {
  return value.replaceAll(/[^\w :/.-]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

// src/domain/metrics/cloudwatch-source.ts
var statistics = /^(?:SampleCount|Sum|Average|Minimum|Maximum|IQM|p\d{1,2}(?:\.\d{1,10})?|(?:TM|TC|PR|TS|WM)\([\d.%:]+\))$/;
var counting = /^(?:SampleCount|Sum|TC\(.*\))$/;
function readCloudWatch(place, given) {
  const bad = readQuery(member(place, "bad"), given.get("bad"));
  const total = readQuery(member(place, "total"), given.get("total"));
  return bad && total && { kind: "cloudwatch", bad, total };
}
function readQuery(place, value) {
  const members2 = asMap(value);
  if (members2 === void 0)
    return wrong(place, value, "a mapping of namespace, metric, dimensions, statistic, or of expression and metrics,");
  const query = members2.has("expression") ? readExpression(place, value) : readMetric(place, value, counting, "Sum, SampleCount or TC(0.25:) and the like");
  if (query === void 0 || textsOf(query).some(tellsArms)) return query;
  place.problems.push(`${place.at} asks for the same of both arms: one of ${tellingPlaceholders.join(", ")} must be in it`);
  return void 0;
}
function readExpression(place, value) {
  const known = readMembers(place, value, ["expression", "metrics"]);
  const expression = readFilled(member(place, "expression"), known?.get("expression"), "metric math such as m1 - m2");
  const at = member(place, "metrics");
  const metrics = known?.has("metrics") ? readMap(at, known.get("metrics")) : [];
  const read = metrics?.map(([id, each]) => {
    const own = member(at, id);
    if (!/^[a-z]\w{0,254}$/.test(id)) own.problems.push(`${own.at} is no id: a small letter, then letters, digits and _ are expected`);
    return [id, readMetric(own, each, statistics, "a statistic such as Sum or p99")];
  });
  if (expression === void 0 || read === void 0) return void 0;
  const whole = read.flatMap(([id, metric]) => metric ? [[id, metric]] : []);
  return whole.length < read.length ? void 0 : { kind: "expression", expression, metrics: Object.fromEntries(whole) };
}
function readAnyMetric(place, value) {
  return readMetric(place, value, statistics, "a statistic such as Average, Maximum or p99");
}
function readMetric(place, value, allowed, expected) {
  const known = readMembers(place, value, ["namespace", "metric", "dimensions", "statistic"]);
  if (known === void 0) return void 0;
  const namespace = readFilled(member(place, "namespace"), known.get("namespace"), "a namespace such as Shop/Orders");
  const metric = readFilled(member(place, "metric"), known.get("metric"), "the name of a metric");
  const dimensions = known.has("dimensions") ? readDimensions(member(place, "dimensions"), known.get("dimensions")) : {};
  const statistic = known.get("statistic") ?? "Sum";
  const at = member(place, "statistic");
  const right = typeof statistic === "string" && statistics.test(statistic) && allowed.test(statistic);
  if (!right) wrong(at, statistic, expected);
  if (namespace === void 0 || metric === void 0 || dimensions === void 0 || !right) return void 0;
  return { kind: "metric", namespace, metric, dimensions, statistic };
}
function readDimensions(place, value) {
  const read = readMap(place, value)?.map(([name, each]) => [name, readFilled(member(place, name), each, "text")]);
  if (read !== void 0 && read.length > 30)
    place.problems.push(`${place.at} has ${String(read.length)} dimensions: 30 at most are expected`);
  const whole = read?.flatMap(([name, each]) => each === void 0 ? [] : [[name, each]]);
  return whole && whole.length === read?.length ? Object.fromEntries(whole) : void 0;
}
function readFilled(place, value, what) {
  if (value === void 0 || value === null || value === "") return wrong(place, value, what);
  return readText(place, value);
}
function asMap(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : void 0;
}
function textsOf(query) {
  if (query.kind === "metric") return [query.namespace, query.metric, ...Object.values(query.dimensions)];
  return [query.expression, ...Object.values(query.metrics).flatMap(textsOf)];
}

export {
  bareArm,
  tellingPlaceholders,
  placeholder,
  tellsArms,
  fillArm,
  armText,
  escapePromql,
  readCloudWatch,
  readAnyMetric
};
