import {
  SluiceError
} from "./chunk-M444EUFH.js";

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
      const most = dateMs + granularityMs - askedAtMs;
      offsetMs = offsetMs === void 0 || offsetMs > most ? least : Math.max(offsetMs, least);
    }
  };
}

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
  const make = (reasonCode, message, hint) => new SluiceError(reasonCode, message, { cause: thrown, ...hint !== void 0 && { hint } });
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

// src/aws/send.ts
var callTimeoutMs = 2e4;
var services = {
  ecs: () => import("./ecs-MOD2ETVP.js"),
  "application-autoscaling": () => import("./autoscaling-E7XBT6F6.js"),
  elasticloadbalancing: () => import("./elasticloadbalancing-2L5WW5F7.js"),
  cloudwatch: () => import("./cloudwatch-4YYKWV3X.js"),
  logs: () => import("./logs-OTQ6GF3R.js"),
  rds: () => import("./rds-FG4HSLQE.js"),
  secretsmanager: () => import("./secretsmanager-4HUMIRN5.js")
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

// src/actions/place.ts
function rolloutText(place) {
  const { topology, region } = place;
  const at = { schema: 1, topology, region, cluster: nameOf(place.cluster) };
  if (place.topology === "native") return JSON.stringify({ ...at, service: nameOf(place.service) });
  const { blue, green, rules, testRules } = place;
  const named = { blue: nameOf(blue), green: nameOf(green), rules: rules === "auto" ? rules : rules.map(resourceOf) };
  return JSON.stringify({ ...at, ...named, testRules: testRules.map(resourceOf) });
}
function placeIn(text2) {
  const wrong = (why) => new SluiceError("ROLLOUT_TOKEN_INVALID", `The value of \`rollout\` is not an output of this suite: ${why}`, {
    hint: "Hand over `steps.<id>.outputs.rollout` as it is, or name cluster and service instead."
  });
  let value;
  try {
    value = JSON.parse(text2);
  } catch {
    throw wrong("it is not JSON");
  }
  const token = typeof value === "object" && value !== null ? value : {};
  const name = (key) => {
    const found = token[key];
    if (typeof found !== "string" || found === "") throw wrong(`it has no ${key}`);
    return found;
  };
  if (token["schema"] !== 1) throw wrong("its schema is not 1");
  const at = { region: name("region"), cluster: name("cluster") };
  if (token["topology"] === "native") return { ...at, topology: "native", service: name("service") };
  if (token["topology"] !== "pair") throw wrong("its topology is neither native nor pair");
  const names = (key) => {
    const found = token[key];
    if (!Array.isArray(found) || !found.every((each2) => typeof each2 === "string")) throw wrong(`its ${key} are no list of names`);
    return found;
  };
  const rules = token["rules"] === "auto" ? "auto" : names("rules");
  return { ...at, topology: "pair", blue: name("blue"), green: name("green"), rules, testRules: names("testRules") };
}
function serviceOf(place) {
  return place.topology === "native" ? nameOf(place.service) : `${nameOf(place.blue)} + ${nameOf(place.green)}`;
}
function pairRef(place) {
  const { cluster, blue, green, rules, testRules } = place;
  return { cluster, services: { blue, green }, rules, testRules };
}
function holderOf({ job }) {
  return { run: job.runId || "local", attempt: job.runAttempt, job: job.job };
}
function regionOf(host, given) {
  return given ?? (host.env["AWS_REGION"] || host.env["AWS_DEFAULT_REGION"] || "");
}
function regionKnown(host) {
  return {
    about: ["aws-region"],
    check: (values) => regionOf(host, values["aws-region"]) === "" ? "required, because the job sets neither AWS_REGION nor AWS_DEFAULT_REGION" : void 0
  };
}
function resourceOf(arn) {
  return arn.split(":").slice(5).join(":") || arn;
}
function nameOf(nameOrArn) {
  return nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);
}

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
      const near = nearest(key, Object.keys(shape.members));
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
function nearest(name, known) {
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
  const entries = Object.entries(value).map(([key, item]) => [key, item === void 0 ? null : tidy(item)]).filter(([, item]) => !isNothing(item));
  return Object.fromEntries(entries.sort(([a], [b]) => a < b ? -1 : 1));
}
function isNothing(value) {
  if (value === null || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
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
  const named = wanted.kind === "running" ? running : await describeTaskDefinition(send, wanted.name, signal);
  if (!named) {
    throw new SluiceError(
      "INPUT_INVALID",
      `There is no task definition ${wanted.kind === "named" ? wanted.name : "that the service runs"}`,
      {
        hint: "Give a family, family:revision or ARN of this account and region, or the path of a file."
      }
    );
  }
  if (images.length === 0) return { definition: named.definition, existing: named };
  const definition = unwrap2(applyImages(named.definition, images), `The images do not fit ${named.revision}`);
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
function nameOf2(nameOrArn) {
  return nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);
}
var noMark = "0/";
var clockMarginMs = 5e3;
function laterMark(mark, deployment) {
  return isAfter(deployment, mark) ? `${String(createdAtMs(deployment))}/${idOf(deployment)}` : mark;
}
function isAfter(deployment, mark) {
  const slash = mark.indexOf("/");
  return createdAtMs(deployment) >= Number(mark.slice(0, slash)) && idOf(deployment) !== mark.slice(slash + 1);
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
async function needsForce(send, ref, revision, mark, signal) {
  const primary = primaryOf(await describeService(send, ref, signal));
  if (revisionOf(primary?.taskDefinition ?? "") !== revision) return false;
  const last = (await listDeployments(send, ref, void 0, signal))[0];
  if (!last || !endedShort(last) || isAfter(last, mark)) return false;
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
    throw missing(`There is no cluster "${nameOf2(cluster)}" in this region`, "cluster", error);
  });
  const found = services2?.[0];
  if (!found) throw missing(`There is no service "${nameOf2(service)}" in cluster "${nameOf2(cluster)}"`, "service");
  return found;
}
function missing(message, input, cause) {
  return new SluiceError("PREFLIGHT_FAILED", message, { hint: `Check the input \`${input}\`, the region and the account.`, cause });
}

// src/engine/patience.ts
var patienceMs = 18e4;
var longestPauseMs = 2e4;
async function patiently(attempt, patience) {
  const { clock, cancellation, limitMs, onTrouble, hint } = patience;
  const sinceMs = clock.nowMs();
  for (let tries = 0; ; tries += 1) {
    try {
      return await unless(cancellation.signal.aborted ? cancellation.late : cancellation.signal, attempt());
    } catch (error) {
      if (cancellation.atMs() !== void 0 && (mayPass(error) || isInterruption(error))) return void 0;
      if (!mayPass(error)) throw error;
      const waitedMs = clock.nowMs() - sinceMs;
      if (waitedMs >= limitMs) throw gaveUp(error, waitedMs, hint);
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
function gaveUp(error, waitedMs, hint = "The rollout goes on in AWS without this step: run the step again to watch it to its end.") {
  return new SluiceError(error.reasonCode, `${error.message}, for ${Math.round(waitedMs / 1e3)} s`, {
    hint,
    cause: error
  });
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
  const end = task.stoppingAt ?? task.executionStoppedAt ?? task.stoppedAt;
  if (!task.startedAt || !end) return "";
  const seconds = Math.max(0, Math.round((end.getTime() - task.startedAt.getTime()) / 1e3));
  return ` after ${seconds < 120 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`}`;
}
function taskId(task) {
  const arn = task.taskArn ?? "";
  return arn.slice(arn.lastIndexOf("/") + 1);
}
function shortId(task) {
  return `${taskId(task).slice(0, 8)}…`;
}

// src/domain/duration.ts
var unitMs = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 };
function durationMs(text2) {
  if (text2 === "" || !/^(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/.test(text2)) return void 0;
  return [...text2.matchAll(/(\d+)([dhms])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ""] ?? 0), 0);
}

// src/aws/task-logs.ts
var tailLines = 10;
async function readLogTail(send, definition, container2, taskId2, region, signal) {
  const place = logPlace(definition, container2, taskId2, region);
  if ("without" in place) return { lines: [] };
  const { logGroupName, logStreamName } = place;
  if (place.region !== region) return { lines: [], missing: `its log is in ${place.region}, in the group ${logGroupName}` };
  try {
    const { events } = await send("logs:GetLogEvents", { logGroupName, logStreamName, limit: tailLines, startFromHead: false }, signal);
    const lines = (events ?? []).map((event) => (event.message ?? "").trimEnd()).filter((line) => line !== "");
    return lines.length > 0 ? { lines } : { lines, missing: `its log ${logGroupName} ${logStreamName} is empty`, early: true };
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
function logPlace(definition, container2, taskId2, region) {
  const found = definition.containerDefinitions.find((each2) => each2.name === container2);
  const configuration = found?.["logConfiguration"];
  const driver = configuration?.["logDriver"];
  if (typeof driver !== "string") return { without: `${container2} has no logConfiguration` };
  if (driver !== "awslogs") return { without: `${container2} logs by ${driver}, not to CloudWatch Logs` };
  const options = configuration?.["options"] ?? {};
  const { "awslogs-group": logGroupName, "awslogs-stream-prefix": prefix, "awslogs-region": logRegion } = options;
  if (logGroupName === void 0) return { without: `${container2} names no awslogs-group` };
  if (prefix === void 0)
    return { without: `${container2} logs to ${logGroupName} without an awslogs-stream-prefix, so that its stream is not known` };
  return { logGroupName, logStreamName: `${prefix}/${container2}/${taskId2}`, region: logRegion ?? region };
}

export {
  canonical,
  awsErrorName,
  applyImages,
  unpinned,
  parseTaskDefinition,
  revisionOf,
  describeTaskDefinition,
  resolveRevision,
  registerRevision,
  nameOf2 as nameOf,
  noMark,
  clockMarginMs,
  laterMark,
  isAfter,
  createdAtMs,
  idOf,
  isUnderWay,
  needsForce,
  primaryOf,
  listDeployments,
  describeDeployment,
  createRevisionNames,
  describeService,
  listStoppedTasks,
  describeTasks,
  hasVerdict,
  failureOf,
  isOutOfMemory,
  exitWords,
  detailsOf,
  livedFor,
  taskId,
  readLogTail,
  whyMissing,
  logPlace,
  createSend,
  patienceMs,
  patiently,
  unless,
  mayPass,
  isInterruption,
  durationMs,
  rolloutText,
  placeIn,
  serviceOf,
  pairRef,
  holderOf,
  regionOf,
  regionKnown
};
