import {
  SluiceError,
  asSluiceError,
  elapsed,
  failedResult,
  fails,
  finish,
  localClock,
  nearest,
  outcomes,
  readInputs,
  reasonCodes,
  resultOf,
  settings,
  span,
  timelineEntry
} from "./chunk-JABD2GEN.js";
import "./chunk-TRTQSARU.js";

// src/domain/task-definition.ts
function applyImages(definition, images) {
  const names = definition.containerDefinitions.map((container2) => container2.name);
  const problems = [];
  const wanted = /* @__PURE__ */ new Map();
  for (const { container: container2, image } of images) {
    if (!names.includes(container2)) {
      problems.push(`images: ${definition.family} has no container ${JSON.stringify(container2)}; it has ${names.join(", ")}`);
    } else if (wanted.has(container2) && wanted.get(container2) !== image) {
      problems.push(`images: container ${container2} is given two images, ${wanted.get(container2)} and ${image}`);
    }
    wanted.set(container2, image);
  }
  const containerDefinitions = definition.containerDefinitions.map((container2) => {
    const image = wanted.get(container2.name);
    return image === void 0 ? container2 : { ...container2, image };
  });
  for (const { name, image } of containerDefinitions) {
    if (image === void 0) problems.push(`images: container ${name} of ${definition.family} has no image: add a line ${name}=<image>`);
  }
  return problems.length > 0 ? { problems } : { value: { ...definition, containerDefinitions } };
}
function unpinned(definition) {
  return definition.containerDefinitions.flatMap(
    ({ name, image }) => image === void 0 || /@sha256:[0-9a-f]{64}$/.test(image) ? [] : [{ container: name, image }]
  );
}

// src/domain/task-definition/content.ts
function sameContent(a, b) {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}
function canonical(definition) {
  const { tags: _, ...content } = definition;
  const networkMode = content["networkMode"] ?? "bridge";
  const filled = {
    ...content,
    networkMode,
    containerDefinitions: definition.containerDefinitions.map((container2) => fillContainer(container2, networkMode)),
    volumes: sortBy(each(content["volumes"], fillVolume), "name"),
    requiresCompatibilities: [...content["requiresCompatibilities"] ?? []].sort()
  };
  return tidy(filled);
}
function fillContainer(container2, networkMode) {
  return {
    ...container2,
    cpu: container2["cpu"] ?? 0,
    // Off is left out below, so what is on by default is kept the other way round.
    essential: container2["essential"] === false ? "no" : "yes",
    versionConsistency: container2["versionConsistency"] ?? "enabled",
    environment: sortBy(container2["environment"], "name"),
    secrets: sortBy(container2["secrets"], "name"),
    portMappings: each(container2["portMappings"], (port) => ({
      ...port,
      protocol: port["protocol"] ?? "tcp",
      hostPort: hostPort(port, networkMode)
    })),
    ...container2["healthCheck"] !== void 0 && {
      healthCheck: { interval: 30, timeout: 5, retries: 3, startPeriod: 0, ...container2["healthCheck"] }
    }
  };
}
function hostPort(port, networkMode) {
  const own = networkMode === "awsvpc" || networkMode === "host";
  return own && (port["hostPort"] ?? 0) === 0 ? port["containerPort"] ?? 0 : port["hostPort"] ?? 0;
}
function fillVolume(volume2) {
  const efs = volume2["efsVolumeConfiguration"];
  return efs === void 0 ? volume2 : { ...volume2, efsVolumeConfiguration: { rootDirectory: "/", ...efs } };
}
function each(list2, change) {
  return (list2 ?? []).map(change);
}
function sortBy(list2, member) {
  const key = (item) => String(item[member] ?? "");
  return [...list2 ?? []].sort((a, b) => key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}
function tidy(value) {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== "object" || value === null) return value;
  const entries2 = Object.entries(value).map(([key, item]) => [key, item === void 0 ? null : tidy(item)]).filter(([, item]) => !isNothing(item));
  return Object.fromEntries(entries2.sort(([a], [b]) => a < b ? -1 : 1));
}
function isNothing(value) {
  if (value === null || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
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
function contentChanges(before, after2) {
  const changes = [];
  compare(canonical(before), canonical(after2), [], changes);
  return changes;
}
function changeLine({ path, before, after: after2 }) {
  return `${path}: ${before} -> ${after2}`;
}
function compare(before, after2, path, changes) {
  if (JSON.stringify(before) === JSON.stringify(after2)) return;
  const left = asMembers(before, after2, path);
  const right = asMembers(after2, before, path);
  if (left && right) {
    for (const key of [.../* @__PURE__ */ new Set([...Object.keys(left), ...Object.keys(right)])].sort())
      compare(left[key], right[key], [...path, key], changes);
    return;
  }
  const hidden = path.some((part) => secretive.has(part)) || secretKey.test(path.at(-1) ?? "");
  changes.push({
    path: path.join("."),
    before: tell(before, hidden, "set"),
    after: tell(after2, hidden, before === void 0 ? "set" : "another value")
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
  const members2 = {};
  for (const item of items) {
    const { [key]: own, ...rest } = item;
    const name = String(own ?? "");
    let unique = name;
    for (let nth = 2; unique in members2; nth += 1) unique = `${name}#${String(nth)}`;
    const [only] = Object.keys(rest);
    members2[unique] = Object.keys(rest).length === 1 && (only === "value" || only === "valueFrom") ? rest[only] : rest;
  }
  return members2;
}
function tell(value, hidden, set) {
  if (value === void 0) return "absent";
  if (hidden) return set;
  return typeof value === "string" ? value : JSON.stringify(value);
}

// src/domain/looks.ts
var readLagMs = 6e3;
var periodMs = {
  moving: { travel: 5e3, service: 6e4, health: 6e4, tasks: 2e4, alarms: 2e4 },
  resting: { travel: 1e4, service: 15e3, health: 6e4, tasks: 2e4, alarms: 1e4 }
};
var looks = ["travel", "service", "health", "tasks", "alarms"];
function nextLook(plan, record, seen, byMs) {
  const periods = seen.travel.kind === "arrived" ? periodMs.resting : periodMs.moving;
  const untilMs = Math.max(seen.atMs, Math.min(seen.atMs + periods.travel, byMs));
  const watched = looks.filter((look) => look !== "alarms" || watchesAlarms(plan, record));
  const due = watched.filter((look) => look === "travel" || untilMs - (seen.lookedAtMs[look] ?? -Infinity) >= periods[look]);
  return { untilMs, look: due };
}
function watchesAlarms(plan, record) {
  const near = plan.goals.slice(record.goal, record.goal + 2);
  return record.heading === "forward" && near.some((goal) => goal.gate.checks.some((check) => check.kind === "alarms"));
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

// src/aws/explain-error.ts
var throttled = /* @__PURE__ */ new Set([
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException"
]);
var denied = /* @__PURE__ */ new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized"]);
var expired = /* @__PURE__ */ new Set(["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"]);
var rejected = /* @__PURE__ */ new Set([
  "IncompleteSignature",
  "IncompleteSignatureException",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "MissingAuthenticationToken",
  "MissingAuthenticationTokenException",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException"
]);
var network = /* @__PURE__ */ new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "EPIPE",
  "ETIMEDOUT",
  "NetworkingError",
  "RequestTimeout",
  "RequestTimeoutException",
  "TimeoutError"
]);
function explainError(operation, thrown, ended) {
  if (thrown instanceof SluiceError) return thrown;
  const error = read(thrown);
  const make = (reasonCode, message, hint2) => new SluiceError(reasonCode, message, { cause: thrown, ...hint2 !== void 0 && { hint: hint2 } });
  const id = error.requestId === void 0 ? "" : ` (request ${error.requestId})`;
  if (ended === "cancelled") return make("CANCELLED", `The call ${operation} was given up because the step was cancelled`);
  if (ended === "timed-out") return make("AWS_ERROR", `AWS did not answer ${operation} in time`);
  if (error.name === "CredentialsProviderError") {
    return make(
      "CREDENTIALS_EXPIRED",
      `There are no AWS credentials in this job: ${error.message}`,
      "Put aws-actions/configure-aws-credentials before this step (with permissions: id-token: write), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
    );
  }
  if (expired.has(error.name)) {
    return make(
      "CREDENTIALS_EXPIRED",
      `The AWS credentials of this job expired: ${operation} was refused${id}`,
      "Ask for a longer session (role-duration-seconds, and the maximum session duration of the role), then run the step again."
    );
  }
  if (rejected.has(error.name)) {
    return make(
      "CREDENTIALS_EXPIRED",
      `AWS does not know the credentials of this job: ${operation} answered ${error.name}${id}`,
      "See that the credentials belong to this partition and were copied whole, and that the session has not been revoked."
    );
  }
  if (denied.has(error.name) || /is not authorized to perform/.test(error.message)) return accessDenied(operation, error, make);
  if (isThrottling(operation, error)) {
    return make(
      "THROTTLED",
      `AWS throttled ${operation}: ${error.message}${id}`,
      "Fewer rollouts at once, or a raised API quota, avoid this."
    );
  }
  if (network.has(error.code) || network.has(error.name)) {
    return make("AWS_ERROR", `The call ${operation} did not reach AWS: ${error.code || error.name} ${error.message}`);
  }
  if (error.status !== void 0 && error.status >= 500) {
    return make("AWS_ERROR", `AWS answered ${operation} with ${error.name} ${String(error.status)}: ${error.message}${id}`);
  }
  if (error.status !== void 0) return make("PREFLIGHT_FAILED", `AWS refused ${operation}: ${error.name}: ${error.message}${id}`);
  return make(
    "INTERNAL_ERROR",
    `The call ${operation} failed: ${error.name}: ${error.message}`,
    "This is a fault of Sluice: please report it."
  );
}
function awsErrorName(error) {
  return error instanceof SluiceError && error.cause instanceof Error ? error.cause.name : "";
}
function isThrottling(operation, error) {
  if (/^Too many concurrent attempts/.test(error.message) || error.status === 429) return true;
  return throttled.has(error.name) && !isQuota(operation, error);
}
function isQuota(operation, error) {
  return error.name === "LimitExceededException" && operation.startsWith("ecs:") && error.status !== 429;
}
function accessDenied(operation, error, make) {
  const action = /to perform:? ([a-z0-9-]+:[A-Za-z]+)/.exec(error.message)?.[1] ?? operation;
  const resource = /on resource:? (\S+)/.exec(error.message)?.[1];
  const on = resource === void 0 ? "" : ` on ${resource}`;
  const called = action === operation ? "" : ` (asked for by ${operation})`;
  return make(
    "ACCESS_DENIED",
    `The role of this job may not do ${action}${on}${called}`,
    `Allow ${action}${on} in its policy; docs/iam.md lists what each action needs.`
  );
}
function read(thrown) {
  const error = typeof thrown === "object" && thrown !== null ? thrown : {};
  const status = error.$metadata?.httpStatusCode ?? (typeof error.status === "number" ? error.status : void 0);
  return {
    name: typeof error.name === "string" ? error.name : "Error",
    message: typeof error.message === "string" ? error.message : String(thrown),
    code: typeof error.code === "string" ? error.code : "",
    status,
    requestId: error.$metadata?.requestId
  };
}

// src/aws/rolling-travel.ts
function travelOf(deployment, towards) {
  return towards === "candidate" ? forward(deployment) : home(deployment);
}
function forward(deployment) {
  const attempt = deployment.serviceDeploymentArn ?? "";
  switch (deployment.status) {
    case "SUCCESSFUL":
      return { kind: "arrived", attempt };
    case "ROLLBACK_REQUESTED":
    case "ROLLBACK_IN_PROGRESS":
      return { kind: "returning", attempt, ...reasonOf(deployment) };
    case "ROLLBACK_SUCCESSFUL":
      return { kind: "returned", attempt, ...reasonOf(deployment) };
    case "ROLLBACK_FAILED":
      return { kind: "stranded", attempt, ...reasonOf(deployment) };
    case "STOPPED":
      return { kind: "stopped", attempt, ...reasonOf(deployment) };
    case "PENDING":
    case "IN_PROGRESS":
    case "STOP_REQUESTED":
    case void 0:
    default:
      return { kind: "moving", attempt, stage: stageOf(deployment) };
  }
}
function home(deployment) {
  const attempt = deployment.serviceDeploymentArn ?? "";
  const reason = reasonOf(deployment);
  switch (deployment.status) {
    case "SUCCESSFUL":
      return { kind: "returned", attempt, reasonCode: "ROLLED_BACK", because: "The baseline is deployed again" };
    case "PENDING":
    case "IN_PROGRESS":
    case "STOP_REQUESTED":
    case void 0:
      return { kind: "returning", attempt, reasonCode: "ROLLED_BACK", because: "the baseline is being deployed" };
    case "STOPPED":
    case "ROLLBACK_REQUESTED":
    case "ROLLBACK_IN_PROGRESS":
    case "ROLLBACK_SUCCESSFUL":
    case "ROLLBACK_FAILED":
    default:
      return { kind: "stranded", attempt, reasonCode: "ROLLBACK_FAILED", because: reason.because };
  }
}
function reasonFollows(deployment) {
  const { status, statusReason, rollback, deploymentCircuitBreaker, alarms } = deployment;
  const said = statusReason ?? rollback?.reason ?? alarms?.triggeredAlarmNames?.[0];
  return status === "ROLLBACK_REQUESTED" && said === void 0 && deploymentCircuitBreaker?.status !== "TRIGGERED";
}
function stageOf({ status }) {
  if (status === "IN_PROGRESS") return "";
  return status === "STOP_REQUESTED" ? "stopping" : "pending";
}
function reasonOf(deployment) {
  const { statusReason, rollback, deploymentCircuitBreaker: breaker, alarms, status } = deployment;
  const words2 = statusReason ?? rollback?.reason;
  const triggered = alarms?.triggeredAlarmNames ?? [];
  if (/circuit breaker/i.test(words2 ?? "") || breaker?.status === "TRIGGERED") {
    const count = breaker?.failureCount === void 0 ? "" : ` (${String(breaker.failureCount)} failed tasks)`;
    return { reasonCode: "BREAKER_TRIPPED", because: words2 ?? `The deployment circuit breaker tripped${count}` };
  }
  if (/alarm/i.test(words2 ?? "") || triggered.length > 0) {
    const names = triggered.filter((name) => !words2?.includes(name));
    const suffix = names.length === 0 ? "" : ` (${names.join(", ")})`;
    return { reasonCode: "ALARM_TRIGGERED", because: `${words2 ?? "A deployment alarm went off"}${suffix}` };
  }
  return { reasonCode: "DEPLOYMENT_STOPPED", because: words2 ?? `ECS reports ${status ?? "no status"} and gives no reason` };
}
function countsOf(deployment, towards, revisionName, candidate) {
  const target = sum(deployment.targetServiceRevision ? [deployment.targetServiceRevision] : []);
  const sources = deployment.sourceServiceRevisions ?? [];
  if (towards === "candidate") return { candidate: target, baseline: sum(sources) };
  const ofCandidate = sources.filter(({ arn }) => arn !== void 0 && revisionName(arn) === candidate);
  const others = sources.filter((source) => !ofCandidate.includes(source));
  return {
    candidate: sum(ofCandidate),
    baseline: sum([...deployment.targetServiceRevision ? [deployment.targetServiceRevision] : [], ...others])
  };
}
function sum(revisions) {
  let requested = 0;
  let running = 0;
  for (const each2 of revisions) {
    requested += each2.requestedTaskCount ?? 0;
    running += each2.runningTaskCount ?? 0;
  }
  return { requested, running };
}

// src/domain/task-definition/members.ts
var text = { kind: "text" };
var whole = { kind: "whole" };
var boolean = { kind: "boolean" };
var digits = { kind: "digits" };
var map = { kind: "map" };
var list = (of) => ({ kind: "list", of });
var object = (members2, ...required) => ({ kind: "object", members: members2, required });
var pairs = list(object({ name: text, value: text }, "name", "value"));
var secrets = list(object({ name: text, valueFrom: text }, "name", "valueFrom"));
var container = object(
  {
    name: text,
    image: text,
    repositoryCredentials: object({ credentialsParameter: text }, "credentialsParameter"),
    cpu: whole,
    memory: whole,
    memoryReservation: whole,
    links: list(text),
    portMappings: list(
      object({ containerPort: whole, hostPort: whole, protocol: text, name: text, appProtocol: text, containerPortRange: text })
    ),
    essential: boolean,
    restartPolicy: object({ enabled: boolean, ignoredExitCodes: list(whole), restartAttemptPeriod: whole }, "enabled"),
    entryPoint: list(text),
    command: list(text),
    environment: pairs,
    environmentFiles: list(object({ value: text, type: text }, "value", "type")),
    mountPoints: list(object({ sourceVolume: text, containerPath: text, readOnly: boolean })),
    volumesFrom: list(object({ sourceContainer: text, readOnly: boolean })),
    linuxParameters: object({
      capabilities: object({ add: list(text), drop: list(text) }),
      devices: list(object({ hostPath: text, containerPath: text, permissions: list(text) }, "hostPath")),
      initProcessEnabled: boolean,
      sharedMemorySize: whole,
      tmpfs: list(object({ containerPath: text, size: whole, mountOptions: list(text) }, "containerPath", "size")),
      maxSwap: whole,
      swappiness: whole
    }),
    secrets,
    dependsOn: list(object({ containerName: text, condition: text }, "containerName", "condition")),
    startTimeout: whole,
    stopTimeout: whole,
    versionConsistency: text,
    hostname: text,
    user: text,
    workingDirectory: text,
    disableNetworking: boolean,
    privileged: boolean,
    readonlyRootFilesystem: boolean,
    dnsServers: list(text),
    dnsSearchDomains: list(text),
    extraHosts: list(object({ hostname: text, ipAddress: text }, "hostname", "ipAddress")),
    dockerSecurityOptions: list(text),
    interactive: boolean,
    pseudoTerminal: boolean,
    dockerLabels: map,
    ulimits: list(object({ name: text, softLimit: whole, hardLimit: whole }, "name", "softLimit", "hardLimit")),
    logConfiguration: object({ logDriver: text, options: map, secretOptions: secrets }, "logDriver"),
    healthCheck: object({ command: list(text), interval: whole, timeout: whole, retries: whole, startPeriod: whole }, "command"),
    systemControls: list(object({ namespace: text, value: text })),
    resourceRequirements: list(
      object(
        { type: text, value: text, sharingStrategy: object({ nvidiaMps: object({ memory: whole, maxComputePercent: whole }) }) },
        "type",
        "value"
      )
    ),
    firelensConfiguration: object({ type: text, options: map }, "type"),
    credentialSpecs: list(text)
  },
  "name"
);
var volume = object({
  name: text,
  host: object({ sourcePath: text }),
  dockerVolumeConfiguration: object({ scope: text, autoprovision: boolean, driver: text, driverOpts: map, labels: map }),
  efsVolumeConfiguration: object(
    {
      fileSystemId: text,
      rootDirectory: text,
      transitEncryption: text,
      transitEncryptionPort: whole,
      authorizationConfig: object({ accessPointId: text, iam: text })
    },
    "fileSystemId"
  ),
  s3filesVolumeConfiguration: object({ fileSystemArn: text, rootDirectory: text, transitEncryptionPort: whole, accessPointArn: text }),
  fsxWindowsFileServerVolumeConfiguration: object(
    { fileSystemId: text, rootDirectory: text, authorizationConfig: object({ credentialsParameter: text, domain: text }) },
    "fileSystemId",
    "rootDirectory"
  ),
  configuredAtLaunch: boolean
});
var registrationShape = object(
  {
    family: text,
    containerDefinitions: list(container),
    taskRoleArn: text,
    executionRoleArn: text,
    networkMode: text,
    volumes: list(volume),
    placementConstraints: list(object({ type: text, expression: text })),
    requiresCompatibilities: list(text),
    cpu: digits,
    memory: digits,
    tags: list(object({ key: text, value: text })),
    pidMode: text,
    ipcMode: text,
    proxyConfiguration: object({ containerName: text, type: text, properties: pairs }, "containerName"),
    inferenceAccelerators: list(object({ deviceName: text, deviceType: text }, "deviceName", "deviceType")),
    ephemeralStorage: object({ sizeInGiB: whole }, "sizeInGiB"),
    runtimePlatform: object({ cpuArchitecture: text, operatingSystemFamily: text }),
    enableFaultInjection: boolean
  },
  "family",
  "containerDefinitions"
);
var readOnlyMembers = /* @__PURE__ */ new Set([
  "taskDefinitionArn",
  "revision",
  "status",
  "requiresAttributes",
  "compatibilities",
  "registeredAt",
  "registeredBy",
  "deregisteredAt",
  "deleteRequestedAt"
]);

// src/domain/task-definition/contradictions.ts
function contradictions(definition) {
  const containers = definition.containerDefinitions;
  const problems = [];
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(definition.family)) {
    problems.push(`family is ${JSON.stringify(definition.family)}: 1 to 255 letters, digits, hyphens and underscores are allowed`);
  }
  if (containers.length === 0) problems.push("containerDefinitions is empty: a task needs a container");
  const names = containers.map((container2) => container2.name);
  for (const name of new Set(names.filter((each2, index) => names.indexOf(each2) !== index))) {
    problems.push(`containerDefinitions: the name ${name} is given to more than one container`);
  }
  if (containers.length > 0 && containers.every((container2) => container2["essential"] === false)) {
    problems.push("containerDefinitions: no container is essential; one has to be");
  }
  const volumes = new Set(members(definition["volumes"]).map((volume2) => volume2["name"]));
  containers.forEach((container2, index) => {
    const at = `containerDefinitions[${String(index)}]`;
    problems.push(...ownContradictions(container2, at), ...ports(container2, at, definition));
    for (const { containerName } of members(container2["dependsOn"])) {
      if (!names.includes(String(containerName)))
        problems.push(`${at}.dependsOn names ${String(containerName)}; there are ${names.join(", ")}`);
    }
    for (const { sourceVolume } of members(container2["mountPoints"])) {
      if (sourceVolume !== void 0 && !volumes.has(sourceVolume))
        problems.push(`${at}.mountPoints names the volume ${String(sourceVolume)}, which is not in volumes`);
    }
  });
  return [...problems, ...fargate(definition)];
}
function ownContradictions(container2, at) {
  const problems = [];
  const environment = members(container2["environment"]).map((each2) => String(each2["name"]));
  const secrets2 = members(container2["secrets"]).map((each2) => String(each2["name"]));
  for (const name of new Set(secrets2.filter((each2) => environment.includes(each2)))) {
    problems.push(`${at}: ${name} is both in environment and in secrets`);
  }
  for (const [where, names] of [
    ["environment", environment],
    ["secrets", secrets2]
  ]) {
    for (const name of new Set(names.filter((each2, index) => names.indexOf(each2) !== index)))
      problems.push(`${at}.${where}: ${name} is given twice`);
  }
  const { memory, memoryReservation } = container2;
  if (typeof memory === "number" && typeof memoryReservation === "number" && memory <= memoryReservation) {
    problems.push(`${at}: memory ${String(memory)} has to be more than memoryReservation ${String(memoryReservation)}`);
  }
  return problems;
}
function ports(container2, at, definition) {
  if (definition["networkMode"] !== "awsvpc" && definition["networkMode"] !== "host") return [];
  return members(container2["portMappings"]).flatMap(
    ({ containerPort, hostPort: hostPort2 }) => typeof hostPort2 === "number" && hostPort2 !== 0 && hostPort2 !== containerPort ? [
      `${at}.portMappings: hostPort ${String(hostPort2)} has to equal containerPort ${String(containerPort)} in network mode ${String(definition["networkMode"])}`
    ] : []
  );
}
function fargate(definition) {
  const wanted = definition["requiresCompatibilities"];
  if (!Array.isArray(wanted) || !wanted.includes("FARGATE")) return [];
  const problems = [];
  if (definition["networkMode"] !== "awsvpc")
    problems.push(`networkMode is ${String(definition["networkMode"] ?? "not given")}: FARGATE needs awsvpc`);
  for (const member of ["cpu", "memory"])
    if (definition[member] === void 0) problems.push(`${member} is missing: FARGATE needs it for the task`);
  return problems;
}
function members(list2) {
  return Array.isArray(list2) ? list2 : [];
}

// src/domain/task-definition/parse.ts
function parseTaskDefinition(document) {
  const problems = [];
  const value = parseShape(unwrap(document), registrationShape, "", problems);
  if (problems.length > 0) return { problems };
  const definition = value;
  const wrong = contradictions(definition);
  return wrong.length > 0 ? { problems: wrong } : { value: definition };
}
function unwrap(document) {
  if (!isObject(document)) return document;
  const { taskDefinition, tags, ...rest } = document;
  if (!isObject(taskDefinition)) {
    return Object.fromEntries(Object.entries(document).filter(([key]) => !readOnlyMembers.has(lowerFirst(key))));
  }
  const surplus = Object.keys(rest).filter((key) => !key.startsWith("$"));
  const inner = Object.entries(taskDefinition).filter(([key]) => !readOnlyMembers.has(lowerFirst(key)));
  return {
    ...Object.fromEntries(inner),
    ...tags !== void 0 && { tags },
    ...Object.fromEntries(surplus.map((key) => [key, rest[key]]))
  };
}
function parseShape(value, shape, path, problems) {
  const wrong = (expected) => {
    problems.push(`${path === "" ? "The task definition" : path} is ${show(value, shape.kind)}: ${expected} is expected`);
  };
  switch (shape.kind) {
    case "text":
      return typeof value === "string" ? value : wrong(isScalar(value) ? "text (put it in quotes)" : "text");
    case "boolean":
      return typeof value === "boolean" ? value : wrong("true or false");
    case "whole":
      if (typeof value === "string" && /^\d{1,9}$/.test(value)) return Number(value);
      return Number.isSafeInteger(value) ? value : wrong("a whole number");
    case "digits":
      return typeof value === "string" ? value : Number.isSafeInteger(value) ? String(value) : wrong("a number or text");
    case "map":
      if (!isObject(value)) return wrong("an object of texts");
      return Object.fromEntries(
        present(value).flatMap(([key, each2]) => {
          const parsed = parseShape(each2, { kind: "text" }, `${path}.${key}`, problems);
          return parsed === void 0 ? [] : [[key, parsed]];
        })
      );
    case "list":
      if (!Array.isArray(value)) return wrong("a list");
      return value.flatMap((each2, index) => parseShape(each2, shape.of, `${path}[${String(index)}]`, problems) ?? []);
    case "object":
      return isObject(value) ? parseObject(value, shape, path, problems) : wrong("an object");
  }
}
function parseObject(value, shape, path, problems) {
  const parsed = {};
  const at = (member) => path === "" ? member : `${path}.${member}`;
  for (const [key, each2] of present(value)) {
    const member = key in shape.members ? key : lowerFirst(key);
    const known = shape.members[member];
    if (known === void 0) {
      const near = nearest2(key, Object.keys(shape.members));
      problems.push(`${at(key)} is no member of a task definition${near === void 0 ? "" : `: did you mean ${near}?`}`);
    } else if (member in parsed) {
      problems.push(`${at(member)} is given twice, as ${member} and ${key}`);
    } else {
      const member_ = parseShape(each2, known, at(member), problems);
      if (member_ !== void 0) parsed[member] = member_;
    }
  }
  const given = new Set(present(value).map(([key]) => key in shape.members ? key : lowerFirst(key)));
  for (const member of shape.required) if (!given.has(member)) problems.push(`${at(member)} is missing`);
  return parsed;
}
function present(value) {
  return Object.entries(value).filter(([, each2]) => each2 !== null && each2 !== void 0);
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isScalar(value) {
  return typeof value === "number" || typeof value === "boolean";
}
function lowerFirst(key) {
  return key.charAt(0).toLowerCase() + key.slice(1);
}
function show(value, expected) {
  if (value === void 0 || value === null) return "empty";
  if (typeof value === "number" && expected === "whole") return String(value);
  if (Array.isArray(value)) return "a list";
  return { string: "text", number: "a number", bigint: "a number", boolean: "true or false" }[typeof value] ?? "an object";
}
function nearest2(name, known) {
  const ranked = known.map((each2) => ({ each: each2, distance: distance(name.toLowerCase(), each2.toLowerCase()) }));
  const best = ranked.sort((a, b) => a.distance - b.distance)[0];
  return best && best.distance <= Math.max(1, Math.floor(name.length / 4)) ? best.each : void 0;
}
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}

// src/aws/task-definitions.ts
function revisionOf(nameOrArn) {
  return nameOrArn.startsWith("arn:") ? nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1) : nameOrArn;
}
async function describeTaskDefinition(send, nameOrArn, signal) {
  try {
    const answer = await send("ecs:DescribeTaskDefinition", { taskDefinition: nameOrArn, include: ["TAGS"] }, signal);
    const described = answer.taskDefinition;
    if (!described?.taskDefinitionArn) return void 0;
    const tags = answer.tags?.length ? { tags: answer.tags } : {};
    const made = parseTaskDefinition({ taskDefinition: described, ...tags });
    if ("problems" in made) throw invalid(`${nameOrArn} cannot be read`, made.problems);
    return {
      revision: revisionOf(described.taskDefinitionArn),
      arn: described.taskDefinitionArn,
      active: described.status === "ACTIVE",
      definition: made.value
    };
  } catch (error) {
    if (awsErrorName(error) === "ClientException") return void 0;
    throw error;
  }
}
async function resolveRevision(send, wanted, images, running, signal) {
  if (wanted.kind === "document") {
    const definition2 = unwrap2(parseTaskDefinition(wanted.document), "The task definition cannot be registered");
    return equalRevision(send, unwrap2(applyImages(definition2, images), "The images do not fit the task definition"), running, signal);
  }
  const named2 = wanted.kind === "running" ? running : await describeTaskDefinition(send, wanted.name, signal);
  if (!named2) {
    throw new SluiceError(
      "INPUT_INVALID",
      `There is no task definition ${wanted.kind === "named" ? wanted.name : "that the service runs"}`,
      {
        hint: "Give a family, family:revision or ARN of this account and region, or the path of a file."
      }
    );
  }
  if (images.length === 0) return { definition: named2.definition, existing: named2 };
  const definition = unwrap2(applyImages(named2.definition, images), `The images do not fit ${named2.revision}`);
  return equalRevision(send, definition, running, signal);
}
async function registerRevision(send, definition, signal) {
  const answer = await send("ecs:RegisterTaskDefinition", definition, signal);
  const arn = answer.taskDefinition?.taskDefinitionArn;
  if (arn === void 0)
    throw new SluiceError("AWS_ERROR", `AWS answered ecs:RegisterTaskDefinition of ${definition.family} without an ARN`);
  return { revision: revisionOf(arn), arn, active: true, definition };
}
async function equalRevision(send, definition, running, signal) {
  if (running?.active && sameContent(running.definition, definition)) return { definition, existing: running };
  const latest = await describeTaskDefinition(send, definition.family, signal);
  return { definition, existing: latest?.active && sameContent(latest.definition, definition) ? latest : void 0 };
}
function unwrap2(made, what) {
  if ("problems" in made) throw invalid(what, made.problems);
  return made.value;
}
function invalid(what, problems) {
  return new SluiceError("INPUT_INVALID", [`${what}:`, ...problems.map((problem) => `  ${problem}`)].join("\n"));
}

// src/aws/service-deployments.ts
function nameOf(nameOrArn) {
  return nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);
}
var noMark = "0/";
var clockMarginMs = 5e3;
function laterMark(mark2, deployment) {
  return isAfter(deployment, mark2) ? `${String(createdAtMs(deployment))}/${idOf(deployment)}` : mark2;
}
function isAfter(deployment, mark2) {
  const slash = mark2.indexOf("/");
  return createdAtMs(deployment) >= Number(mark2.slice(0, slash)) && idOf(deployment) !== mark2.slice(slash + 1);
}
function createdAtMs(deployment) {
  return deployment.createdAt?.getTime() ?? 0;
}
function idOf(deployment) {
  const arn = deployment.serviceDeploymentArn ?? "";
  return arn.slice(arn.lastIndexOf("/") + 1);
}
function isUnderWay({ status }) {
  return status !== "SUCCESSFUL" && !endedShort({ status });
}
function endedShort({ status }) {
  return status === "STOPPED" || status === "ROLLBACK_SUCCESSFUL" || status === "ROLLBACK_FAILED";
}
async function needsForce(send, ref, revision, mark2, signal) {
  const primary = primaryOf(await describeService(send, ref, signal));
  if (revisionOf(primary?.taskDefinition ?? "") !== revision) return false;
  const last = (await listDeployments(send, ref, void 0, signal))[0];
  if (!last || !endedShort(last) || isAfter(last, mark2)) return false;
  return (primary?.createdAt?.getTime() ?? 0) <= createdAtMs(last) + clockMarginMs;
}
function primaryOf({ deployments }) {
  return deployments?.find((each2) => each2.status === "PRIMARY");
}
async function listDeployments(send, { cluster, service }, sinceMs, signal) {
  const found = [];
  let nextToken;
  do {
    const answer = await send(
      "ecs:ListServiceDeployments",
      {
        cluster,
        service,
        ...sinceMs !== void 0 && sinceMs > 0 && { createdAt: { after: new Date(sinceMs) } },
        ...nextToken !== void 0 && { nextToken }
      },
      signal
    );
    found.push(...answer.serviceDeployments ?? []);
    nextToken = sinceMs === void 0 ? void 0 : answer.nextToken;
  } while (nextToken !== void 0);
  return found.sort((a, b) => createdAtMs(b) - createdAtMs(a));
}
async function describeDeployment(send, arn, signal) {
  const { serviceDeployments } = await send("ecs:DescribeServiceDeployments", { serviceDeploymentArns: [arn] }, signal);
  return serviceDeployments?.[0];
}
function createRevisionNames(send) {
  const known = /* @__PURE__ */ new Map();
  return {
    async get(arns, signal) {
      const unknown = [...new Set(arns)].filter((arn) => !known.has(arn));
      for (let i = 0; i < unknown.length; i += 20) {
        const answer = await send("ecs:DescribeServiceRevisions", { serviceRevisionArns: unknown.slice(i, i + 20) }, signal);
        for (const { serviceRevisionArn, taskDefinition } of answer.serviceRevisions ?? []) {
          if (serviceRevisionArn !== void 0 && taskDefinition !== void 0) known.set(serviceRevisionArn, revisionOf(taskDefinition));
        }
      }
      return known;
    }
  };
}
async function describeService(send, { cluster, service }, signal) {
  const { services: services2 } = await send("ecs:DescribeServices", { cluster, services: [service] }, signal).catch((error) => {
    if (awsErrorName(error) !== "ClusterNotFoundException") throw error;
    throw missing(`There is no cluster "${nameOf(cluster)}" in this region`, "cluster", error);
  });
  const found = services2?.[0];
  if (!found) throw missing(`There is no service "${nameOf(service)}" in cluster "${nameOf(cluster)}"`, "service");
  return found;
}
function missing(message, input, cause2) {
  return new SluiceError("PREFLIGHT_FAILED", message, { hint: `Check the input \`${input}\`, the region and the account.`, cause: cause2 });
}

// src/aws/rolling-attempt.ts
var reasonPatienceMs = 8e3;
var unseenMs = 6e4;
function createAttempt({ send, awsNowMs, ref, revision }) {
  const names = createRevisionNames(send);
  let known = /* @__PURE__ */ new Map();
  let mark2;
  let arn;
  let current;
  let write;
  let everWritten = false;
  let askedAtMs;
  let recall;
  const nameAll = async (arns, signal) => {
    known = await names.get(
      arns.filter((each2) => each2 !== void 0),
      signal
    );
  };
  const nameOf2 = (serviceRevisionArn) => known.get(serviceRevisionArn ?? "");
  const find = async (sinceMs, mayBeOurs, wanted, signal) => {
    const newer = (await listDeployments(send, ref, sinceMs, signal)).filter(mayBeOurs);
    for (const each2 of newer) mark2 = laterMark(mark2 ?? noMark, each2);
    await nameAll(
      newer.map((each2) => each2.targetServiceRevisionArn),
      signal
    );
    return newer.find((each2) => wanted.includes(nameOf2(each2.targetServiceRevisionArn) ?? ""))?.serviceDeploymentArn;
  };
  const followWrite = async (own, signal) => {
    const mayBeOurs = (each2) => isAfter(each2, own.before) || isUnderWay(each2) || own.mayJoin && each2.status === "SUCCESSFUL";
    const found = await find(own.primaryAtMs - clockMarginMs, mayBeOurs, [own.revision], signal);
    if (found !== void 0) {
      write = void 0;
      arn = found;
      return void 0;
    }
    if (awsNowMs() - own.atMs < unseenMs) {
      if (own.side === "candidate") return { kind: "moving", attempt: "", stage: "pending" };
      return { kind: "returning", attempt: "", reasonCode: "ROLLED_BACK", because: "the baseline is being deployed" };
    }
    write = void 0;
    const changedNothing2 = own.primaryAtMs < own.atMs - unseenMs;
    if (own.side === "baseline" && changedNothing2) {
      return { kind: "returned", attempt: "", reasonCode: "ROLLED_BACK", because: "The baseline was never replaced" };
    }
    return void 0;
  };
  const follow = async (signal) => {
    const read2 = await describeDeployment(send, arn, signal);
    if (current?.seen.serviceDeploymentArn !== arn) current = void 0;
    if (read2 && !(current && updatedMs(read2) < updatedMs(current.seen))) {
      const target = read2.targetServiceRevision?.arn;
      if (nameOf2(target) === void 0) await nameAll([target, ...(read2.sourceServiceRevisions ?? []).map((each2) => each2.arn)], signal);
      const isHome = nameOf2(target) === revision.baseline && revision.baseline !== revision.candidate;
      current = { seen: read2, towards: isHome ? "baseline" : "candidate" };
      mark2 = laterMark(mark2 ?? noMark, read2);
    }
    if (!current) return { kind: "moving", attempt: arn, stage: "pending" };
    const travel = travelOf(current.seen, current.towards);
    if (travel.kind === "returning" && current.towards === "candidate" && recall?.arn !== arn && reasonFollows(current.seen)) {
      askedAtMs ??= awsNowMs();
      if (awsNowMs() - askedAtMs < reasonPatienceMs) return { kind: "moving", attempt: arn, stage: "rollback requested" };
    }
    const recalledNow = recall?.arn === arn && awsNowMs() - recall.atMs < unseenMs;
    if (travel.kind === "moving" && recalledNow) {
      return { kind: "returning", attempt: arn, reasonCode: "DEPLOYMENT_STOPPED", because: "the rollback was asked for" };
    }
    return travel;
  };
  const followStopped = async (heading, stopped, signal) => {
    const { seen, towards } = current;
    const sinceMs = createdAtMs(seen);
    const newer = (await listDeployments(send, ref, sinceMs, signal)).filter((each2) => isAfter(each2, `${String(sinceMs)}/${idOf(seen)}`));
    const newest = newer[0];
    if (!newest) {
      const endedMs = (seen.stoppedAt ?? seen.finishedAt ?? seen.updatedAt)?.getTime() ?? -Infinity;
      if (awsNowMs() - endedMs >= readLagMs) return stopped;
      return { kind: "moving", attempt: arn, stage: "stopping" };
    }
    await nameAll([newest.targetServiceRevisionArn], signal);
    const name = nameOf2(newest.targetServiceRevisionArn);
    const ours = heading === "forward" && towards === "candidate" ? [revision.candidate] : [revision.candidate, revision.baseline];
    if (name === void 0 || !ours.includes(name)) {
      const at = newest.createdAt === void 0 ? "" : ` at ${newest.createdAt.toISOString()}`;
      return { kind: "superseded", by: `A deployment of ${name ?? "another revision"} was started by somebody else${at} and replaced ours` };
    }
    arn = newest.serviceDeploymentArn;
    return follow(signal);
  };
  return {
    get mark() {
      return mark2 ?? noMark;
    },
    get current() {
      return current;
    },
    get hasWritten() {
      return everWritten;
    },
    revisionName: nameOf2,
    written(own) {
      write = { ...own, before: mark2 ?? noMark };
      everWritten = true;
      recall = void 0;
    },
    recalled(recalledArn, atMs) {
      recall = { arn: recalledArn, atMs };
      everWritten = true;
    },
    async look(record, signal) {
      arn ??= record.attempt;
      if (write) {
        const travel2 = await followWrite(write, signal);
        if (travel2) return travel2;
      } else if (record.intent?.act === "size" && arn === record.attempt) {
        const { before } = record.intent;
        arn = await find(
          Number(before.slice(0, before.indexOf("/"))),
          (each2) => isAfter(each2, before),
          wantedRevisions(record, revision),
          signal
        ) ?? arn;
      }
      if (arn === void 0) {
        if (mark2 === void 0)
          for (const each2 of await listDeployments(send, ref, void 0, signal)) mark2 = laterMark(mark2 ?? noMark, each2);
        mark2 ??= noMark;
        return { kind: "still" };
      }
      const travel = await follow(signal);
      return travel.kind === "stopped" || travel.kind === "stranded" && current?.seen.status === "STOPPED" ? followStopped(record.heading, travel, signal) : travel;
    }
  };
}
function wantedRevisions(record, revision) {
  return record.heading === "forward" ? [revision.candidate] : [revision.candidate, revision.baseline];
}
function updatedMs(deployment) {
  return deployment.updatedAt?.getTime() ?? Infinity;
}

// src/aws/rolling-sides.ts
function countsOfService(service, candidate) {
  const sum2 = (ours) => {
    const deployments = (service.deployments ?? []).filter((each2) => revisionOf(each2.taskDefinition ?? "") === candidate === ours);
    return {
      requested: deployments.reduce((total, each2) => total + (each2.desiredCount ?? 0), 0),
      running: deployments.reduce((total, each2) => total + (each2.runningCount ?? 0), 0)
    };
  };
  return { candidate: sum2(true), baseline: sum2(false) };
}
function countsNow(deployment, service, revisionName, candidate) {
  if (service) return countsOfService(service, candidate);
  if (deployment) return countsOf(deployment.seen, deployment.towards, revisionName, candidate);
  return { candidate: { requested: 0, running: 0 }, baseline: { requested: 0, running: 0 } };
}
function weightOf(travel, sides) {
  if (travel.kind === "arrived") return 100;
  if (travel.kind === "returned") return 0;
  const total = sides.candidate.running + sides.baseline.running;
  return total === 0 ? 0 : Math.round(sides.candidate.running / total * 1e3) / 10;
}
function healthyShare(healthy, running, others) {
  return running === 0 ? 0 : Math.min(running, Math.floor(healthy * running / (running + others)));
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
      return event.message !== void 0 && !routine.some((words2) => words2.test(event.message));
    });
    const ordered = fresh.sort((a, b) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0));
    return ordered.slice(-most).map((event) => event.message);
  };
}

// src/aws/stopped-tasks.ts
async function listStoppedTasks(send, { cluster, service }, signal) {
  const arns = [];
  let nextToken;
  do {
    const input = { cluster, serviceName: service, desiredStatus: "STOPPED", ...nextToken !== void 0 && { nextToken } };
    const answer = await send("ecs:ListTasks", input, signal);
    arns.push(...answer.taskArns ?? []);
    nextToken = answer.nextToken;
  } while (nextToken !== void 0);
  return arns;
}
async function describeTasks(send, cluster, arns, signal) {
  const tasks = [];
  for (let i = 0; i < arns.length; i += 100) {
    const answer = await send("ecs:DescribeTasks", { cluster, tasks: arns.slice(i, i + 100) }, signal);
    tasks.push(...answer.tasks ?? []);
  }
  return tasks;
}
function hasVerdict(task) {
  return task.stopCode !== void 0 || task.lastStatus === "STOPPED";
}
function failureOf(task) {
  const reason = task.stoppedReason ?? "";
  const name = `task ${shortId(task)}`;
  const failed = culprit(task);
  const details = detailsOf(task);
  const lived = livedFor(task);
  if (/failed ELB health checks/i.test(reason)) {
    return {
      reasonCode: "TARGET_UNHEALTHY",
      container: failed?.name ?? "",
      because: `${name} failed the load balancer's health checks${lived}: ${reason}`,
      details
    };
  }
  if (/failed container health checks/i.test(reason)) {
    const unhealthy = task.containers?.find((container2) => container2.healthStatus === "UNHEALTHY") ?? failed;
    const which = unhealthy?.name === void 0 ? "" : ` (${unhealthy.name})`;
    return {
      reasonCode: "CONTAINER_UNHEALTHY",
      container: unhealthy?.name ?? "",
      because: `${name}${which} failed its container health check${lived}`,
      details
    };
  }
  if (task.stopCode === "EssentialContainerExited" || task.stopCode === void 0 && failed?.exitCode !== void 0) {
    return { reasonCode: "TASK_EXITED", container: failed?.name ?? "", because: `${name}${exitWords(failed)}${lived}`, details };
  }
  if (task.stopCode === "TaskFailedToStart") {
    if (/capacity is unavailable|unable to place|RESOURCE:/i.test(reason)) return void 0;
    const why = failed?.reason ?? (reason === "" ? "ECS gives no reason" : reason);
    const which = failed?.name === void 0 ? "" : ` (${failed.name})`;
    return { reasonCode: "TASK_START_FAILED", container: "", because: `${name}${which} could not start: ${why}`, details };
  }
  return void 0;
}
function culprit(task) {
  const containers = task.containers ?? [];
  const exited = (wanted) => containers.find((container2) => container2.exitCode !== void 0 && wanted(container2.exitCode));
  return containers.find(isOutOfMemory) ?? exited((code) => code !== 0 && code !== 137 && code !== 143) ?? exited((code) => code === 137) ?? exited((code) => code === 0) ?? containers.find((container2) => container2.reason !== void 0) ?? exited(() => true) ?? (containers.length === 1 ? containers[0] : void 0);
}
function isOutOfMemory(container2) {
  return /OutOfMemory/i.test(container2.reason ?? "");
}
function exitWords(container2) {
  if (container2 === void 0) return " exited";
  const which = container2.name === void 0 ? "" : ` (${container2.name})`;
  if (isOutOfMemory(container2)) return `${which} was killed for using more memory than it may`;
  const code = container2.exitCode;
  if (code === void 0) return `${which} exited`;
  const signal = code === 137 ? " (SIGKILL)" : code === 139 ? " (SIGSEGV)" : code === 143 ? " (SIGTERM)" : "";
  return `${which} exited with code ${String(code)}${signal}`;
}
function detailsOf(task) {
  const containers = (task.containers ?? []).filter((container2) => container2.reason !== void 0);
  return [
    ...task.stoppedReason === void 0 ? [] : [`stopped: ${task.stoppedReason}`],
    ...containers.map((container2) => `${container2.name ?? "container"}: ${container2.reason}`)
  ];
}
function livedFor(task) {
  const end2 = task.stoppingAt ?? task.executionStoppedAt ?? task.stoppedAt;
  if (!task.startedAt || !end2) return "";
  const seconds = Math.max(0, Math.round((end2.getTime() - task.startedAt.getTime()) / 1e3));
  return ` after ${seconds < 120 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`}`;
}
function taskId(task) {
  const arn = task.taskArn ?? "";
  return arn.slice(arn.lastIndexOf("/") + 1);
}
function shortId(task) {
  return `${taskId(task).slice(0, 8)}…`;
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
  return Math.min(...groups.map((group) => targets.filter((each2) => each2.group === group && each2.state === state && of(each2)).length));
}

// src/aws/task-logs.ts
var tailLines = 10;
async function readLogTail(send, definition, container2, taskId2, region, signal) {
  const found = definition.containerDefinitions.find((each2) => each2.name === container2);
  const options = awslogs(found);
  if (!options) return { lines: [] };
  const { "awslogs-group": logGroupName, "awslogs-stream-prefix": prefix3, "awslogs-region": logRegion } = options;
  if (logGroupName === void 0 || prefix3 === void 0) return { lines: [] };
  if (logRegion !== void 0 && logRegion !== region)
    return { lines: [], missing: `its log is in ${logRegion}, in the group ${logGroupName}` };
  const logStreamName = `${prefix3}/${container2}/${taskId2}`;
  try {
    const { events } = await send("logs:GetLogEvents", { logGroupName, logStreamName, limit: tailLines, startFromHead: false }, signal);
    const lines2 = (events ?? []).map((event) => (event.message ?? "").trimEnd()).filter((line) => line !== "");
    return lines2.length > 0 ? { lines: lines2 } : { lines: lines2, missing: `its log ${logGroupName} ${logStreamName} is empty`, early: true };
  } catch (error) {
    const early = awsErrorName(error) === "ResourceNotFoundException" && { early: true };
    return { lines: [], missing: whyMissing(error, logGroupName, logStreamName), ...early };
  }
}
function whyMissing(error, group, stream) {
  if (awsErrorName(error) === "ResourceNotFoundException") return `there is no log ${stream} in the group ${group}`;
  if (error instanceof SluiceError && error.reasonCode === "ACCESS_DENIED") {
    return `its log cannot be read: allow logs:GetLogEvents on the log group ${group}`;
  }
  return `its log cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
function awslogs(container2) {
  const configuration = container2?.["logConfiguration"];
  if (configuration?.["logDriver"] !== "awslogs") return void 0;
  return configuration["options"];
}

// src/aws/task-faults.ts
var mostLogs = 3;
var logLagMs = 8e3;
var noLines = { lines: [] };
function createTaskFaults({ send, awsNowMs, ref, region, candidate }) {
  const judged = /* @__PURE__ */ new Set();
  const faults = [];
  let definition;
  const explain = async (task, failure, isLast, signal) => {
    const { reasonCode, container: container2 } = failure;
    let { because } = failure;
    const details = [...failure.details];
    if (container2 !== "" && (isLast || faults.length < mostLogs)) {
      definition ??= (await describeTaskDefinition(send, candidate, signal))?.definition;
      const tail = definition ? await readLogTail(send, definition, container2, taskId(task), region, signal) : noLines;
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
        const ours = revisionOf(task.taskDefinitionArn ?? "") === candidate && (task.createdAt?.getTime() ?? Infinity) >= sinceMs;
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
function lastWords(lines2) {
  const spoken = lines2.filter((line) => line.trim() !== "" && !/^\s+(at |File ")|^\s*\^+\s*$|^Node\.js v\d/.test(line));
  return (spoken.findLast((line) => /error|exception|fatal|panic|denied|refused|cannot|failed/i.test(line)) ?? spoken.at(-1))?.trim();
}
function endMs(task) {
  return (task.stoppingAt ?? task.stoppedAt)?.getTime() ?? Infinity;
}

// src/aws/rolling-driver.ts
function createRollingDriver(options) {
  const { send, awsNowMs, ref, revision } = options;
  const attempt = createAttempt({ send, awsNowMs, ref, revision });
  const tasks = createTaskFaults({ send, awsNowMs, ref, region: options.region, candidate: revision.candidate });
  const newsOf = createServiceNews();
  let travel = { kind: "still" };
  let service;
  let foreign;
  let writer = "nobody";
  let alarms = [];
  let targets = [];
  let addresses;
  let news = [];
  let lookedAtMs = {};
  let full = 0;
  let underWayAtMs = -Infinity;
  let trouble = { failures: 0, failedTasks: 0, running: 0, untilMs: -Infinity };
  const counts = () => {
    const fresher = !attempt.current || (lookedAtMs.service ?? -Infinity) > underWayAtMs;
    return countsNow(attempt.current, fresher ? service : void 0, attempt.revisionName, revision.candidate);
  };
  const groups = () => (service?.loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn === void 0 ? [] : [targetGroupArn]);
  const lookAtService = async (record, signal) => {
    service = await describeService(send, ref, signal);
    if (service.status !== "ACTIVE") {
      throw new SluiceError("SUPERSEDED", `The service ${ref.service} is ${service.status ?? "gone"}: somebody deleted it`);
    }
    news = newsOf(service.events ?? [], record.startedAtMs - clockMarginMs);
    const untouched = !attempt.hasWritten && record.attempt === void 0 && record.intent === void 0 && !attempt.current;
    if (untouched && options.expected !== void 0 && revisionOf(service.taskDefinition ?? "") !== options.expected) writer = "other";
    foreign ??= replacedBy(service, record);
  };
  const replacedBy = (seen, record) => {
    if (!attempt.current || travel.kind !== "arrived" && travel.kind !== "returned") return void 0;
    const primary = primaryOf(seen);
    const name = revisionOf(primary?.taskDefinition ?? "");
    const ours = record.heading === "forward" && attempt.current.towards === "candidate" ? [revision.candidate] : Object.values(revision);
    const isNewer = (primary?.createdAt?.getTime() ?? 0) > createdAtMs(attempt.current.seen) + clockMarginMs;
    if (!primary || ours.includes(name) || !isNewer) return void 0;
    return `A deployment of ${name} was started by somebody else at ${primary.createdAt.toISOString()}`;
  };
  const lookAtHealth = async (signal) => {
    service ??= await describeService(send, ref, signal);
    targets = await describeTargets(send, groups(), signal);
    const { candidate, baseline } = counts();
    const key = `${String(candidate.running)}/${String(baseline.running)}`;
    if (groups().length === 0 || candidate.running === 0 || baseline.running === 0 || addresses?.counts === key) return;
    if (targets.some(isInstance)) return;
    addresses = { counts: key, ofCandidate: await candidateAddresses(send, ref, revision.candidate, signal) };
  };
  const sides = () => {
    const seen = counts();
    const behindLoadBalancer = groups().length > 0 && lookedAtMs.health !== void 0;
    const healthyOf = (side, state) => {
      if (!behindLoadBalancer) return state === "healthy" ? seen[side].running : 0;
      const other = side === "candidate" ? "baseline" : "candidate";
      if (seen[side].running === 0 && seen[other].running > 0 && state === "healthy") return 0;
      const mixed = seen[side].running > 0 && seen[other].running > 0;
      if (mixed && state === "healthy" && targets.some(isInstance)) {
        const all = countTargets(targets, groups(), "healthy", () => true);
        return healthyShare(all, seen[side].running, seen[other].running);
      }
      const isOurs = (target) => !mixed || addresses?.ofCandidate.has(target.id) === (side === "candidate");
      return countTargets(targets, groups(), state, isOurs);
    };
    const wanted = service?.desiredCount;
    const atWork = travel.kind !== "still" && travel.kind !== "returned";
    const make = (side, desired) => ({
      revision: revision[side],
      desired,
      running: seen[side].running,
      healthy: Math.min(seen[side].running, healthyOf(side, "healthy")),
      draining: healthyOf(side, "draining")
    });
    return {
      candidate: make("candidate", atWork ? wanted ?? seen.candidate.requested : seen.candidate.requested),
      baseline: make("baseline", atWork ? seen.baseline.requested : wanted ?? seen.baseline.requested)
    };
  };
  const watchTrouble = (atMs, tasksEnded) => {
    const failures = attempt.current?.towards === "candidate" ? attempt.current.seen.deploymentCircuitBreaker?.failureCount ?? 0 : 0;
    const ours = service?.deployments?.filter((each2) => revisionOf(each2.taskDefinition ?? "") === revision.candidate) ?? [];
    const failedTasks = ours.reduce((total, each2) => total + (each2.failedTasks ?? 0), 0);
    const { running } = counts().candidate;
    const forward2 = travel.kind === "moving" || travel.kind === "arrived";
    const rose = failures > trouble.failures || failedTasks > trouble.failedTasks || forward2 && running < trouble.running;
    const untilMs = tasksEnded === "failed" ? -Infinity : rose || tasksEnded === "early" ? atMs + readLagMs : trouble.untilMs;
    trouble = { failures, failedTasks, running, untilMs };
    return forward2 && atMs <= untilMs;
  };
  const write = async (act, signal) => {
    const isSetAlready = service !== void 0 && revisionOf(primaryOf(service)?.taskDefinition ?? "") === act.revision;
    const force = act.side === "candidate" && isSetAlready && await needsForce(send, ref, act.revision, attempt.mark, signal);
    const input = { ...ref, taskDefinition: act.revision, ...force && { forceNewDeployment: true } };
    const answer = await send("ecs:UpdateService", input, signal);
    const atMs = awsNowMs();
    const primaryAtMs = (answer.service && primaryOf(answer.service)?.createdAt?.getTime()) ?? atMs;
    const mayJoin = act.side === "baseline" || isSetAlready && !force;
    attempt.written({ side: act.side, revision: act.revision, atMs, primaryAtMs, mayJoin });
  };
  const recall = async (arn, signal) => {
    try {
      await send("ecs:StopServiceDeployment", { serviceDeploymentArn: arn, stopType: "ROLLBACK" }, signal);
    } catch (error) {
      if (awsErrorName(error) !== "ConflictException") throw error;
      const status = (await describeDeployment(send, arn, signal))?.status ?? "PENDING";
      if (status.startsWith("ROLLBACK")) return;
      if (status !== "SUCCESSFUL" || revision.baseline === "") {
        throw new SluiceError("AWS_ERROR", `The deployment ${nameOf(arn)} cannot be rolled back now, its status is ${status}`, {
          cause: error
        });
      }
      await write({ kind: "size", side: "baseline", revision: revision.baseline, capacity: "full" }, signal);
      return;
    }
    attempt.recalled(arn, awsNowMs());
  };
  return {
    ability: { rests: [0, 100], mover: "ecs" },
    async observe(look, record, signal) {
      news = [];
      const before = travel.kind;
      if (look.includes("travel")) travel = await attempt.look(record, signal);
      const ended = travel.kind !== before && (travel.kind === "arrived" || travel.kind === "returned");
      if (travel.kind === "moving" || travel.kind === "returning") underWayAtMs = awsNowMs();
      let tasksEnded = "nothing";
      const sinceMs = (attempt.current?.towards === "candidate" ? createdAtMs(attempt.current.seen) : record.startedAtMs) - clockMarginMs;
      await Promise.all([
        look.includes("service") ? lookAtService(record, signal) : void 0,
        look.includes("alarms") ? describeAlarms(send, options.alarms, signal).then((seen) => alarms = alarmFaults(seen)) : void 0,
        look.includes("tasks") ? tasks.look(sinceMs, signal).then((found) => tasksEnded = found) : void 0
      ]);
      const looked = ended && groups().length > 0 ? [...look, "health"] : look;
      if (looked.includes("health")) await lookAtHealth(signal);
      const atMs = awsNowMs();
      lookedAtMs = { ...lookedAtMs, ...Object.fromEntries(looked.map((each2) => [each2, atMs])) };
      const suspicious = watchTrouble(atMs, tasksEnded);
      const both = sides();
      full = Math.max(full, both.baseline.healthy, travel.kind === "arrived" ? both.candidate.healthy : 0);
      if (writer !== "other" && (attempt.hasWritten || record.attempt !== void 0)) writer = "us";
      return {
        atMs,
        weight: weightOf(travel, both),
        travel: foreign === void 0 ? travel : { kind: "superseded", by: foreign },
        writer,
        sides: both,
        full,
        faults: [...tasks.faults, ...alarms],
        suspicious,
        lookedAtMs,
        mark: attempt.mark,
        news
      };
    },
    async perform(act, signal) {
      switch (act.kind) {
        case "size":
          return write(act, signal);
        case "recall":
          return recall(act.attempt, signal);
        case "shift":
          throw new SluiceError("INTERNAL_ERROR", "A rolling service has no weights to shift");
      }
    },
    explain(act) {
      const place2 = `--cluster ${nameOf(ref.cluster)} --service ${nameOf(ref.service)}`;
      switch (act.kind) {
        case "size":
          return [`aws ecs update-service ${place2} --task-definition ${act.revision}`];
        case "recall": {
          const arn = `serviceDeployments[?ends_with(serviceDeploymentArn, '/${nameOf(act.attempt)}')].serviceDeploymentArn | [0]`;
          const lookedUp = `$(aws ecs list-service-deployments ${place2} --query "${arn}" --output text)`;
          return [`aws ecs stop-service-deployment --service-deployment-arn "${lookedUp}" --stop-type ROLLBACK`];
        }
        case "shift":
          return [];
      }
    }
  };
}

// src/aws/service-problems.ts
var mostDeployments = 5;
function serviceProblems(service) {
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
  const strategy = service.deploymentConfiguration?.strategy ?? "ROLLING";
  if (strategy !== "ROLLING") {
    const action = strategy === "BLUE_GREEN" ? "bluegreen-swap" : "canary-gate";
    texts.push(`${name} has the deployment strategy ${strategy}: use the action ${action} for it, or set the strategy to ROLLING`);
  }
  if (service.loadBalancers?.some((each2) => each2.loadBalancerName !== void 0)) {
    texts.push(`${name} stands behind a Classic Load Balancer, whose deployments ECS does not report on: move it to target groups`);
  }
  const under = service.deployments?.length ?? 0;
  if (under >= mostDeployments) {
    texts.push(
      `${name} has ${String(under)} deployments that have not ended, and ECS starts no more: old tasks may be under scale-in protection`
    );
  }
  const stuck = deadlock(service);
  if (stuck !== void 0) texts.push(stuck);
  if (!/:service\/[^/]+\/[^/]+$/.test(service.serviceArn ?? "")) {
    texts.push(
      `${name} has an ARN of the old format, which takes no tags: the record of a rollout cannot be kept beside it. Create it anew`
    );
  }
  return texts.map((text3) => ({ code: "PREFLIGHT_FAILED", text: text3 }));
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
  const primary = service.deployments?.find((each2) => each2.status === "PRIMARY");
  if (primary?.rolloutState === "IN_PROGRESS") warnings.push("A deployment of the service is under way");
  return warnings;
}
function targetGroupProblems(service, groups, definition) {
  const problems = [];
  const wanted = definition["networkMode"] === "awsvpc" ? "ip" : "instance";
  for (const { targetGroupArn, containerName, containerPort } of service.loadBalancers ?? []) {
    if (targetGroupArn === void 0) continue;
    const container2 = definition.containerDefinitions.find((each2) => each2.name === containerName);
    const ports2 = container2 ? portsOf(container2["portMappings"]) : [];
    const group = groups.find((each2) => each2.TargetGroupArn === targetGroupArn);
    const name = group?.TargetGroupName ?? targetGroupArn;
    if (!container2) {
      const names = definition.containerDefinitions.map((each2) => each2.name).join(", ");
      problems.push(
        `The service sends traffic of ${name} to the container ${containerName ?? ""}, which ${definition.family} does not have; it has ${names}`
      );
    } else if (containerPort !== void 0 && !ports2.some(([low, high]) => low <= containerPort && containerPort <= high)) {
      const told = ports2.map(([low, high]) => low === high ? String(low) : `${String(low)}-${String(high)}`).join(", ") || "none";
      problems.push(`The service sends traffic of ${name} to port ${String(containerPort)} of ${container2.name}, which maps ${told}`);
    }
    if (!group) problems.push(`The target group ${targetGroupArn} of the service does not exist`);
    else if (group.TargetType !== void 0 && group.TargetType !== wanted) {
      problems.push(
        `The target group ${name} has targets of type ${group.TargetType}; network mode ${String(definition["networkMode"] ?? "bridge")} needs ${wanted}`
      );
    }
  }
  return problems.map((text3) => ({ code: "PREFLIGHT_FAILED", text: text3 }));
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
  const last = deployments.find((each2) => each2.status === "SUCCESSFUL")?.targetServiceRevisionArn;
  if (last === void 0) return "";
  return (await createRevisionNames(send).get([last], signal)).get(last) ?? "";
}
async function describeGroups(send, service, signal) {
  const arns = (service.loadBalancers ?? []).flatMap((each2) => each2.targetGroupArn === void 0 ? [] : [each2.targetGroupArn]);
  if (arns.length === 0) return [];
  try {
    const answer = await send("elasticloadbalancing:DescribeTargetGroups", { TargetGroupArns: arns }, signal);
    return answer.TargetGroups ?? [];
  } catch (error) {
    if (awsErrorName(error).startsWith("TargetGroupNotFound")) return [];
    throw error;
  }
}
function alarmProblems(names, alarms) {
  return names.flatMap((name) => {
    const alarm = alarms.find((each2) => each2.name === name);
    if (!alarm) return [{ code: "PREFLIGHT_FAILED", text: `There is no alarm ${name} in this account and region` }];
    if (alarm.state !== "ALARM") return [];
    return [{ code: "ALARM_TRIGGERED", text: `The alarm ${name} is in ALARM before anything was changed: ${alarm.reason}` }];
  });
}
function ownAlarmWarnings(names, alarms) {
  return names.flatMap((name) => {
    const alarm = alarms.find((each2) => each2.name === name);
    if (!alarm) return [`The deployment alarm ${name} of the service does not exist`];
    return alarm.state === "ALARM" ? [`The deployment alarm ${name} is in ALARM already: ECS will not watch the alarms of this deployment`] : [];
  });
}

// src/aws/tag-record-store.ts
var tagPrefix = "sluice.";
var longest = 255;
var allowed = /^[A-Za-z0-9+=._:/@ -]*$/;
function createTagRecordStore(send, awsNowMs, resourceArn) {
  return {
    async read(signal) {
      const { tags } = await send("ecs:ListTagsForResource", { resourceArn }, signal);
      const ours = (tags ?? []).flatMap(
        ({ key, value }) => key?.startsWith(tagPrefix) ? [[key.slice(tagPrefix.length), value ?? ""]] : []
      );
      return { entries: Object.fromEntries(ours), atMs: awsNowMs() };
    },
    async write(entries2, signal) {
      const tags = Object.entries(entries2).flatMap(
        ([key, value]) => value === null ? [] : [{ key: tagPrefix + key, value: fit(key, value) }]
      );
      const tagKeys = Object.entries(entries2).flatMap(([key, value]) => value === null ? [tagPrefix + key] : []);
      if (tags.length > 0) await send("ecs:TagResource", { resourceArn, tags }, signal);
      if (tagKeys.length > 0) await send("ecs:UntagResource", { resourceArn, tagKeys }, signal);
      return { atMs: awsNowMs() };
    }
  };
}
function fit(key, value) {
  if (value.length <= longest && allowed.test(value)) return value;
  throw new SluiceError("INTERNAL_ERROR", `The entry ${key} cannot be kept in a tag: ${JSON.stringify(value)}`);
}

// src/aws/rolling-target.ts
function createRollingTarget(options) {
  const { send, awsNowMs, ref, region } = options;
  let service;
  let resolved;
  let running;
  let expected;
  const describe = async (signal) => service = await describeService(send, ref, signal);
  return {
    name: `${nameOf(ref.cluster)}/${nameOf(ref.service)}`,
    store: storeOf(async (signal) => {
      const { serviceArn } = service ?? await describe(signal);
      return createTagRecordStore(send, awsNowMs, serviceArn ?? "");
    }),
    async survey(signal) {
      const seen = await describe(signal);
      if (seen.taskDefinition !== void 0 && running?.arn !== seen.taskDefinition) {
        running = await describeTaskDefinition(send, seen.taskDefinition, signal);
      }
      const wrong = [];
      resolved = void 0;
      try {
        resolved = await resolveRevision(send, options.wanted, options.images, running, signal);
      } catch (error) {
        if (!(error instanceof SluiceError) || error.reasonCode !== "INPUT_INVALID") throw error;
        wrong.push({ code: "INPUT_INVALID", text: error.hint === void 0 ? error.message : `${error.message}. ${error.hint}` });
      }
      const content = resolved?.definition;
      const { problems, warnings, facts } = await rollingPreflight(send, ref, seen, content, options.alarms, signal);
      if (expected !== void 0 && expected !== facts.current) {
        wrong.push({
          code: "SUPERSEDED",
          text: `Somebody else set the service from ${expected} to ${facts.current} while this step prepared`
        });
      }
      expected ??= facts.current;
      const loose = content ? unpinned(content) : [];
      const existing = resolved?.existing;
      if (existing && !existing.active) {
        wrong.push({ code: "PREFLIGHT_FAILED", text: `${existing.revision} is not ACTIVE: a service cannot be set to it` });
      }
      const pinning = loose.map(
        ({ container: container2, image }) => `The image ${image} of ${container2} is not pinned by digest: it may change under its name`
      );
      return {
        atMs: awsNowMs(),
        problems: [
          ...wrong,
          ...problems,
          ...options.requireDigest ? pinning.map((text3) => ({ code: "IMAGE_NOT_PINNED", text: text3 })) : []
        ],
        warnings: [...warnings, ...options.requireDigest ? [] : pinning, ...baselineWarnings(facts.baseline, running)],
        baseline: facts.baseline,
        candidate: existing?.revision,
        desired: facts.desired,
        unchanged: facts.steady && existing !== void 0 && existing.revision === facts.current,
        changes: running && content ? contentChanges(running.definition, content).map(changeLine) : []
      };
    },
    async register(signal) {
      if (!resolved) throw new SluiceError("INTERNAL_ERROR", "A revision is registered only after a survey has found what is wanted");
      if (resolved.existing) return resolved.existing.revision;
      const existing = await registerRevision(send, resolved.definition, signal);
      resolved = { ...resolved, existing };
      return existing.revision;
    },
    arnOf: (revision) => {
      const place2 = /^arn:[^:]+:ecs:[^:]+:\d+:/.exec(service?.serviceArn ?? "")?.[0];
      return place2 === void 0 || revision === "" ? "" : `${place2}task-definition/${revision}`;
    },
    driver: (revision) => createRollingDriver({ send, awsNowMs, ref, region, revision, alarms: options.alarms, ...expected !== void 0 && { expected } })
  };
}
function storeOf(connect) {
  return {
    read: async (signal) => (await connect(signal)).read(signal),
    write: async (entries2, signal) => (await connect(signal)).write(entries2, signal)
  };
}
function baselineWarnings(baseline, running) {
  if (baseline === "") return ["No deployment of this service has ever succeeded: there is nothing to go back to"];
  if (running?.revision === baseline && !running.active)
    return [`${baseline} is not ACTIVE any more: the service cannot be set to it again`];
  return [];
}

// src/aws/aws-clock.ts
var granularityMs = 1e3;
function createAwsClock(localNowMs) {
  let offsetMs;
  let latestMs = -Infinity;
  return {
    nowMs() {
      latestMs = Math.max(latestMs, Math.floor(localNowMs() + (offsetMs ?? 0)));
      return latestMs;
    },
    learn(dateMs, askedAtMs, answeredAtMs) {
      const least = dateMs - answeredAtMs;
      const most2 = dateMs + granularityMs - askedAtMs;
      offsetMs = offsetMs === void 0 || offsetMs > most2 ? least : Math.max(offsetMs, least);
    }
  };
}

// src/aws/send.ts
var callTimeoutMs = 2e4;
var services = {
  ecs: () => import("./ecs-MQC2PMVN.js"),
  elasticloadbalancing: () => import("./elasticloadbalancing-77XS4NSW.js"),
  cloudwatch: () => import("./cloudwatch-IDFZIDX2.js"),
  logs: () => import("./logs-RFOFC7XL.js")
};
function createSend(options) {
  const localNowMs = options.localNowMs ?? (() => performance.timeOrigin + performance.now());
  const clock = createAwsClock(localNowMs);
  const opened = /* @__PURE__ */ new Map();
  let closed = false;
  const open = (service) => {
    const known = opened.get(service);
    if (known) return known;
    const opening = services[service]().then((module) => {
      const client = module.create({ region: options.region, maxAttempts: 3, customUserAgent: options.userAgent });
      client.middlewareStack.add(learnDate(clock, localNowMs), { step: "deserialize", priority: "low", name: "sluiceAwsDate" });
      if (closed) client.destroy();
      return { client, module };
    });
    opened.set(service, opening);
    return opening;
  };
  return {
    awsNowMs: () => clock.nowMs(),
    async send(operation, input, signal) {
      const timeout = AbortSignal.timeout(callTimeoutMs);
      try {
        const { client, module } = await open(operation.slice(0, operation.indexOf(":")));
        const command = new module.commands[operation](input);
        const abortSignal = signal ? AbortSignal.any([signal, timeout]) : timeout;
        return await client.send(command, { abortSignal });
      } catch (error) {
        if (signal?.aborted) throw explainError(operation, error, "cancelled");
        throw explainError(operation, error, timeout.aborted ? "timed-out" : void 0);
      }
    },
    close() {
      closed = true;
      for (const opening of opened.values()) void opening.then(({ client }) => client.destroy()).catch(() => void 0);
    }
  };
}
function learnDate(clock, localNowMs) {
  return (next) => async (args) => {
    const askedAtMs = localNowMs();
    const answer = await next(args);
    const headers = answer.response?.headers;
    const dateMs = Date.parse(headers?.["date"] ?? "");
    if (Number.isFinite(dateMs)) clock.learn(dateMs, askedAtMs, localNowMs());
    return answer;
  };
}

// src/domain/plan.ts
function rollingPlan(spec) {
  const checks = spec.alarms.length > 0 ? [{ name: "alarms", kind: "alarms", spec: spec.alarms }] : [];
  const goals = [
    { name: "baseline", weight: 0, capacity: { baseline: "full", candidate: "none" }, gate: openGate },
    {
      name: "deployed",
      weight: 100,
      capacity: { baseline: "none", candidate: "full" },
      gate: { holdMs: spec.bakeMs, checks, onInconclusive: "hold" }
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
var openGate = { holdMs: 0, checks: [], onInconclusive: "hold" };
function digest(value) {
  let hash = 0xcbf29ce484222325n;
  for (const char of JSON.stringify(value)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}

// src/engine/claim.ts
var claimLifeMs = 18e4;
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
  const verify = (entries2, atMs) => {
    refuse(rival(entries2, holder, key, atMs, startMs));
    if (entries2[key] !== void 0) return;
    refuse(rival(entries2, holder, key, atMs, Infinity));
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
    const after2 = await store.read(signal);
    verify(after2.entries, after2.atMs);
  } catch (error) {
    await store.write(released, uncancelled).catch(() => void 0);
    throw error;
  }
  let expiresMs = startMs + claimLifeMs;
  return {
    verify,
    released,
    async renewIfDue(atMs, renewSignal) {
      if (expiresMs - atMs > claimLifeMs / 3) return;
      if (atMs >= expiresMs) {
        const now = await store.read(renewSignal);
        verify(now.entries, now.atMs);
      }
      await store.write({ [key]: `${startMs}/${atMs + claimLifeMs}` }, renewSignal);
      expiresMs = atMs + claimLifeMs;
    }
  };
}
function claimText(startMs) {
  return `${startMs}/${startMs + claimLifeMs}`;
}
function rivalOf(entries2, holder, atMs) {
  const other = rival(entries2, holder, keyOf(holder), atMs, Infinity);
  return other === void 0 ? void 0 : wordsOf(other);
}
function keyOf({ run, attempt, job }) {
  return `${prefix}${run}.${attempt}.${job.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(0, 60)}`;
}
function rival(entries2, holder, ownKey, atMs, beforeMs) {
  const earlier = Object.entries(entries2).find(([key, value]) => {
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
    hint: `Wait for it or cancel it. If its runner is dead, its claim ends by itself within ${claimLifeMs / 6e4} minutes.`
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
    case "resumed":
    case "noted":
    case "judged":
      return record;
    case "intended":
      return { ...record, intent: { act: event.act.kind, before: event.before, atMs: event.atMs } };
    case "acted":
      return record.heading === "home" ? { ...settled(record, event.act.kind), accepted: true } : settled(record, event.act.kind);
    case "identified":
      return { ...withoutIntent(record), attempt: event.attempt };
    case "arrived":
      return { ...withoutIntent(record), goal: event.goal, arrivals: [...record.arrivals, { goal: event.goal, atMs: event.atMs }] };
    case "turned-home":
      return { ...record, heading: "home", turned: { reasonCode: event.reasonCode, because: event.because, atMs: event.atMs } };
    case "ended":
      if (event.unfinished) return record;
      return { ...withoutIntent(record), ended: { outcome: event.outcome, reasonCode: event.reasonCode, atMs: event.atMs } };
  }
}
function settled(record, act) {
  return act === "size" ? record : withoutIntent(record);
}
function withoutIntent(record) {
  const { intent: _, ...rest } = record;
  return rest;
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
    ["goal", String(record.goal)],
    ["heading", record.heading],
    ["arrivals", record.arrivals.map((arrival) => `${arrival.goal}:${arrival.atMs}`).join("/")]
  ];
  if (record.intent) fields.push(["intent", `${record.intent.act}/${record.intent.atMs}/${record.intent.before}`]);
  if (record.attempt !== void 0) fields.push(["attempt", record.attempt]);
  if (record.accepted) fields.push(["accepted", "1"]);
  if (record.turned) fields.push(["turned", `${record.turned.reasonCode}/${record.turned.atMs}/${tagSafe(record.turned.because, 300)}`]);
  if (record.ended) fields.push(["ended", `${record.ended.outcome}/${record.ended.reasonCode}/${record.ended.atMs}`]);
  const text3 = fields.map(([key, value]) => `${key}=${value}`).join(" ");
  const entries2 = {};
  const count = Math.ceil(text3.length / maxLength);
  for (let i = 0; i < count; i += 1) {
    entries2[`${prefix2}${i + 1}`] = `${count}.${text3.slice(i * maxLength, (i + 1) * maxLength)}.`;
  }
  for (const stale of previousEntries) if (stale.startsWith(prefix2) && !(stale in entries2)) entries2[stale] = null;
  return entries2;
}
function recordText(entries2) {
  const first = entries2[`${prefix2}1`] ?? "0";
  const count = Number.parseInt(first, 10);
  if (Number.isNaN(count)) throw new RecordUnreadable(`${first} does not begin with a number of pieces`);
  let text3 = "";
  for (let i = 1; i <= count; i += 1) {
    const piece = entries2[`${prefix2}${i}`];
    if (piece === void 0 || piece === null) throw new RecordUnreadable(`piece ${i} of ${count} is missing`);
    text3 += piece.slice(piece.indexOf(".") + 1, -1);
  }
  return text3;
}
function readRecord(entries2) {
  const text3 = recordText(entries2);
  if (text3 === "") return void 0;
  const fields = new Map(
    text3.split(" ").map((field3) => {
      const at = field3.indexOf("=");
      return [field3.slice(0, at), field3.slice(at + 1)];
    })
  );
  const field2 = (key) => {
    const value = fields.get(key);
    if (value === void 0) throw new RecordUnreadable(`it has no field ${key}`);
    return value;
  };
  const optional = (key, parse) => fields.has(key) ? parse(field2(key)) : void 0;
  if (field2("v") !== "1") throw new RecordUnreadable(`its version is ${field2("v")}, this release reads version 1`);
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
  const record = {
    schema: 1,
    plan: field2("plan"),
    run: field2("run"),
    startedAtMs: integer(field2("at")),
    revision: { baseline: field2("from"), candidate: field2("to") },
    goal: integer(field2("goal")),
    heading: oneOf(["forward", "home"], field2("heading")),
    arrivals: field2("arrivals").split("/").map((arrival) => {
      const [goal, atMs] = arrival.split(":");
      return { goal: integer(goal), atMs: integer(atMs) };
    }),
    ...intent && { intent },
    ...turned && { turned },
    ...ended && { ended },
    ...attempt !== void 0 && { attempt },
    ...fields.has("accepted") && { accepted: true }
  };
  if (record.arrivals.at(-1)?.goal !== record.goal) throw new RecordUnreadable(`goal ${record.goal} is not the last arrival`);
  if (record.heading === "home" !== (record.turned !== void 0)) throw new RecordUnreadable("it does not tell why it turned home");
  return record;
}
var RecordUnreadable = class extends Error {
};
function tagSafe(text3, length) {
  return text3.replaceAll(/[^A-Za-z0-9+=.:/@-]+/g, "_").slice(0, length);
}
function split(value, parts) {
  const pieces = value.split("/");
  if (pieces.length < parts) throw new RecordUnreadable(`the value ${value} has fewer than ${parts} parts`);
  return [...pieces.slice(0, parts - 1), pieces.slice(parts - 1).join("/")];
}
function integer(text3) {
  const value = Number(text3);
  if (text3 === void 0 || text3 === "" || !Number.isSafeInteger(value)) throw new RecordUnreadable(`${text3} is not a whole number`);
  return value;
}
function oneOf(allowed2, text3) {
  const found = allowed2.find((value) => value === text3);
  if (found === void 0) throw new RecordUnreadable(`${text3} is none of ${allowed2.join(", ")}`);
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
function recordIn(entries2) {
  try {
    return readRecord(entries2);
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
function takeUp(found, plan, run, atMs) {
  if (!plan) return isOpen(found) ? { kind: "changed", record: found } : { kind: "begin" };
  const { candidate } = plan.revision;
  if (isOpen(found) && found.revision.baseline === candidate && found.revision.candidate !== candidate) {
    const because = `Asked to go back to ${candidate}`;
    const turned = { kind: "turned-home", atMs, reasonCode: "ROLLED_BACK", because, faults: [] };
    return { kind: "return", record: found.heading === "home" ? found : evolve(found, turned) };
  }
  return resume(found, plan, run);
}
async function assertOver(record, target, signal) {
  const { travel } = await target.driver(record.revision).observe(["travel"], record, signal);
  if (travel.kind !== "moving" && travel.kind !== "returning") return;
  const deployment = travel.attempt === "" ? "its deployment" : `the deployment ${travel.attempt.slice(travel.attempt.lastIndexOf("/") + 1)}`;
  throw new SluiceError("PLAN_CHANGED", `A rollout of ${record.revision.candidate}, begun by run ${record.run}, is still under way`, {
    hint: `Run that workflow again to finish it, roll out ${record.revision.baseline || "the earlier revision"} to lead it home, or stop ${deployment} in ECS.`
  });
}

// src/engine/patience.ts
var patienceMs = 18e4;
var longestPauseMs = 2e4;
async function patiently(attempt, patience) {
  const { clock, cancellation, limitMs, onTrouble, hint: hint2 } = patience;
  const sinceMs = clock.nowMs();
  for (let tries = 0; ; tries += 1) {
    try {
      return await unless(cancellation.signal.aborted ? cancellation.late : cancellation.signal, attempt());
    } catch (error) {
      if (cancellation.atMs() !== void 0 && (mayPass(error) || isInterruption(error))) return void 0;
      if (!mayPass(error)) throw error;
      const waitedMs = clock.nowMs() - sinceMs;
      if (waitedMs >= limitMs) throw gaveUp(error, waitedMs, hint2);
      if (tries === 0) onTrouble?.(error);
      await clock.sleep(Math.min(1e3 * 2 ** tries, longestPauseMs), cancellation.signal);
      if (cancellation.atMs() !== void 0) return void 0;
    }
  }
}
async function unless(signal, call) {
  const done = call.then((value) => ({ value }));
  if (signal === void 0) return done;
  let hear = () => void 0;
  const heard = new Promise((resolve) => {
    hear = () => resolve(void 0);
    if (signal.aborted) hear();
    else signal.addEventListener("abort", hear, { once: true });
  });
  done.catch(() => void 0);
  try {
    return await Promise.race([done, heard]);
  } finally {
    signal.removeEventListener("abort", hear);
  }
}
function mayPass(error) {
  return error instanceof SluiceError && (error.reasonCode === "THROTTLED" || error.reasonCode === "AWS_ERROR");
}
function isInterruption(error) {
  return !(error instanceof SluiceError) || error.reasonCode === "CANCELLED";
}
function gaveUp(error, waitedMs, hint2 = "The rollout goes on in AWS without this step: run the step again to watch it to its end.") {
  return new SluiceError(error.reasonCode, `${error.message}, for ${Math.round(waitedMs / 1e3)} s`, {
    hint: hint2,
    cause: error
  });
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
      write: (entries2, signal) => Object.values(entries2).every((value) => value === null) ? store.write(entries2, signal) : calmly(() => store.write(entries2, signal))
    }
  };
}

// src/engine/record-keeper.ts
var uncancelled2 = new AbortController().signal;
function createRecordKeeper(store, clock, claim, found) {
  let names = Object.keys(found);
  let known = [fingerprint(found)];
  let lost;
  let pending = Promise.resolve();
  const write = async (entries2) => {
    const text3 = fingerprint(entries2);
    if (known.at(-1) !== text3) known = [...known, text3].slice(-knownWrites);
    names = [.../* @__PURE__ */ new Set([...names, ...Object.keys(entries2)])];
    const turn2 = pending.then(() => store.write(entries2, uncancelled2));
    pending = turn2.catch(() => void 0);
    await turn2;
    written = text3;
    names = names.filter((name) => entries2[name] !== null);
  };
  let written = known[0];
  const assertOurs = async (signal) => {
    if (lost) throw lost;
    for (let tries = 0; tries < 2; tries += 1) {
      const { entries: entries2, atMs } = await store.read(signal);
      try {
        claim.verify(entries2, atMs);
      } catch (error) {
        if (error instanceof SluiceError) lost = error;
        throw error;
      }
      if (known.includes(fingerprint(entries2))) return;
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
      const entries2 = writeRecord(record, names);
      if (fingerprint(entries2) === written) return;
      await assertOurs(signal);
      await write(entries2);
    },
    async close(record, signal) {
      if (!lost && !signal.aborted) await assertOurs(signal).catch(() => void 0);
      if (lost) await store.write(claim.released, uncancelled2);
      else await write({ ...writeRecord(record, names), ...claim.released });
    }
  };
}
var knownWrites = 3;
function fingerprint(entries2) {
  try {
    return recordText(entries2);
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
  const openAtMs = arrivedAtMs + gate.holdMs;
  const judged = gate.checks.filter((check) => check.kind !== "alarms" && check.kind !== "health");
  const latest = judged.map((check) => ({
    check,
    evidence: evidence.findLast((item) => item.check === check.name && item.fromMs === arrivedAtMs)
  }));
  const failed = latest.find((item) => item.evidence?.verdict === "fail");
  if (failed)
    return { kind: "failed", reasonCode: failureOf2[failed.check.kind], because: `${failed.check.name}: ${failed.evidence.because}` };
  const measuredMs = Math.min(...latest.map((item) => item.evidence?.toMs ?? -Infinity));
  const dueAtMs = Math.min(openAtMs, Math.max(arrivedAtMs, measuredMs) + measurePeriodMs);
  if (latest.length > 0 && measuredMs < openAtMs && seen.atMs >= dueAtMs) {
    return { kind: "measure", checks: judged, fromMs: arrivedAtMs, toMs: seen.atMs };
  }
  if (seen.atMs < openAtMs) return { kind: "closed", untilMs: latest.length > 0 ? dueAtMs : openAtMs };
  if (gate.onInconclusive === "extend" && latest.some((item) => item.evidence?.verdict === "inconclusive")) {
    const againAtMs = measuredMs + measurePeriodMs;
    return seen.atMs < againAtMs ? { kind: "closed", untilMs: againAtMs } : { kind: "measure", checks: judged, fromMs: arrivedAtMs, toMs: seen.atMs };
  }
  const look = factsOf(gate.checks).filter((fact) => (seen.lookedAtMs[fact] ?? -Infinity) < openAtMs);
  if (look.length > 0) return { kind: "look", look };
  return verdictOf(goal, latest);
}
function factsOf(checks) {
  return checks.flatMap((check) => check.kind === "alarms" || check.kind === "health" ? [check.kind] : []);
}
function verdictOf(goal, latest) {
  const unsure = latest.find((item) => item.evidence?.verdict !== "pass");
  if (!unsure) return { kind: "open" };
  const because = `${unsure.check.name}: ${unsure.evidence?.because ?? "not measured"}`;
  if (unsure.evidence?.verdict === "error") return { kind: "failed", reasonCode: "METRICS_UNAVAILABLE", because };
  switch (goal.gate.onInconclusive) {
    case "pass":
      return { kind: "open" };
    case "fail":
      return { kind: "failed", reasonCode: "ANALYSIS_INCONCLUSIVE", because };
    case "hold":
    case "extend":
      return { kind: "undecided", because };
  }
}

// src/domain/route.ts
function route(seen, goal, plan, ability) {
  return ability.mover === "ecs" ? routeByEcs(seen, goal, plan) : routeByUs(seen, goal, plan);
}
function routeByEcs(seen, goal, plan) {
  const forward2 = goal.weight > 0;
  const start = (side) => ({ kind: "size", side, revision: plan.revision[side], capacity: "full" });
  const { travel } = seen;
  switch (travel.kind) {
    case "still":
      return forward2 ? start("candidate") : "there";
    case "moving":
      if (forward2) return "on-the-way";
      return travel.attempt === "" ? start("baseline") : { kind: "recall", attempt: travel.attempt };
    case "arrived":
      return forward2 ? "there" : start("baseline");
    case "stopped":
      return forward2 ? "on-the-way" : start("baseline");
    case "returned":
      return forward2 ? "on-the-way" : "there";
    case "returning":
    case "stranded":
    case "superseded":
      return "on-the-way";
  }
}
function routeByUs(seen, goal, plan) {
  const wanted = (side) => ({ none: 0, standby: 1, full: seen.full })[goal.capacity[side]];
  const size = (side) => ({ kind: "size", side, revision: plan.revision[side], capacity: goal.capacity[side] });
  const sides = ["candidate", "baseline"];
  for (const side of sides) {
    const { desired, revision } = seen.sides[side];
    if (wanted(side) > 0 && (desired < wanted(side) || revision !== plan.revision[side])) return size(side);
  }
  if (seen.weight !== goal.weight) {
    const gaining = goal.weight > seen.weight ? "candidate" : "baseline";
    const share = gaining === "candidate" ? goal.weight : 100 - goal.weight;
    return seen.sides[gaining].healthy >= healthyNeeded(seen.full, share) ? { kind: "shift", weight: goal.weight } : "on-the-way";
  }
  for (const side of sides) {
    if (seen.sides[side].desired > 0 && goal.capacity[side] === "none") return size(side);
    if (goal.capacity[side] === "standby" && seen.sides[side].desired > 1) return size(side);
  }
  const ready = sides.every((side) => seen.sides[side].healthy >= wanted(side));
  return ready ? "there" : "on-the-way";
}
function healthyNeeded(full, share) {
  return share === 0 ? 0 : Math.max(1, Math.min(full, Math.ceil(full * share * 1.1 / 100)));
}

// src/domain/decide.ts
function decide(situation) {
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
  const { travel } = seen;
  if (travel.kind === "returning" || travel.kind === "returned" || travel.kind === "stranded" || travel.kind === "stopped") {
    if (seen.lookedAtMs.tasks !== seen.atMs) return lookNow(situation);
    const why = cause(travel, seen.faults);
    return turn(situation, why.reasonCode, why.because, true);
  }
  if (seen.suspicious && seen.lookedAtMs.tasks !== seen.atMs) return lookNow(situation);
  const fault = intolerable(seen);
  if (fault) return turn(situation, fault.reasonCode, fault.because);
  if (unresolved(situation)) return onward(situation, wait(situation, record.intent.atMs + readLagMs));
  const here = plan.goals[record.goal];
  const gate = gateState(here, record, seen, situation.evidence);
  switch (gate.kind) {
    case "closed":
      return onward(situation, wait(situation, gate.untilMs));
    case "look":
      return { kind: "wait", untilMs: seen.atMs, look: ["travel", ...gate.look] };
    case "measure":
      return { kind: "measure", checks: gate.checks, fromMs: gate.fromMs, toMs: gate.toMs };
    case "failed":
      return turn(situation, gate.reasonCode, gate.because);
    case "undecided":
      return { ...end("paused", "ANALYSIS_INCONCLUSIVE", gate.because), unfinished: true };
    case "open":
      break;
  }
  const next = plan.goals[record.goal + 1];
  if (!next) return succeed(situation);
  const act = route(seen, next, plan, ability);
  if (act === "on-the-way") return onward(situation, wait(situation));
  if (act !== "there") return onward(situation, { kind: "act", act });
  return { kind: "record", event: { kind: "arrived", atMs: seen.atMs, goal: record.goal + 1, name: next.name, weight: next.weight } };
}
function onward(situation, step) {
  const { plan, seen } = situation;
  if (seen.atMs < deadlineAtMs(situation)) return step;
  return turn(situation, "TIMED_OUT", `Not done after ${span(plan.deadlineMs)}: ${position(seen)}`);
}
function decideHome(situation) {
  const { plan, record, seen, ability, cancelledAtMs } = situation;
  const turned = record.turned;
  if (seen.travel.kind === "stranded") {
    if (plan.revision.baseline === "")
      return end("failed", turned.reasonCode, `${turned.because}. There is no earlier revision to go back to`);
    return end("failed", "ROLLBACK_FAILED", `${turned.because}. Rolling back failed too: ${seen.travel.because}`);
  }
  const goal = home2(plan, record);
  const safe = ability.mover === "ecs" ? record.accepted || seen.travel.kind === "returning" : record.accepted && seen.weight === goal.weight;
  if (cancelledAtMs !== void 0 && safe) return back(situation, "AWS accepted the way home and needs this runner no more");
  const act = unresolved(situation) ? replaceUnseen(situation) : route(seen, goal, plan, ability);
  if (act === "there") return back(situation);
  if (seen.atMs >= deadlineAtMs(situation)) {
    return end("failed", "ROLLBACK_FAILED", `${turned.because}. Still not back after ${span(plan.deadlineMs)}: ${position(seen)}`);
  }
  return act === "on-the-way" ? wait(situation) : { kind: "act", act };
}
function back({ plan, record }, remark = "") {
  const { reasonCode, because: why } = record.turned;
  const committed = record.goal >= plan.committed;
  const facts = [why, ...committed ? [`The rollout was committed by then: ${plan.revision.candidate} stays`] : [], remark];
  return end(committed ? "failed" : "rolled-back", reasonCode, facts.filter((fact) => fact !== "").join(". "));
}
function home2(plan, record) {
  return record.goal >= plan.committed ? plan.goals.at(-1) : plan.goals[0];
}
function replaceUnseen({ plan, record, seen }) {
  if (record.accepted && seen.atMs - record.intent.atMs < readLagMs) return "on-the-way";
  return { kind: "size", side: "baseline", revision: plan.revision.baseline, capacity: "full" };
}
function unresolved({ record, seen, ability }) {
  return ability.mover === "ecs" && record.intent?.act === "size" && seen.travel.kind === "still" && seen.atMs < record.intent.atMs + readLagMs;
}
function cancel(situation) {
  const { plan, record, seen, ability } = situation;
  const mayBeAway = record.intent !== void 0 || record.attempt !== void 0 || record.goal > 0;
  const started = mayBeAway || route(seen, home2(plan, record), plan, ability) !== "there";
  if (!started) return end("failed", "CANCELLED", "Cancelled before anything was changed");
  if (plan.onCancel === "leave") {
    return { ...end("failed", "CANCELLED_LEFT_RUNNING", `Cancelled; the rollout goes on as asked: ${position(seen)}`), unfinished: true };
  }
  return turn(situation, "CANCELLED", `Cancelled at ${position(seen)}`);
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
    const text3 = `${plan.revision.candidate} is in place, but no task of it runs: the desired count is 0`;
    return end(plan.onEmpty === "pass" ? "succeeded" : "failed", "NO_TASKS", text3);
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
function wait(situation, byMs = Infinity) {
  const { plan, record, seen } = situation;
  return { kind: "wait", ...nextLook(plan, record, seen, Math.min(byMs, deadlineAtMs(situation))) };
}
function deadlineAtMs({ plan, record, beganAtMs }) {
  return Math.max(record.turned?.atMs ?? record.startedAtMs, beganAtMs) + plan.deadlineMs;
}
function lookNow({ seen }) {
  return { kind: "wait", untilMs: seen.atMs, look: ["travel", "tasks", "service"] };
}
function end(outcome, reasonCode, why) {
  return { kind: "end", outcome, reasonCode, because: why };
}
function cause(travel, faults) {
  const last = faults.findLast((fault) => fault.side === "candidate");
  if (!last) return travel;
  if (travel.reasonCode !== "BREAKER_TRIPPED") return { ...travel, because: `${travel.because} (${last.because})` };
  return { reasonCode: last.reasonCode, because: `${last.because}. ECS: ${travel.because}` };
}
function position(seen) {
  const { candidate } = seen.sides;
  return `${candidate.running} of ${candidate.desired} tasks of ${candidate.revision || "the candidate"} running, ${candidate.healthy} healthy, weight ${seen.weight} %`;
}

// src/domain/progress.ts
function progress(before, after2) {
  const events = after2.news.map((line) => ({ kind: "noted", atMs: after2.atMs, text: line }));
  const text3 = standing(after2);
  if (before === void 0 || standing(before) !== text3 || before.weight !== after2.weight) {
    events.push({ kind: "noted", atMs: after2.atMs, text: text3, weight: after2.weight });
  }
  for (const fault of after2.faults) {
    if (before?.faults.some((known) => known.subject === fault.subject)) continue;
    events.push({ kind: "noted", atMs: after2.atMs, text: fault.because, detail: fault.details });
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
      return { ...seen, weight: act.weight };
    case "size": {
      const desired = { none: 0, standby: 1, full: seen.full }[act.capacity];
      return { ...seen, sides: { ...seen.sides, [act.side]: { ...seen.sides[act.side], revision: act.revision, desired } } };
    }
    case "recall":
      return seen;
  }
}

// src/engine/run.ts
var cancelBudgetMs = 5e3;
var closePatienceMs = 3e4;
var uncancelled3 = new AbortController().signal;
var everything = ["travel", "service", "health", "tasks", "alarms"];
async function runRollout(input, ports2) {
  const { cancellation, claim, clock, driver, keeper } = ports2;
  const history = [];
  let record = input.unfinished ? { ...input.unfinished, run: input.run } : begin(input.plan, input.run, input.atMs);
  const plan = { ...input.plan, revision: record.revision };
  const cancelled = () => cancellation.atMs() !== void 0;
  const tell2 = (event) => {
    record = evolve(record, event);
    history.push(event);
    ports2.reporter.report(event);
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
    await save();
    for (; ; ) {
      assertTimeLeft();
      if (seen === void 0 || mustLook || !cancelled()) {
        const before = seen;
        seen = await observe(look, seen);
        for (const event of progress(before, seen)) tell2(event);
      }
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
        ...cancelledAtMs !== void 0 && { cancelledAtMs }
      });
      switch (step.kind) {
        case "record":
          tell2(step.event);
          await save();
          look = ["travel"];
          break;
        case "act": {
          const result = await act(step.act, seen);
          if (result === "given up") break;
          seen = assume(seen, step.act, ability, result === "accepted" || record.heading === "forward");
          mustLook = result === "unknown";
          look = ["travel"];
          break;
        }
        case "measure":
          evidence = [...evidence, ...await measure(step, seen)];
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
      if (!(cancelled() && isInterruption(error))) passing(error);
      note(seen.atMs, `A call to AWS did not go through: ${asSluiceError(error).message}`);
      await clock.sleep(1e3);
      return "unknown";
    }
    tell2({ kind: "acted", atMs: seen.atMs, act: wanted, before: seen.mark });
    await save();
    return "accepted";
  }
  async function observe(look, last) {
    if (!cancelled()) {
      const signal = last === void 0 ? uncancelled3 : cancellation.signal;
      const onTrouble = (error) => note(last?.atMs ?? input.atMs, `AWS did not answer, still trying: ${asSluiceError(error).message}`);
      const limitMs = Math.min(patienceMs, plan.deadlineMs);
      const found = await patiently(() => driver.observe(look, record, signal), { clock, cancellation, limitMs, onTrouble });
      if (found) return found.value;
      if (last) return last;
    }
    for (; ; ) {
      assertTimeLeft();
      try {
        return await driver.observe(look, record, uncancelled3);
      } catch (error) {
        if (last) return last;
        passing(error);
        await clock.sleep(1e3);
      }
    }
  }
  async function measure({ checks, fromMs, toMs }, seen) {
    let answers = [];
    let silence = "no answer";
    try {
      const found = await persist(() => ports2.judge.judge(checks, fromMs, toMs, cancellation.signal));
      if (!found) return [];
      answers = found.value;
    } catch (error) {
      passing(error);
      silence = asSluiceError(error).message;
    }
    const evidence = checks.map((check) => {
      const answer = answers.find((item) => item.check === check.name);
      return { check: check.name, verdict: answer?.verdict ?? "error", because: answer?.because ?? silence, fromMs, toMs };
    });
    tell2({ kind: "judged", atMs: seen.atMs, goal: plan.goals[record.goal].name, evidence });
    return evidence;
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
  function note(atMs, text3) {
    ports2.reporter.report({ kind: "noted", atMs, text: text3 });
  }
  function lastAtMs() {
    return history.at(-1)?.atMs ?? input.atMs;
  }
  function assertTimeLeft() {
    const atMs = cancellation.atMs();
    if (atMs === void 0 || clock.nowMs() - atMs < cancelBudgetMs) return;
    throw new SluiceError("CANCELLED", "Cancelled, and the runner ends before AWS confirmed the way back", {
      hint: "Run the step again or roll back by hand."
    });
  }
}
function passing(error) {
  if (!mayPass(error)) throw error;
}

// src/engine/rolling.ts
async function roll(order, target, ports2) {
  let unfinished;
  const find = (record) => {
    unfinished = isOpen(record) ? record : void 0;
    if (unfinished) ports2.starting();
    return record;
  };
  try {
    return await conduct(order, target, ports2, find);
  } catch (error) {
    if (ports2.cancellation.atMs() === void 0) throw error;
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
async function conduct(order, service, ports2, find) {
  const { clock, cancellation, reporter } = ports2;
  const target = patientTarget(service, ports2);
  const first = await target.survey(cancellation.signal);
  const before = await target.store.read(cancellation.signal);
  if (order.mode === "plan") return planned(order, target, first, before);
  if (!isOpen(find(recordIn(before.entries)))) {
    refuse2(first);
    if (first.unchanged) return noChange(order, target, first);
  }
  const claim = await takeClaim(target.store, clock, order.holder, cancellation.signal);
  let keeper;
  try {
    const survey = await target.survey(cancellation.signal);
    const { entries: entries2, atMs } = await target.store.read(cancellation.signal);
    const found = find(recordIn(entries2));
    if (!isOpen(found)) {
      refuse2(survey);
      if (survey.unchanged) return noChange(order, target, survey);
    }
    if (cancellation.atMs() !== void 0) throw new SluiceError("CANCELLED", "Cancelled before anything was changed");
    for (const text3 of survey.warnings) reporter.report({ kind: "noted", atMs, text: text3 });
    const planOf = (candidate2) => rollingPlan({ ...order, target: target.name, candidate: candidate2, baseline: survey.baseline });
    const start = takeUp(found, survey.candidate === void 0 ? void 0 : planOf(survey.candidate), order.holder.run, atMs);
    if (start.kind === "ended") return again(start.record, atMs);
    if (start.kind === "changed") {
      await assertOver(start.record, target, cancellation.signal);
      refuse2(survey);
      if (survey.unchanged) return noChange(order, target, survey);
    }
    ports2.starting();
    const unfinished = start.kind === "resume" || start.kind === "return" ? start.record : void 0;
    const candidate = unfinished?.revision.candidate ?? survey.candidate ?? await target.register(cancellation.signal);
    const plan = planOf(candidate);
    const revision = unfinished?.revision ?? plan.revision;
    const driver = target.driver(revision);
    keeper = createRecordKeeper(service.store, clock, claim, entries2);
    const run = { plan, run: order.holder.run, atMs, ...unfinished && { unfinished } };
    const history = await runRollout(run, { ...ports2, driver, keeper, claim, judge: noEvidence });
    if (start.kind === "return") return { from: revision.candidate, to: revision.baseline, history: history.map(asAsked), undo: [] };
    return { from: revision.baseline, to: revision.candidate, history, undo: undo(history, revision.baseline, driver) };
  } finally {
    if (!keeper) await target.store.write(claim.released, new AbortController().signal).catch(() => void 0);
  }
}
var noEvidence = { judge: () => Promise.resolve([]) };
function asAsked(event) {
  return event.kind === "ended" && event.outcome === "rolled-back" ? { ...event, outcome: "succeeded", reasonCode: "ROLLED_BACK" } : event;
}
function undo(history, baseline, driver) {
  const ended = history.findLast((event) => event.kind === "ended");
  const touched = history.some((event) => event.kind === "intended" || event.kind === "identified" || event.kind === "resumed");
  if (baseline === "" || !touched || ended?.outcome === "rolled-back") return [];
  return driver.explain({ kind: "size", side: "baseline", revision: baseline, capacity: "full" });
}
function refuse2({ problems }) {
  if (problems.length === 0) return;
  const only = problems.length === 1 ? problems[0].code : void 0;
  const list2 = problems.map(({ code, text: text3 }) => `  ${code}: ${text3}`);
  throw new SluiceError(only ?? "PREFLIGHT_FAILED", ["This rollout cannot begin:", ...list2].join("\n"), { hint: "Nothing was changed." });
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
function planned(order, target, survey, { entries: entries2, atMs }) {
  const candidate = survey.candidate ?? "the revision registered above";
  const driver = target.driver({ baseline: survey.baseline, candidate });
  const calls = [
    ...survey.candidate === void 0 ? ["aws ecs register-task-definition (the content above)"] : [],
    ...survey.unchanged ? [] : driver.explain({ kind: "size", side: "candidate", revision: candidate, capacity: "full" })
  ];
  const found = { ...survey, problems: [...survey.problems, ...problemsKept(order.holder, entries2, atMs)] };
  const because = `Nothing was changed: this is what a rollout of ${target.name} would do`;
  return { ...still({ outcome: "no-op", reasonCode: "PLANNED", because }, survey), planned: { survey: found, calls } };
}
function problemsKept(holder, entries2, atMs) {
  const problems = [];
  const rival2 = rivalOf(entries2, holder, atMs);
  if (rival2 !== void 0) problems.push({ code: "ROLLOUT_IN_PROGRESS", text: `Another rollout of this service is under way: ${rival2}` });
  try {
    const record = recordIn(entries2);
    if (isOpen(record)) {
      const text3 = `Run ${record.run} left a rollout of ${record.revision.candidate} unfinished; only the same content, or going back to ${record.revision.baseline}, may go on while it moves`;
      problems.push({ code: "PLAN_CHANGED", text: text3 });
    }
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    problems.push({ code: error.reasonCode, text: error.message });
  }
  return problems;
}
function still(ending, survey) {
  const to = survey.candidate ?? "a new revision";
  return { from: survey.baseline, to, history: [{ kind: "ended", atMs: survey.atMs, ...ending }], undo: [] };
}

// src/runner/field-values.ts
var unitMs = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 };
function parseDuration(raw) {
  if (!/^(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/.test(raw) || raw === "") return { wrong: /^\d+$/.test(raw) ? "a unit is missing" : "" };
  const ms = [...raw.matchAll(/(\d+)([dhms])/g)].reduce((sum2, [, count, unit]) => sum2 + Number(count) * (unitMs[unit ?? ""] ?? 0), 0);
  return Number.isSafeInteger(ms) ? { ok: ms } : { wrong: "it is too long" };
}
function parseInteger(bounds, raw) {
  if (!/^-?\d+$/.test(raw)) return { wrong: "" };
  const value = Number(raw);
  return value >= bounds.min && value <= bounds.max ? { ok: value } : { wrong: "" };
}
function parseBoolean(raw) {
  if (/^(true|True|TRUE)$/.test(raw)) return { ok: true };
  if (/^(false|False|FALSE)$/.test(raw)) return { ok: false };
  return { wrong: "" };
}
function parseChoice(choices, raw) {
  const found = choices.find((each2) => each2 === raw);
  if (found !== void 0) return { ok: found };
  const near = nearest(raw, choices);
  return { wrong: near === void 0 ? "" : `did you mean ${near}?` };
}
function parseLines(raw) {
  return { ok: entries(raw).map(([entry]) => entry) };
}
function parseKeyedLines(raw) {
  const found = /* @__PURE__ */ new Map();
  const wrong = [];
  for (const [entry, number] of entries(raw)) {
    const at = entry.indexOf("=");
    const key = entry.slice(0, Math.max(0, at)).trim();
    const value = entry.slice(at + 1).trim();
    if (at < 0) wrong.push(`line ${String(number)} has no "="`);
    else if (key === "" || value === "") wrong.push(`line ${String(number)} has nothing ${key === "" ? "before" : "after"} the "="`);
    else if (found.has(key)) wrong.push(`line ${String(number)} names ${key} a second time`);
    else found.set(key, value);
  }
  return wrong.length === 0 ? { ok: found } : { wrong: wrong.join("; ") };
}
function entries(raw) {
  return raw.split(/\r\n|\r|\n/).map((entry, index) => [entry.trim(), index + 1]).filter(([entry]) => entry !== "");
}

// src/runner/fields.ts
function field(spec, expects, parse, absent) {
  return {
    description: spec.description,
    example: spec.example,
    expects,
    required: "required" in spec,
    fallback: "default" in spec ? spec.default : void 0,
    secret: spec.secret ?? false,
    parse,
    absent
  };
}
function perhaps(spec, expects, parse) {
  return field(spec, expects, parse, void 0);
}
function text2(spec) {
  return perhaps(spec, "text", (raw) => ({ ok: raw }));
}
function choice(choices, spec) {
  return perhaps(spec, `one of ${choices.join(", ")}`, (raw) => parseChoice(choices, raw));
}
function integer2(bounds, spec) {
  return perhaps(spec, `a whole number from ${String(bounds.min)} to ${String(bounds.max)}`, (raw) => parseInteger(bounds, raw));
}
function duration(spec) {
  return perhaps(spec, "a duration such as 90s, 10m, 2h or 1h30m", parseDuration);
}
function boolean2(spec) {
  return perhaps(spec, "true or false", parseBoolean);
}
function lines(spec) {
  return field(spec, "one entry on each line", parseLines, []);
}
function keyedLines(spec) {
  return field(spec, `${spec.of} on each line`, parseKeyedLines, /* @__PURE__ */ new Map());
}

// src/domain/render/log.ts
function logLines(event, startedAtMs) {
  const lines2 = timelineEntry(event).map((entry) => `${elapsed(event.atMs - startedAtMs).padStart(6)}  ${mark(event)} ${entry.text}`);
  const detail = event.kind === "noted" ? event.detail ?? [] : [];
  return [...lines2, ...detail.map((line) => `          │ ${line}`)];
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
    case "noted":
    case "judged":
      return "·";
  }
}

// src/domain/render/plan.ts
function fillable(call) {
  return call.replace(/(?<= --task-definition )\S+ .*$/, "<$&>");
}
function planLines(plan) {
  const section = (title, lines2, none) => [
    "",
    title,
    ...(lines2.length > 0 ? lines2 : [none]).flatMap((line) => line.split("\n")).map((line) => `  ${line}`)
  ];
  return [
    `${plan.target}: ${plan.from || "nothing"} -> ${plan.to}`,
    ...section(
      "Stands against it",
      plan.problems.map(({ code, text: text3 }) => `${code}: ${text3}`),
      "nothing"
    ),
    ...plan.warnings.length > 0 ? section("Worth knowing", plan.warnings, "") : [],
    ...section("Changes to the task definition", plan.changes, "none"),
    ...section("Calls", plan.calls.map(fillable), "none"),
    ...section("Gates", [`bake ${span(plan.bakeMs)}`, `rolled back after ${span(plan.deadlineMs)}`], ""),
    ...section(
      "Settings",
      plan.settings.map(([name, value, source]) => `${name} = ${value}  (${source})`),
      "none"
    )
  ];
}

// src/actions/conclude.ts
async function conclude(host, about, work) {
  const { action, environment, target } = about;
  const service = target.name.slice(target.name.lastIndexOf("/") + 1);
  const { outputs } = host;
  let startedAtMs;
  const revisions = (from, to) => {
    outputs.set("task-definition-arn", target.arnOf(to));
    outputs.set("previous-task-definition-arn", target.arnOf(from));
  };
  const reporter = {
    report(event) {
      startedAtMs ??= event.atMs;
      for (const line of logLines(event, startedAtMs)) host.log.line(line);
      if (event.kind === "started") revisions(event.plan.revision.baseline, event.plan.revision.candidate);
      if (event.kind === "identified" && !outputs.all().has("service-deployment-arn")) outputs.set("service-deployment-arn", event.attempt);
    }
  };
  const starting = () => {
    outputs.set("started", "true");
    const [cluster, name] = target.name.split("/");
    outputs.set("rollout", JSON.stringify({ schema: 1, topology: "native", region: about.region, cluster, service: name }));
  };
  try {
    const end2 = await work({ reporter, starting });
    const { from, to, undo: undo2, planned: planned2, history } = end2;
    const plan = planned2 && planLines({ ...planned2.survey, ...planned2, ...about.order, target: service, from, to, settings: about.settings });
    for (const line of plan ?? []) host.log.line(line);
    if (!planned2) revisions(from, to);
    finish(host, resultOf({ action, service, environment, from, to, undo: undo2, ...plan && { plan } }, history));
  } catch (thrown) {
    const error = asSluiceError(thrown);
    if (error.reasonCode === "INTERNAL_ERROR") host.log.debug(error.stack ?? error.message);
    finish(host, failedResult({ action, service, environment, from: "", to: "" }, error, about.nowMs()));
  }
}

// src/actions/fields.ts
var common = {
  mode: choice(["apply", "plan"], {
    description: "`plan` shows what would happen and writes nothing.",
    default: "apply",
    example: "plan"
  }),
  "aws-region": text2({
    description: "AWS region. Without it the region of the job (`AWS_REGION`) is used.",
    example: "eu-west-1"
  }),
  environment: text2({
    description: "Name of the environment, for reports.",
    example: "production"
  }),
  "timeout-minutes": integer2(
    { min: 1, max: 1440 },
    {
      description: "After so many minutes the rollout is rolled back with TIMED_OUT; the way back may take as long again. Give the step or job a longer `timeout-minutes` of its own.",
      default: "30",
      example: "15"
    }
  ),
  "on-cancel": choice(["rollback", "leave"], {
    description: "What a cancelled step does with the rollout: sends it home with one call, or leaves it running.",
    default: "rollback",
    example: "leave"
  })
};
var watch = {
  bake: duration({
    description: "How long the new revision is watched after the last old task has gone. A breach in this time rolls back. Shorter than `timeout-minutes`.",
    default: "0s",
    example: "10m"
  }),
  alarms: lines({
    description: "CloudWatch alarms by name, one on each line. One that goes into ALARM while the rollout is under way or bakes rolls it back; one that is in ALARM before refuses it.",
    example: "shop-web-5xx"
  })
};
var bakeFits = {
  about: ["bake", "timeout-minutes"],
  check: (values) => {
    const timeoutMs = values["timeout-minutes"] * 6e4;
    if (values.bake < timeoutMs) return void 0;
    return `a bake of ${span(values.bake)} does not end within the time-out of ${span(timeoutMs)}, so a healthy rollout would be rolled back: bake shorter, or give more minutes`;
  }
};
var commonOutputs = {
  outcome: "`succeeded`, `no-op`, `paused`, `waiting`, `rolled-back` or `failed`. The step fails on the last two.",
  "reason-code": "Why, from the closed list in docs/runbook.md.",
  reason: "Why, as a sentence.",
  result: "The whole result as JSON: timeline, gates, faults, and what is left to do.",
  rollout: "Names this rollout for other actions of the suite, as JSON. Carries no account id, so it survives masking between jobs.",
  started: "`true` from just before the first write to the service: a rollback is needed only then."
};

// src/runner/json-mistake.ts
var words = {
  value: "a value",
  "first element": 'a value or "]"',
  "first member": 'a name in double quotes or "}"',
  name: "a name in double quotes",
  colon: '":"',
  "after element": '"," or "]"',
  "after member": '"," or "}"',
  end: "the end of the file"
};
var token = /[ \t\r\n]*(?:(?<mark>[{}[\],:])|(?<string>"(?:[^"\\\p{Cc}]|\u007f|[\u0080-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?<scalar>(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])))/uy;
function jsonMistake(text3) {
  const open = [];
  let expected = "value";
  let offset = 0;
  for (; ; ) {
    token.lastIndex = offset;
    const groups = token.exec(text3)?.groups;
    const start = offset + /^[ \t\r\n]*/.exec(text3.slice(offset))[0].length;
    if (groups === void 0) {
      if (start === text3.length && expected === "end") return void 0;
      return { offset: start, expected: words[expected] };
    }
    const next = after(expected, groups, open);
    if (next === void 0) return { offset: start, expected: words[expected] };
    expected = next;
    offset = token.lastIndex;
  }
}
function after(expected, { mark: mark2, string }, open) {
  const enclosing = () => open.length === 0 ? "end" : open.at(-1) === "{" ? "after member" : "after element";
  const close = () => {
    open.pop();
    return enclosing();
  };
  switch (expected) {
    case "first element":
    case "value":
      if (mark2 === void 0) return enclosing();
      if (mark2 === "]" && expected === "first element") return close();
      if (mark2 !== "{" && mark2 !== "[") return void 0;
      open.push(mark2);
      return mark2 === "{" ? "first member" : "first element";
    case "first member":
    case "name":
      if (string !== void 0) return "colon";
      return mark2 === "}" && expected === "first member" ? close() : void 0;
    case "colon":
      return mark2 === ":" ? "value" : void 0;
    case "after element":
      return mark2 === "," ? "value" : mark2 === "]" ? close() : void 0;
    case "after member":
      return mark2 === "," ? "name" : mark2 === "}" ? close() : void 0;
    case "end":
      return void 0;
  }
}

// src/runner/document.ts
async function readDocument(host, path) {
  let text3;
  try {
    text3 = host.readFile(path).replace(/^\uFEFF/, "");
  } catch (thrown) {
    return { problems: [unreadable(path, thrown)] };
  }
  const made = /\.json$/i.test(path) ? readJson(text3) : (await import("./yaml-text-I2FAP6OP.js")).readYaml(text3);
  if ("value" in made) return made;
  return { problems: made.problems.map((problem) => `"${path}" is not valid ${/\.json$/i.test(path) ? "JSON" : "YAML"}: ${problem}`) };
}
function isFilePath(text3) {
  return /\.(json|ya?ml)$/i.test(text3);
}
function unreadable(path, thrown) {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "ENOENT";
  return code === "ENOENT" ? `there is no file "${path}" in the workspace; check the path, and that a checkout step comes before this one` : `the file "${path}" cannot be read (${code})`;
}
function readJson(text3) {
  try {
    return { value: JSON.parse(text3) };
  } catch {
    const mistake = jsonMistake(text3);
    return { problems: [mistake === void 0 ? "it cannot be parsed" : `${place(text3, mistake.offset)}: ${mistake.expected} is expected`] };
  }
}
function place(text3, offset) {
  const before = text3.slice(0, offset).split(/\r\n|\r|\n/);
  return `line ${String(before.length)}, column ${String(before.at(-1).length + 1)}`;
}

// src/actions/wanted-content.ts
function readWantedContent(host) {
  let read2;
  const made = (name) => read2 ??= contentOf(host, name);
  return {
    rules: [
      {
        about: ["task-definition"],
        check: async (values) => {
          const content = await made(values["task-definition"]);
          return "problems" in content ? content.problems : void 0;
        }
      },
      {
        about: ["images", "task-definition"],
        check: async (values) => {
          const content = await made(values["task-definition"]);
          if ("problems" in content || content.value.kind !== "document") return void 0;
          const fitted = applyImages(content.value.document, imagesIn(values.images));
          return "problems" in fitted ? fitted.problems.map((problem) => problem.replace(/^images: /, "")) : void 0;
        }
      }
    ],
    of: async (name) => {
      const content = await made(name);
      if ("problems" in content) throw new Error(`task-definition was used although it is wrong: ${content.problems.join("; ")}`);
      return content.value;
    }
  };
}
function imagesIn(images) {
  return [...images].map(([container2, image]) => ({ container: container2, image }));
}
async function contentOf(host, name) {
  if (name === void 0) return { value: { kind: "running" } };
  if (!isFilePath(name)) return { value: { kind: "named", name } };
  const document = await readDocument(host, name);
  if ("problems" in document) return document;
  const definition = parseTaskDefinition(document.value);
  return "problems" in definition ? definition : { value: { kind: "document", document: definition.value } };
}

// src/actions/rolling-ecs.ts
var inputs = {
  command: choice(["deploy"], { description: "What to do.", default: "deploy", example: "deploy" }),
  cluster: text2({ description: "Cluster the service runs in: name or ARN.", required: true, example: "production" }),
  service: text2({ description: "Service to roll: name or ARN.", required: true, example: "shop-web" }),
  "task-definition": text2({
    description: "What to run: a file of the workspace (`.json`, `.yaml`, `.yml`), a family, `family:revision` or an ARN. Without it the revision the service runs now, with `images` exchanged.",
    example: "deploy/task-definition.json"
  }),
  images: keyedLines({
    description: "Images to put in, one on each line. Other containers stay as they are.",
    of: "`container=image`",
    example: "web=registry.example/shop@sha256:4f5c…"
  }),
  "require-digest": boolean2({
    description: "Refuse images that are not pinned by digest (`IMAGE_NOT_PINNED`).",
    default: "false",
    example: "true"
  }),
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
var regionKnown = (host) => ({
  about: ["aws-region"],
  check: (values) => regionOf(host, values["aws-region"]) === "" ? "required, because the job sets neither AWS_REGION nor AWS_DEFAULT_REGION" : void 0
});
async function main(host) {
  const content = readWantedContent(host);
  const read2 = await readInputs(inputs, host, { rules: [regionKnown(host), bakeFits, ...content.rules] });
  const { values } = read2;
  const region = regionOf(host, values["aws-region"]);
  const aws = createSend({ region, userAgent: "sluice/rolling-ecs" });
  const order = {
    mode: values.mode,
    holder: { run: host.job.runId || "local", attempt: host.job.runAttempt, job: host.job.job },
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
    ref: { cluster: values.cluster, service: values.service },
    wanted: await content.of(values["task-definition"]),
    images: imagesIn(values.images),
    alarms: values.alarms,
    requireDigest: values["require-digest"]
  });
  const about = {
    action: metadata.name,
    environment: values.environment ?? "",
    order,
    settings: settings(inputs, read2)
  };
  await conclude(
    host,
    { ...about, target, region, nowMs: aws.awsNowMs },
    (ports2) => roll(order, target, { ...ports2, clock: localClock, cancellation: host.cancelled })
  );
  aws.close();
}
function regionOf(host, given) {
  return given ?? (host.env["AWS_REGION"] || host.env["AWS_DEFAULT_REGION"] || "");
}
export {
  main,
  metadata
};
