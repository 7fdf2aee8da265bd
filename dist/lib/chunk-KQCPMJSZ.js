import {
  alarmFaults,
  candidateAddresses,
  changeLine,
  contentChanges,
  countTargets,
  createServiceNews,
  createTagRecordStore,
  createTaskFaults,
  createWantedRevision,
  describeAlarms,
  describeTargets,
  isInstance,
  lateRecordStore,
  readLagMs,
  revisionArn,
  rollingPreflight
} from "./chunk-JBXP4CS3.js";
import {
  awsErrorName,
  clockMarginMs,
  createRevisionNames,
  createdAtMs,
  describeDeployment,
  describeService,
  describeTaskDefinition,
  idOf,
  isAfter,
  isUnderWay,
  laterMark,
  listDeployments,
  nameOf,
  needsForce,
  noMark,
  primaryOf,
  revisionOf
} from "./chunk-PQEJCLZX.js";
import {
  SluiceError
} from "./chunk-M444EUFH.js";

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
  const words = statusReason ?? rollback?.reason;
  const triggered = alarms?.triggeredAlarmNames ?? [];
  if (/circuit breaker/i.test(words ?? "") || breaker?.status === "TRIGGERED") {
    const count = breaker?.failureCount === void 0 ? "" : ` (${String(breaker.failureCount)} failed tasks)`;
    return { reasonCode: "BREAKER_TRIPPED", because: words ?? `The deployment circuit breaker tripped${count}` };
  }
  if (/alarm/i.test(words ?? "") || triggered.length > 0) {
    const names = triggered.filter((name) => !words?.includes(name));
    const suffix = names.length === 0 ? "" : ` (${names.join(", ")})`;
    return { reasonCode: "ALARM_TRIGGERED", because: `${words ?? "A deployment alarm went off"}${suffix}` };
  }
  return { reasonCode: "DEPLOYMENT_STOPPED", because: words ?? `ECS reports ${status ?? "no status"} and gives no reason` };
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
  for (const each of revisions) {
    requested += each.requestedTaskCount ?? 0;
    running += each.runningTaskCount ?? 0;
  }
  return { requested, running };
}

// src/aws/rolling-attempt.ts
var reasonPatienceMs = 8e3;
var unseenMs = 6e4;
function createAttempt({ send, awsNowMs, ref, revision }) {
  const names = createRevisionNames(send);
  let known = /* @__PURE__ */ new Map();
  let mark;
  let arn;
  let current;
  let write;
  let everWritten = false;
  let askedAtMs;
  let recall;
  const nameAll = async (arns, signal) => {
    known = await names.get(
      arns.filter((each) => each !== void 0),
      signal
    );
  };
  const nameOf2 = (serviceRevisionArn) => known.get(serviceRevisionArn ?? "");
  const find = async (sinceMs, mayBeOurs, wanted, signal) => {
    const newer = (await listDeployments(send, ref, sinceMs, signal)).filter(mayBeOurs);
    for (const each of newer) mark = laterMark(mark ?? noMark, each);
    await nameAll(
      newer.map((each) => each.targetServiceRevisionArn),
      signal
    );
    return newer.find((each) => wanted.includes(nameOf2(each.targetServiceRevisionArn) ?? ""))?.serviceDeploymentArn;
  };
  const followWrite = async (own, signal) => {
    const mayBeOurs = (each) => isAfter(each, own.before) || isUnderWay(each) || own.mayJoin && each.status === "SUCCESSFUL";
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
    const changedNothing = own.primaryAtMs < own.atMs - unseenMs;
    if (own.side === "baseline" && changedNothing) {
      return { kind: "returned", attempt: "", reasonCode: "ROLLED_BACK", because: "The baseline was never replaced" };
    }
    return void 0;
  };
  const follow = async (signal) => {
    const read = await describeDeployment(send, arn, signal);
    if (current?.seen.serviceDeploymentArn !== arn) current = void 0;
    if (read && !(current && updatedMs(read) < updatedMs(current.seen))) {
      const target = read.targetServiceRevision?.arn;
      if (nameOf2(target) === void 0) await nameAll([target, ...(read.sourceServiceRevisions ?? []).map((each) => each.arn)], signal);
      const isHome = nameOf2(target) === revision.baseline && revision.baseline !== revision.candidate;
      current = { seen: read, towards: isHome ? "baseline" : "candidate" };
      mark = laterMark(mark ?? noMark, read);
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
    const newer = (await listDeployments(send, ref, sinceMs, signal)).filter((each) => isAfter(each, `${String(sinceMs)}/${idOf(seen)}`));
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
      return mark ?? noMark;
    },
    get current() {
      return current;
    },
    get hasWritten() {
      return everWritten;
    },
    revisionName: nameOf2,
    written(own) {
      write = { ...own, before: mark ?? noMark };
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
          (each) => isAfter(each, before),
          wantedRevisions(record, revision),
          signal
        ) ?? arn;
      }
      if (arn === void 0) {
        if (mark === void 0)
          for (const each of await listDeployments(send, ref, void 0, signal)) mark = laterMark(mark ?? noMark, each);
        mark ??= noMark;
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
    const deployments = (service.deployments ?? []).filter((each) => revisionOf(each.taskDefinition ?? "") === candidate === ours);
    return {
      requested: deployments.reduce((total, each) => total + (each.desiredCount ?? 0), 0),
      running: deployments.reduce((total, each) => total + (each.runningCount ?? 0), 0)
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
    const ours = service?.deployments?.filter((each) => revisionOf(each.taskDefinition ?? "") === revision.candidate) ?? [];
    const failedTasks = ours.reduce((total, each) => total + (each.failedTasks ?? 0), 0);
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
      lookedAtMs = { ...lookedAtMs, ...Object.fromEntries(looked.map((each) => [each, atMs])) };
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
        case "match":
        case "hold":
        case "restore":
          throw new SluiceError("INTERNAL_ERROR", `A rolling service has nothing to ${act.kind}`);
      }
    },
    explain(act) {
      const place = `--cluster ${nameOf(ref.cluster)} --service ${nameOf(ref.service)}`;
      switch (act.kind) {
        case "size":
          return [`aws ecs update-service ${place} --task-definition ${act.revision}`];
        case "recall": {
          const arn = `serviceDeployments[?ends_with(serviceDeploymentArn, '/${nameOf(act.attempt)}')].serviceDeploymentArn | [0]`;
          const lookedUp = `$(aws ecs list-service-deployments ${place} --query "${arn}" --output text)`;
          return [`aws ecs stop-service-deployment --service-deployment-arn "${lookedUp}" --stop-type ROLLBACK`];
        }
        case "shift":
        case "match":
        case "hold":
        case "restore":
          return [];
      }
    }
  };
}

// src/aws/rolling-target.ts
function createRollingTarget(options) {
  const { send, awsNowMs, ref, region } = options;
  const wanted = createWantedRevision(options);
  let service;
  let running;
  let expected;
  let begun = false;
  const describe = async (signal) => service = await describeService(send, ref, signal);
  return {
    name: `${nameOf(ref.cluster)}/${nameOf(ref.service)}`,
    // The tags of a service are reached by its ARN, which the first survey learns.
    store: lateRecordStore(async (signal) => {
      const { serviceArn } = service ?? await describe(signal);
      return createTagRecordStore(send, awsNowMs, serviceArn ?? "");
    }),
    async survey(signal) {
      const seen = await describe(signal);
      if (seen.taskDefinition !== void 0 && running?.arn !== seen.taskDefinition) {
        running = await describeTaskDefinition(send, seen.taskDefinition, signal);
      }
      const { content, existing, ...found } = await wanted.resolve(options.wanted, running, signal);
      const wrong = [...found.problems];
      const { problems, warnings, facts } = await rollingPreflight(send, ref, seen, content, options.alarms, signal);
      if (!begun && expected !== void 0 && expected !== facts.current) {
        wrong.push({
          code: "SUPERSEDED",
          text: `Somebody else set the service from ${expected} to ${facts.current} while this step prepared`
        });
      }
      expected = begun ? facts.current : expected ?? facts.current;
      return {
        atMs: awsNowMs(),
        problems: [...wrong, ...problems],
        warnings: [...warnings, ...found.warnings, ...baselineWarnings(facts.baseline, running)],
        baseline: facts.baseline,
        current: facts.current,
        candidate: existing?.revision,
        desired: facts.desired,
        unchanged: facts.steady && existing !== void 0 && existing.revision === facts.current,
        changes: running && content ? contentChanges(running.definition, content).map(changeLine) : []
      };
    },
    register: (signal) => wanted.register(signal),
    arnOf: (revision) => revisionArn(service?.serviceArn, revision),
    driver({ revision }) {
      begun = true;
      const seen = expected === void 0 ? {} : { expected };
      return createRollingDriver({ send, awsNowMs, ref, region, revision, alarms: options.alarms, ...seen });
    }
  };
}
function baselineWarnings(baseline, running) {
  if (baseline === "") return ["No deployment of this service has ever succeeded: there is nothing to go back to"];
  if (running?.revision === baseline && !running.active)
    return [`${baseline} is not ACTIVE any more: the service cannot be set to it again`];
  return [];
}

export {
  createRollingTarget
};
