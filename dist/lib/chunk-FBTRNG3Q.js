import {
  createMetricReader,
  momentsOf,
  pointAt
} from "./chunk-QR3YFT42.js";
import {
  alarmFaults,
  alarmProblems,
  anyServiceProblems,
  changeLine,
  contentChanges,
  countTargets,
  createServiceNews,
  createTaskFaults,
  createWantedRevision,
  deadlock,
  describeAlarms,
  describeTargets,
  digest,
  isSteady,
  keptInTags,
  lateRecordStore,
  readLagMs,
  revisionArn,
  serviceWarnings,
  targetGroupProblems
} from "./chunk-JBXP4CS3.js";
import {
  awsErrorName,
  canonical,
  clockMarginMs,
  describeService,
  describeTaskDefinition,
  nameOf,
  primaryOf,
  revisionOf
} from "./chunk-PQEJCLZX.js";
import {
  element,
  member,
  quoted,
  readDuration,
  readMembers,
  readText,
  readWhole,
  shown,
  wrong
} from "./chunk-JCGEUKZT.js";
import {
  span
} from "./chunk-N7OTRSLU.js";
import {
  SluiceError,
  asSluiceError
} from "./chunk-M444EUFH.js";

// src/domain/match.ts
var ruleLimits = { values: 5, ofOne: 3, wildcards: 5 };
var singleKinds = ["host", "path", "method", "source-ip"];
var kinds = ["header", "cookie", "query", ...singleKinds];
function parseMatch(value) {
  const place = { at: "match", problems: [] };
  const entries = Array.isArray(value) ? value : [];
  if (entries.length === 0) wrong(place, value, 'a list of conditions, such as "- header: { name: x-canary, value: yes }",');
  const conditions2 = entries.flatMap((entry, index) => readCondition(element(place, index), entry) ?? []);
  for (const kind of singleKinds) {
    if (conditions2.filter((each) => each.kind === kind).length > 1)
      place.problems.push(`${place.at} has several conditions on ${kind}, and a rule can have one: put the values in one list`);
  }
  const { values, wildcards } = countsOf(conditions2);
  if (values > ruleLimits.values)
    place.problems.push(`${place.at} has ${String(values)} values, and a rule can compare ${String(ruleLimits.values)}`);
  if (wildcards > ruleLimits.wildcards)
    place.problems.push(`${place.at} has ${String(wildcards)} wildcards, and a rule can have ${String(ruleLimits.wildcards)}`);
  return place.problems.length > 0 ? { problems: place.problems } : { value: conditions2 };
}
function countsOf(conditions2) {
  const texts = conditions2.flatMap((condition3) => {
    if (condition3.kind === "query") return condition3.pairs.map(({ key = "", value }) => `${key}=${value}`);
    return condition3.values;
  });
  return { values: texts.length, wildcards: texts.join("").split(/[*?]/).length - 1 };
}
function readCondition(place, entry) {
  const members2 = typeof entry === "object" && entry !== null && !Array.isArray(entry) ? Object.entries(entry) : [];
  const [kind, spec] = members2[0] ?? ["", void 0];
  if (members2.length !== 1 || !kinds.includes(kind)) {
    const found = members2.length === 0 ? shown(entry) : `a mapping of ${members2.map(([name]) => quoted(name)).join(", ")}`;
    place.problems.push(`${place.at} is ${found}: one of ${kinds.join(", ")} is expected, such as "header: { name: x-canary, value: yes }"`);
    return void 0;
  }
  const at = member(place, kind);
  const single = singleKinds.find((each) => each === kind);
  if (single) {
    const values = readValues(at, spec, formOf[single]);
    return values && { kind: single, values };
  }
  if (kind === "query") return readQuery(at, spec);
  return readHeader(at, spec, kind === "cookie");
}
function readValues(place, value, form) {
  const list3 = Array.isArray(value) ? value : [value];
  const before = place.problems.length;
  if (list3.length === 0) wrong(place, value, form.expected);
  if (list3.length > ruleLimits.ofOne)
    place.problems.push(`${place.at} has ${String(list3.length)} values, and one condition can have ${String(ruleLimits.ofOne)}`);
  const values = list3.flatMap((each, index) => {
    const at = Array.isArray(value) ? element(place, index) : place;
    const text3 = readText(at, each);
    if (text3 === void 0) return [];
    if (form.pattern.test(text3) && text3.length <= form.most) return [text3];
    wrong(at, text3, form.expected);
    return [];
  });
  return place.problems.length === before ? values : void 0;
}
function valuesOf(place, known, form) {
  if (known.has("value") === known.has("values")) return wrong(place, Object.fromEntries(known), "`value` or `values`");
  const name = known.has("value") ? "value" : "values";
  return readValues(member(place, name), known.get(name), form);
}
function readHeader(place, spec, isCookie) {
  const known = readMembers(place, spec, ["name", "value", "values"]);
  if (!known) return void 0;
  const [name] = readValues(member(place, "name"), known.get("name"), isCookie ? cookieName : headerName) ?? [];
  const values = valuesOf(place, known, isCookie ? cookieValue : text);
  if (name === void 0 || values === void 0) return void 0;
  if (!isCookie && /^host$/i.test(name)) return wrong(member(place, "name"), name, "`- host: …` instead of a header condition on it");
  return isCookie ? { kind: "header", name: "Cookie", values: values.map((each) => `*${name}=${each}*`) } : { kind: "header", name, values };
}
function readQuery(place, spec) {
  const known = readMembers(place, spec, ["key", "value", "values"]);
  if (!known) return void 0;
  const [key] = known.has("key") ? readValues(member(place, "key"), known.get("key"), text) ?? [void 0] : [""];
  const values = valuesOf(place, known, text);
  if (key === void 0 || values === void 0) return void 0;
  return { kind: "query", pairs: values.map((value) => key === "" ? { value } : { key, value }) };
}
var text = { pattern: /^[\x20-\x7e]+$/, most: 128, expected: "a text of 1 to 128 visible ASCII characters" };
var headerName = { pattern: /^[!#$%&'*+.^_`|~\w-]+$/, most: 40, expected: "the name of a header, of at most 40 characters," };
var cookieName = { pattern: /^[!#$%&'+.^_`|~\w-]+$/, most: 60, expected: "the name of a cookie" };
var cookieValue = {
  pattern: /^[\x21-\x2b\x2d-\x3a\x3c-\x7e]+$/,
  most: 60,
  expected: "the value of a cookie, of at most 60 characters,"
};
var formOf = {
  host: { pattern: /^[\w.*?-]+$/, most: 128, expected: "a host name such as beta.shop.example" },
  path: { pattern: /^[\w.$/~"'@:+&*?-]+$/, most: 128, expected: "a path such as /beta/*" },
  method: { pattern: /^[A-Z_-]+$/, most: 40, expected: "a method such as GET" },
  "source-ip": {
    pattern: /^(\d{1,3}(\.\d{1,3}){3}\/([12]?\d|3[0-2])|[\da-fA-F:]+:[\da-fA-F:.]*\/\d{1,3})$/,
    most: 49,
    expected: "a network such as 10.0.0.0/8"
  }
};

// src/domain/missing.ts
var sideHeader = "x-sluice-side";
function otherSide(side) {
  return side === "blue" ? "green" : "blue";
}
function lacksAnything({ lacks, rules, untested, guards: guards3 }) {
  return lacks.service || lacks.group || rules.some((rule) => !rule.both) || untested.length > 0 || guards3;
}
function groupNameBeside(name, side) {
  const stem = name.replace(/-(?:blue|green)$/, "").slice(0, 32 - side.length - 1);
  const made = `${stem.replace(/-+$/, "")}-${side}`;
  return made === name ? `${side}-${stem}`.slice(0, 32).replace(/-+$/, "") : made;
}
function testRules({ rules, untested }) {
  const [first] = rules;
  if (!first) return [];
  const { listener } = first;
  const limit = first.priority === "default" ? highestPriority + 1 : first.priority;
  const taken2 = new Set(listener.priorities);
  const free = [];
  for (let priority = limit - 1; priority >= 1 && free.length < untested.length; priority--) if (!taken2.has(priority)) free.push(priority);
  const kept = first.conditions.reduce((sum, each) => sum + each.values.length, 0) < 5 ? first.conditions : [];
  return untested.flatMap((side, index) => {
    const priority = free[index];
    if (priority === void 0) return [];
    return [{ side, listener, priority, conditions: [...kept, { field: "http-header", name: sideHeader, values: [side] }] }];
  });
}
var highestPriority = 5e4;

// src/domain/render/typescript.ts
function tsString(text3) {
  const escaped = text3.replaceAll(/[\\']/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll(/[\p{Cc}\u2028\u2029]/gu, (char) => `\\u${char.codePointAt(0).toString(16).padStart(4, "0")}`);
  return `'${escaped}'`;
}
function comment(text3) {
  return `// ${text3.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")}`;
}
function members(fields) {
  return Object.entries(fields).flatMap(([name, value]) => value === void 0 ? [] : [`  ${name}: ${String(value)},`]);
}
function list(values) {
  return `[${values.map(tsString).join(", ")}]`;
}
function optional(text3) {
  return text3 === void 0 ? void 0 : tsString(text3);
}
function seconds(value) {
  return value === void 0 ? void 0 : `Duration.seconds(${value})`;
}
function inline(fields) {
  const given = Object.entries(fields).filter(([, value]) => value !== void 0);
  return `{ ${given.map(([name, value]) => `${name}: ${String(value)}`).join(", ")} }`;
}

// src/domain/render/missing-cdk-rules.ts
function listeners(missing2) {
  const wanted = [...missing2.rules.filter((rule) => !rule.both && rule.priority !== "default"), ...testRules(missing2)].map(
    ({ listener }) => listener
  );
  const unique = [...new Map(wanted.map((listener) => [listener.port, listener])).values()];
  return unique.flatMap(({ arn, port }) => [
    "",
    `const listener${port} = elb.ApplicationListener.fromApplicationListenerAttributes(scope, 'Listener${port}', {`,
    ...members({
      listenerArn: tsString(arn),
      securityGroup: `ec2.SecurityGroup.fromSecurityGroupId(scope, 'Listener${port}Group', 'unused')`
    }),
    "})"
  ]);
}
function weighted({ found }, rule) {
  const sticky = rule.stickinessSeconds;
  return [
    "elb.ListenerAction.weightedForward(",
    `  [${inline({ targetGroup: found, weight: 100 })}, ${inline({ targetGroup: otherSide(found), weight: 0 })}],`,
    ...sticky === void 0 ? [] : [`  ${inline({ stickinessDuration: seconds(sticky) })},`],
    ")"
  ];
}
function productions(missing2) {
  return missing2.rules.filter((rule) => !rule.both).flatMap((rule) => {
    const [first = "", ...rest] = weighted(missing2, rule);
    const kept = rule.before.map((type) => comment(`Keep your action ${type} before it: give this one to its \`next\`.`));
    const port = rule.listener.port;
    if (rule.priority === "default") {
      return [
        "",
        comment(`Both groups in the default action of port ${port}: the \`defaultAction\` of your listener.`),
        ...kept,
        `const defaultAction${port} = ${first}`,
        ...rest
      ];
    }
    return [
      "",
      comment(`Both groups in one weighted action at priority ${rule.priority} of port ${port}.`),
      "// Change your own construct so. A second rule of this priority is refused; one that no stack has is taken over by `cdk import`.",
      ...kept,
      `const ${productionName(rule)} = new elb.ApplicationListenerRule(scope, 'Production${port}p${rule.priority}', {`,
      `  listener: listener${port},`,
      `  priority: ${rule.priority},`,
      ...conditions(rule.conditions),
      `  action: ${first}`,
      ...rest.map((line) => line === ")" ? "  )," : `  ${line}`),
      "})"
    ];
  });
}
function productionName({ listener, priority }) {
  return `production${listener.port}p${priority}`;
}
function conditions(all) {
  return [`  conditions: [`, ...all.map((each) => `    elb.ListenerCondition.${condition(each)},`), "  ],"];
}
function condition(each) {
  switch (each.field) {
    case "host-header":
      return `hostHeaders(${list(each.values)})`;
    case "path-pattern":
      return `pathPatterns(${list(each.values)})`;
    case "http-request-method":
      return `httpRequestMethods(${list(each.values)})`;
    case "source-ip":
      return `sourceIps(${list(each.values)})`;
    case "http-header":
      return `httpHeader(${tsString(each.name)}, ${list(each.values)})`;
    case "query-string":
      return `queryStrings([${each.values.map(({ key, value }) => inline({ key: optional(key), value: tsString(value) })).join(", ")}])`;
  }
}
function tests(missing2) {
  const rules = testRules(missing2);
  const without = missing2.untested.filter((side) => !rules.some((rule) => rule.side === side));
  return [
    ...rules.flatMap((rule) => [
      "",
      comment(
        `Leads to ${rule.side} alone, for tests: who sends the header reaches the idle side, so close it to the public if that matters.`
      ),
      `new elb.ApplicationListenerRule(scope, '${rule.side}Test', {`,
      `  listener: listener${rule.listener.port},`,
      `  priority: ${rule.priority},`,
      ...conditions(rule.conditions),
      `  action: elb.ListenerAction.forward([${rule.side}]),`,
      "})"
    ]),
    ...without.map((side) => comment(`A rule that leads to ${side} alone, for tests, found no free priority before the production rule.`))
  ];
}
function handedOn({ rules }) {
  const names = rules.filter((rule) => !rule.both && rule.priority === "default").map(({ listener }) => `defaultAction${listener.port}`);
  return names.length > 0 ? ["", `return { ${names.join(", ")} }`] : [];
}

// src/domain/render/missing-cdk.ts
function missingAsCdk(missing2) {
  if (!lacksAnything(missing2)) return [];
  const body = [
    ...groups(missing2),
    ...listeners(missing2),
    ...productions(missing2),
    ...service(missing2),
    ...tests(missing2),
    ...handedOn(missing2)
  ];
  return [
    "// What the pair lacks, for aws-cdk-lib 2. Sluice creates none of it. Where your stack has a construct already, use it in place of the",
    "// name or ARN written here.",
    ...missing2.guards ? guards(missing2) : [],
    ...body.length > 0 ? ["", ...imports(body), "", ...declared(body)] : []
  ];
}
var modules = {
  applicationautoscaling: "aws_applicationautoscaling",
  ec2: "aws_ec2",
  ecs: "aws_ecs",
  elb: "aws_elasticloadbalancingv2"
};
function imports(body) {
  const text3 = body.map(withoutTexts).join("\n");
  const used = Object.entries(modules).filter(([short]) => text3.includes(`${short}.`));
  const names = [...text3.includes("Duration.") ? ["Duration"] : [], ...used.map(([short, long]) => `${long} as ${short}`)];
  return [`import { ${names.join(", ")} } from 'aws-cdk-lib'`, `import type { Construct } from 'constructs'`];
}
function withoutTexts(line) {
  return line.trimStart().startsWith("//") ? "" : line.replaceAll(/'(?:[^'\\]|\\.)*'/gu, "''");
}
function declared(body) {
  return ["export function completePair(scope: Construct) {", ...body.map((line) => line === "" ? "" : `  ${line}`), "}"];
}
function groups(missing2) {
  const { group, other: other3, found, lacks } = missing2;
  const changed = missing2.rules.some((rule) => !rule.both);
  const tested = testRules(missing2);
  const needsFound = changed || tested.some((rule) => rule.side === found);
  const needsOther = changed || lacks.service || tested.some((rule) => rule.side !== found);
  const imported = (side, arn) => [
    `const ${side} = elb.ApplicationTargetGroup.fromTargetGroupAttributes(scope, '${side}Group', ${inline({ targetGroupArn: tsString(arn) })})`
  ];
  return [
    ...needsFound ? imported(found, group.arn) : [],
    ...lacks.group ? created(missing2) : needsOther ? imported(otherSide(found), other3.groupArn ?? other3.group) : []
  ];
}
function created({ group, other: other3, found }) {
  const side = otherSide(found);
  const { healthCheck } = group;
  const vpc = inline({ vpcId: tsString(group.vpc), availabilityZones: list(["unused"]) });
  return [
    "",
    comment(`The target group of ${side}, as the one of ${found} (${group.name}).`),
    `const ${side} = new elb.ApplicationTargetGroup(scope, '${side}Group', {`,
    ...members({
      targetGroupName: tsString(other3.group),
      port: group.port,
      protocol: `elb.ApplicationProtocol.${group.protocol}`,
      protocolVersion: group.protocolVersion && `elb.ApplicationProtocolVersion.${group.protocolVersion}`,
      targetType: `elb.TargetType.${group.targetType === "ip" ? "IP" : "INSTANCE"}`,
      vpc: `ec2.Vpc.fromVpcAttributes(scope, 'Vpc', ${vpc})`,
      deregistrationDelay: seconds(group.deregistrationDelaySeconds),
      // The load balancer takes 0 for off; the library does not.
      slowStart: group.slowStartSeconds === 0 ? void 0 : seconds(group.slowStartSeconds),
      healthCheck: healthCheck && inline({
        path: optional(healthCheck.path),
        port: optional(healthCheck.port),
        protocol: healthCheck.protocol && `elb.Protocol.${healthCheck.protocol}`,
        [group.protocolVersion === "GRPC" ? "healthyGrpcCodes" : "healthyHttpCodes"]: optional(healthCheck.matcher),
        interval: seconds(healthCheck.intervalSeconds),
        timeout: seconds(healthCheck.timeoutSeconds),
        healthyThresholdCount: healthCheck.healthy,
        unhealthyThresholdCount: healthCheck.unhealthy
      })
    }),
    "})"
  ];
}
function service(missing2) {
  const { service: found, other: other3, cluster, lacks } = missing2;
  if (!lacks.service) return [];
  const side = otherSide(missing2.found);
  const { network, breaker, capacityProviders } = found;
  const configuration = {
    minimumHealthyPercent: found.minHealthyPercent,
    maximumPercent: found.maxPercent,
    deploymentCircuitBreaker: breaker && inline(breaker)
  };
  const addresses = network && {
    subnets: list(network.subnets),
    securityGroups: list(network.securityGroups),
    assignPublicIp: tsString(network.publicIp ? "ENABLED" : "DISABLED")
  };
  const rules = missing2.rules.filter((rule) => !rule.both && rule.priority !== "default").map(productionName);
  const needed = [...lacks.group ? [side] : [], ...rules];
  const capacity = capacityProviders?.map(({ name, weight, base }) => inline({ capacityProvider: tsString(name), weight, base }));
  return [
    "",
    comment(
      `The service of ${side}, as ${found.name}, with what that runs now. No desiredCount: any would be written at each change of this resource.`
    ),
    `const ${side}Service = new ecs.CfnService(scope, '${side}Service', {`,
    ...members({
      serviceName: tsString(other3.service),
      cluster: tsString(cluster),
      taskDefinition: tsString(found.revision),
      launchType: optional(found.launchType),
      capacityProviderStrategy: capacity && `[${capacity.join(", ")}]`,
      platformVersion: optional(found.platformVersion),
      healthCheckGracePeriodSeconds: found.graceSeconds,
      deploymentConfiguration: Object.values(configuration).some((value) => value !== void 0) ? inline(configuration) : void 0,
      networkConfiguration: addresses && inline({ awsvpcConfiguration: inline(addresses) }),
      loadBalancers: `[${inline({ targetGroupArn: `${side}.targetGroupArn`, containerName: tsString(found.container), containerPort: found.port })}]`
    }),
    "})",
    ...needed.length > 0 ? ["// ECS refuses a group that no load balancer uses.", `${side}Service.node.addDependency(${needed.join(", ")})`] : [],
    ...scaling(missing2)
  ];
}
function scaling({ service: { name, scaling: limits }, found, other: other3, cluster }) {
  if (!limits) return [];
  const side = otherSide(found);
  return [
    "",
    comment(`Autoscaling as of ${name}; give it the same policies. Registering it raises the service to minCapacity at once.`),
    `new applicationautoscaling.CfnScalableTarget(scope, '${side}Scaling', {`,
    ...members({
      serviceNamespace: tsString("ecs"),
      resourceId: tsString(`service/${cluster.split("/").at(-1)}/${other3.service}`),
      scalableDimension: tsString("ecs:service:DesiredCount"),
      minCapacity: limits.min,
      maxCapacity: limits.max
    }),
    `}).node.addDependency(${side}Service)`
  ];
}
function guards({ found, service: { name }, other: other3, lacks }) {
  const services = lacks.service ? [name] : [name, other3.service];
  return [
    "//",
    "// What CDK would write back: there is no ignore_changes. CloudFormation leaves a resource alone while its part of the template stays the",
    "// same, and writes all of it when any property of it changes, weights and task definition too. So, of the pair:",
    comment(`- no desiredCount on ${services.join(" and ")}: without it the count stays as it is`),
    comment(`- deploy no change of these services, of ${found}'s group or of the rules while a rollout is under way`),
    "// - before such a change put into the template what is live: the task definitions of both services and the weights of the rules",
    "// - do not revert drift of this stack by change set"
  ];
}

// src/domain/render/hcl.ts
function hclString(text3) {
  const escaped = text3.replaceAll(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("	", "\\t").replaceAll("${", () => "$${").replaceAll("%{", "%%{").replaceAll(/[\p{Cc}\u2028\u2029]/gu, (char) => `\\u${char.codePointAt(0).toString(16).padStart(4, "0")}`);
  return `"${escaped}"`;
}
function comment2(text3) {
  return `# ${text3.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")}`;
}
function list2(values) {
  return `[${values.map(hclString).join(", ")}]`;
}
function args(fields) {
  const given = Object.entries(fields).filter(([, value]) => value !== void 0);
  const width = Math.max(0, ...given.map(([name]) => name.length));
  return given.map(([name, value]) => `${name.padEnd(width)} = ${String(value)}`);
}
function block(head, ...bodies) {
  const lines = bodies.filter((body) => body.length > 0).flatMap((body, index) => index === 0 ? body : ["", ...body]);
  return [`${head} {`, ...lines.map((line) => line === "" ? "" : `  ${line}`), "}"];
}
function optional2(text3) {
  return text3 === void 0 ? void 0 : hclString(text3);
}

// src/domain/render/missing-terraform-rules.ts
function otherGroup({ found, lacks, other: other3 }) {
  return lacks.group ? `aws_lb_target_group.${otherSide(found)}.arn` : hclString(other3.groupArn ?? other3.group);
}
function forward(missing2, rule) {
  const target = (arn, weight) => block("target_group", args({ arn, weight }));
  const sticky = rule.stickinessSeconds;
  return block(
    "forward",
    target(hclString(missing2.group.arn), 100),
    target(otherGroup(missing2), 0),
    sticky === void 0 ? [] : block("stickiness", args({ enabled: true, duration: sticky }))
  );
}
function production(missing2, rule) {
  const isDefault = rule.priority === "default";
  const argument = isDefault ? "default_action" : "action";
  const kept = rule.before.map((type) => comment2(`Keep your action ${type} before this one.`));
  const later = [
    "# Put this in once the change has been applied: any earlier, and Terraform ignores the change as well.",
    `# lifecycle {`,
    `#   ignore_changes = [${argument}]`,
    `# }`
  ];
  const action = [...kept, ...block(argument, args({ type: hclString("forward") }), forward(missing2, rule))];
  const { listener } = rule;
  const name = ruleName(rule);
  const taken2 = block("import", args({ to: name.replace(/^(\w+) (\w+)$/, "$1.$2"), id: hclString(isDefault ? listener.arn : rule.arn) }));
  const head = `resource "${name.replace(" ", '" "')}"`;
  const fields = isDefault ? args({
    load_balancer_arn: hclString(listener.loadBalancerArn),
    port: listener.port,
    protocol: hclString(listener.protocol)
  }) : args({ listener_arn: hclString(listener.arn), priority: String(rule.priority) });
  return [
    comment2(`Both groups in one weighted action ${isDefault ? "by default" : `at priority ${rule.priority}`} on port ${listener.port}.`),
    "# Change your own resource so. If Terraform does not know it yet, the import block takes it over; the plan must show no other change.",
    ...isDefault && listener.protocol === "HTTPS" ? ["# Certificate and security policy stay as you have them."] : [],
    ...taken2,
    "",
    ...block(head, fields, action, ...rule.conditions.map(condition2), later)
  ];
}
function ruleName({ listener, priority }) {
  return priority === "default" ? `aws_lb_listener port_${listener.port}` : `aws_lb_listener_rule port_${listener.port}_priority_${priority}`;
}
function condition2(each) {
  const name = each.field.replaceAll("-", "_");
  switch (each.field) {
    case "http-header":
      return block("condition", block(name, args({ http_header_name: hclString(each.name), values: list2(each.values) })));
    case "query-string":
      return block("condition", ...each.values.map(({ key, value }) => block(name, args({ key: optional2(key), value: hclString(value) }))));
    case "host-header":
    case "path-pattern":
    case "http-request-method":
    case "source-ip":
      return block("condition", block(name, args({ values: list2(each.values) })));
  }
}
function tests2(missing2) {
  const rules = testRules(missing2);
  const without = missing2.untested.filter((side) => !rules.some((rule) => rule.side === side));
  return [
    ...rules.map((rule) => testRule(missing2, rule)),
    ...without.map((side) => [
      comment2(`A rule that leads to ${side} alone, for tests, found no free priority before the production rule.`)
    ])
  ];
}
function testRule(missing2, { side, listener, priority, conditions: conditions2 }) {
  const arn = side === missing2.found ? hclString(missing2.group.arn) : otherGroup(missing2);
  return [
    comment2(`Leads to ${side} alone, for tests: who sends the header reaches the idle side, so close it to the public if that matters.`),
    ...block(
      `resource "aws_lb_listener_rule" "test_${side}"`,
      args({ listener_arn: hclString(listener.arn), priority }),
      block("action", args({ type: hclString("forward"), target_group_arn: arn })),
      ...conditions2.map(condition2)
    )
  ];
}

// src/domain/render/missing-terraform.ts
function missingAsTerraform(missing2) {
  if (!lacksAnything(missing2)) return [];
  const parts = [
    ...missing2.lacks.group ? [targetGroup(missing2)] : [],
    ...missing2.rules.filter((rule) => !rule.both).map((rule) => production(missing2, rule)),
    ...missing2.lacks.service ? [service2(missing2), ...scaling2(missing2)] : [],
    ...tests2(missing2),
    ...missing2.guards ? guards2(missing2) : []
  ];
  return [
    "# What the pair lacks, for hashicorp/aws 5 or 6. Sluice creates none of it. Where your configuration has a resource already,",
    "# refer to it in place of the name or ARN written here.",
    ...parts.flatMap((part) => ["", ...part])
  ];
}
function targetGroup({ group, found, other: other3 }) {
  const { healthCheck } = group;
  return [
    comment2(`The target group of ${otherSide(found)}, as the one of ${found} (${group.name}).`),
    ...block(
      `resource "aws_lb_target_group" "${otherSide(found)}"`,
      args({
        name: hclString(other3.group),
        port: group.port,
        protocol: hclString(group.protocol),
        protocol_version: optional2(group.protocolVersion),
        target_type: hclString(group.targetType),
        vpc_id: hclString(group.vpc),
        deregistration_delay: group.deregistrationDelaySeconds,
        slow_start: group.slowStartSeconds
      }),
      healthCheck ? block(
        "health_check",
        args({
          path: optional2(healthCheck.path),
          port: optional2(healthCheck.port),
          protocol: optional2(healthCheck.protocol),
          matcher: optional2(healthCheck.matcher),
          interval: healthCheck.intervalSeconds,
          timeout: healthCheck.timeoutSeconds,
          healthy_threshold: healthCheck.healthy,
          unhealthy_threshold: healthCheck.unhealthy
        })
      ) : []
    )
  ];
}
function service2(missing2) {
  const { service: found, other: other3, cluster } = missing2;
  const side = otherSide(missing2.found);
  const { network, breaker, capacityProviders = [] } = found;
  const rules = missing2.rules.filter((rule) => !rule.both).map((rule) => ruleName(rule).replace(" ", "."));
  return [
    comment2(`The service of ${side}, as ${found.name}. It starts empty and with what ${found.name} runs; from then on Sluice writes both.`),
    ...block(
      `resource "aws_ecs_service" "${side}"`,
      args({
        name: hclString(other3.service),
        cluster: hclString(cluster),
        task_definition: hclString(found.revision),
        desired_count: 0,
        launch_type: optional2(found.launchType),
        platform_version: optional2(found.platformVersion),
        health_check_grace_period_seconds: found.graceSeconds,
        deployment_minimum_healthy_percent: found.minHealthyPercent,
        deployment_maximum_percent: found.maxPercent
      }),
      ...capacityProviders.map(
        ({ name, weight, base }) => block("capacity_provider_strategy", args({ capacity_provider: hclString(name), weight, base }))
      ),
      breaker ? block("deployment_circuit_breaker", args(breaker)) : [],
      network ? block(
        "network_configuration",
        args({
          subnets: list2(network.subnets),
          security_groups: list2(network.securityGroups),
          assign_public_ip: network.publicIp
        })
      ) : [],
      block(
        "load_balancer",
        args({ target_group_arn: otherGroup(missing2), container_name: hclString(found.container), container_port: found.port })
      ),
      block("lifecycle", args({ ignore_changes: "[task_definition, desired_count]" })),
      // ECS refuses a group that no load balancer uses.
      rules.length > 0 ? args({ depends_on: `[${rules.join(", ")}]` }) : []
    )
  ];
}
function scaling2({ service: { name, scaling: limits }, found, other: other3, cluster }) {
  if (!limits) return [];
  const side = otherSide(found);
  return [
    [
      comment2(`Autoscaling as of ${name}; give it the same policies. Registering it raises the service to min_capacity at once.`),
      ...block(
        `resource "aws_appautoscaling_target" "${side}"`,
        args({
          service_namespace: hclString("ecs"),
          resource_id: hclString(`service/${cluster.split("/").at(-1)}/${other3.service}`),
          scalable_dimension: hclString("ecs:service:DesiredCount"),
          min_capacity: limits.min,
          max_capacity: limits.max
        }),
        [
          "# Without suspended_state where the provider does not have it.",
          ...block("lifecycle", args({ ignore_changes: "[min_capacity, suspended_state]" }))
        ],
        [`depends_on = [aws_ecs_service.${side}]`]
      )
    ]
  ];
}
function guards2({ found, service: { scaling: limits }, lacks, rules }) {
  const resource = (type, name, ignored) => block(`resource "${type}" "${name}"`, ["# ... as it is"], block("lifecycle", args({ ignore_changes: `[${ignored}]` })));
  const sides = [found, ...lacks.service ? [] : [otherSide(found)]];
  return [
    ["# What Terraform must leave alone, in resources you have already."],
    block('provider "aws"', ["# ... as it is"], block("ignore_tags", args({ key_prefixes: '["sluice."]' }))),
    ...sides.map((side) => resource("aws_ecs_service", side, "task_definition, desired_count")),
    ...limits ? sides.map((side) => resource("aws_appautoscaling_target", side, "min_capacity, suspended_state")) : [],
    ...rules.filter((rule) => rule.both).map((rule) => {
      const [type = "", name = ""] = ruleName(rule).split(" ");
      return resource(type, name, rule.priority === "default" ? "default_action" : "action");
    })
  ];
}

// src/aws/group-record-store.ts
function createGroupRecordStore(send, awsNowMs, targetGroupArn) {
  const ResourceArns = [targetGroupArn];
  return keptInTags(awsNowMs, {
    async list(signal) {
      const { TagDescriptions } = await send("elasticloadbalancing:DescribeTags", { ResourceArns }, signal);
      return (TagDescriptions?.[0]?.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]);
    },
    async put(tags, signal) {
      const Tags = tags.map(([Key, Value]) => ({ Key, Value }));
      await send("elasticloadbalancing:AddTags", { ResourceArns, Tags }, signal).catch((error) => {
        if (!/^TooManyTags/.test(awsErrorName(error))) throw error;
        throw new SluiceError("PREFLIGHT_FAILED", `The target group ${groupName(targetGroupArn)} has no room for the tags of a rollout`, {
          hint: "AWS allows 50 tags on a target group: remove some of those that are not `sluice.*`.",
          cause: error
        });
      });
    },
    remove: (keys, signal) => send("elasticloadbalancing:RemoveTags", { ResourceArns, TagKeys: [...keys] }, signal)
  });
}
function groupName(arn) {
  return /:targetgroup\/([^/]+)\//.exec(arn)?.[1] ?? arn;
}

// src/aws/pair.ts
var colours = ["blue", "green"];
function isMeant(named, arn) {
  return named === arn || arn.endsWith(`:${named}`);
}

// src/aws/pair-rules.ts
function groupColours(groups2) {
  return new Map(colours.flatMap((colour) => groups2[colour].map(({ TargetGroupArn = "" }) => [TargetGroupArn, colour])));
}
function percentOf({ weights }, candidate) {
  const all = weights.blue + weights.green;
  if (all === 0) return void 0;
  const percent = Math.round(weights[candidate] / all * 1e3) / 10;
  if (weights[candidate] === 0 || weights[candidate] === all) return percent;
  return Math.min(99.9, Math.max(0.1, percent));
}
function weightOfAll(percents) {
  const known = percents.flatMap((percent) => percent ?? []);
  return { weight: Math.max(0, ...known), mixed: new Set(percents).size > 1 || percents.includes(void 0) };
}
var shortest = { Enabled: true, DurationSeconds: 1 };
function actionsWith(rule, weight, terms) {
  return rule.actions.map((action) => {
    const tuples = tuplesOf(action);
    const counts = { blue: 0, green: 0 };
    for (const { TargetGroupArn = "" } of tuples) {
      const colour = terms.colours.get(TargetGroupArn);
      if (colour) counts[colour] += 1;
    }
    if (counts.blue === 0 || counts.green === 0) return writable(action);
    const integers = originalIntegers(tuples, weight, terms) ?? integersFor(weight, counts, terms.candidate);
    const TargetGroups = tuples.map((tuple) => {
      const colour = terms.colours.get(tuple.TargetGroupArn ?? "");
      return colour ? { ...tuple, Weight: integers(colour, tuple.TargetGroupArn) } : tuple;
    });
    const sticky = stickinessAt(weight, action.ForwardConfig?.TargetGroupStickinessConfig, tuples, terms);
    const { TargetGroupArn: _, ...rest } = action;
    return { ...rest, ForwardConfig: { ...action.ForwardConfig, TargetGroups, ...sticky && { TargetGroupStickinessConfig: sticky } } };
  });
}
function writable(action) {
  const { AuthenticateOidcConfig: oidc } = action;
  if (!oidc || oidc.ClientSecret !== void 0) return action;
  return { ...action, AuthenticateOidcConfig: { ...oidc, UseExistingClientSecret: true } };
}
function tuplesOf(action) {
  if (action.Type !== "forward") return [];
  if (action.ForwardConfig?.TargetGroups?.length) return action.ForwardConfig.TargetGroups;
  return action.TargetGroupArn === void 0 ? [] : [{ TargetGroupArn: action.TargetGroupArn }];
}
function weightOfTuple({ Weight = 1 }) {
  return Weight;
}
function originalIntegers(tuples, weight, { original, candidate }) {
  if (!original || percentOf(original, candidate) !== weight) return void 0;
  const found = new Map(original.actions.flatMap(tuplesOf).map((tuple) => [tuple.TargetGroupArn, weightOfTuple(tuple)]));
  if (!tuples.every(({ TargetGroupArn }) => found.has(TargetGroupArn))) return void 0;
  return (_, groupArn) => found.get(groupArn);
}
function integersFor(weight, counts, candidate) {
  const baseline = candidate === "blue" ? "green" : "blue";
  if (weight <= 0) return (colour) => colour === baseline ? 100 : 0;
  if (weight >= 100) return (colour) => colour === candidate ? 100 : 0;
  const part = Math.min(999, Math.max(1, Math.round(weight * 10)));
  const [ours, theirs] = reduced(part * counts[baseline], (1e3 - part) * counts[candidate]);
  return (colour) => colour === candidate ? ours : theirs;
}
function reduced(a, b) {
  const divisor = greatestCommonDivisor(a, b);
  const most = Math.max(a, b) / divisor;
  const fit = (value) => most <= 999 ? value / divisor : Math.max(1, Math.round(value / divisor / most * 999));
  return [fit(a), fit(b)];
}
function greatestCommonDivisor(a, b) {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
function stickinessAt(weight, now, tuples, { stickiness, cookieGroups }) {
  const wanted = weight === 0 ? "off" : stickiness;
  if (wanted === "keep") return now;
  if (wanted !== "off") return { Enabled: true, DurationSeconds: wanted };
  if (!now?.Enabled) return now;
  const mustStay = tuples.some(({ TargetGroupArn = "" }) => cookieGroups?.has(TargetGroupArn) ?? true);
  return mustStay ? shortest : { ...now, Enabled: false };
}

// src/aws/pair-listeners.ts
var behindAll = 50001;
var arnsMost = 20;
async function rulesBefore(send, loadBalancerArns, colours2, signal) {
  const listeners2 = (await Promise.all(loadBalancerArns.map((arn) => listenersOf(send, arn, signal)))).flat();
  const rules = await Promise.all(
    listeners2.map(async (listener) => {
      if (!/:loadbalancer\/app\//.test(listener.LoadBalancerArn ?? "")) return [placedDefault(listener, colours2)];
      const found = await rulesOf(send, listener.ListenerArn ?? "", signal);
      return found.map(
        (rule) => rule.IsDefault ? placedDefault(listener, colours2, rule) : placed(rule, listener.ListenerArn ?? "", listener.Port, colours2)
      );
    })
  );
  return rules.flat();
}
async function describeNamed(send, arns, input, colours2, signal) {
  return Promise.all(
    arns.map(async (arn) => {
      const gone = (cause) => new SluiceError("PREFLIGHT_FAILED", `There is no ${placeIn(arn)} in this region`, { hint: `Check the input \`${input}\`.`, cause });
      try {
        if (isListener(arn)) {
          const { Listeners } = await send("elasticloadbalancing:DescribeListeners", { ListenerArns: [arn] }, signal);
          if (Listeners?.[0]) return placedDefault(Listeners[0], colours2);
        } else {
          const { Rules } = await send("elasticloadbalancing:DescribeRules", { RuleArns: [arn] }, signal);
          if (Rules?.[0]) return placed(Rules[0], listenerOf(arn), void 0, colours2);
        }
      } catch (error) {
        if (!isNotFound(error)) throw error;
        throw gone(error);
      }
      throw gone();
    })
  );
}
async function readAgain(send, rules, colours2, signal) {
  const actions = /* @__PURE__ */ new Map();
  const ruleArns = rules.filter(({ isDefault }) => !isDefault).map(({ arn }) => arn);
  const listenerArns = rules.filter(({ isDefault }) => isDefault).map(({ arn }) => arn);
  try {
    await Promise.all([
      ...pages(ruleArns).map(async (RuleArns) => {
        const { Rules } = await send("elasticloadbalancing:DescribeRules", { RuleArns }, signal);
        for (const { RuleArn = "", Actions = [] } of Rules ?? []) actions.set(RuleArn, Actions);
      }),
      ...pages(listenerArns).map(async (ListenerArns) => {
        const { Listeners } = await send("elasticloadbalancing:DescribeListeners", { ListenerArns }, signal);
        for (const { ListenerArn = "", DefaultActions = [] } of Listeners ?? []) actions.set(ListenerArn, DefaultActions);
      })
    ]);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new SluiceError("SUPERSEDED", `Somebody deleted a rule of this rollout: ${rules.map(({ words }) => words).join("; ")}`, {
      cause: error
    });
  }
  return rules.map((rule) => {
    const now = actions.get(rule.arn);
    if (now) return withActions(rule, now, colours2);
    throw new SluiceError("SUPERSEDED", `Somebody deleted ${rule.words}`);
  });
}
function withActions({
  arn,
  isDefault,
  listenerArn,
  words,
  conditions: conditions2,
  transforms,
  priority
}, actions, colours2) {
  const weights = { blue: 0, green: 0 };
  const foreign = [];
  for (const tuple of actions.flatMap(tuplesOf)) {
    const colour = colours2.get(tuple.TargetGroupArn ?? "");
    if (colour) weights[colour] += weightOfTuple(tuple);
    else foreign.push(tuple.TargetGroupArn ?? "");
  }
  const sticky = actions.find((action) => tuplesOf(action).length > 0)?.ForwardConfig?.TargetGroupStickinessConfig;
  const stickiness = { enabled: sticky?.Enabled ?? false, seconds: sticky?.DurationSeconds ?? 0 };
  return { arn, isDefault, listenerArn, words, conditions: conditions2, transforms, priority, actions, weights, foreign, stickiness };
}
async function listenersOf(send, LoadBalancerArn, signal) {
  const found = [];
  let Marker;
  do {
    const answer = await send(
      "elasticloadbalancing:DescribeListeners",
      { LoadBalancerArn, ...Marker !== void 0 && { Marker } },
      signal
    );
    found.push(...answer.Listeners ?? []);
    Marker = answer.NextMarker;
  } while (Marker !== void 0);
  return found;
}
async function rulesOn(send, listenerArn, colours2, signal) {
  const found = await rulesOf(send, listenerArn, signal);
  return found.filter(({ IsDefault }) => !IsDefault).map((rule) => placed(rule, listenerArn, void 0, colours2));
}
async function rulesOf(send, ListenerArn, signal) {
  const found = [];
  let Marker;
  do {
    const answer = await send("elasticloadbalancing:DescribeRules", { ListenerArn, ...Marker !== void 0 && { Marker } }, signal);
    found.push(...answer.Rules ?? []);
    Marker = answer.NextMarker;
  } while (Marker !== void 0);
  return found;
}
function placed(rule, listenerArn, port, colours2) {
  const arn = rule.RuleArn ?? "";
  const { Conditions: conditions2 = [], Transforms: transforms = [], Priority = "?" } = rule;
  const whom = conditions2.map(conditionWords).join(", ");
  const words = `${balancerIn(arn, port)}, rule ${Priority}${whom === "" ? "" : ` (${whom})`}`;
  const place = { arn, isDefault: false, listenerArn, words, conditions: conditions2, transforms, priority: Number(Priority) };
  return {
    rule: withActions(place, rule.Actions ?? [], colours2),
    ruleArn: arn,
    holds: held(rule.Actions, colours2)
  };
}
function placedDefault(listener, colours2, rule) {
  const arn = listener.ListenerArn ?? "";
  const actions = rule?.Actions ?? listener.DefaultActions ?? [];
  const words = `${balancerIn(arn, listener.Port)}, default action`;
  return {
    rule: withActions(
      { arn, isDefault: true, listenerArn: arn, words, conditions: [], transforms: [], priority: behindAll },
      actions,
      colours2
    ),
    ruleArn: rule?.RuleArn ?? arn,
    holds: held(actions, colours2)
  };
}
function held(actions, colours2) {
  return new Set((actions ?? []).flatMap(tuplesOf).flatMap(({ TargetGroupArn = "" }) => colours2.get(TargetGroupArn) ?? []));
}
function conditionWords({
  Field = "",
  Values = [],
  HostHeaderConfig,
  PathPatternConfig,
  HttpHeaderConfig,
  SourceIpConfig
}) {
  if (Field === "http-header") return `${HttpHeaderConfig?.HttpHeaderName ?? Field} ${(HttpHeaderConfig?.Values ?? []).join(" ")}`;
  const values = [Values, HostHeaderConfig?.Values, PathPatternConfig?.Values, SourceIpConfig?.Values].find((each) => each?.length) ?? [];
  const name = Field === "host-header" ? "host" : Field === "path-pattern" ? "path" : Field;
  return [name, ...values].join(" ");
}
function isListener(arn) {
  return /:listener\//.test(arn);
}
function listenerOf(ruleArn) {
  return ruleArn.replace(":listener-rule/", ":listener/").replace(/\/[^/]+$/, "");
}
function balancerIn(arn, port) {
  const name = /:listener(?:-rule)?\/((?:app|net|gwy)\/[^/]+)\//.exec(arn)?.[1] ?? arn;
  return port === void 0 ? name : `${name} :${String(port)}`;
}
function placeIn(arn) {
  return `${isListener(arn) ? "listener" : "listener rule"} ${/:listener(?:-rule)?\/(.+)$/.exec(arn)?.[1] ?? JSON.stringify(arn)}`;
}
function isNotFound(error) {
  return /^(Rule|Listener)NotFound/.test(awsErrorName(error));
}
function pages(arns) {
  return Array.from({ length: Math.ceil(arns.length / arnsMost) }, (_, page) => arns.slice(page * arnsMost, (page + 1) * arnsMost));
}

// src/aws/pair-match-rules.ts
var matchTag = "sluice.match";
async function matchesAmong(send, placed2, signal) {
  const rules = placed2.flatMap(({ rule, holds: holds2 }) => holds2.size === 1 && rule.foreign.length === 0 && !rule.isDefault ? [rule] : []);
  const tagsOf = async (arns) => {
    try {
      const { TagDescriptions = [] } = await send("elasticloadbalancing:DescribeTags", { ResourceArns: arns }, signal);
      return TagDescriptions.flatMap(
        ({ ResourceArn = "", Tags = [] }) => Tags.flatMap(({ Key, Value = "" }) => Key === matchTag ? [[ResourceArn, Value]] : [])
      );
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return arns.length === 1 ? [] : (await Promise.all(arns.map((arn) => tagsOf([arn])))).flat();
    }
  };
  const tags = new Map((await Promise.all(pages(rules.map(({ arn }) => arn)).map(tagsOf))).flat());
  return rules.flatMap((rule) => {
    const tag = tags.get(rule.arn);
    return tag === void 0 ? [] : [{ rule, tag }];
  });
}
function tagFor(rule, match, candidate, colours2) {
  const groups2 = candidateGroups(rule, candidate, colours2);
  return `${rule.arn.split(/:listener(?:-rule)?\//).at(-1) ?? ""}/${digest([match, groups2])}`;
}
function matchRule(rule, match, candidate, colours2) {
  const terms = { candidate, colours: colours2, stickiness: "keep" };
  const Actions = actionsWith(rule, 100, terms).map((action) => {
    const TargetGroups = tuplesOf(action).filter(({ TargetGroupArn = "" }) => colours2.get(TargetGroupArn) === candidate);
    if (TargetGroups.length === 0) return action;
    const { ForwardConfig, TargetGroupArn: _, ...rest } = action;
    return { ...rest, ForwardConfig: { ...TargetGroups.length > 1 && ForwardConfig, TargetGroups } };
  });
  return {
    ListenerArn: rule.listenerArn,
    Conditions: [...rule.conditions.map(plain), ...match.map(conditionOf)],
    Actions,
    ...rule.transforms.length > 0 && { Transforms: [...rule.transforms] },
    Tags: [{ Key: matchTag, Value: tagFor(rule, match, candidate, colours2) }]
  };
}
function placesAbove(rules, before, ours) {
  const places = /* @__PURE__ */ new Map();
  for (const listenerArn of new Set(rules.map((rule) => rule.listenerArn))) {
    const own = rules.filter((rule) => rule.listenerArn === listenerArn).sort((a, b) => b.priority - a.priority);
    const shared = new Set(own.map(({ priority }) => priority));
    const others = new Set(before.flatMap((rule) => rule.listenerArn === listenerArn && !ours.has(rule.arn) ? [rule.priority] : []));
    let last = Infinity;
    for (const rule of own) {
      let place = Math.min(last, rule.priority) - 1;
      while (shared.has(place)) place -= 1;
      const isFree = place >= 1 && !others.has(place);
      places.set(rule.arn, isFree ? place : void 0);
      last = isFree ? place : last;
    }
  }
  return places;
}
function plain(condition3) {
  const { Values: _, ...rest } = condition3;
  return condition3.HostHeaderConfig || condition3.PathPatternConfig ? rest : condition3;
}
function conditionOf(condition3) {
  switch (condition3.kind) {
    case "header":
      return { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: condition3.name, Values: [...condition3.values] } };
    case "query": {
      const Values = condition3.pairs.map(({ key, value }) => ({ ...key !== void 0 && { Key: key }, Value: value }));
      return { Field: "query-string", QueryStringConfig: { Values } };
    }
    case "host":
      return { Field: "host-header", HostHeaderConfig: { Values: [...condition3.values] } };
    case "path":
      return { Field: "path-pattern", PathPatternConfig: { Values: [...condition3.values] } };
    case "method":
      return { Field: "http-request-method", HttpRequestMethodConfig: { Values: [...condition3.values] } };
    case "source-ip":
      return { Field: "source-ip", SourceIpConfig: { Values: [...condition3.values] } };
  }
}
function candidateGroups({ actions }, candidate, colours2) {
  const groups2 = actions.flatMap(tuplesOf).flatMap(({ TargetGroupArn = "" }) => colours2.get(TargetGroupArn) === candidate ? [TargetGroupArn] : []);
  return groups2.sort();
}

// src/aws/pair-discovery.ts
async function findPair(send, ref, signal) {
  const sides = await describeSides(send, ref, signal);
  const services = { blue: present(ref, "blue", sides.blue), green: present(ref, "green", sides.green) };
  const groups2 = await describeGroups(send, services, signal);
  const ofGroup = groupColours(groups2);
  const balancers = [...groups2.blue, ...groups2.green].flatMap(({ LoadBalancerArns }) => LoadBalancerArns ?? []);
  const before = await rulesBefore(send, [...new Set(balancers)], ofGroup, signal);
  const named = async (arns, input) => {
    const known = arns.map((arn) => before.find(({ rule, ruleArn }) => isMeant(arn, rule.arn) || isMeant(arn, ruleArn)));
    const elsewhere2 = arns.filter((_, index) => known[index] === void 0);
    return [...known.flatMap((each) => each ?? []), ...await describeNamed(send, elsewhere2, input, ofGroup, signal)];
  };
  const tests3 = await named(ref.testRules, "test-rules");
  const others = before.filter(({ rule }) => !tests3.some((test) => test.rule.arn === rule.arn));
  const shared = ref.rules === "auto" ? others.filter(({ holds: holds2 }) => holds2.size === colours.length) : await named(ref.rules, "listener-rules");
  const elsewhere = others.filter(({ rule, holds: holds2 }) => holds2.size > 0 && !shared.some((each) => each.rule.arn === rule.arn));
  const matches = await matchesAmong(send, elsewhere, signal);
  const unlisted = elsewhere.filter(({ rule }) => !matches.some((each) => each.rule.arn === rule.arn));
  const rulesOf2 = (placed2) => placed2.map(({ rule }) => rule);
  return {
    services,
    groups: groups2,
    rules: rulesOf2(shared),
    unlisted: rulesOf2(unlisted),
    testRules: rulesOf2(tests3),
    matches,
    before: rulesOf2(before)
  };
}
async function describeSides(send, { cluster, services: names }, signal) {
  const asked = [...new Set(colours.map((colour) => names[colour]))];
  const { services = [] } = await send("ecs:DescribeServices", { cluster, services: asked }, signal).catch((error) => {
    if (awsErrorName(error) !== "ClusterNotFoundException") throw error;
    throw missing(`There is no cluster "${nameOf(cluster)}" in this region`, "cluster", error);
  });
  const side = (colour) => services.find(({ serviceName }) => serviceName === nameOf(names[colour]));
  return { blue: side("blue"), green: side("green") };
}
function present({ cluster, services }, colour, service3) {
  if (service3) return service3;
  throw missing(`There is no service "${nameOf(services[colour])}" in cluster "${nameOf(cluster)}"`, colour);
}
async function describeGroups(send, services, signal) {
  const arnsOf2 = (colour) => [
    ...new Set((services[colour].loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? []))
  ];
  const arns = [...new Set(colours.flatMap(arnsOf2))];
  if (arns.length === 0) return { blue: [], green: [] };
  const { TargetGroups = [] } = await send("elasticloadbalancing:DescribeTargetGroups", { TargetGroupArns: arns }, signal).catch(
    (error) => {
      if (!/^TargetGroupNotFound/.test(awsErrorName(error))) throw error;
      throw new SluiceError("PREFLIGHT_FAILED", `A target group of the pair does not exist any more: ${arns.map(groupName).join(", ")}`, {
        hint: "Set the load balancers of both services to target groups that exist.",
        cause: error
      });
    }
  );
  const find = (arn) => TargetGroups.filter(({ TargetGroupArn }) => TargetGroupArn === arn);
  return { blue: arnsOf2("blue").flatMap(find), green: arnsOf2("green").flatMap(find) };
}
function missing(message, input, cause) {
  return new SluiceError("PREFLIGHT_FAILED", message, { hint: `Check the input \`${input}\`, the region and the account.`, cause });
}

// src/aws/pair-explain.ts
function shellWord(text3) {
  return /^[\w./:=,@%+-]+$/.test(text3) ? text3 : `'${text3.replaceAll("'", `'\\''`)}'`;
}
function explainShift(rules, weight, terms) {
  const lines = rules.map((rule) => {
    const actions = JSON.stringify(actionsWith(rule, weight, terms(rule)));
    const [command, place, list3] = rule.isDefault ? ["modify-listener", "--listener-arn", "--default-actions"] : ["modify-rule", "--rule-arn", "--actions"];
    return `aws elbv2 ${command} ${place} ${lookedUp(rule.arn)} ${list3} ${lookedUp(actions)}`;
  });
  return lines.length === 0 ? [] : [account, ...lines];
}
function explainMatch(rules) {
  const lines = rules.map(({ ListenerArn = "", Priority, Conditions, Actions, Transforms, Tags = [] }) => {
    const json = (value) => lookedUp(JSON.stringify(value));
    const tags = Tags.map(({ Key = "", Value = "" }) => shellWord(`Key=${Key},Value=${Value}`)).join(" ");
    const place = `--listener-arn ${lookedUp(ListenerArn)} --priority ${String(Priority ?? "<none is free>")}`;
    const rewrites = Transforms ? ` --transforms ${json(Transforms)}` : "";
    return `aws elbv2 create-rule ${place} --conditions ${json(Conditions)} --actions ${json(Actions)}${rewrites} --tags ${tags}`;
  });
  return lines.length === 0 ? [] : [account, ...lines];
}
function explainUnmatch(arns) {
  if (arns.length === 0) return ["# each listener rule with the tag sluice.match: aws elbv2 delete-rule --rule-arn <its ARN>"];
  return [account, ...arns.map((arn) => `aws elbv2 delete-rule --rule-arn ${lookedUp(arn)}`)];
}
var account = "ACCOUNT=$(aws sts get-caller-identity --query Account --output text)";
function lookedUp(text3) {
  const word = shellWord(text3);
  return word.replaceAll(/(?<=:)\d{12}(?=:)/g, word === text3 ? '"$ACCOUNT"' : `'"$ACCOUNT"'`);
}

// src/aws/pair-rule-problems.ts
function liveSide({ rules, unlisted, services }) {
  const share2 = (colour, among) => among.reduce((sum, { weights }) => sum + weights[colour] / Math.max(1, weights.blue + weights.green), 0);
  const counts = [
    (colour) => share2(colour, rules),
    (colour) => share2(colour, unlisted),
    (colour) => services[colour].runningCount ?? 0
  ];
  for (const count of counts) if (count("blue") !== count("green")) return count("green") > count("blue") ? "green" : "blue";
  return "blue";
}
function ruleProblems(pair, ref) {
  const { rules, groups: groups2 } = pair;
  if (colours.some((colour) => groups2[colour].length === 0)) return [];
  const texts = rules.flatMap((rule) => [...foreignGroups(rule), ...halves(pair, rule), ...weightsAtRest(pair, rule)]);
  if (!rules.some((rule) => isShared(pair, rule))) texts.push(unshared(pair));
  else texts.push(...disagreement(rules), ...groupsElsewhere(pair));
  texts.push(...pair.testRules.flatMap((rule) => testRuleTexts(pair, rule)));
  return [...texts.map((text3) => ({ code: "PREFLIGHT_FAILED", text: text3 })), ...pair.unlisted.map((rule) => notListed(pair, ref, rule))];
}
function groupsIn({ actions }) {
  return actions.flatMap(tuplesOf).flatMap(({ TargetGroupArn }) => TargetGroupArn ?? []);
}
function isShared(pair, rule) {
  return colours.every((colour) => holds(pair, rule, colour));
}
function groupNames(pair, colour, rule) {
  const on = rule && groupsIn(rule);
  const groups2 = pair.groups[colour].filter(({ TargetGroupArn = "" }) => !on || on.includes(TargetGroupArn));
  return groups2.map(({ TargetGroupName, TargetGroupArn }) => TargetGroupName ?? TargetGroupArn ?? "").join(", ");
}
function holds(pair, rule, colour) {
  return groupNames(pair, colour, rule) !== "";
}
function foreignGroups({ words, foreign }) {
  if (foreign.length === 0) return [];
  const names = foreign.map(groupName).join(", ");
  return [
    `${words} also forwards to ${names}, of neither side: that share would not be shifted. Give what is not of this pair a rule of its own`
  ];
}
function halves(pair, rule) {
  const absent = colours.filter((colour) => !holds(pair, rule, colour));
  return absent.map(
    (colour) => `${rule.words} is among \`listener-rules\`, but holds no target group of ${colour}: add ${groupNames(pair, colour)} with weight 0, or take the rule off the list`
  );
}
function weightsAtRest(pair, rule) {
  const { blue, green } = rule.weights;
  if (blue > 0 && green > 0) {
    return [
      `Both sides have weight on ${rule.words}: blue ${String(blue)}, green ${String(green)}. A rollout begins with all traffic on one side: write 100 and 0, or lead an unfinished rollout home with the action rollback`
    ];
  }
  if (blue > 0 || green > 0 || !isShared(pair, rule)) return [];
  return [`Neither side has weight on ${rule.words}, so it answers 503: give the side that is to be live the weight 100`];
}
function disagreement(rules) {
  const led = colours.map((colour) => rules.filter(({ weights }) => weights[colour] > 0 && weights[other(colour)] === 0));
  const [blue, green] = led.map((among) => among.map(({ words }) => words).join("; "));
  if (!blue || !green) return [];
  return [`The rules disagree on which side is live: blue on ${blue}; green on ${green}. Write the same weights on all of them`];
}
function unshared(pair) {
  const names = colours.map((colour) => `${groupNames(pair, colour)} of ${colour}`).join(" and ");
  return `No listener rule holds both ${names}: nothing can be shifted, and AWS checks no target of a group that is on no rule (unused). Put both on the rule, with the weights 100 and 0`;
}
function groupsElsewhere({ groups: groups2, rules }) {
  const shifted = new Set(rules.flatMap(groupsIn));
  const balancers = new Set(rules.map(({ listenerArn }) => listenerArn.split(":listener/").at(-1)?.split("/").slice(0, 3).join("/")));
  return colours.flatMap(
    (colour) => groups2[colour].flatMap(({ TargetGroupArn = "", TargetGroupName = TargetGroupArn, LoadBalancerArns = [] }) => {
      if (shifted.has(TargetGroupArn)) return [];
      const far = LoadBalancerArns.map((arn) => arn.split(":loadbalancer/").at(-1) ?? arn).filter((name) => !balancers.has(name));
      if (far.length > 0) {
        return [
          `The target group ${TargetGroupName} of ${colour} stands behind ${far.join(", ")}, where no rule of this pair is: what comes in there would stay on ${colour}. Share its rule between both sides too, and list it`
        ];
      }
      if (LoadBalancerArns.length > 0) {
        return [`The target group ${TargetGroupName} of ${colour} is on no rule that is shifted: put it beside its counterpart on one`];
      }
      return [
        `The target group ${TargetGroupName} of ${colour} is on no listener rule, so AWS checks none of its targets (unused): put it beside its counterpart on one`
      ];
    })
  );
}
function testRuleTexts(pair, rule) {
  const led = colours.filter((colour) => holds(pair, rule, colour));
  if (led.length === 1) return [];
  return led.length === 0 ? [
    `The test rule ${rule.words} leads to neither side: name one that forwards to ${groupNames(pair, "blue")} or ${groupNames(pair, "green")}`
  ] : [`The test rule ${rule.words} leads to both sides, so that a test would not know what it tests: leave one group on it`];
}
function notListed(pair, ref, rule) {
  const led = colours.flatMap((colour) => groupNames(pair, colour, rule) || []);
  const way = ref.rules === "auto" ? "put the other side beside it with weight 0, or name the rule in `test-rules` if it leads to one side for tests" : "add it to `listener-rules` (or say `listener-rules: auto`), or to `test-rules` if it leads to one side for tests";
  return { code: "RULE_NOT_LISTED", text: `${rule.words} sends traffic to ${led.join(" and ")} and would not be shifted: ${way}` };
}
function other(colour) {
  return colour === "blue" ? "green" : "blue";
}

// src/aws/pair-match.ts
function createPairMatch({ send, awsNowMs, pair, candidate, match }) {
  const ofGroup = groupColours(pair.groups);
  const rules = pair.rules.filter((rule) => isShared(pair, rule));
  const wanted = new Map(match ? rules.map((rule) => [tagFor(rule, match, candidate, ofGroup), rule]) : []);
  const known = new Map(pair.matches.map((each) => [each.rule.arn, each]));
  const lost = /* @__PURE__ */ new Map();
  const gone = /* @__PURE__ */ new Set();
  const notOurs = new Set([...pair.rules, ...pair.unlisted, ...pair.testRules].map(({ arn }) => arn));
  let changedAtMs = -Infinity;
  let hasWritten = false;
  const read = async (signal) => {
    const atMs = awsNowMs();
    const listeners2 = new Set([...rules, ...[...known.values()].map(({ rule }) => rule)].map(({ listenerArn }) => listenerArn));
    const placed2 = (await Promise.all([...listeners2].map((arn) => rulesOn(send, arn, ofGroup, signal)))).flat();
    const strangers = placed2.filter(({ rule }) => !notOurs.has(rule.arn) && !known.has(rule.arn) && !gone.has(rule.arn));
    for (const each of await matchesAmong(send, strangers, signal)) {
      known.set(each.rule.arn, each);
      lost.delete(each.tag);
    }
    const seen = new Set(placed2.map(({ rule }) => rule.arn));
    for (const [arn, { madeAtMs = -Infinity }] of known) if (!seen.has(arn) && atMs >= madeAtMs + readLagMs) known.delete(arn);
    for (const [tag, untilMs] of lost) if (atMs >= untilMs) lost.delete(tag);
    return placed2.map(({ rule }) => rule).filter(({ arn }) => !gone.has(arn));
  };
  const write = async (call) => {
    hasWritten = true;
    try {
      return await call();
    } finally {
      changedAtMs = awsNowMs();
    }
  };
  const make = async (tag, rule, priority, signal) => {
    const input = { ...matchRule(rule, match ?? [], candidate, ofGroup), Priority: priority };
    try {
      const { Rules } = await write(() => send("elasticloadbalancing:CreateRule", input, signal));
      const arn = Rules?.[0]?.RuleArn ?? "";
      const place = { ...rule, arn, priority, isDefault: false, words: `the rule for chosen users above ${rule.words}` };
      known.set(arn, { rule: withActions(place, input.Actions ?? [], ofGroup), tag, madeAtMs: awsNowMs() });
      lost.delete(tag);
      return arn;
    } catch (error) {
      if (awsErrorName(error) === "PriorityInUse") throw taken(rule, priority, lost.has(tag), error);
      lost.set(tag, awsNowMs() + readLagMs);
      throw error;
    }
  };
  const remove = async (arn, signal) => {
    await write(() => send("elasticloadbalancing:DeleteRule", { RuleArn: arn }, signal)).catch((error) => {
      if (!isNotFound(error)) throw error;
    });
    known.delete(arn);
    gone.add(arn);
  };
  const removeAll = async (arns, signal) => {
    const done = await Promise.allSettled(arns.map((arn) => remove(arn, signal)));
    const failed = done.find((each) => each.status === "rejected");
    if (failed) throw asSluiceError(failed.reason);
  };
  const makeAll = async (signal) => {
    const before = await read(signal);
    await removeAll(
      [...known].flatMap(([arn, { tag }]) => wanted.has(tag) ? [] : [arn]),
      signal
    );
    const others = before.filter(({ arn }) => !gone.has(arn));
    const places = placesAbove(rules, others, new Set(known.keys()));
    const there = new Set([...known.values()].map(({ tag }) => tag));
    const missing2 = [...wanted].filter(([tag]) => !there.has(tag));
    const blocked = missing2.find(([, rule]) => places.get(rule.arn) === void 0);
    if (blocked) throw taken(blocked[1], void 0, false);
    const done = await Promise.allSettled(missing2.map(([tag, rule]) => make(tag, rule, places.get(rule.arn), signal)));
    const failed = done.find((each) => each.status === "rejected");
    if (!failed) return;
    const made = done.flatMap((each) => each.status === "fulfilled" ? [each.value] : []);
    if (!signal.aborted) await removeAll(made, new AbortController().signal);
    throw asSluiceError(failed.reason);
  };
  const now = () => {
    const tags = new Set([...known.values()].map(({ tag }) => tag));
    if (wanted.size > 0 && known.size === wanted.size && [...wanted.keys()].every((tag) => tags.has(tag))) return "all";
    return known.size > 0 ? "some" : lost.size > 0 ? "unsure" : void 0;
  };
  return {
    async look(signal) {
      if (known.size > 0 || lost.size > 0) await read(signal);
    },
    async set(on, signal) {
      if (on) return makeAll(signal);
      await removeAll([...known.keys()], signal);
      if (lost.size === 0) return;
      await read(signal);
      await removeAll([...known.keys()], signal);
    },
    now,
    leadingTo: (colour) => [...known.values()].flatMap(({ rule }) => rule.weights[colour] > 0 ? [rule] : []),
    explain(on) {
      if (!on) return explainUnmatch([...known.keys()]);
      const places = placesAbove(rules, pair.before, new Set(known.keys()));
      return explainMatch(
        [...wanted.values()].map((rule) => ({
          ...matchRule(rule, match ?? [], candidate, ofGroup),
          Priority: places.get(rule.arn)
        }))
      );
    },
    get changedAtMs() {
      return changedAtMs;
    },
    get unsettled() {
      return lost.size > 0;
    },
    get hasWritten() {
      return hasWritten;
    }
  };
}
function taken({ words }, priority, lost, cause) {
  const place = priority === void 0 ? "The place" : `Priority ${String(priority)}`;
  if (lost)
    return new SluiceError("AWS_ERROR", `${place} directly above ${words} is taken, by our own rule as it seems: it cannot be read yet`, {
      cause
    });
  return new SluiceError("SUPERSEDED", `${place} directly above ${words}, for chosen users, was taken by somebody else meanwhile`, {
    hint: "Free it, then run this step again.",
    cause
  });
}

// src/domain/thresholds.ts
var minuteMs = 6e4;
var window = 3;
var failing = 2;
var grossly = 5;
var enough = 5;
function parseMetrics(value) {
  const place = { at: "metrics", problems: [] };
  if (!Array.isArray(value) || value.length === 0) wrong(place, value, 'a list of metrics, such as "- errors: { max: 1% }",');
  const names = /* @__PURE__ */ new Set();
  const thresholds = (Array.isArray(value) ? value : []).flatMap((entry, index) => {
    const at = element(place, index);
    const threshold = readThreshold(at, entry);
    if (!threshold) return [];
    const name = thresholdName(threshold);
    if (names.has(name)) place.problems.push(`${at.at} limits ${name} a second time`);
    names.add(name);
    return [threshold];
  });
  return place.problems.length > 0 ? { problems: place.problems } : { value: thresholds };
}
function thresholdChecks(thresholds) {
  return thresholds.map((threshold) => ({ name: thresholdName(threshold), kind: "threshold", spec: threshold }));
}
function thresholdName(threshold) {
  return threshold.kind === "errors" ? "errors" : `latency ${threshold.statistic}`;
}
function statisticsOf(thresholds) {
  return [...new Set(thresholds.flatMap((threshold) => threshold.kind === "latency" ? [threshold.statistic] : []))];
}
function leastBakeMs(delayMs) {
  return delayMs + 2 * minuteMs;
}
function errorsIn({ requests, classes }) {
  return Math.min(requests, Math.max(classes["5xx"], requests - classes["2xx"] - classes["3xx"] - classes["4xx"]));
}
function judgeThreshold(threshold, rows) {
  const groups2 = [...new Set(rows.map(({ group }) => group))];
  const found = groups2.map((group) => {
    const own = rows.filter((row) => row.group === group).sort((a, b) => a.atMs - b.atMs);
    const { verdict, because } = judgeGroup(threshold, own);
    return { verdict, because: groups2.length > 1 ? `${group}: ${because}` : because };
  });
  const failed = found.find(({ verdict }) => verdict === "fail");
  if (failed) return { verdict: "fail", because: failed.because };
  const passed = found.filter(({ verdict }) => verdict === "pass");
  const unsure = found.find(({ verdict }) => verdict === "unsure");
  if (unsure) return { verdict: "inconclusive", because: unsure.because };
  if (passed.length > 0) return { verdict: "pass", because: passed.map(({ because }) => because).join("; ") };
  return { verdict: "inconclusive", because: found[0]?.because ?? "there is no minute with requests that can be judged yet" };
}
function judgeGroup(threshold, rows) {
  const judged = rows.flatMap((row) => minuteOf(threshold, row) ?? []).slice(-window);
  if (judged.length === 0) return { verdict: "silent", because: tooFew(threshold, rows) };
  const limit = limitText(threshold);
  const over = judged.filter(({ times }) => times > 1);
  const gross = over.find(({ row, times }) => times >= grossly && row.requests >= enough * threshold.minRequests);
  const values = (minutes) => minutes.map((minute) => minuteText(threshold, minute)).join(", ");
  if (gross) return { verdict: "fail", because: `${values([gross])}, at most ${limit}: over it ${timesText(gross.times)}` };
  const count = `${String(over.length)} of the last ${judged.length === 1 ? "minute" : `${String(judged.length)} minutes`}`;
  if (over.length >= failing) return { verdict: "fail", because: `${values(over)}, at most ${limit}: over it in ${count}` };
  if (over.length > 0 && judged.length < window)
    return { verdict: "unsure", because: `${values(over)}, at most ${limit}: over it in ${count}, too few to tell` };
  return { verdict: "pass", because: `${values(judged)}, at most ${limit}` };
}
function minuteOf(threshold, row) {
  if (row.requests < threshold.minRequests) return void 0;
  if (threshold.kind === "errors") {
    const value2 = errorsIn(row) / row.requests;
    return { row, value: value2, times: ratio(value2, threshold.most) };
  }
  const value = row.latencyMs[threshold.statistic];
  return value === void 0 ? void 0 : { row, value, times: ratio(value, threshold.mostMs) };
}
function ratio(value, most) {
  return value === 0 ? 0 : value / most;
}
function tooFew(threshold, rows) {
  const most = Math.max(...rows.map(({ requests }) => requests));
  return most < threshold.minRequests ? `no minute of ${String(rows.length)} had ${String(threshold.minRequests)} requests, the busiest had ${String(most)}` : `no target answered in ${String(rows.length)} ${rows.length === 1 ? "minute" : "minutes"}`;
}
function minuteText(threshold, { row, value }) {
  const at = new Date(row.atMs).toISOString().slice(11, 16);
  if (threshold.kind === "latency") return `${at} ${threshold.statistic} ${String(Math.round(value))} ms`;
  const refused = row.connectionErrors > 0 ? `, ${String(row.connectionErrors)} of them connection errors` : "";
  return `${at} ${percentText(value)} errors (${String(errorsIn(row))} of ${String(row.requests)}${refused})`;
}
function limitText(threshold) {
  return threshold.kind === "errors" ? percentText(threshold.most) : `${String(threshold.mostMs)} ms`;
}
function percentText(share2) {
  return `${String(Number((share2 * 100).toPrecision(3)))} %`;
}
function timesText(times) {
  return Number.isFinite(times) ? `${String(Math.floor(times))} times` : "where none is allowed";
}
var kinds2 = ["errors", "latency"];
function readThreshold(place, entry) {
  const members2 = typeof entry === "object" && entry !== null && !Array.isArray(entry) ? Object.entries(entry) : [];
  const [kind, spec] = members2[0] ?? ["", void 0];
  if (members2.length !== 1 || !kinds2.includes(kind)) {
    const found = members2.length === 0 ? shown(entry) : `a mapping of ${members2.map(([name]) => shown(name)).join(", ")}`;
    place.problems.push(`${place.at} is ${found}: one of ${kinds2.join(", ")} is expected, such as "errors: { max: 1% }"`);
    return void 0;
  }
  const at = member(place, kind);
  const known = readMembers(at, spec, kind === "errors" ? ["max", "min-requests"] : ["max", "statistic", "min-requests"]);
  if (!known) return void 0;
  const requests = known.has("min-requests") ? readWhole(member(at, "min-requests"), known.get("min-requests"), 1, 1e6) : 20;
  const max = member(at, "max");
  if (kind === "errors") {
    const most = readShare(max, known.get("max"));
    return most === void 0 || requests === void 0 ? void 0 : { kind, most, minRequests: requests };
  }
  const mostMs = readDuration(max, known.get("max"), 1, 3e5);
  const statistic = known.has("statistic") ? readStatistic(member(at, "statistic"), known.get("statistic")) : "p99";
  if (mostMs === void 0 || statistic === void 0 || requests === void 0) return void 0;
  return { kind: "latency", statistic, mostMs, minRequests: requests };
}
function readShare(place, value) {
  const match = typeof value === "string" ? /^(\d{1,2}(?:\.\d{1,3})?)\s*%$/.exec(value) : null;
  return match ? Number((Number(match[1]) / 100).toPrecision(12)) : wrong(place, value, "a percentage below 100 with its sign, such as 1%,");
}
function readStatistic(place, value) {
  if (value === "average" || value === "maximum") return value === "average" ? "Average" : "Maximum";
  if (typeof value === "string" && /^p\d{1,2}(\.\d{1,2})?$/.test(value) && Number(value.slice(1)) > 0) return value;
  return wrong(place, value, "a percentile such as p50 or p99.9, average or maximum");
}

// src/aws/alb-metrics.ts
var minuteMs2 = 6e4;
var groupCounters = {
  requests: "RequestCount",
  good: "HTTPCode_Target_2XX_Count",
  moved: "HTTPCode_Target_3XX_Count",
  refused: "HTTPCode_Target_4XX_Count",
  failed: "HTTPCode_Target_5XX_Count",
  unconnected: "TargetConnectionErrorCount"
};
function createAlbMetrics({ send, delayMs }) {
  const matureMs = (nowMs) => Math.floor((nowMs - delayMs) / minuteMs2) * minuteMs2;
  const reader = createMetricReader(send);
  return {
    async rows(groups2, fromMs, toMs, statistics = [], signal) {
      const startMs = Math.ceil(fromMs / minuteMs2) * minuteMs2;
      const endMs = matureMs(toMs);
      if (startMs >= endMs || groups2.length === 0) return [];
      const queries = groups2.flatMap((group, index) => [
        ...Object.entries(groupCounters).map(
          ([name, metric]) => groupQuery(group, { id: `g${String(index)}${name}`, metric, statistic: "Sum" })
        ),
        ...statistics.map(
          (statistic, at) => groupQuery(group, { id: `g${String(index)}latency${String(at)}`, metric: "TargetResponseTime", statistic })
        )
      ]);
      const points = await reader.read(queries, startMs, endMs, signal);
      return groups2.flatMap((group, index) => rowsOf(group, `g${String(index)}`, points, statistics));
    },
    async requestCounts(groups2, nowMs, signal) {
      const endMs = matureMs(nowMs);
      const atMs = endMs - minuteMs2;
      if (groups2.length === 0) return { atMs, counts: [] };
      const queries = groups2.map(
        (group, index) => groupQuery(group, { id: `g${String(index)}`, metric: groupCounters.requests, statistic: "Sum" })
      );
      const points = await reader.read(queries, atMs, endMs, signal);
      return { atMs, counts: groups2.map((_, index) => pointAt(points, `g${String(index)}`, atMs) ?? 0) };
    }
  };
}
function createThresholdJudge(metrics, groups2) {
  return {
    async judge(checks, fromMs, toMs, signal) {
      const own = checks.filter((check) => check.kind === "threshold").map((check) => ({ check, threshold: check.spec }));
      if (own.length === 0) return [];
      const say = (check, { verdict, because }) => {
        return { check: check.name, verdict, because, fromMs, toMs };
      };
      try {
        const statistics = statisticsOf(own.map(({ threshold }) => threshold));
        const rows = await metrics.rows(groups2, fromMs, toMs, statistics, signal);
        return own.map(({ check, threshold }) => say(check, judgeThreshold(threshold, rows)));
      } catch (thrown) {
        const error = asSluiceError(thrown);
        if (["THROTTLED", "AWS_ERROR", "CANCELLED"].includes(error.reasonCode)) throw error;
        return own.map(({ check }) => say(check, { verdict: "error", because: error.message }));
      }
    }
  };
}
function groupQuery({ groupArn, by }, { id, metric, statistic, periodMs, zone }) {
  const balancer = /:(?:loadbalancer|listener|listener-rule)\/(app\/[^/]+\/[^/]+)/.exec(by)?.[1];
  const group = /:(targetgroup\/[^/]+\/[^/]+)$/.exec(groupArn)?.[1];
  if (balancer === void 0 || group === void 0) {
    throw new SluiceError("PREFLIGHT_FAILED", `${group === void 0 ? groupArn : by} has no metrics of an application load balancer`, {
      hint: "Leave out metrics, or put the service behind an application load balancer."
    });
  }
  const dimensions = [
    { Name: "LoadBalancer", Value: balancer },
    { Name: "TargetGroup", Value: group },
    ...zone === void 0 ? [] : [{ Name: "AvailabilityZone", Value: zone }]
  ];
  const what = { Namespace: "AWS/ApplicationELB", MetricName: metric, Dimensions: dimensions };
  return { Id: id, MetricStat: { Metric: what, Period: (periodMs ?? minuteMs2) / 1e3, Stat: statistic } };
}
function rowsOf({ groupArn }, prefix, points, statistics) {
  const at = (name, atMs) => pointAt(points, `${prefix}${name}`, atMs);
  const minutes = momentsOf(points, [`${prefix}requests`]).filter((atMs) => at("requests", atMs) !== void 0);
  return minutes.map((atMs) => ({
    group: groupArn.split("/")[1] ?? groupArn,
    atMs,
    requests: at("requests", atMs) ?? 0,
    classes: {
      "2xx": at("good", atMs) ?? 0,
      "3xx": at("moved", atMs) ?? 0,
      "4xx": at("refused", atMs) ?? 0,
      "5xx": at("failed", atMs) ?? 0
    },
    connectionErrors: at("unconnected", atMs) ?? 0,
    latencyMs: Object.fromEntries(
      statistics.flatMap((statistic, index) => {
        const seconds3 = at(`latency${String(index)}`, atMs);
        return seconds3 === void 0 ? [] : [[statistic, seconds3 * 1e3]];
      })
    )
  }));
}

// src/aws/pair-requests.ts
var metricsDelayMs = 12e4;
function createRequestNews(send, { groups: groups2, rules }, first) {
  const metrics = createAlbMetrics({ send, delayMs: metricsDelayMs });
  const metered = colours.flatMap(
    (colour) => groups2[colour].flatMap(({ TargetGroupArn: groupArn = "" }) => {
      const rule = rules.find(({ actions }) => actions.flatMap(tuplesOf).some((tuple) => tuple.TargetGroupArn === groupArn));
      return rule ? [{ colour, groupArn, by: rule.arn }] : [];
    })
  );
  const order = [first, ...colours.filter((colour) => colour !== first)];
  let toldMs = -Infinity;
  let denied = false;
  return async (sinceMs, nowMs, signal) => {
    if (denied || metered.length === 0) return [];
    try {
      const { atMs, counts } = await metrics.requestCounts(metered, nowMs, signal);
      if (atMs < sinceMs || atMs <= toldMs) return [];
      toldMs = atMs;
      const countOf = (wanted) => counts.reduce((sum, count, index) => sum + (metered[index].colour === wanted ? count : 0), 0);
      const sides = order.map((colour) => `${colour} ${grouped(countOf(colour))}`);
      return [`Requests in the minute ${new Date(atMs).toISOString().slice(11, 16)}: ${sides.join(", ")}`];
    } catch (thrown) {
      const error = asSluiceError(thrown);
      if (error.reasonCode !== "ACCESS_DENIED") return [];
      denied = true;
      return [`Requests are not counted: ${error.message}`];
    }
  };
}
function grouped(count) {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

// src/aws/pair-writes.ts
function createOwnWrites(found, awsNowMs, returns = false) {
  let writes = [];
  let suspectedAtMs;
  const recent = () => {
    const answered = writes.flatMap((write, index) => write.answered ? [index] : []);
    const from = answered.at(-2);
    return from === void 0 ? [found, ...writes.map(({ value }) => value)] : writes.slice(from).map(({ value }) => value);
  };
  const doubt = () => {
    if (writes.length === 0) return "foreign";
    suspectedAtMs ??= awsNowMs();
    return awsNowMs() - suspectedAtMs >= readLagMs ? "foreign" : "suspect";
  };
  return {
    begin(value) {
      const last = writes.at(-1);
      if (last?.value === value) last.answered = false;
      else writes = [...writes, { value, atMs: awsNowMs(), answered: false }];
      writes.at(-1).atMs = awsNowMs();
    },
    answered() {
      Object.assign(writes.at(-1), { answered: true, atMs: awsNowMs() });
    },
    lost() {
      writes.at(-1).atMs = awsNowMs();
    },
    read(value) {
      const last = writes.at(-1);
      const isOurs = value === (last ? last.value : found);
      const isOver = last !== void 0 && awsNowMs() >= last.atMs + readLagMs;
      const isUndone = isOver && last.answered && !returns;
      if (!isOurs && (isUndone || !recent().includes(value))) return doubt();
      suspectedAtMs = void 0;
      if (!last || isOver) return "now";
      if (!isOurs) return last.answered ? "older" : "unsure";
      last.answered = true;
      return "now";
    },
    knows: (value) => value === found || recent().includes(value),
    get last() {
      return writes.at(-1)?.value ?? found;
    },
    get suspects() {
      return suspectedAtMs !== void 0;
    }
  };
}

// src/aws/pair-sides.ts
function createPairSides({ send, awsNowMs, ref, pair, names, revision }) {
  const open = (side) => {
    const service3 = pair.services[names[side]];
    const groups2 = pair.groups[names[side]].flatMap(({ TargetGroupArn }) => TargetGroupArn ?? []);
    return { service: service3, groups: groups2, targets: [], writes: createOwnWrites(runs(service3), awsNowMs, true) };
  };
  const states = { baseline: open("baseline"), candidate: open("candidate") };
  const both = ["baseline", "candidate"];
  let foreign;
  let compared = false;
  const take = (side, read) => {
    const state = states[side];
    if (read?.status !== "ACTIVE") {
      foreign ??= `The service ${nameOf(ref.services[names[side]])} is ${read?.status ?? "gone"}: somebody deleted it`;
      return;
    }
    const before = state.writes.last;
    const reading = state.writes.read(runs(read));
    state.rumour = reading === "suspect" ? runs(read) : void 0;
    if (reading === "older" || reading === "suspect") return;
    const { wrote } = state;
    const isOlder = wrote && awsNowMs() < wrote.atMs + readLagMs && read.desiredCount !== wrote.desired;
    if (reading === "now" && isOlder) return;
    state.service = read;
    if (reading === "foreign") foreign ??= sentence(side, runs(read), before);
  };
  const sentence = (side, found, before) => `Somebody else set the service ${nameOf(ref.services[names[side]])} to ${found || "nothing"}, and it was ${before || "nothing"} before`;
  const strangers = (side) => (states[side].service.deployments ?? []).filter(({ taskDefinition = "" }) => revision[side] !== "" && revisionOf(taskDefinition) !== revision[side]).reduce((sum, { runningCount = 0, pendingCount = 0 }) => sum + runningCount + pendingCount, 0);
  const seen = (side) => {
    const { service: service3, targets, groups: groups2 } = states[side];
    const registered = countTargets(targets, groups2, "healthy", () => true);
    const healthy = strangers(side) === 0 ? registered : side === "candidate" ? 0 : Math.max(0, registered - strangers(side));
    const ours = (service3.deployments ?? []).filter(({ taskDefinition = "" }) => revisionOf(taskDefinition) === runs(service3));
    return {
      revision: runs(service3),
      desired: service3.desiredCount ?? 0,
      // Targets are looked at more often than the service.
      running: Math.max(
        healthy,
        ours.reduce((sum, { runningCount = 0 }) => sum + runningCount, 0)
      ),
      healthy,
      draining: countTargets(targets, groups2, "draining", () => true)
    };
  };
  const failedDeployments = (sinceMs) => (states.candidate.service.deployments ?? []).filter(
    ({ taskDefinition = "", rolloutState, createdAt }) => rolloutState === "FAILED" && revisionOf(taskDefinition) === revision.candidate && (createdAt?.getTime() ?? 0) >= sinceMs
  );
  const wasReturned = () => {
    const { wrote, writes, service: service3 } = states.candidate;
    return wrote !== void 0 && writes.last === revision.candidate && runs(service3) !== revision.candidate;
  };
  const returned = () => {
    const { service: service3 } = states.candidate;
    const why = primaryOf(service3)?.rolloutStateReason;
    return {
      side: "candidate",
      subject: "the deployment of the candidate",
      reasonCode: "BREAKER_TRIPPED",
      because: `ECS has set ${names.candidate} back from ${revision.candidate} to ${runs(service3)}${why === void 0 ? "" : `: ${why}`}`,
      details: []
    };
  };
  return {
    expect(record) {
      if (compared) return;
      compared = true;
      for (const side of both) {
        const [found, meant] = [states[side].writes.last, record.revision[side]];
        const isSet = side === "baseline" ? meant !== "" : record.goal > 0;
        if (isSet && found !== meant) foreign ??= sentence(side, found, meant);
      }
    },
    async lookAtServices(signal) {
      const read = await describeSides(send, ref, signal);
      for (const side of both) take(side, read[names[side]]);
    },
    async lookAtTargets(side, signal) {
      const state = states[side];
      state.targets = await describeTargets(send, state.groups, signal);
    },
    async size({ side, revision: taskDefinition }, desiredCount, signal) {
      const state = states[side];
      const { service: service3, rumour } = state;
      if (rumour !== void 0) foreign ??= sentence(side, rumour, state.writes.last);
      if (foreign !== void 0) throw new SluiceError("SUPERSEDED", foreign);
      const primary = primaryOf(service3);
      const isStuck = desiredCount > 0 && runs(service3) === taskDefinition && primary?.rolloutState === "FAILED" && !state.wrote;
      const input = { cluster: ref.cluster, service: ref.services[names[side]], taskDefinition, desiredCount };
      state.writes.begin(taskDefinition);
      try {
        const answer = await send("ecs:UpdateService", { ...input, ...isStuck && { forceNewDeployment: true } }, signal);
        state.writes.answered();
        state.wrote = { desired: desiredCount, atMs: awsNowMs() };
        if (answer.service) state.service = answer.service;
      } catch (error) {
        state.writes.lost();
        throw error;
      }
    },
    now: () => ({ baseline: seen("baseline"), candidate: seen("candidate") }),
    service: (side) => states[side].service,
    faults(sinceMs) {
      const failing2 = states.candidate.targets.filter(({ state }) => state === "unhealthy");
      const targets = [...new Map(failing2.map((target) => [target.id, target])).values()].map(({ id, why }) => ({
        side: "candidate",
        subject: id,
        reasonCode: "TARGET_UNHEALTHY",
        because: `target ${id} of ${names.candidate} fails its health checks${why === "" ? "" : `: ${why}`}`,
        details: []
      }));
      const deployments = failedDeployments(sinceMs).map(({ id = "", rolloutStateReason = "" }) => ({
        side: "candidate",
        subject: id,
        reasonCode: "BREAKER_TRIPPED",
        because: `ECS gave up the deployment of ${revision.candidate} on ${names.candidate}${rolloutStateReason === "" ? "" : `: ${rolloutStateReason}`}`,
        details: []
      }));
      return { targets, deployments: wasReturned() ? [...deployments, returned()] : deployments };
    },
    get failedTasks() {
      const ours = (states.candidate.service.deployments ?? []).filter(
        ({ taskDefinition = "" }) => revisionOf(taskDefinition) === revision.candidate
      );
      return ours.reduce((sum, { failedTasks = 0 }) => sum + failedTasks, 0);
    },
    get restless() {
      if (both.some((side) => states[side].writes.suspects)) return "replacing";
      if (both.some((side) => runs(states[side].service) === revision[side] && strangers(side) > 0)) return "replacing";
      return both.some((side) => isSettling(states[side].service)) ? "settling" : "no";
    },
    get isUp() {
      const { writes, service: service3 } = states.candidate;
      return writes.last === revision.candidate && (service3.desiredCount ?? 0) > 0;
    },
    get foreign() {
      return foreign;
    },
    get hasWritten() {
      return both.some((side) => states[side].wrote !== void 0);
    }
  };
}
function runs(service3) {
  return revisionOf(primaryOf(service3)?.taskDefinition ?? service3.taskDefinition ?? "");
}
function isSettling({ deployments = [], desiredCount = 0 }) {
  const running = deployments.reduce((sum, { runningCount = 0 }) => sum + runningCount, 0);
  return running !== desiredCount || deployments.some(({ rolloutState }) => rolloutState === "IN_PROGRESS");
}

// src/aws/pair-traffic.ts
function createPairTraffic({ send, awsNowMs, pair, candidate, stickiness }) {
  const ofGroup = groupColours(pair.groups);
  const percent = (rule) => percentOf(rule, candidate);
  const sharing = pair.rules.filter((rule) => holdsBoth(rule.actions, ofGroup));
  const states = sharing.map((found) => ({ found, writes: createOwnWrites(percent(found), awsNowMs), known: found, unsure: false }));
  let cookieGroups;
  let foreign;
  let compared = false;
  let shiftedAtMs = -Infinity;
  let lastWeight;
  let hasWritten = false;
  const percentsOf = ({ known, unsure, writes }) => unsure ? [percent(known), writes.last] : [percent(known)];
  const now = () => weightOfAll(states.flatMap(percentsOf));
  const noteWeight = (written) => {
    const { weight } = now();
    if (written || weight !== lastWeight) shiftedAtMs = awsNowMs();
    lastWeight = weight;
  };
  const take = (state, read) => {
    const before = state.writes.last;
    const reading = state.writes.read(percent(read));
    state.rumour = reading === "suspect" ? percent(read) : void 0;
    if (reading === "older" || reading === "suspect") return reading;
    state.unsure = reading === "unsure";
    state.known = read;
    if (reading === "foreign") foreign ??= sentence(read, before);
    return reading;
  };
  const sentence = (read, before) => {
    return `Somebody else changed the weights of ${weightsOf(read)}, where ${candidate} had ${share(before)} of the traffic before`;
  };
  const lookAtCookies = async (signal) => {
    const isOn = states.some(({ known }) => known.stickiness.enabled);
    if (cookieGroups || !isOn && typeof stickiness !== "number") return;
    const arns = [...ofGroup.keys()];
    const isCookie = await Promise.all(
      arns.map(async (TargetGroupArn) => {
        const { Attributes } = await send("elasticloadbalancing:DescribeTargetGroupAttributes", { TargetGroupArn }, signal);
        return Attributes?.some(({ Key, Value }) => Key === "stickiness.enabled" && Value === "true") ?? false;
      })
    );
    cookieGroups = new Set(arns.filter((_, index) => isCookie[index]));
  };
  const write = async (state, weight, actions, signal) => {
    const { arn, isDefault } = state.found;
    state.writes.begin(weight);
    hasWritten = true;
    try {
      const answered = isDefault ? (await send("elasticloadbalancing:ModifyListener", { ListenerArn: arn, DefaultActions: [...actions] }, signal)).Listeners?.[0]?.DefaultActions : (await send("elasticloadbalancing:ModifyRule", { RuleArn: arn, Actions: [...actions] }, signal)).Rules?.[0]?.Actions;
      state.writes.answered();
      state.known = withActions(state.found, answered ?? actions, ofGroup);
      state.unsure = false;
    } catch (error) {
      state.writes.lost();
      state.unsure = true;
      throw error;
    }
  };
  const terms = (rule) => {
    const original = states.find(({ found }) => found.arn === rule.arn)?.found;
    return { candidate, colours: ofGroup, stickiness, ...cookieGroups && { cookieGroups }, ...original && { original } };
  };
  const isThere = ({ known, unsure }, weight, actions) => {
    const { stickiness: wanted } = withActions(known, actions, ofGroup);
    const { enabled, seconds: seconds3 } = known.stickiness;
    return !unsure && percent(known) === weight && wanted.enabled === enabled && (!enabled || wanted.seconds === seconds3);
  };
  const putBack = async (gained, cause) => {
    const uncancelled = new AbortController().signal;
    const done = await Promise.allSettled(
      gained.map(({ state, before }) => write(state, percent(before), before.actions.map(writable), uncancelled))
    );
    const stuck = gained.filter((_, index) => done[index].status === "rejected").map(({ before }) => before.words);
    if (stuck.length === 0) return;
    throw new SluiceError(cause.reasonCode, `${cause.message}; what had been changed before could not be put back: ${stuck.join("; ")}`, {
      cause
    });
  };
  return {
    expect(record) {
      if (compared) return;
      compared = true;
      const allowed = weightsFor(record);
      for (const { found } of states) {
        const weight = percent(found);
        if (weight !== void 0 && allowed.includes(weight)) continue;
        foreign ??= `${weightsOf(found)}, which is none of this rollout's (${allowed.map(share).join(", ")}): somebody else changed it`;
      }
    },
    async look(signal) {
      try {
        const read = await readAgain(send, sharing, ofGroup, signal);
        states.forEach((state, index) => take(state, read[index]));
      } catch (error) {
        if (asSluiceError(error).reasonCode !== "SUPERSEDED") throw error;
        foreign ??= asSluiceError(error).message;
      }
      await lookAtCookies(signal).catch(() => void 0);
      noteWeight(false);
    },
    async shift(weight, signal) {
      const read = await readAgain(send, sharing, ofGroup, signal);
      states.forEach((state, index) => {
        const rule = read[index];
        const { last } = state.writes;
        const isKnown = state.writes.knows(percent(rule));
        const isDoubted = take(state, rule) === "suspect";
        if (!isKnown || isDoubted && weight > (percent(rule) ?? 0)) foreign ??= sentence(rule, last);
      });
      if (foreign !== void 0) throw new SluiceError("SUPERSEDED", foreign);
      const changes = states.map((state) => ({ state, before: state.known, actions: actionsWith(state.known, weight, terms(state.known)) })).filter(({ state, actions }) => !isThere(state, weight, actions));
      try {
        const done = await Promise.allSettled(changes.map(({ state, actions }) => write(state, weight, actions, signal)));
        const failed = done.find((each) => each.status === "rejected");
        if (!failed) return;
        const error = asSluiceError(failed.reason);
        const gained = changes.filter(({ before }, index) => done[index].status === "fulfilled" && weight > (percent(before) ?? 0));
        if (!signal.aborted) await putBack(gained, error);
        throw error;
      } finally {
        noteWeight(changes.length > 0);
      }
    },
    now,
    terms,
    leadingTo: (colour) => states.filter((state) => {
      const percents = [...percentsOf(state), state.writes.suspects ? state.rumour : void 0];
      return percents.some((each) => each !== void 0 && (colour === candidate ? each > 0 : each < 100));
    }).map(({ known }) => known),
    get rules() {
      return states.map(({ known }) => known);
    },
    get shiftedAtMs() {
      return shiftedAtMs;
    },
    get unsettled() {
      return states.some(({ unsure, writes }) => unsure || writes.suspects);
    },
    get foreign() {
      return foreign;
    },
    get hasWritten() {
      return hasWritten;
    }
  };
}
function holdsBoth(actions, ofGroup) {
  return actions.some((action) => {
    const groups2 = (action.ForwardConfig?.TargetGroups ?? []).map(({ TargetGroupArn = "" }) => ofGroup.get(TargetGroupArn));
    return colours.every((colour) => groups2.includes(colour));
  });
}
function weightsFor({ goals, goal, committed, heading, rest }) {
  const rests = heading === "forward" && rest !== void 0 && rest.reasonCode !== "CANCELLED_LEFT_RUNNING";
  const possible = rests ? [goals[goal]] : goals.slice(goal >= committed ? committed : 0);
  return [...new Set(possible.map(({ weight }) => weight))];
}
function weightsOf({ words, weights }) {
  return `${words}: ${colours.map((colour) => `${colour} ${String(weights[colour])}`).join(", ")}`;
}
function share(percent) {
  return percent === void 0 ? "nothing" : `${String(percent)} %`;
}

// src/aws/pair-driver.ts
var settlingMs = 15e3;
function createPairDriver(options) {
  const { send, awsNowMs, ref, settings } = options;
  const { revision } = options.roles;
  const names = coloursOf(options.roles);
  const newsOf = createServiceNews();
  const assemble = (pair) => {
    const candidate = { cluster: ref.cluster, service: ref.services[names.candidate] };
    return {
      sides: createPairSides({ send, awsNowMs, ref, pair, names, revision }),
      traffic: createPairTraffic({ send, awsNowMs, pair, candidate: names.candidate, stickiness: options.stickiness }),
      match: createPairMatch({ send, awsNowMs, pair, candidate: names.candidate, ...options.match && { match: options.match } }),
      tasks: createTaskFaults({ send, awsNowMs, ref: candidate, region: options.region, candidate: revision.candidate, by: "end" }),
      requests: createRequestNews(send, pair, names.candidate)
    };
  };
  let parts = options.found && assemble(options.found);
  const open = async (signal) => {
    if (!options.roles.names) {
      throw new SluiceError("RECORD_LOST", "Nothing tells which side of the pair is the live one", {
        hint: "Name the side to return to: `to-side`."
      });
    }
    return parts ??= assemble(await findPair(send, ref, signal));
  };
  let alarms = [];
  let found;
  let lookedAtMs = {};
  let servicesAtMs = -Infinity;
  let fillsUntilMs = -Infinity;
  let full = 0;
  let touched = /* @__PURE__ */ new Set();
  let trouble = { failedTasks: 0, healthy: 0, untilMs: -Infinity };
  const isWanted = ({ sides }, record) => record.heading === "forward" && sides.isUp;
  const watchTrouble = ({ sides }, forward2, tasksEnded) => {
    const { healthy } = sides.now().candidate;
    const { failedTasks } = sides;
    const rose = forward2 && (failedTasks > trouble.failedTasks || healthy < trouble.healthy);
    const atMs = awsNowMs();
    const untilMs = tasksEnded === "failed" ? -Infinity : rose || tasksEnded === "early" ? atMs + readLagMs : trouble.untilMs;
    trouble = { failedTasks, healthy, untilMs };
    return forward2 && atMs <= untilMs;
  };
  const lookAtServices = async ({ sides }, signal) => {
    await sides.lookAtServices(signal);
    servicesAtMs = awsNowMs();
  };
  const faultsOf = ({ sides, traffic, match, tasks }, record) => {
    const { targets, deployments } = sides.faults(record.startedAtMs - clockMarginMs);
    return [...tasks.faults, ...deployments, ...traffic.now().weight > 0 || match.now() ? targets : [], ...alarms];
  };
  const tasksFor = ({ side, capacity }, { sides }) => {
    if (capacity !== "full") return { none: 0, standby: 1 }[capacity];
    return Math.max(1, full, side === "candidate" || full === 0 ? sides.now().baseline.desired : 0);
  };
  const size = async (act, at, signal) => {
    const { sides, traffic, match } = at;
    const shrinks = act.capacity !== "full";
    await Promise.all([lookAtServices(at, signal), shrinks ? traffic.look(signal) : void 0]);
    const by = sides.foreign ?? (shrinks ? traffic.foreign : void 0);
    if (by !== void 0) throw new SluiceError("SUPERSEDED", by);
    const leading = shrinks ? [...traffic.leadingTo(names[act.side]), ...match.leadingTo(names[act.side])] : [];
    if (leading.length > 0) {
      const words = leading.map((rule) => rule.words).join("; ");
      throw new SluiceError("SUPERSEDED", `${names[act.side]} keeps its tasks, because it still gets traffic: ${words}`, {
        hint: "Somebody else changed the weights. Send the traffic to the other side, then run this step again."
      });
    }
    trouble = { ...trouble, healthy: 0 };
    await sides.size(act, tasksFor(act, at), signal);
    if (act.side === "candidate") fillsUntilMs = -Infinity;
  };
  return {
    ability: { rests: "any", mover: "sluice" },
    async observe(look, record, signal) {
      const at = await open(signal);
      const { sides, traffic, match, tasks, requests } = at;
      sides.expect(record);
      traffic.expect(record);
      const looksAt = (kind) => look.includes(kind);
      const isRestless = sides.restless === "replacing" || sides.restless === "settling" && awsNowMs() - servicesAtMs >= settlingMs;
      const hasFilled = servicesAtMs < fillsUntilMs && awsNowMs() >= fillsUntilMs;
      const homeward = record.heading === "home" && traffic.now().weight > 0;
      let tasksEnded = "nothing";
      let counted = [];
      await Promise.all([
        looksAt("service") || touched.has("size") || isRestless || hasFilled ? lookAtServices(at, signal) : void 0,
        looksAt("service") || touched.has("shift") || traffic.unsettled ? traffic.look(signal) : void 0,
        looksAt("service") || match.unsettled ? match.look(signal) : void 0,
        looksAt("travel") ? sides.lookAtTargets("candidate", signal) : void 0,
        looksAt("health") || homeward ? sides.lookAtTargets("baseline", signal) : void 0,
        looksAt("alarms") ? describeAlarms(send, options.alarms, signal).then((seen2) => alarms = alarmFaults(seen2)) : void 0,
        looksAt("tasks") && isWanted(at, record) ? tasks.look(record.startedAtMs, signal).then((ended) => tasksEnded = ended) : void 0,
        looksAt("traffic") && Number.isFinite(traffic.shiftedAtMs) && (traffic.now().weight > 0 || match.now()) ? requests(Math.max(traffic.shiftedAtMs, match.changedAtMs), awsNowMs(), signal).then((lines) => counted = lines) : void 0
      ]);
      const { weight, mixed } = traffic.now();
      const seen = sides.now();
      full = Math.max(1, full, weight < 100 ? seen.baseline.healthy : 0, weight > 0 ? seen.candidate.healthy : 0);
      if (looksAt("service") || touched.has("hold") || touched.has("restore")) found = await settings?.look(full, signal);
      const atMs = awsNowMs();
      const fills = found !== void 0 && atMs < fillsUntilMs;
      const both = fills ? { ...seen, candidate: { ...seen.candidate, desired: Math.max(seen.candidate.desired, full) } } : seen;
      touched = /* @__PURE__ */ new Set();
      lookedAtMs = { ...lookedAtMs, ...Object.fromEntries(look.map((kind) => [kind, atMs])) };
      const foreign = sides.foreign ?? traffic.foreign;
      const matched = match.now();
      const isOurs = sides.hasWritten || traffic.hasWritten || match.hasWritten || record.goal > 0 || record.owed !== void 0;
      return {
        atMs,
        weight,
        ...mixed && { mixed: true },
        ...matched && { matched },
        shiftedAtMs: Math.max(traffic.shiftedAtMs, match.changedAtMs),
        ...found && { settings: found },
        travel: foreign === void 0 ? { kind: "still" } : { kind: "superseded", by: foreign },
        writer: foreign === void 0 ? isOurs ? "us" : "nobody" : "other",
        sides: both,
        full,
        faults: faultsOf(at, record),
        suspicious: watchTrouble(at, isWanted(at, record), tasksEnded),
        lookedAtMs,
        mark: "",
        news: [...newsOf(sides.service("candidate").events ?? [], record.startedAtMs - clockMarginMs), ...counted]
      };
    },
    async perform(act, signal) {
      const at = await open(signal);
      touched.add(act.kind);
      switch (act.kind) {
        case "size":
          return size(act, at, signal);
        case "shift":
          return at.traffic.shift(act.weight, signal);
        case "match":
          return at.match.set(act.on, signal);
        case "hold":
          try {
            return await settings?.hold(act.owed, full, signal);
          } finally {
            fillsUntilMs = awsNowMs() + readLagMs;
          }
        case "restore":
          return settings?.restore(act.owed, signal);
        case "recall":
          throw new SluiceError("INTERNAL_ERROR", "Nothing moves a pair but Sluice, so nothing can be called back");
      }
    },
    explain(act) {
      switch (act.kind) {
        case "size": {
          const place = `--cluster ${shellWord(nameOf(ref.cluster))} --service ${shellWord(nameOf(ref.services[names[act.side]]))}`;
          const count = parts ? String(tasksFor(act, parts)) : "<tasks of the live side>";
          return [`aws ecs update-service ${place} --task-definition ${shellWord(act.revision)} --desired-count ${count}`];
        }
        case "shift":
          return parts ? explainShift(parts.traffic.rules, act.weight, parts.traffic.terms) : [unknownRules(act.weight, names)];
        case "match":
          return parts ? parts.match.explain(act.on) : explainUnmatch([]);
        case "hold":
        case "restore":
          return settings?.explain(act.kind) ?? [];
        case "recall":
          return [];
      }
    }
  };
}
function coloursOf({ names }) {
  const candidate = colours.find((colour) => colour === names?.candidate) ?? "green";
  return { candidate, baseline: candidate === "green" ? "blue" : "green" };
}
function unknownRules(weight, names) {
  const [ours, theirs] = [String(weight), String(100 - weight)];
  return `# every listener rule that holds both sides: ${names.candidate} ${ours} %, ${names.baseline} ${theirs} % (aws elbv2 modify-rule)`;
}

// src/aws/pair-parity.ts
function placeDisparities(sides) {
  return differences({ blue: placeOf(sides.blue), green: placeOf(sides.green) });
}
function contentDisparities(sides) {
  const { blue, green } = sides;
  if (!blue.content || !green.content) return [];
  const content = { blue: blue.content, green: green.content };
  const shared = containersOf(content.blue).filter((name) => containersOf(content.green).includes(name));
  return [
    ...differences({ blue: contentOf(content.blue, shared), green: contentOf(content.green, shared) }),
    ...shared.flatMap((container) => nameDisparities(content, container))
  ];
}
function differences(sides) {
  const names = new Set(colours.flatMap((colour) => [...sides[colour].keys()]));
  return [...names].flatMap((name) => {
    const [blue, green] = colours.map((colour) => sides[colour].get(name) ?? "none");
    return blue === green ? [] : [`${name}: blue ${blue}, green ${green}`];
  });
}
function placeOf({ service: service3, groups: groups2 }) {
  const { deploymentConfiguration: limits, networkConfiguration } = service3;
  const network = networkConfiguration?.awsvpcConfiguration;
  const strategy = (service3.capacityProviderStrategy ?? []).map(
    ({ capacityProvider, weight = 0, base = 0 }) => `${capacityProvider ?? ""} weight ${String(weight)} base ${String(base)}`
  );
  const breaker = limits?.deploymentCircuitBreaker;
  const ports = (service3.loadBalancers ?? []).map(
    ({ containerName, containerPort }) => `${containerName ?? ""}:${String(containerPort ?? "")}`
  );
  return qualities([
    ["launch type", strategy.length > 0 ? void 0 : service3.launchType],
    ["capacity providers", strategy.sort().join(", ")],
    ["platform version", service3.platformVersion],
    ["subnets", listed(network?.subnets)],
    ["security groups", listed(network?.securityGroups)],
    ["public IP", network && (network.assignPublicIp ?? "DISABLED")],
    ["load balancer", listed(ports)],
    ["minimumHealthyPercent", String(limits?.minimumHealthyPercent ?? 100)],
    ["maximumPercent", String(limits?.maximumPercent ?? 200)],
    ["circuit breaker", breaker?.enable === true ? breaker.rollback === true ? "rolls back" : "on" : "off"],
    ["grace period", seconds2(String(service3.healthCheckGracePeriodSeconds ?? 0))],
    ["target groups", String(groups2.length)],
    ...groups2.flatMap((seen, index) => groupOf(seen).map(([name, value]) => [numbered(name, index, groups2.length), value]))
  ]);
}
function numbered(name, index, count) {
  return count > 1 ? `${name} of target group ${String(index + 1)}` : name;
}
function groupOf({ group, attributes }) {
  const type = attributes["stickiness.type"] ?? "";
  const sticky = `${type} ${seconds2(attributes[`stickiness.${type}.duration_seconds`]) ?? ""}`.trim();
  const slowStart = attributes["slow_start.duration_seconds"];
  return [
    ["protocol", [group.Protocol, group.ProtocolVersion].filter(Boolean).join(" ")],
    ["target type", group.TargetType],
    ["deregistration delay", seconds2(attributes["deregistration_delay.timeout_seconds"])],
    ["stickiness of targets", attributes["stickiness.enabled"] === "true" ? sticky : "off"],
    ["slow start", slowStart === void 0 || slowStart === "0" ? "off" : seconds2(slowStart)],
    ["algorithm", attributes["load_balancing.algorithm.type"]],
    ["health check", group.HealthCheckEnabled === false ? "off" : "on"],
    ["health check path", group.HealthCheckPath],
    ["health check port", group.HealthCheckPort],
    ["health check protocol", group.HealthCheckProtocol],
    ["health check codes", group.Matcher?.HttpCode ?? group.Matcher?.GrpcCode],
    ["health check interval", seconds2(group.HealthCheckIntervalSeconds)],
    ["health check time-out", seconds2(group.HealthCheckTimeoutSeconds)],
    ["healthy threshold", group.HealthyThresholdCount?.toString()],
    ["unhealthy threshold", group.UnhealthyThresholdCount?.toString()]
  ];
}
function contentOf(definition, shared) {
  const task = canonical(definition);
  const containers = task["containerDefinitions"].map((each) => ({ ...each, name: text2(each["name"]) ?? "" }));
  return qualities([
    ["cpu of the task", text2(task["cpu"])],
    ["memory of the task", text2(task["memory"])],
    ["network mode", text2(task["networkMode"])],
    ["containers", listed(containersOf(definition))],
    ...containers.filter(({ name }) => shared.includes(name)).flatMap((container) => [
      [`cpu of ${container.name}`, text2(container["cpu"])],
      [`memory of ${container.name}`, text2(container["memory"])],
      [`memory reservation of ${container.name}`, text2(container["memoryReservation"])],
      [`health check of ${container.name}`, text2(container["healthCheck"])]
    ])
  ]);
}
function nameDisparities(content, container) {
  const namesOf = (colour, member2) => {
    const found = content[colour].containerDefinitions.find(({ name }) => name === container);
    return (found?.[member2] ?? []).map(({ name }) => name).sort();
  };
  return ["environment", "secrets"].flatMap((member2) => {
    const told = colours.flatMap((colour) => {
      const others = new Set(namesOf(colour === "blue" ? "green" : "blue", member2));
      const only = namesOf(colour, member2).filter((name) => !others.has(name));
      return only.length === 0 ? [] : [`only ${colour} has ${only.join(", ")}`];
    });
    return told.length === 0 ? [] : [`${member2} of ${container}: ${told.join("; ")}`];
  });
}
function containersOf({ containerDefinitions }) {
  return containerDefinitions.map(({ name }) => name);
}
function qualities(entries) {
  return new Map(entries.flatMap(([name, value]) => value === void 0 || value === "" ? [] : [[name, value]]));
}
function listed(items) {
  return items && items.length > 0 ? [...items].sort().join(" ") : void 0;
}
function seconds2(value) {
  return value === void 0 ? void 0 : `${String(value)} s`;
}
function text2(value) {
  if (value === void 0 || value === null) return void 0;
  return typeof value === "string" ? value : JSON.stringify(value);
}

// src/aws/pair-match-problems.ts
function matchProblems(pair, match) {
  const rules = pair.rules.filter((rule) => isShared(pair, rule));
  const ours = new Set(pair.matches.map(({ rule }) => rule.arn));
  const places = placesAbove(rules, pair.before, ours);
  const texts = rules.flatMap((rule) => [
    ...places.get(rule.arn) === void 0 ? [noPlace(rule, rules, pair, ours)] : [],
    ...beyondLimits(rule, match),
    ...secrets(rule)
  ]);
  return texts.map((text3) => ({ code: "PREFLIGHT_FAILED", text: text3 }));
}
function noPlace(rule, rules, { before }, ours) {
  const above = before.filter((each) => each.listenerArn === rule.listenerArn && each.priority < rule.priority && !ours.has(each.arn)).sort((a, b) => b.priority - a.priority);
  const inTheWay = above.find((each) => !rules.some(({ arn }) => arn === each.arn));
  const way = inTheWay ? `${inTheWay.words} stands there` : "there is none";
  const needed = rules.filter((each) => each.listenerArn === rule.listenerArn && each.priority <= rule.priority).length;
  return `The rule for chosen users (\`match\`) needs a free priority directly above ${rule.words}, and ${way}. Leave ${needed === 1 ? "one number" : `${String(needed)} numbers`} free there: \`aws elbv2 set-rule-priorities\` moves rules`;
}
function beyondLimits(rule, match) {
  const fields = new Set(rule.conditions.map(({ Field }) => Field));
  const twice = match.flatMap(({ kind }) => fields.has(fieldOf[kind] ?? "") ? [kind] : []);
  const own = rule.conditions.flatMap(textsOf);
  const { values, wildcards } = countsOf(match);
  const all = values + own.length;
  const wild = wildcards + own.join("").split(/[*?]/).length - 1;
  const most = (what, count, limit) => count > limit ? [`${rule.words} and \`match\` have ${String(count)} ${what} together, and AWS allows ${String(limit)} on a rule`] : [];
  return [
    ...twice.map(
      (kind) => `${rule.words} has a condition on ${kind} already, and AWS allows one on a rule: choose users by something else`
    ),
    ...most("values", all, ruleLimits.values),
    ...most("wildcards", wild, ruleLimits.wildcards)
  ];
}
var fieldOf = {
  host: "host-header",
  path: "path-pattern",
  method: "http-request-method",
  "source-ip": "source-ip"
};
function secrets({ words, actions }) {
  if (!actions.some(({ Type }) => Type === "authenticate-oidc")) return [];
  return [`${words} signs users in by OIDC, and its copy for chosen users would need the client secret, which AWS does not tell`];
}
function textsOf(condition3) {
  const { HostHeaderConfig: host, PathPatternConfig: path, HttpHeaderConfig: header, QueryStringConfig: query } = condition3;
  const values = host?.Values ?? path?.Values ?? header?.Values ?? condition3.Values;
  return [
    ...values ?? [],
    ...(host?.RegexValues ?? path?.RegexValues ?? header?.RegexValues ?? []).map(() => ""),
    ...condition3.HttpRequestMethodConfig?.Values ?? condition3.SourceIpConfig?.Values ?? [],
    ...(query?.Values ?? []).map(({ Key = "", Value = "" }) => `${Key}=${Value}`)
  ];
}

// src/aws/pair-side-problems.ts
function sideProblems(pair, colour, otherTraffic) {
  const service3 = pair.services[colour];
  const name = service3.serviceName ?? colour;
  const texts = [...anyServiceProblems(service3)];
  const strategy = service3.deploymentConfiguration?.strategy ?? "ROLLING";
  if (strategy !== "ROLLING") {
    texts.push(
      `${name} has the deployment strategy ${strategy}, by which ECS shifts traffic itself: set both services to ROLLING, or name one of them alone as \`service\``
    );
  }
  for (const { advancedConfiguration } of service3.loadBalancers ?? []) {
    const managed = advancedConfiguration?.productionListenerRule;
    if (managed !== void 0 && managed !== "") {
      texts.push(
        `ECS manages the rule ${managed.split(":").at(-1) ?? managed} of ${name} (advancedConfiguration), and would write its weights over ours: remove the advancedConfiguration, which the strategy ROLLING does not need`
      );
    }
  }
  if (service3.schedulingStrategy === "DAEMON") {
    texts.push(
      `${name} is a DAEMON, whose number of tasks is that of the instances: a side must be sized. Use the action rolling-ecs for it`
    );
  }
  if ((service3.deploymentController?.type ?? "ECS") === "ECS") texts.push(...loadBalancerTexts(pair, colour, name));
  const other3 = otherTraffic === "refuse" ? otherWays(service3) : [];
  return [...texts.map((text3) => ({ code: "PREFLIGHT_FAILED", text: text3 })), ...other3.map((way) => reachedOtherwise(name, way))];
}
function loadBalancerTexts({ groups: groups2 }, colour, name) {
  if (groups2[colour].length === 0) {
    return [
      `${name} has no target group, and traffic is shifted by the rules of an Application Load Balancer: use the action rolling-ecs for it`
    ];
  }
  return groups2[colour].flatMap(
    ({ TargetGroupName = "", Protocol = "HTTP" }) => Protocol === "HTTP" || Protocol === "HTTPS" ? [] : [
      `The target group ${TargetGroupName} of ${name} speaks ${Protocol}, as behind a Network Load Balancer, whose shifts cannot be watched: put the pair behind an Application Load Balancer, or use the action rolling-ecs`
    ]
  );
}
function otherWays(service3) {
  const primary = primaryOf(service3);
  const ways = [];
  const registries = (service3.serviceRegistries ?? []).map(({ registryArn = "" }) => registryArn.split("/").at(-1));
  if (registries.length > 0) ways.push(`Cloud Map (${registries.join(", ")})`);
  const connect = primary?.serviceConnectConfiguration;
  if (connect?.enabled === true && (connect.services ?? []).length > 0)
    ways.push(`Service Connect (${connect.namespace ?? "default namespace"})`);
  const lattice = primary?.vpcLatticeConfigurations ?? [];
  if (lattice.length > 0) ways.push("VPC Lattice");
  return ways;
}
function reachedOtherwise(name, way) {
  const text3 = `${name} is reached through ${way} too, where no weight counts: clients there get both sides as long as both have tasks. Take it away, or say \`other-traffic: accept\``;
  return { code: "SIDE_HAS_OTHER_TRAFFIC", text: text3 };
}
function pairingProblems({ services, groups: groups2 }) {
  const { blue, green } = services;
  if (blue.serviceArn === green.serviceArn) {
    return [`blue and green are both ${blue.serviceName ?? ""}: a pair is two services, each with a target group of its own`];
  }
  const greens = new Set(groups2.green.map(({ TargetGroupArn }) => TargetGroupArn));
  const shared = groups2.blue.filter(({ TargetGroupArn }) => greens.has(TargetGroupArn));
  return shared.map(
    ({ TargetGroupName, TargetGroupArn }) => `${blue.serviceName ?? "blue"} and ${green.serviceName ?? "green"} register their tasks in the same target group, ${TargetGroupName ?? TargetGroupArn ?? ""}, so that no weight tells them apart: give each its own`
  );
}
function liveProblems(service3, healthy, minHealthy) {
  const name = service3.serviceName ?? "";
  const desired = service3.desiredCount ?? 0;
  const texts = [];
  if (!isSteady(service3)) {
    const primary = primaryOf(service3);
    const state = primary?.rolloutState ?? `${String(service3.runningCount ?? 0)} of ${String(desired)} tasks running`;
    texts.push(
      `${name} serves, and its deployment of ${revisionOf(primary?.taskDefinition ?? service3.taskDefinition ?? "")} has not been completed (${state}): what is gone back to must be at rest. Wait for it, or set it right first`
    );
  }
  if (healthy === 0) {
    texts.push(
      `${name} serves, and has no healthy target (desired count ${String(desired)}): there is nothing sound to go back to. See why first`
    );
  } else if (minHealthy > healthy) {
    texts.push(
      `\`min-healthy\` is ${String(minHealthy)}, and ${name}, which serves, has ${String(healthy)} healthy targets: no side would ever be fit. Lower it, or scale the service out`
    );
  }
  return texts;
}
function idleProblems(pair, idle, wanted, scaling3, content) {
  const service3 = pair.services[idle];
  const name = service3.serviceName ?? idle;
  const texts = [];
  const stuck = (service3.runningCount ?? 0) > 0 ? deadlock({ ...service3, desiredCount: wanted }) : void 0;
  if (stuck !== void 0) texts.push(`${name}: ${stuck}`);
  const max = scaling3[idle]?.max;
  if (max !== void 0 && max < wanted) {
    texts.push(
      `The MaxCapacity of ${name} is ${String(max)}, and the side that serves has ${String(wanted)} tasks: raise it to ${String(wanted)} or more`
    );
  }
  if (content) texts.push(...targetGroupProblems(service3, pair.groups[idle], content).map(({ text: text3 }) => text3));
  return texts;
}
function stickinessProblems({ groups: groups2, rules }, attributesOf) {
  const sticky = colours.flatMap(
    (colour) => groups2[colour].filter(({ TargetGroupArn = "" }) => attributesOf(TargetGroupArn)["stickiness.enabled"] === "true")
  );
  if (sticky.length === 0) return [];
  const names = sticky.map(({ TargetGroupName = "" }) => TargetGroupName).join(", ");
  return rules.filter(({ stickiness }) => !stickiness.enabled).map(
    ({ words }) => `Targets of ${names} are sticky, and ${words} has no group stickiness: AWS refuses to write its weights. Turn group stickiness on, or stickiness.enabled of the target groups off`
  );
}

// src/aws/pair-preflight.ts
function pairPreflight(found, wishes) {
  const { pair, live, healthy } = found;
  const idle = live === "blue" ? "green" : "blue";
  const serving = pair.services[live];
  const wanted = Math.max(serving.desiredCount ?? 0, healthy);
  const pairing = pairingProblems(pair);
  const texts = pairing.length > 0 ? pairing : [
    ...liveProblems(serving, healthy, wishes.minHealthy ?? 1),
    ...idleProblems(pair, idle, wanted, found.scaling, found.content),
    ...stickinessProblems(pair, (arn) => found.attributes[arn] ?? {})
  ];
  const place = placeDisparities(sidesOf(found, idle));
  return {
    problems: [
      ...texts.map((text3) => ({ code: "PREFLIGHT_FAILED", text: text3 })),
      ...pairing.length > 0 ? [] : [...ruleProblems(pair, found.ref), ...wishes.match ? matchProblems(pair, wishes.match) : []],
      ...colours.flatMap((colour) => sideProblems(pair, colour, wishes.otherTraffic ?? "refuse")).filter(unlikeBefore),
      ...alarmProblems(wishes.alarms, found.alarms),
      ...sessionProblems(found.atMs, wishes)
    ],
    warnings: [
      ...serviceWarnings({ ...pair.services[idle], desiredCount: wanted }).map(
        (text3) => `${pair.services[idle].serviceName ?? idle}: ${text3}`
      ),
      ...stayingClients(pair, wishes),
      ...pair.matches.map(({ rule }) => `An earlier canary has left ${rule.words}: it is removed before anything else`),
      ...place.length > 0 ? [`The sides differ, and a swap changes that too: ${place.join("; ")}`] : []
    ],
    disparities: [...place, ...contentDisparities(sidesOf(found, idle))]
  };
}
function sidesOf({ pair, running, content, attributes }, idle) {
  const side = (colour) => ({
    service: pair.services[colour],
    groups: pair.groups[colour].map((group) => ({ group, attributes: attributes[group.TargetGroupArn ?? ""] ?? {} })),
    content: colour === idle ? content : running
  });
  return { blue: side("blue"), green: side("green") };
}
function unlikeBefore({ text: text3 }, index, all) {
  return all.findIndex((each) => each.text === text3) === index;
}
function sessionProblems(atMs, { credentialsExpireAtMs, planMs = 0 }) {
  if (credentialsExpireAtMs === void 0 || credentialsExpireAtMs >= atMs + planMs + homeMs) return [];
  const left = credentialsExpireAtMs <= atMs ? "have expired" : `end in ${span(credentialsExpireAtMs - atMs)}`;
  const text3 = `The AWS credentials of this job ${left} (${new Date(credentialsExpireAtMs).toISOString()}), and the plan takes at least ${span(planMs)} and needs ${span(homeMs)} for a way back: ask for a longer session (role-duration-seconds, and the maximum session duration of the role)`;
  return [{ code: "SESSION_TOO_SHORT", text: text3 }];
}
var homeMs = 5 * 6e4;
function stayingClients({ rules }, { stickiness }) {
  if (stickiness === "off") return [];
  return rules.flatMap(({ words, stickiness: found }) => {
    const seconds3 = typeof stickiness === "number" ? stickiness : found.enabled ? found.seconds : 0;
    return seconds3 === 0 ? [] : [
      `Clients of ${words} stay on the side they have reached for up to ${span(seconds3 * 1e3)} after a shift; \`stickiness: off\` lets them move at once`
    ];
  });
}

// src/aws/scalable-sides.ts
var dimension = "ecs:service:DesiredCount";
function resourceIdsOf({ cluster, services }) {
  const id = (colour) => `service/${nameOf(cluster)}/${nameOf(services[colour])}`;
  return { blue: id("blue"), green: id("green") };
}
async function describeScalableSides(send, resourceIds, signal) {
  const input = { ServiceNamespace: "ecs", ResourceIds: colours.map((colour) => resourceIds[colour]) };
  const { ScalableTargets } = await send("application-autoscaling:DescribeScalableTargets", input, signal);
  const side = (colour) => {
    const found = ScalableTargets?.find(
      ({ ResourceId, ScalableDimension }) => ResourceId === resourceIds[colour] && ScalableDimension === dimension
    );
    return found && sideIn(found);
  };
  return { blue: side("blue"), green: side("green") };
}
function sideIn({ MinCapacity = 0, MaxCapacity = 0, SuspendedState: state = {} }) {
  const { DynamicScalingInSuspended = false, DynamicScalingOutSuspended = false, ScheduledScalingSuspended = false } = state;
  const suspended = { in: DynamicScalingInSuspended, out: DynamicScalingOutSuspended, scheduled: ScheduledScalingSuspended };
  return { min: MinCapacity, max: MaxCapacity, suspended };
}
function stateOf({ suspended }) {
  return {
    DynamicScalingInSuspended: suspended.in,
    DynamicScalingOutSuspended: suspended.out,
    ScheduledScalingSuspended: suspended.scheduled
  };
}
function sameSide(a, b) {
  return a.min === b.min && a.max === b.max && ["in", "out", "scheduled"].every((flag) => a.suspended[flag] === b.suspended[flag]);
}

// src/aws/scaling.ts
function createScaling(send, resourceIds, { names }, known) {
  const candidate = names?.candidate;
  let last = known;
  let agreed;
  const written = /* @__PURE__ */ new Map();
  const read = async (to, signal) => {
    const seen = await describeScalableSides(send, resourceIds, signal);
    const side = (colour) => {
      const [now, ours] = [seen[colour], written.get(colour)];
      if (!now || !ours) return now;
      if (!sameSide(now, ours.before)) {
        written.delete(colour);
        return now;
      }
      return ours.sure || to === toRestore && ours.to === toHold ? ours.after : now;
    };
    return last = { blue: side("blue"), green: side("green") };
  };
  const write = async (colour, to, before, after, signal) => {
    if (sameSide(before, after)) return;
    written.set(colour, { to, before, after, sure: false });
    const identity = { ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount" };
    const input = { ...identity, ResourceId: resourceIds[colour], SuspendedState: stateOf(after) };
    await send(
      "application-autoscaling:RegisterScalableTarget",
      { ...input, ...after.min !== before.min && { MinCapacity: after.min } },
      signal
    );
    written.set(colour, { to, before, after, sure: true });
  };
  const each = async (owed, now, to, signal) => {
    const changes = colours.map(async (colour) => {
      const [side, was] = [now[colour], owed[colour]];
      if (side && was) await write(colour, to, side, to(side, was), signal);
    });
    const failed = (await Promise.allSettled(changes)).find((change) => change.status === "rejected");
    if (failed) throw failed.reason;
  };
  return {
    async look(full, signal) {
      const now = await read(toHold, signal);
      if (!now.blue && !now.green) return void 0;
      const found = asFound(now, full, candidate);
      const owed = agreed ?? found;
      const held2 = colours.every((colour) => {
        const [side, was] = [now[colour], owed[colour]];
        return !side || !was || sameSide(side, toHold(side, was));
      });
      return { found: owedText(found), held: held2 };
    },
    async hold(text3, _full, signal) {
      agreed = owedIn(text3);
      await each(agreed, await read(toHold, signal), toHold, signal);
    },
    async restore(text3, signal) {
      const owed = owedIn(text3);
      await each(owed, await read(toRestore, signal), toRestore, signal);
      agreed = void 0;
    },
    explain: (kind) => colours.flatMap((colour) => {
      const side = last?.[colour];
      if (last && !side) return [];
      const min = kind === "restore" ? agreed?.[colour]?.min ?? side?.min ?? "<as it was>" : "<tasks of the live side>";
      const suspended = kind === "hold" || (agreed?.[colour]?.suspended.in ?? side?.suspended.in ?? false);
      const state = stateOf({ ...side ?? unknown, suspended: { ...(side ?? unknown).suspended, in: suspended } });
      const flags = Object.entries(state).map(([flag, value]) => `${flag}=${String(value)}`);
      const bound = colour === candidate ? ` --min-capacity ${String(min)}` : "";
      return [
        `aws application-autoscaling register-scalable-target --service-namespace ecs --scalable-dimension ${dimension} --resource-id ${resourceIds[colour]}${bound} --suspended-state ${flags.join(",")}`
      ];
    })
  };
}
function toHold(now, owed) {
  const raised = now.min === owed.min && owed.heldMin <= now.max;
  return { ...now, min: raised ? owed.heldMin : now.min, suspended: { ...now.suspended, in: true } };
}
function toRestore(now, owed) {
  const min = now.min === owed.heldMin ? owed.min : now.min;
  return { ...now, min, suspended: { ...now.suspended, in: now.suspended.in && owed.suspended.in } };
}
function asFound(now, full, candidate) {
  const side = (colour) => {
    const found = now[colour];
    return found && { ...found, heldMin: colour === candidate ? Math.max(found.min, Math.min(full, found.max)) : found.min };
  };
  return { blue: side("blue"), green: side("green") };
}
function owedText(owed) {
  const sides = colours.flatMap((colour) => {
    const side = owed[colour];
    if (!side) return [];
    const { in: inward, out, scheduled } = side.suspended;
    return [`${colour}:${String(side.min)}-${String(side.heldMin)}:${[inward, out, scheduled].map(Number).join("")}`];
  });
  return sides.join("/");
}
function owedIn(text3) {
  const owed = {};
  for (const part of text3 === "" ? [] : text3.split("/")) {
    const match = /^(blue|green):(\d+)-(\d+):([01])([01])([01])$/.exec(part);
    if (!match) {
      throw new SluiceError(
        "RECORD_LOST",
        `The record says that ${JSON.stringify(text3)} is owed to Application Auto Scaling, which cannot be read`,
        {
          hint: "Look at the scalable targets of both services and set their minimum and suspended states by hand."
        }
      );
    }
    const [, colour, min, heldMin, inward, out, scheduled] = match;
    const suspended = { in: inward === "1", out: out === "1", scheduled: scheduled === "1" };
    owed[colour] = { min: Number(min), heldMin: Number(heldMin), suspended };
  }
  return { blue: owed.blue, green: owed.green };
}
var unknown = { min: 0, max: 0, suspended: { in: false, out: false, scheduled: false } };

// src/aws/found-side.ts
function foundService(service3, scaling3) {
  const network = service3.networkConfiguration?.awsvpcConfiguration;
  const limits = service3.deploymentConfiguration;
  const breaker = limits?.deploymentCircuitBreaker;
  const first = service3.loadBalancers?.find((each) => each.targetGroupArn !== void 0);
  const strategy = service3.capacityProviderStrategy ?? [];
  const launchType = strategy.length > 0 ? void 0 : service3.launchType;
  return {
    name: service3.serviceName ?? "",
    revision: revisionOf(service3.taskDefinition ?? ""),
    container: first?.containerName ?? "",
    port: first?.containerPort ?? 0,
    ...(launchType === "FARGATE" || launchType === "EC2" || launchType === "EXTERNAL") && { launchType },
    ...strategy.length > 0 && {
      capacityProviders: strategy.map(({ capacityProvider: name = "", weight = 0, base = 0 }) => ({ name, weight, base }))
    },
    ...service3.platformVersion !== void 0 && { platformVersion: service3.platformVersion },
    ...network && {
      network: {
        subnets: network.subnets ?? [],
        securityGroups: network.securityGroups ?? [],
        publicIp: network.assignPublicIp === "ENABLED"
      }
    },
    ...service3.healthCheckGracePeriodSeconds !== void 0 && { graceSeconds: service3.healthCheckGracePeriodSeconds },
    ...limits?.minimumHealthyPercent !== void 0 && { minHealthyPercent: limits.minimumHealthyPercent },
    ...limits?.maximumPercent !== void 0 && { maxPercent: limits.maximumPercent },
    ...breaker && { breaker: { enable: breaker.enable === true, rollback: breaker.rollback === true } },
    ...scaling3 && { scaling: { min: scaling3.min, max: scaling3.max } }
  };
}
async function foundGroup(send, arn, signal) {
  if (arn === void 0) return void 0;
  const seen = await describeGroup(send, arn, signal);
  const { Protocol: protocol, TargetType: targetType, ProtocolVersion: version } = seen ?? {};
  if (!seen || protocol !== "HTTP" && protocol !== "HTTPS" || targetType !== "ip" && targetType !== "instance") return void 0;
  const { Attributes } = await send("elasticloadbalancing:DescribeTargetGroupAttributes", { TargetGroupArn: arn }, signal);
  const seconds3 = (key) => {
    const value = Attributes?.find(({ Key }) => Key === key)?.Value;
    return value === void 0 ? void 0 : Number(value);
  };
  const [delay, slowStart] = [seconds3("deregistration_delay.timeout_seconds"), seconds3("slow_start.duration_seconds")];
  const found = {
    arn,
    name: seen.TargetGroupName ?? "",
    port: seen.Port ?? 0,
    protocol,
    targetType,
    vpc: seen.VpcId ?? "",
    ...(version === "HTTP1" || version === "HTTP2" || version === "GRPC") && { protocolVersion: version },
    ...delay !== void 0 && { deregistrationDelaySeconds: delay },
    ...slowStart !== void 0 && slowStart > 0 && { slowStartSeconds: slowStart },
    ...seen.HealthCheckEnabled !== false && { healthCheck: healthCheckOf(seen) }
  };
  return { arn, seen, found };
}
async function describeGroup(send, arn, signal) {
  try {
    return (await send("elasticloadbalancing:DescribeTargetGroups", { TargetGroupArns: [arn] }, signal)).TargetGroups?.[0];
  } catch (error) {
    if (awsErrorName(error).startsWith("TargetGroupNotFound")) return void 0;
    throw error;
  }
}
function healthCheckOf(group) {
  const { HealthCheckPath: path, HealthCheckPort: port, HealthCheckProtocol: protocol } = group;
  const matcher = group.Matcher?.HttpCode ?? group.Matcher?.GrpcCode;
  return {
    ...path !== void 0 && { path },
    ...port !== void 0 && { port },
    ...(protocol === "HTTP" || protocol === "HTTPS") && { protocol },
    ...matcher !== void 0 && { matcher },
    ...group.HealthCheckIntervalSeconds !== void 0 && { intervalSeconds: group.HealthCheckIntervalSeconds },
    ...group.HealthCheckTimeoutSeconds !== void 0 && { timeoutSeconds: group.HealthCheckTimeoutSeconds },
    ...group.HealthyThresholdCount !== void 0 && { healthy: group.HealthyThresholdCount },
    ...group.UnhealthyThresholdCount !== void 0 && { unhealthy: group.UnhealthyThresholdCount }
  };
}

// src/aws/unprepared-pair.ts
async function describeMissing(send, ref, signal) {
  const sides = await describeSides(send, ref, signal);
  const serviceOf = (colour) => sides[colour]?.status === "ACTIVE" ? sides[colour] : void 0;
  const groupArnOf = (colour) => serviceOf(colour)?.loadBalancers?.find((each) => each.targetGroupArn)?.targetGroupArn;
  const found = colours.find((colour) => groupArnOf(colour) !== void 0);
  const service3 = found && serviceOf(found);
  if (!found || !service3) return void 0;
  const other3 = otherSide(found);
  const [group, otherGroup2] = await Promise.all([foundGroup(send, groupArnOf(found), signal), foundGroup(send, groupArnOf(other3), signal)]);
  if (!group) return void 0;
  const [rules, { [found]: scaling3 }] = await Promise.all([
    rulesBefore2(send, group.seen, signal),
    describeScalableSides(send, resourceIdsOf(ref), signal)
  ]);
  const leadsTo = (rule, arn) => arn !== void 0 && rule.groups.includes(arn);
  const forTests = (rule) => ref.testRules.some((named) => isMeant(named, rule.arn));
  const production2 = rules.filter((rule) => leadsTo(rule, group.arn) && !forTests(rule));
  const missing2 = {
    cluster: nameOf(ref.cluster),
    found,
    service: foundService(service3, scaling3),
    group: group.found,
    other: {
      service: nameOf(ref.services[other3]),
      group: otherGroup2?.found.name ?? groupNameBeside(group.found.name, other3),
      ...otherGroup2 && { groupArn: otherGroup2.arn }
    },
    lacks: { service: serviceOf(other3) === void 0, group: otherGroup2 === void 0 },
    rules: production2.map((rule) => ({ ...rule.found, both: leadsTo(rule, otherGroup2?.arn) })),
    untested: colours.filter(
      (colour) => !rules.some((rule) => forTests(rule) && leadsTo(rule, colour === found ? group.arn : otherGroup2?.arn))
    ),
    guards: true
  };
  const lacks = missing2.lacks.service || missing2.lacks.group || missing2.rules.some(({ both }) => !both);
  return lacks ? missing2 : void 0;
}
async function rulesBefore2(send, { LoadBalancerArns = [] }, signal) {
  const seen = [];
  for (const LoadBalancerArn of LoadBalancerArns) {
    const listeners2 = await paged(
      (Marker) => send("elasticloadbalancing:DescribeListeners", { LoadBalancerArn, ...Marker }, signal),
      "Listeners"
    );
    for (const listener of listeners2) {
      const ask = (Marker) => send("elasticloadbalancing:DescribeRules", { ListenerArn: listener.ListenerArn, ...Marker }, signal);
      const rules = await paged(ask, "Rules");
      seen.push(...rules.map((rule) => ruleSeen(rule, foundListener(listener, rules))));
    }
  }
  return seen;
}
async function paged(ask, key) {
  const all = [];
  let marker = {};
  for (; ; ) {
    const answer = await ask(marker);
    all.push(...answer[key] ?? []);
    if (!answer.NextMarker) return all;
    marker = { Marker: answer.NextMarker };
  }
}
function foundListener(listener, rules) {
  return {
    arn: listener.ListenerArn ?? "",
    loadBalancerArn: listener.LoadBalancerArn ?? "",
    port: listener.Port ?? 0,
    protocol: listener.Protocol === "HTTPS" ? "HTTPS" : "HTTP",
    priorities: rules.flatMap(({ IsDefault, Priority }) => IsDefault === true ? [] : [Number(Priority)])
  };
}
function ruleSeen({ RuleArn = "", IsDefault, Priority, Conditions, Actions = [] }, listener) {
  const isDefault = IsDefault === true;
  const sticky = Actions.find(({ Type }) => Type === "forward")?.ForwardConfig?.TargetGroupStickinessConfig;
  return {
    // A default action is named by its listener, as in `listener-rules`.
    arn: isDefault ? listener.arn : RuleArn,
    groups: groupsIn({ actions: Actions }),
    found: {
      arn: RuleArn,
      listener,
      priority: isDefault ? "default" : Number(Priority),
      conditions: (Conditions ?? []).flatMap(conditionIn),
      before: Actions.flatMap(({ Type }) => Type === void 0 || Type === "forward" ? [] : [Type]),
      ...sticky?.Enabled === true && { stickinessSeconds: sticky.DurationSeconds ?? 0 }
    }
  };
}
function conditionIn(condition3) {
  const { Field: field, Values } = condition3;
  switch (field) {
    case "host-header":
      return [{ field, values: condition3.HostHeaderConfig?.Values ?? Values ?? [] }];
    case "path-pattern":
      return [{ field, values: condition3.PathPatternConfig?.Values ?? Values ?? [] }];
    case "http-request-method":
      return [{ field, values: condition3.HttpRequestMethodConfig?.Values ?? [] }];
    case "source-ip":
      return [{ field, values: condition3.SourceIpConfig?.Values ?? [] }];
    case "http-header":
      return [{ field, name: condition3.HttpHeaderConfig?.HttpHeaderName ?? "", values: condition3.HttpHeaderConfig?.Values ?? [] }];
    case "query-string": {
      const values = condition3.QueryStringConfig?.Values ?? [];
      return [{ field, values: values.map(({ Key, Value = "" }) => ({ value: Value, ...Key !== void 0 && { key: Key } })) }];
    }
    case void 0:
    default:
      return [];
  }
}

// src/aws/pair-target.ts
function createPairTarget(options) {
  const { send, awsNowMs, ref, region } = options;
  const resourceIds = resourceIdsOf(ref);
  const wanted = createWantedRevision(options);
  let pair;
  let scaling3;
  let running;
  let groupArn;
  let placeless = false;
  let expected;
  let begun = false;
  const look = async (signal) => {
    pair = await findPair(send, ref, signal);
    placeless = pair.groups.blue.length === 0;
    const live = liveSide(pair);
    const idle = other2(live);
    const serving = pair.services[live];
    if (serving.taskDefinition !== void 0 && running?.arn !== serving.taskDefinition) {
      running = await describeTaskDefinition(send, serving.taskDefinition, signal);
    }
    const [{ content, existing, ...found }, seen, missing2] = await Promise.all([
      wanted.resolve(contentOf2(options, pair, live), running, signal),
      readAround(pair, live, signal),
      isWhole(pair) ? void 0 : describeMissing(send, ref, signal)
    ]);
    scaling3 = seen.scaling;
    const facts = { atMs: awsNowMs(), ref, pair, live, running: running?.definition, content };
    const preflight = pairPreflight({ ...facts, ...seen }, options);
    const current = revisionOf(serving.taskDefinition ?? "");
    const rests = pair.rules.every(({ weights }) => weights[live] > 0 && weights[idle] === 0);
    const isThere = options.wanted.kind === "idle" ? options.toSide === live : existing?.revision === current && isSteady(serving);
    return {
      atMs: facts.atMs,
      problems: [...changedMeanwhile(`${current} on ${live}`), ...found.problems, ...preflight.problems],
      warnings: [...preflight.warnings, ...found.warnings, ...goneBaseline(current, running)],
      baseline: current,
      current,
      candidate: existing?.revision,
      names: { baseline: live, candidate: idle },
      idle: { revision: revisionOf(pair.services[idle].taskDefinition ?? ""), running: pair.services[idle].runningCount ?? 0 },
      desired: serving.desiredCount ?? 0,
      unchanged: rests && isThere,
      changes: running && content ? contentChanges(running.definition, content).map(changeLine) : [],
      disparities: preflight.disparities,
      ...missing2 && { missing: pasted(missing2) }
    };
  };
  const readAround = async ({ groups: groups2 }, live, signal) => {
    const arns = colours.flatMap((colour) => arnsOf(groups2[colour]));
    const [attributes, targets, scalable, alarms] = await Promise.all([
      Promise.all(arns.map(async (arn) => [arn, await attributesOf(arn, signal)])),
      describeTargets(send, arnsOf(groups2[live]), signal),
      describeScalableSides(send, resourceIds, signal),
      options.alarms.length === 0 ? [] : describeAlarms(send, options.alarms, signal)
    ]);
    const healthy = countTargets(targets, arnsOf(groups2[live]), "healthy", () => true);
    return { attributes: Object.fromEntries(attributes), healthy, scaling: scalable, alarms };
  };
  const attributesOf = async (TargetGroupArn, signal) => {
    const { Attributes } = await send("elasticloadbalancing:DescribeTargetGroupAttributes", { TargetGroupArn }, signal);
    return Object.fromEntries((Attributes ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
  };
  const changedMeanwhile = (now) => {
    expected ??= now;
    if (begun || expected === now) return [];
    return [{ code: "SUPERSEDED", text: `Somebody else has changed what serves from ${expected} to ${now} while this step prepared` }];
  };
  const unprepared = async (error, signal) => {
    const missing2 = await describeMissing(send, ref, signal);
    if (!missing2) throw error;
    placeless = missing2.found !== "blue";
    const { found, service: service3 } = missing2;
    const { desiredCount = 0 } = await describeService(send, { cluster: ref.cluster, service: ref.services[found] }, signal);
    const text3 = `${error.message}: a pair is two services on the same listener rules. Add what is missing, which \`mode: plan\` prints as Terraform and CDK`;
    return {
      atMs: awsNowMs(),
      problems: [{ code: error.reasonCode, text: text3 }],
      warnings: [],
      baseline: service3.revision,
      current: service3.revision,
      candidate: void 0,
      names: { baseline: found, candidate: other2(found) },
      desired: desiredCount,
      unchanged: false,
      changes: [],
      missing: pasted(missing2)
    };
  };
  const store = lateRecordStore(async (signal) => {
    groupArn ??= firstGroup(await describeService(send, { cluster: ref.cluster, service: ref.services.blue }, signal));
    return createGroupRecordStore(send, awsNowMs, groupArn);
  });
  return {
    name: `${nameOf(ref.cluster)}/${nameOf(ref.services.blue)}+${nameOf(ref.services.green)}`,
    // Where blue was seen to have no place for a record there is none, and the survey says why.
    store: { ...store, read: (signal) => placeless ? Promise.resolve({ entries: {}, atMs: awsNowMs() }) : store.read(signal) },
    async survey(signal) {
      try {
        return await look(signal);
      } catch (error) {
        pair = void 0;
        if (!(error instanceof SluiceError) || error.reasonCode !== "PREFLIGHT_FAILED") throw error;
        return unprepared(error, signal);
      }
    },
    register: (signal) => wanted.register(signal),
    arnOf: (revision) => revisionArn(pair?.services.blue.serviceArn, revision),
    driver(roles) {
      begun = true;
      return createPairDriver({
        ...{ send, awsNowMs, region, ref, roles, alarms: options.alarms, stickiness: options.stickiness },
        ...options.match && { match: options.match },
        ...pair && { found: pair },
        settings: createScaling(send, resourceIds, roles, scaling3)
      });
    }
  };
}
function isWhole(pair) {
  return colours.every((colour) => pair.services[colour].status === "ACTIVE") && pair.rules.some((rule) => isShared(pair, rule));
}
function contentOf2({ wanted, toSide }, { services }, live) {
  if (wanted.kind !== "idle") return wanted;
  return { kind: "named", name: services[toSide ?? other2(live)].taskDefinition ?? "" };
}
function arnsOf(groups2) {
  return groups2.flatMap(({ TargetGroupArn }) => TargetGroupArn ?? []);
}
function firstGroup({ serviceName = "", loadBalancers }) {
  const arn = loadBalancers?.find((each) => each.targetGroupArn !== void 0)?.targetGroupArn;
  if (arn !== void 0) return arn;
  throw new SluiceError("PREFLIGHT_FAILED", `${serviceName} has no target group, in whose tags the record of a pair is kept`, {
    hint: "A pair is two services behind an Application Load Balancer, each with a target group. Use the action rolling-ecs for others."
  });
}
function goneBaseline(current, running) {
  return running && !running.active ? [`${current} is not ACTIVE any more: the service cannot be set to it again`] : [];
}
function pasted(missing2) {
  return [...missingAsTerraform(missing2), "", ...missingAsCdk(missing2)];
}
function other2(colour) {
  return colour === "blue" ? "green" : "blue";
}

export {
  findPair,
  liveSide,
  parseMetrics,
  thresholdChecks,
  thresholdName,
  leastBakeMs,
  readThreshold,
  groupCounters,
  createAlbMetrics,
  createThresholdJudge,
  groupQuery,
  parseMatch,
  createPairTarget
};
