import {
  DatabaseFault,
  alteringOf,
  blocked,
  bodyOf,
  cancelMs,
  cancelledFault,
  changeOf,
  contract,
  createDatabasePressure,
  createParse,
  createQueryPressure,
  createReader,
  faultOf,
  flag,
  formsOf,
  impossible,
  isLookDue,
  isNews,
  isNull,
  items,
  kindOf,
  literal,
  literals,
  lockModes,
  look,
  lostFault,
  member as member2,
  mysqlRuleNames,
  mysqlRules,
  names,
  namesAsked,
  newColumn,
  objectName,
  phases,
  placeOf,
  prepareSession,
  pressureEveryMs,
  quotedName,
  rangesIn,
  readFacts,
  readMysqlAddress,
  readOnly,
  readPath,
  readType,
  recipe,
  relationOf,
  relationsIn,
  require_promises,
  roles,
  safe,
  spelled,
  statedIn,
  statementsOf,
  stating,
  text as text2,
  throttled,
  tidy,
  tokensOf,
  typeOf,
  unlessAborted,
  unthrottled,
  urlPart,
  walk,
  wrongUrl
} from "./chunk-FCJPJGLV.js";
import {
  hearLines
} from "./chunk-P7AYOD5O.js";
import {
  readAnyMetric
} from "./chunk-VOQZTC6V.js";
import {
  runShell
} from "./chunk-NDM2ZIBU.js";
import {
  documentsOf
} from "./chunk-2FBLTEDO.js";
import "./chunk-SZEK3OZP.js";
import {
  boolean,
  choice,
  common,
  commonOutputs,
  duration,
  integer,
  parsed,
  text
} from "./chunk-QRPX4KRT.js";
import {
  createMetricReader,
  momentsOf,
  pointAt
} from "./chunk-QR3YFT42.js";
import {
  awsErrorName,
  createSend,
  describeService,
  describeTaskDefinition,
  describeTasks,
  detailsOf,
  exitWords,
  holderOf,
  isOutOfMemory,
  livedFor,
  logPlace,
  mayPass,
  nameOf,
  patienceMs,
  patiently,
  regionOf,
  revisionOf,
  taskId,
  unless,
  whyMissing
} from "./chunk-PQEJCLZX.js";
import {
  durationText,
  element,
  member,
  readDuration,
  wrong
} from "./chunk-JCGEUKZT.js";
import "./chunk-LCI6CGY7.js";
import "./chunk-3QF5I7JV.js";
import {
  block,
  code,
  finish,
  inline,
  readInputs,
  settings
} from "./chunk-SBHFMFW5.js";
import {
  elapsed,
  fails,
  localClock,
  localNowMs,
  span,
  withoutAccounts
} from "./chunk-N7OTRSLU.js";
import {
  SluiceError,
  asSluiceError
} from "./chunk-M444EUFH.js";
import "./chunk-2DMUWFHC.js";
import {
  require_node_crypto
} from "./chunk-QYINBN5N.js";
import {
  __commonJS,
  __toESM
} from "./chunk-PIRHQTI4.js";

// builtin:node:module
var require_node_module = __commonJS({
  "builtin:node:module"(exports, module) {
    module.exports = process.getBuiltinModule("node:module");
  }
});

// src/domain/migration/blocker-text.ts
var mostTold = 3;
function blockersText(blockers) {
  const rest = blockers.length - mostTold;
  const told = blockers.slice(0, mostTold).map(blockerText).join("; ");
  return rest > 0 ? `${told}; and ${rest} more` : told;
}
function blockerText({ pid, application, user, state, ageMs, relation, mode }) {
  const who = pid === 0 ? application : `session ${pid}${application === "" ? "" : ` "${application}"`}`;
  const details = [user === "" ? "" : `of ${user}`, state].filter((detail) => detail !== "").join(", ");
  const holds = relation === "" ? "a snapshot" : `${mode} on ${relation}`;
  return `${who}${details === "" ? "" : ` (${details})`} holds ${holds} for ${span(ageMs)}`;
}

// src/domain/migration/planned.ts
function plannedPhases(changes, phase, linted, digestOf2) {
  return changes.flatMap((change2) => {
    const script = change2.scripts[phase];
    if (script === void 0) return [];
    const own = linted.filter((each) => each.change === change2.id && each.role === phase);
    const steps2 = own.flatMap(({ path, line, steps: each }) => each.map((step) => ({ step, digest: digestOf2(step.sql), path, line })));
    return [{ change: { id: change2.id, name: change2.name }, phase, steps: steps2, digest: script.digest }];
  });
}
function placeOf2({ change: change2, phase, steps: steps2 }, index) {
  const { path = "", line = 0 } = steps2[index] ?? {};
  return { change: change2.id, phase, path, line, step: index + 1, of: steps2.length };
}
function placeText({ change: change2, phase, path, line, step, of }) {
  return `${change2} ${phase}, step ${step} of ${of} (${path}:${line})`;
}

// src/domain/render/migration-events.ts
function eventText(event) {
  switch (event.kind) {
    case "unreached":
      return `The server cannot be reached, trying again: ${event.because}`;
    case "connected":
      return `Connected to ${event.database}, ${event.server}`;
    case "lock-awaited":
      return `Another run holds the database, waiting for its end: ${event.heldBy}`;
    case "locked":
      return event.waitedMs < 1e3 ? "No other run is at work" : `The database is ours, after ${span(event.waitedMs)}`;
    case "pending":
      return `To do: ${event.phases.map(({ change: change2, name, phase, steps: steps2, done }) => `${phase} of ${change2} ${name}${done > 0 ? ` (${String(done)} of ${String(steps2)} steps are done)` : ""}`).join("; ")}`;
    case "late":
      return `${event.change} was merged after ${event.after}, whose ${event.phase} has run already: it is done now`;
    case "abandoned":
      return `${event.phase} of ${event.change}, begun by run ${event.run}, has no file any more: it stays as it is, ${event.steps === 1 ? "1 step" : `${String(event.steps)} steps`} done`;
    case "step-begun":
      return void 0;
    case "blocked":
      return `${placeText(event.place)} waits, without asking for its lock: ${blockersText(event.by)}`;
    case "outlasts":
      return `${placeText(event.place)} cannot be finished before these: ${blockersText(event.by)}`;
    case "retried":
      return `${placeText(event.place)} did not get its lock and gave way, try ${String(event.tries)}; again in ${milliseconds(event.pauseMs)}`;
    case "index-progress":
      return `${placeText(event.place)}: ${event.text}`;
    case "index-dropped":
      return `The index ${event.index}, left invalid by ${placeText(event.place)}, was dropped`;
    case "step-done":
      return event.tries === 0 ? `${placeText(event.place)} had been done before the session was lost` : `${placeText(event.place)} done in ${milliseconds(event.tookMs)}${event.tries > 1 ? `, at try ${String(event.tries)}` : ""}`;
    case "phase-done":
      return `${event.phase} of ${event.change} is done`;
    case "lost":
      return `The session was lost, connecting anew: ${event.because}`;
    case "backfill-began":
      return `${event.resumed ? "Goes on with" : "Begins"} ${event.table}, ${ofRows(event)}${event.edited ? "; the statement was edited since the rows before were done" : ""}`;
    case "backfilled":
      return `${ofRows(event)}${paceText(event)}`;
    case "backfill-paused":
      return `Waits: ${event.reasons.join("; ")}`;
    case "backfill-resumed":
      return `Goes on after ${span(event.pausedMs)}`;
    case "backfill-gave-way":
      return `Rows are held by somebody else, try ${String(event.tries)}; the next batch has ${counted(event.nextRows)}${event.blockers.length > 0 ? `: ${blockersText(event.blockers)}` : ""}`;
    case "verify-gave-way":
      return `A table that ${event.place} reads is held by somebody else, try ${String(event.tries)}${event.blockers.length > 0 ? `: ${blockersText(event.blockers)}` : ""}`;
    case "backfill-reconnected":
      return `Connected anew behind ${counted(event.rowsDone)}`;
    case "backfill-ended":
      return `Filled: ${counted(event.rowsDone)} seen, ${counted(event.rowsChanged)} changed by this run${event.verified > 0 ? `; ${String(event.verified)} ${event.verified === 1 ? "query finds" : "queries find"} nothing wrong` : ""}`;
    case "backfill-noted":
    case "task-begun":
    case "task-noted":
      return event.text;
    case "task-starting":
    case "task-said":
      return void 0;
    case "ended":
      return `${event.outcome}, ${event.reasonCode}: ${event.because}`;
  }
}
function eventLines(event, startedAtMs) {
  if (event.kind === "task-said") return event.lines.map((line) => `          │ ${line}`);
  const text3 = eventText(event);
  return text3 === void 0 ? [] : [`${elapsed(event.atMs - startedAtMs).padStart(6)}  ${mark(event)} ${text3}`];
}
var marks = {
  "step-done": "→",
  "task-begun": "→",
  "phase-done": "●",
  "backfill-ended": "●"
};
function mark(event) {
  if (event.kind === "ended") return fails(event.outcome) ? "✗" : "✓";
  return marks[event.kind] ?? "·";
}
function ofRows({ rowsDone, rowsEstimated }) {
  return rowsEstimated > rowsDone ? `${grouped(rowsDone)} of about ${counted(rowsEstimated)}` : counted(rowsDone);
}
function paceText({ rowsPerSecond, remainingMs, batchRows, batchMs }) {
  const batch = `batches of ${grouped(batchRows)} in ${milliseconds(batchMs)}`;
  if (rowsPerSecond === void 0) return `, ${batch}`;
  return `, ${grouped(Math.round(rowsPerSecond))} a second${remainingMs === void 0 ? "" : `, about ${span(remainingMs)} left`}, ${batch}`;
}
function milliseconds(ms) {
  return ms < 1e3 ? `${String(Math.max(1, Math.round(ms)))} ms` : span(ms);
}
function counted(rows2) {
  return rows2 === 1 ? "1 row" : `${grouped(rows2)} rows`;
}
function grouped(count) {
  return String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

// src/domain/migration/result.ts
function migrationResult(subject, events, atMs) {
  const { end, failed: failed6 } = subject;
  const because = end.hint === void 0 ? end.because : `${end.because}
${end.hint}`;
  return withoutAccounts({
    schema: 1,
    action: subject.action,
    outcome: end.outcome,
    reasonCode: end.reasonCode,
    reason: because,
    runbook: `docs/runbook.md#${end.reasonCode.toLowerCase()}`,
    service: subject.database,
    environment: subject.environment,
    from: "",
    to: "",
    startedAt: iso(events[0]?.atMs ?? atMs),
    endedAt: iso(events.at(-1)?.atMs ?? atMs),
    timeline: timelineOf(events),
    gates: [],
    faults: failed6 ? [{ side: "candidate", subject: failed6.task, reasonCode: end.reasonCode, because: end.because, details: failed6.details }] : [],
    undo: [],
    ...subject.plan && { plan: subject.plan }
  });
}
function timelineOf(events) {
  const news = events.filter(
    ({ kind }, index) => !isProgress(kind) || !isProgress(events[index - 1]?.kind) || !isProgress(events[index + 1]?.kind)
  );
  return news.flatMap((event) => {
    const text3 = eventText(event);
    return text3 === void 0 ? [] : [{ at: iso(event.atMs), kind: event.kind, text: text3 }];
  });
}
function isProgress(kind) {
  return kind === "backfilled" || kind === "index-progress";
}
function iso(atMs) {
  return new Date(atMs).toISOString();
}

// src/runner/deadline.ts
function withDeadline(cancelled2, limitMs) {
  const untilMs = localNowMs() + limitMs;
  const over = new AbortController();
  let overAtMs;
  const timer = setTimeout(() => {
    if (cancelled2.signal.aborted) return;
    overAtMs = localNowMs();
    over.abort();
  }, limitMs);
  return {
    cancellation: { signal: AbortSignal.any([cancelled2.signal, over.signal]), atMs: () => cancelled2.atMs() ?? overAtMs },
    isOver: () => overAtMs !== void 0,
    leftMs: () => Math.max(0, untilMs - localNowMs()),
    end: () => clearTimeout(timer)
  };
}

// src/actions/migrate-fields.ts
var database = {
  "database-url": text({
    description: "The database, as a URL with user and password. It must be the writer itself, not a pooler that gives each transaction another connection. `${{ secrets.… }}` is its place.",
    example: "${{ secrets.DATABASE_URL }}",
    secret: true
  }),
  "database-secret": text({
    description: "A secret of AWS Secrets Manager instead, by name or ARN: JSON with host, username and password, the form RDS keeps itself, or a URL.",
    example: "production/shop/database"
  }),
  "database-host": text({
    description: "Host, or `host:port`: goes before what the secret says, which may name none.",
    example: "shop.cluster-abc.eu-west-1.rds.amazonaws.com"
  }),
  "database-name": text({ description: "Name of the database: goes before what the secret says, which may name none.", example: "shop" }),
  "database-ca": text({
    description: "A PEM file with the authority that signed the certificate of the database, such as the bundle of RDS. Without it those that Node trusts.",
    example: "deploy/rds-bundle.pem"
  })
};
var tools = {
  "tool-command": text({
    description: "A shell command that runs the migrations of another tool (`npx prisma migrate deploy`). It runs under the lock of the database and finds `DATABASE_URL`; `command: lint` reads its files.",
    example: "npx prisma migrate deploy"
  }),
  "run-task-cluster": text({ description: "Runs the migrations as a one-off ECS task instead: in this cluster.", example: "production" }),
  "run-task-service": text({
    description: "The service whose subnets, security groups and capacity the task gets.",
    example: "shop-web"
  }),
  "run-task-definition": text({
    description: "What the task runs: a family, `family:revision` or an ARN. Without it what the service runs.",
    example: "shop-migrate"
  }),
  "run-task-container": text({
    description: "The container whose exit code decides. Needed where there are several.",
    example: "migrate"
  }),
  "run-task-command": text({
    description: "What that container runs instead of its own command: its words, or a YAML list of them. No shell runs it.",
    example: "npx prisma migrate deploy"
  })
};
var inputs = {
  command: choice(["lint", "expand", "backfill"], {
    description: "`lint` reads the files, `expand` makes the schema wide enough for old and new code, `backfill` fills it in batches.",
    default: "lint",
    example: "expand"
  }),
  migrations: text({
    description: "Folder of the changes: `<id>_<name>/expand.sql` and so on, or the folder of another tool.",
    default: "db/changes",
    example: "db/changes"
  }),
  "database-engine": choice(["postgres", "mysql"], {
    description: "What the files are written for. `mysql` is MariaDB too.",
    default: "postgres",
    example: "mysql"
  }),
  ...database,
  ...tools,
  "postgres-version": integer(
    { min: 12, max: 18 },
    {
      description: "Which Postgres the lint is about, where no database is asked. What holds for the oldest holds for all.",
      default: "12",
      example: "16"
    }
  ),
  "lint-after": text({
    description: "Only changes behind this id are linted: for a folder with a history of its own.",
    example: "20261101T0000"
  }),
  "lint-database-url": text({
    description: "A server nobody needs, such as a service container: `lint` runs every change on a database of its own there, and holds locks, rewrites and scans that are seen against what it says.",
    example: "postgres://postgres:postgres@localhost:5432/scratch",
    secret: true
  }),
  "lint-schema": text({
    description: "A file with the schema before the changes, as `pg_dump --schema-only` writes it, to be made on the scratch database first.",
    example: "db/schema.sql"
  }),
  "safe-rewrite": boolean({
    description: "Runs statements that would block others by their safe form, and prints it.",
    default: "false",
    example: "true"
  }),
  "lock-timeout": parsed(
    "a duration from 10ms to 10s, such as 100ms",
    (raw) => {
      const place = { at: "it", problems: [] };
      const ms = readDuration(place, raw, 10, 1e4);
      if (ms === void 0) throw new Error("");
      return ms;
    },
    {
      description: "How long a statement waits for its locks, and so makes others wait behind it, before it gives way and tries again.",
      default: "100ms",
      example: "50ms"
    }
  ),
  "max-wait": duration({
    description: "How long is waited for another run to end, and at each statement for those who hold its tables, before it is given up (`LOCK_BUSY`).",
    default: "10m",
    example: "30m"
  }),
  "backfill-batch-size": integer(
    { min: 1, max: 1e5 },
    {
      description: "Most rows of a batch. How many it is within that follows from how long they take.",
      default: "20000",
      example: "5000"
    }
  ),
  "max-lag": duration({
    description: "A backfill waits while a replica is further behind.",
    default: "10s",
    example: "5s"
  }),
  "max-wal": integer(
    { min: 1, max: 1e5 },
    {
      description: "A backfill waits while the server writes more megabytes of its log (WAL) a second, whoever makes it do so.",
      example: "50"
    }
  ),
  "throttle-query": text({
    description: "A query of your own: a backfill waits while it answers true, or a text that says why.",
    example: "SELECT count(*) > 100 FROM jobs"
  }),
  "throttle-metrics": text({
    description: "CloudWatch metrics, a YAML list or a file with one: a backfill waits while one of them is over its `max`.",
    example: "- { namespace: AWS/RDS, metric: CPUUtilization, dimensions: { DBInstanceIdentifier: shop }, statistic: Average, max: 80 }"
  }),
  "max-duration": duration({
    description: "A backfill that takes longer ends `waiting`, and the next run goes on where it stopped.",
    example: "45m"
  }),
  mode: common.mode,
  "aws-region": common["aws-region"],
  environment: common.environment,
  "timeout-minutes": common["timeout-minutes"]
};
var metadata = {
  name: "migrate-expand-contract",
  title: "Sluice: expand and backfill a Postgres schema",
  description: "Says what each statement of a migration locks, and runs expand and backfill under load without anyone noticing",
  icon: "database",
  color: "blue",
  inputs,
  outputs: {
    ...withoutRollout(),
    level: "The schema level: the id of the last change up to which all are expanded. Like the next two absent for `lint`, tools and tasks.",
    pending: 'Phases that are still to come, as JSON: `[{"change":"20261120T1530","phase":"backfill"}]`.',
    "rollback-allowed": "`true` while old code can still be put back: nothing was contracted."
  }
};
function withoutRollout() {
  const { rollout: _, ...rest } = commonOutputs;
  return { ...rest, started: "`true` from just before the first write to the database, or the start of a tool or a task." };
}

// src/actions/migrate-rules.ts
var import_node_crypto2 = __toESM(require_node_crypto(), 1);

// src/database/parser.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var import_node_module = __toESM(require_node_module(), 1);

// src/database/offsets.ts
function characterOffsets(text3) {
  if (/^[\u0000-\u007f]*$/.test(text3)) return { ofByte: (byte2) => byte2, ofCodePoint: (index) => index };
  const bytes2 = new Uint32Array(Buffer.byteLength(text3) + 1);
  const points = [];
  let byte = 0;
  let at = 0;
  for (const point of text3) {
    points.push(at);
    const length = Buffer.byteLength(point);
    bytes2.fill(at, byte, byte + length);
    byte += length;
    at += point.length;
  }
  bytes2[byte] = at;
  points.push(at);
  return {
    ofByte: (each) => bytes2[Math.min(each, byte)],
    ofCodePoint: (each) => points[Math.min(each, points.length - 1)]
  };
}

// src/database/parser.ts
async function loadParser() {
  const parser = (0, import_node_module.createRequire)(import.meta.url)("#libpg-query");
  await parser.loadModule();
  return parser;
}
function sqlParser(parser) {
  return { parse: (text3) => parse(parser, text3) };
}
var literal2 = /^\.?\d|'$|^\$(?!\d+$)/;
function parse(parser, text3) {
  const nul = text3.indexOf("\0");
  if (nul >= 0) return { wrong: { offset: nul, message: "a NUL character, which no SQL holds" } };
  if (text3.trim() === "") return { statements: [], comments: [], digest: digestOf([]) };
  const offsets = characterOffsets(text3);
  let statements;
  try {
    statements = parser.parseSync(text3).stmts ?? [];
  } catch (error) {
    return { wrong: whatIsWrong(parser, text3, offsets, error) };
  }
  const tokens = scan(parser, text3, offsets);
  const code2 = tokens.filter((token) => !token.comment);
  return {
    statements: statements.flatMap((statement) => read(statement, code2, offsets, offsets.ofByte(Buffer.byteLength(text3))) ?? []),
    comments: tokens.filter((token) => token.comment).map(({ start, text: comment }) => ({ start, text: comment })),
    digest: digestOf(code2)
  };
}
function scan(parser, text3, offsets) {
  return parser.scanSync(text3).tokens.map((token) => {
    const [start, end] = [offsets.ofByte(token.start), offsets.ofByte(token.end)];
    return {
      start,
      end,
      text: text3.slice(start, end),
      comment: token.tokenName === "SQL_COMMENT" || token.tokenName === "C_COMMENT",
      keyword: token.keywordKind > 0,
      literal: literal2.test(text3.slice(start, end))
    };
  });
}
function read({ stmt, stmt_location: from = 0, stmt_len: length = 0 }, code2, offsets, textEnd) {
  const [least, most] = [offsets.ofByte(from), length === 0 ? textEnd : offsets.ofByte(from + length)];
  const own = code2.filter((token) => token.start >= least && token.end <= most);
  while (own.at(-1)?.text === ";") own.pop();
  const [first, last] = [own[0], own.at(-1)];
  if (first === void 0 || last === void 0 || stmt === void 0) return void 0;
  return {
    start: first.start,
    end: last.end,
    node: placed(stmt, (byte) => offsets.ofByte(byte) - first.start),
    digest: digestOf(own),
    tokens: own.map(({ start, end, literal: isLiteral }) => ({
      start: start - first.start,
      end: end - first.start,
      ...isLiteral && { literal: true }
    }))
  };
}
function placed(node, convert) {
  if (Array.isArray(node)) return node.map((each) => placed(each, convert));
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [
      name,
      name === "location" && typeof value === "number" && value >= 0 ? convert(value) : placed(value, convert)
    ])
  );
}
function digestOf(tokens) {
  const hash = (0, import_node_crypto.createHash)("sha256");
  for (const { text: text3 } of tokens) hash.update(`${text3.length}:${text3}`);
  return hash.digest("hex");
}
function whatIsWrong(parser, text3, offsets, error) {
  const details = error.sqlDetails;
  const message = details?.message ?? (error instanceof Error ? error.message : String(error));
  const offset = Math.min(offsets.ofCodePoint(Math.max(0, details?.cursorPosition ?? 0)), text3.length);
  const plain = message.replace(/\s*at (or near ".*|end of input)$/s, "").replace(/"[^"]*"/g, "a name");
  const near = message.includes("at end of input") ? "the end" : keywordAt(parser, text3, offsets, offset);
  return { offset, message: near === void 0 ? plain : `${plain} at ${near}` };
}
function keywordAt(parser, text3, offsets, offset) {
  try {
    const token = scan(parser, text3, offsets).find((each) => each.start === offset);
    return token?.keyword === true ? token.text.toUpperCase() : void 0;
  } catch {
    return void 0;
  }
}

// src/domain/migration/database-authorities.ts
function readAuthorities(text3, path) {
  const problems = [];
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text3)) problems.push(`${path} holds a private key, and only certificates belong there`);
  if (!/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/.test(text3))
    problems.push(`${path} holds no certificate in the form of PEM (-----BEGIN CERTIFICATE-----)`);
  return problems.length > 0 ? { problems } : { value: text3 };
}
function certificateAdvice(host, ca) {
  const rds = /\.rds\.amazonaws\.com(\.cn)?$/i.test(host);
  if (ca !== void 0) {
    return rds ? `See that ${ca} is the bundle of the region of the database, or the global one, and that database-host is the endpoint RDS gives it.` : `See that ${ca} holds the authority that signed the certificate, and that the host is one of the names in it.`;
  }
  return rds ? "Put the bundle of RDS (https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem) into the repository and give its path in database-ca." : "Give the certificate of the authority that signed it in database-ca.";
}

// src/domain/migration/database-secret.ts
var url = /^(postgres|postgresql|mysql|mariadb):\/\//i;
var engines = [
  [/^(aurora-)?postgres(ql)?$/i, "postgres", 5432],
  [/^(aurora-)?(mysql|mariadb)$|^aurora$/i, "mysql", 3306]
];
function readDatabaseSecret(text3, given) {
  const trimmed = text3.trim();
  if (url.test(trimmed)) return ofUrl(trimmed, given);
  const object = parseObject(trimmed);
  if (object === void 0) return { secrets: [trimmed], problems: ["is neither a URL of a database nor a JSON object"] };
  const urls = Object.values(object).filter((value) => typeof value === "string" && url.test(value));
  if (urls.length > 0 && object["password"] === void 0) return urls.length === 1 ? ofUrl(urls[0], given) : severalUrls(urls);
  const problems = [];
  const member3 = (...names2) => {
    const name = names2.find((each) => object[each] !== void 0 && object[each] !== null && object[each] !== "");
    const value = name === void 0 ? void 0 : object[name];
    if (typeof value === "string") return value;
    if (typeof value === "number") return String(value);
    if (value !== void 0) problems.push(`has a member ${name ?? ""} that is no text`);
    return void 0;
  };
  const user = member3("username", "user");
  const password = member3("password");
  const secrets = password === void 0 ? [trimmed] : passwordTexts(password);
  if (user === void 0) problems.push("names no username");
  if (password === void 0) problems.push("has no password");
  const own = {
    host: member3("host", "hostname"),
    port: member3("port"),
    database: member3("dbname", "database", "dbName"),
    engine: member3("engine")
  };
  const port = own.port === void 0 ? void 0 : Number(own.port);
  if (port !== void 0 && !isPort(port)) problems.push("has a port that is none");
  if (given.host === void 0 && own.host !== void 0 && !isHost(own.host))
    problems.push("has a host that is none: its name alone belongs there, and its port into `port`");
  const found2 = splitHost(given.host);
  if (given.host !== void 0 && found2 === void 0) problems.push(wrongHost);
  if (problems.length > 0) return { secrets, problems };
  const locate = (place) => build({ user, password }, place, given);
  const host = found2?.host ?? own.host;
  if (host === void 0) return { secrets, locate };
  const located = locate({ host, port: found2?.port ?? port, database: own.database, engine: own.engine });
  return "problems" in located ? { secrets, ...located } : located;
}
function build(who, place, given) {
  const problems = [];
  const found2 = splitHost(given.host);
  const host = found2?.host ?? place.host;
  const database2 = given.database ?? place.database;
  const meant = given.engine ?? "postgres";
  const engine = engines.find(([names2, scheme]) => place.engine === void 0 ? scheme === meant : names2.test(place.engine));
  if (engine === void 0)
    problems.push(`is of the engine ${place.engine.replaceAll(/[^\w-]/g, "?").slice(0, 30)}, and PostgreSQL, MySQL and MariaDB are known`);
  if (database2 === void 0) problems.push("names no database (dbname): give database-name");
  if (problems.length > 0 || database2 === void 0 || engine === void 0) return { problems };
  const port = found2?.port ?? place.port ?? engine[2];
  const [user, password, name] = [who.user, who.password, database2].map(encodeURIComponent);
  return { location: locationOf(`${engine[1]}://${user}:${password}@${inUrl(host)}:${String(port)}/${name}`, who.password) };
}
function ofUrl(text3, given) {
  const location = locationOf(text3);
  if (given.host === void 0 && given.database === void 0) return { location };
  const { secrets } = location;
  const found2 = splitHost(given.host);
  if (given.host !== void 0 && found2 === void 0) return { secrets, problems: [wrongHost] };
  const read2 = URL.parse(text3);
  if (read2 === null)
    return { secrets, problems: ["is a URL that cannot be read: what is special in its password has to be encoded, / as %2F"] };
  if (found2 !== void 0) read2.hostname = inUrl(found2.host);
  if (found2?.port !== void 0) read2.port = String(found2.port);
  if (given.database !== void 0) read2.pathname = `/${encodeURIComponent(given.database)}`;
  const made = locationOf(read2.href);
  return { location: { url: made.url, secrets: [.../* @__PURE__ */ new Set([...secrets, ...made.secrets])] } };
}
function severalUrls(urls) {
  return {
    secrets: urls.flatMap((each) => locationOf(each).secrets),
    problems: [`holds ${String(urls.length)} URLs of databases, and which is meant is not known: make a secret of the one`]
  };
}
function inUrl(host) {
  return host.includes(":") ? `[${host}]` : host;
}
var wrongHost = "cannot be used with this database-host: a host, or host:port, is expected";
function isHost(text3) {
  return /^[A-Za-z0-9._-]+$/.test(text3) || /^[0-9a-f]*:[0-9a-f.]*:[0-9a-f:.]*$/i.test(text3);
}
function splitHost(text3) {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/.exec(text3 ?? "");
  const port = match?.[3] === void 0 ? void 0 : Number(match[3]);
  if (!match || port !== void 0 && !isPort(port)) return void 0;
  return { host: match[1] ?? match[2], port };
}
function isPort(port) {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}
function locationOf(text3, password) {
  const written3 = /^[^:]+:\/\/[^:@/]*:(.*)@[^@]*$/s.exec(text3)?.[1];
  const read2 = URL.parse(text3)?.password;
  const asked = [...text3.matchAll(/[?&](?:ssl)?password=([^&#]*)/gi)].map((match) => match[1]);
  const known2 = [password, written3, read2, ...asked].filter((each) => each !== void 0).flatMap((each) => [each, decoded(each)]);
  return { url: text3, secrets: [.../* @__PURE__ */ new Set([text3, ...known2.flatMap(passwordTexts)])] };
}
function passwordTexts(password) {
  if (password === "") return [];
  const encoded = encodeURIComponent(password);
  return [.../* @__PURE__ */ new Set([password, encoded, encodeURI(password), encoded.replaceAll("%20", "+"), JSON.stringify(password).slice(1, -1)])];
}
function decoded(text3) {
  try {
    return decodeURIComponent(text3);
  } catch {
    return text3;
  }
}
function parseObject(text3) {
  try {
    const value = JSON.parse(text3);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : void 0;
  } catch {
    return void 0;
  }
}

// src/domain/migration/measured-work.ts
var beyond = new Set(
  "CreateRoleStmt AlterRoleStmt AlterRoleSetStmt DropRoleStmt GrantRoleStmt CreatedbStmt AlterDatabaseStmt AlterDatabaseSetStmt AlterDatabaseRefreshCollStmt DropdbStmt AlterSystemStmt CreateTableSpaceStmt DropTableSpaceStmt AlterTableSpaceOptionsStmt LoadStmt CreateSubscriptionStmt AlterSubscriptionStmt DropSubscriptionStmt ReassignOwnedStmt DropOwnedStmt CheckPointStmt".split(" ")
);
var objectsBeyond = ["OBJECT_ROLE", "OBJECT_DATABASE", "OBJECT_TABLESPACE", "OBJECT_SUBSCRIPTION"];
var roles2 = {
  backfill: "a backfill is run in batches, with locks of their rows alone",
  verify: "it only looks",
  undo: "it takes back what is measured here"
};
function workOf({ role, statement }) {
  const ofRole2 = roles2[role];
  if (ofRole2 !== void 0) return { kind: "skip", because: ofRole2 };
  const kind = kindOf(statement.node);
  if (isBeyond(statement.node)) return { kind: "skip", because: "it concerns the whole server, not the database" };
  if (kind === "TransactionStmt" || kind === "DiscardStmt" || kind === "CopyStmt")
    return { kind: "skip", because: "it is for the client that sends it" };
  if (kind !== "VariableSetStmt") return { kind: "measure" };
  return bodyOf(statement.node).is_local === true ? { kind: "skip", because: "it is for the transaction it stands in" } : { kind: "set" };
}
function isBeyond(node) {
  const body = bodyOf(node);
  if (beyond.has(kindOf(node))) return true;
  return ["renameType", "objectType", "objtype"].some((name) => objectsBeyond.includes(text2(body, name)));
}
function isAboutRights(node) {
  const kinds = [
    "AlterOwnerStmt",
    "GrantStmt",
    "AlterDefaultPrivilegesStmt",
    "CommentStmt",
    "SecLabelStmt",
    "CreatePolicyStmt",
    "AlterPolicyStmt"
  ];
  if (kinds.includes(kindOf(node))) return true;
  const commands = items(bodyOf(node), "cmds");
  return commands.length > 0 && commands.every((each) => text2(bodyOf(each), "subtype") === "AT_ChangeOwner");
}

// src/domain/migration/sql.ts
function lineAt(text3, offset) {
  let line = 1;
  for (let at = text3.indexOf("\n"); at >= 0 && at < offset; at = text3.indexOf("\n", at + 1)) line += 1;
  return line;
}

// src/domain/migration/measured-schema.ts
function readSchema(path, text3, parse2) {
  const sql = withoutClientLines(text3);
  const parsed2 = parse2(sql);
  if ("wrong" in parsed2) {
    const { offset, message } = parsed2.wrong;
    return { statements: [], mistakes: [{ path, line: lineAt(sql, offset), text: `is not SQL that Postgres can read: ${message}` }] };
  }
  const statements = parsed2.statements.filter(({ node }) => !isBeyond(node) && kindOf(node) !== "TransactionStmt").map(({ start, end, node }) => ({
    sql: sql.slice(start, end),
    line: lineAt(sql, start),
    mayFail: isAboutRights(node) || ["VariableSetStmt", "CreateSchemaStmt"].includes(kindOf(node))
  }));
  return { statements, mistakes: [] };
}
function withoutClientLines(text3) {
  let copying = false;
  return text3.replace(/^\uFEFF/, " ").split("\n").map((line) => {
    if (copying) {
      copying = !/^\\\.\s*$/.test(line);
      return "";
    }
    copying = /^COPY\b.*\bFROM stdin\b.*;\s*$/i.test(line);
    return copying || /^\\[A-Za-z!?.]/.test(line) ? "" : line;
  }).join("\n");
}

// src/domain/migration/task-command.ts
function readTaskCommand(value) {
  if (Array.isArray(value)) return readWords(value);
  if (typeof value !== "string") return { problems: ["the command is neither a list of words nor a text"] };
  const made = cutWords(value);
  return "value" in made && made.value.length === 0 ? { problems: ["the command is empty"] } : made;
}
function readWords(entries) {
  if (entries.length === 0) return { problems: ["the command is empty"] };
  const problems = entries.flatMap(
    (entry, index) => typeof entry === "string" ? [] : [`word ${String(index + 1)} of the command is no text: put it in quotes`]
  );
  return problems.length > 0 ? { problems } : { value: entries };
}
var shellOnly = /[|&;<>()$`*?]/;
function cutWords(text3) {
  const words = [];
  let word2;
  let quote;
  for (let at = 0; at < text3.length; at += 1) {
    const each = text3[at];
    if (quote === "'") {
      if (each === quote) quote = void 0;
      else word2 += each;
    } else if (each === "\\") {
      const next = text3[at + 1];
      if (next === void 0) return { problems: ["the command ends with a backslash"] };
      word2 = (word2 ?? "") + (quote === '"' && !/["\\$`\n]/.test(next) ? each + next : next);
      at += 1;
    } else if (quote === '"') {
      if (each === quote) quote = void 0;
      else if (each === "$" || each === "`") return needsShell(each);
      else word2 += each;
    } else if (each === '"' || each === "'") {
      quote = each;
      word2 ??= "";
    } else if (/\s/.test(each)) {
      if (word2 !== void 0) words.push(word2);
      word2 = void 0;
    } else if (shellOnly.test(each) || each === "#" && word2 === void 0) {
      return needsShell(each);
    } else {
      word2 = (word2 ?? "") + each;
    }
  }
  if (quote !== void 0) return { problems: [`a quote of the command is not closed: ${quote}`] };
  return { value: word2 === void 0 ? words : [...words, word2] };
}
function needsShell(character) {
  return {
    problems: [
      `the command has a ${character} outside of quotes that keep it as it is, and no shell runs it: write it as a list, ["sh", "-c", "…"], if a shell is wanted`
    ]
  };
}

// src/domain/migration/throttle-metrics.ts
function parseThrottleMetrics(value) {
  const place = { at: "throttle-metrics", problems: [] };
  if (!Array.isArray(value) || value.length === 0) {
    wrong(place, value, 'a list, such as "- { namespace: AWS/RDS, metric: ReplicaLag, statistic: Maximum, max: 10 }",');
    return { problems: place.problems };
  }
  const metrics = value.flatMap((entry, index) => {
    const at = element(place, index);
    if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
      wrong(at, entry, "a mapping of namespace, metric, dimensions, statistic and max,");
      return [];
    }
    const { max, ...rest } = entry;
    const metric = readAnyMetric(at, rest);
    if (typeof max !== "number" || !Number.isFinite(max)) {
      wrong(member(at, "max"), max, "a number, above which the backfill waits,");
      return [];
    }
    return metric ? [{ metric, max }] : [];
  });
  return place.problems.length > 0 ? { problems: place.problems } : { value: metrics };
}
function throttledBy({ metric, max }, latest) {
  const name = `${metric.statistic} of ${metric.namespace} ${metric.metric}`;
  if (latest === void 0) return `${name} has no value`;
  return latest > max ? `${name} is ${String(Number(latest.toPrecision(4)))}, over ${String(max)}` : void 0;
}

// src/database/address.ts
var loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;
function readAddress(text3) {
  const url2 = URL.parse(text3);
  if (url2 === null || !/^postgres(ql)?:$/.test(url2.protocol) || url2.hostname === "" || url2.hostname.includes(",")) {
    throw wrongUrl("is no URL of the form `postgres://user:password@host:port/database` with one host");
  }
  const [user, password, database2] = [url2.username, url2.password, url2.pathname.slice(1)].map(urlPart);
  if (user === "") throw wrongUrl("names no user");
  const host = urlPart(url2.hostname).replace(/^\[|\]$/g, "");
  const mode = url2.searchParams.get("sslmode");
  const options = url2.searchParams.get("options");
  const port = url2.port === "" ? 5432 : Number(url2.port);
  return {
    host,
    port,
    database: database2 === "" ? user : database2,
    user,
    password,
    tls: mode === null ? !loopback.test(host) : mode !== "disable",
    ...options === null ? {} : { options },
    name: `${host.includes(":") ? `[${host}]` : host}:${String(port)}/${database2 === "" ? user : database2}`
  };
}

// src/actions/database-address.ts
var ofFiles = ["sslrootcert", "sslcert", "sslkey"];
var elsewhere = ["user", "password", "host", "hostaddr", "port", "dbname", "service", "passfile", "sslpassword"];
function otherEngine(url2, engine) {
  const found2 = engineOf(url2);
  return found2 === void 0 || found2 === engine ? void 0 : `${engine}, but the database is one of ${found2 === "mysql" ? "MySQL or MariaDB: give mysql" : "Postgres: give postgres"}`;
}
function engineOf(url2) {
  if (/^(mysql|mariadb):/i.test(url2)) return "mysql";
  return /^postgres(ql)?:/i.test(url2) ? "postgres" : void 0;
}
function wrongAddress(url2, engine) {
  try {
    if (engine === "mysql") readMysqlAddress(url2);
    else readAddress(url2);
  } catch (thrown) {
    if (!(thrown instanceof DatabaseFault)) throw thrown;
    const form = thrown.message.includes("://") ? "" : `; \`${engine}://user:password@host/name\` is expected`;
    return `${thrown.message}${form}`;
  }
  const query = URL.parse(url2)?.searchParams;
  const names2 = elsewhere.filter((name) => query?.has(name));
  if (names2.length === 0) return void 0;
  return `The URL of the database says ${names2.map((each) => `\`${each}\``).join(", ")} behind its ?, where it is not read here: \`${engine}://user:password@host:port/name\` has a place for each`;
}
function passedOver(url2) {
  const query = URL.parse(url2)?.searchParams;
  const names2 = ofFiles.filter((name) => query?.has(name));
  if (names2.length === 0) return void 0;
  return `The URL of the database says ${names2.join(", ")}, which is not read here: database-ca names the authority of the server, and certificates of clients are not used`;
}

// src/domain/migration/alias.ts
function aliasIn(node, table2) {
  const target = ["UpdateStmt", "DeleteStmt"].includes(kindOf(node)) ? member2(bodyOf(node), "relation") : {};
  const [first] = [target, ...rangesIn(bodyOf(node))].filter((range) => relationOf(range) === table2);
  const alias = first === void 0 ? "" : text2(member2(first, "alias"), "aliasname");
  return alias === "" ? void 0 : alias;
}

// src/domain/migration/identifiers.ts
var reserved = new Set(
  "all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right select session_user similar some symmetric system_user table tablesample then to trailing true union unique user using variadic verbose when where window with".split(" ")
);
function quoted(name) {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !reserved.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
function readNames(written3) {
  const found2 = [];
  const part = /("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)(\.|$)/uy;
  for (; ; ) {
    const match = part.exec(written3);
    if (match === null) return void 0;
    const name = match[1];
    found2.push(name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase());
    if (match[2] === "") return found2;
  }
}

// src/domain/migration/directives.ts
var known = {
  allow: { roles: ["expand", "backfill", "contract", "undo", "verify"], example: "-- @allow <rule>: <reason>" },
  loosens: { roles: ["expand"], example: "-- @loosens" },
  backfill: { roles: ["backfill"], example: "-- @backfill table=users key=id target=100ms" },
  "uses-nothing": { roles: ["contract"], example: "-- @uses-nothing: users.full_name" }
};
var [leastTargetMs, mostTargetMs] = [10, 5e3];
function directivesIn(comment, line) {
  const inner = comment.startsWith("--") ? comment.slice(2) : comment.slice(2, -2);
  return inner.split("\n").flatMap((each, index) => {
    const [, name, rest] = /^[\s*]*@([A-Za-z][\w-]*)[ \t]*:?[ \t]*(.*?)\s*$/.exec(each) ?? [];
    return name === void 0 ? [] : [{ name, text: rest ?? "", line: line + index }];
  });
}
function mistakeIn(directive, role, rules2) {
  const about = known[directive.name];
  if (about === void 0) {
    const all2 = Object.values(known).map((each) => each.example);
    return `@${directive.name} is not known: ${all2.join(", ")} are`;
  }
  if (!about.roles.includes(role)) return `@${directive.name} means nothing in ${role}.sql: it belongs to ${about.roles.join(", ")}`;
  if (directive.name === "allow") return mistakeInAllow(directive, rules2);
  if (directive.name === "backfill") return readBackfill(directive).problems.join("; ") || void 0;
  if (directive.name === "uses-nothing") {
    const columns = directive.text.split(",").map((each) => readNames(each.trim()));
    const well = columns.every((each) => each !== void 0 && each.length <= 3);
    return well ? void 0 : `@uses-nothing names no table or column: write ${about.example}`;
  }
  return directive.text === "" ? void 0 : "@loosens stands alone: what follows it is not read";
}
function mistakeInAllow(directive, rules2) {
  const { example } = known.allow;
  const [, rule, reason] = /^([a-z0-9-]+)\s*(?::\s*(.*))?$/.exec(directive.text) ?? [];
  if (rule === void 0) return `@allow names no rule: write ${example}`;
  if (!rules2.includes(rule)) return `@allow ${rule} names a rule that does not exist`;
  return (reason ?? "") === "" ? `@allow ${rule} gives no reason: write ${example}` : void 0;
}
function allowedIn(statement) {
  return statement.directives.flatMap(({ name, text: text3, line }) => {
    const [, rule, reason] = name === "allow" ? /^([a-z0-9-]+)\s*:\s*(.+)$/.exec(text3) ?? [] : [];
    return rule === void 0 || reason === void 0 ? [] : [{ rule, reason, line }];
  });
}
function loosens(statement) {
  return statement.directives.some(({ name }) => name === "loosens");
}
function backfillIn(script) {
  const [statement] = script.statements;
  const read2 = statement === void 0 ? void 0 : walkedBy(statement);
  if (script.role !== "backfill" || statement === void 0 || read2 === void 0) return void 0;
  const { table: table2, key: key2, targetMs } = read2;
  const alias = aliasIn(statement.node, table2);
  return { table: table2, key: key2, ...targetMs !== void 0 && { targetMs }, sql: statement.text, ...alias !== void 0 && { alias } };
}
function walkedBy({ directives }) {
  const directive = directives.find(({ name }) => name === "backfill");
  const read2 = directive === void 0 ? void 0 : readBackfill(directive);
  return read2?.problems.length === 0 ? read2 : void 0;
}
function readBackfill({ text: text3 }) {
  const problems = [];
  const given = /* @__PURE__ */ new Map();
  for (const word2 of text3.match(/(?:"[^"]*"|\S)+/g) ?? []) {
    const [, name, value] = /^([a-z]+)=(.+)$/.exec(word2) ?? [];
    if (name === void 0 || value === void 0 || !["table", "key", "target"].includes(name))
      problems.push("@backfill holds a word that is none of table=, key= and target=");
    else if (given.has(name)) problems.push(`@backfill gives ${name} twice`);
    else given.set(name, value);
  }
  const table2 = readNames(given.get("table") ?? "");
  if (table2 === void 0 || table2.length > 2) problems.push("@backfill names no table: table=users, or table=schema.users");
  const key2 = (given.get("key") ?? "").split(",").map(readNames);
  const columns = key2.flatMap((each) => each?.length === 1 ? each : []);
  if (columns.length < key2.length) problems.push("@backfill names no key: key=id, or key=tenant_id,id");
  if (new Set(columns).size < columns.length) problems.push("@backfill names a column of the key twice");
  const target = given.get("target");
  const targetMs = target === void 0 ? void 0 : readTarget(target, problems);
  return { problems, table: table2?.join(".") ?? "", key: columns, targetMs };
}
function readTarget(written3, problems) {
  const ms = readDuration({ at: "target", problems: [] }, written3, leastTargetMs, mostTargetMs);
  if (ms === void 0)
    problems.push(
      `@backfill has a target that is no time from ${durationText(leastTargetMs)} to ${durationText(mostTargetMs)}, such as 100ms`
    );
  return ms;
}

// src/domain/migration/ids.ts
var dated = /^((?:19|2\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))T?((?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?(?=\D|$)/;
function compareIds(one, other) {
  const [left, right] = [parts(one), parts(other)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const [a, b] = [left[at], right[at]];
    if (a === void 0 || b === void 0) return a === void 0 ? -1 : 1;
    const difference = typeof a === "bigint" && typeof b === "bigint" ? compare(a, b) : compare(String(a), String(b));
    if (difference !== 0) return difference;
  }
  return 0;
}
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
function parts(id) {
  const date = dated.exec(id);
  const first = date === null ? [] : [BigInt(`${date[1]}${(date[2] ?? "").padEnd(6, "0")}`)];
  const rest = date === null ? id : id.slice(date[0].length);
  return [...first, ...(rest.match(/\d+|[^\d]+/g) ?? []).map((each) => /^\d/.test(each) ? BigInt(each) : each)];
}

// src/domain/migration/applied-part.ts
var bothWays = [/^[ \t]*--[ \t]*\+(?:goose|migrate)[ \t]+(up|down)\b/gim, /^[ \t]*--[ \t]*migrate:(up|down)\b/gim];
function appliedPart(text3) {
  const at = bothWays.map((mark2) => takenBackAt(text3, mark2)).find((each) => each !== void 0);
  return at === void 0 ? text3 : `${text3.slice(0, at)}${text3.slice(at).replace(/[^\r\n]/g, " ")}`;
}
function takenBackAt(text3, mark2) {
  const marks2 = [...text3.matchAll(mark2)].map((each) => ({ at: each.index, way: each[1].toLowerCase() }));
  return marks2[0]?.way === "up" ? marks2.find(({ way }) => way === "down")?.at : void 0;
}
var alone = [
  /^[ \t]*--[ \t]*flyway:executeInTransaction[ \t]*=[ \t]*false\b/im,
  /^[ \t]*--[ \t]*\+goose[ \t]+no[ \t]+transaction\b/im,
  /^[ \t]*--[ \t]*migrate:up\b.*\btransaction:[ \t]*false\b/im,
  /^-- no-transaction\b/,
  /^[ \t]*--[ \t]*atlas:txmode[ \t]+none\b/im,
  /^[ \t]*--[ \t]*\+migrate[ \t]+up\b.*\bnotransaction\b/im
];
function runsAlone(text3) {
  return alone.some((mark2) => mark2.test(text3));
}

// src/domain/migration/range-word.ts
var rangeWord = ":range";
var inItsPlace = "(true)";
function replaceRange(text3) {
  const at = rangesIn2(text3);
  let sql = text3;
  for (const place of at) sql = `${sql.slice(0, place)}${inItsPlace}${sql.slice(place + rangeWord.length)}`;
  return { sql, at };
}
var pieces = /[eE]'(?:[^'\\]|\\[^]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|::|:range(?![\w$\u0080-\uffff])|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/g;
function rangesIn2(text3) {
  const found2 = [];
  const next = new RegExp(pieces);
  for (let match = next.exec(text3); match !== null; match = next.exec(text3)) {
    const [piece] = match;
    if (piece === rangeWord) found2.push(match.index);
    else if (piece === "/*") next.lastIndex = endOfComment(text3, match.index);
    else if (piece.startsWith("$")) {
      const end = text3.indexOf(piece, next.lastIndex);
      next.lastIndex = end < 0 ? text3.length : end + piece.length;
    }
  }
  return found2;
}
function endOfComment(text3, start) {
  const mark2 = /\/\*|\*\//g;
  mark2.lastIndex = start;
  let depth = 0;
  for (let match = mark2.exec(text3); match !== null; match = mark2.exec(text3)) {
    depth += match[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark2.lastIndex;
  }
  return text3.length;
}

// src/domain/migration/bounded.ts
function holdsRange({ node, text: sql }) {
  let found2 = false;
  walk(node, (kind, body) => {
    if (kind === "A_Const" && isRange(body, sql)) found2 = true;
  });
  return found2;
}
function boundIn({ node, text: sql }) {
  const named2 = /* @__PURE__ */ new Map();
  walk(node, (kind, body) => {
    if (kind === "CommonTableExpr") named2.set(text2(body, "ctename"), bodyOf(body.ctequery));
  });
  const isBound = (part, asked = []) => {
    if (isSetOperation(part)) return [part.larg, part.rarg].every((arm) => isBound(arm, asked));
    if ("selectStmt" in part) return isBound(bodyOf(part.selectStmt), asked);
    if ("relation" in part && part.whereClause === void 0) return false;
    const own = Object.entries(part).flatMap(([name, value]) => name === "withClause" ? [] : [{ [name]: value }]);
    if (choosesRows(own, sql)) return true;
    return relationsIn(own).some((name) => {
      const query = asked.includes(name) ? void 0 : named2.get(name);
      return query !== void 0 && isBound(query, [...asked, name]);
    });
  };
  return (part) => isBound(part);
}
function choosesRows(value, sql) {
  if (Array.isArray(value)) return value.some((each) => choosesRows(each, sql));
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, each]) => {
    if (name === "SubLink" || name === "SelectStmt" && isSetOperation(each)) return false;
    if (name === "whereClause") return conditions(each).some((one) => kindOf(one) === "A_Const" && isRange(bodyOf(one), sql));
    return choosesRows(each, sql);
  });
}
function isSetOperation(select) {
  return select.op !== void 0 && text2(select, "op") !== "SETOP_NONE";
}
function conditions(where) {
  const body = bodyOf(where);
  return kindOf(where) === "BoolExpr" && text2(body, "boolop") === "AND_EXPR" ? items(body, "args").flatMap(conditions) : [where];
}
function isRange(constant, sql) {
  const start = placeOf(constant) - 1;
  return start >= 0 && sql.slice(start, start + rangeWord.length) === rangeWord;
}

// src/domain/migration/role-rules.ts
var changing = ["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"];
function mistakesOfRole(script, ranges) {
  const at = (line, text3) => ({ path: script.path, line, text: text3 });
  if (script.statements.length === 0) return [at(1, "holds no statement: remove the file, or write one")];
  if (script.role === "verify")
    return script.statements.filter((statement) => !onlyReads(statement)).map((statement) => at(statement.line, "is no query: verify.sql holds SELECTs that must find nothing"));
  return script.role === "backfill" ? mistakesOfBackfill(script, ranges, at) : [];
}
function onlyReads({ node }) {
  const kinds = [];
  walk(node, (kind) => void kinds.push(kind));
  const locks = items(bodyOf(node), "lockingClause").length > 0;
  const makes = "intoClause" in bodyOf(node);
  return kindOf(node) === "SelectStmt" && !kinds.some((kind) => changing.includes(kind)) && !locks && !makes;
}
function mistakesOfBackfill(script, ranges, at) {
  const [first, second] = script.statements;
  const found2 = [];
  const { node, line, directives } = first;
  if (second !== void 0) found2.push(at(second.line, "is a second statement: a backfill is one, so put this into a change of its own"));
  if (!["InsertStmt", "UpdateStmt", "DeleteStmt"].includes(kindOf(node)))
    found2.push(at(line, "is no UPDATE, INSERT or DELETE: a backfill is one of them, batch by batch"));
  if ("returningClause" in bodyOf(node)) found2.push(at(line, "has RETURNING, which nobody reads: leave it out"));
  if (ranges.length === 0)
    found2.push(
      at(line, `has no ${rangeWord}: write it where the rows of a batch are chosen, as in WHERE full_name IS NULL AND ${rangeWord}`)
    );
  if (ranges.length === 1 && holdsRange(first) && !boundIn(first)(bodyOf(node)))
    found2.push(
      at(ranges[0], `has ${rangeWord} where it does not choose the rows of a batch: write WHERE (all other conditions) AND ${rangeWord}`)
    );
  for (const other of ranges.slice(1)) found2.push(at(other, `has ${rangeWord} a second time: the rows of a batch are chosen once`));
  const given = directives.filter(({ name }) => name === "backfill");
  if (given.length === 0) found2.push(at(line, "has no directive: write -- @backfill table=users key=id before it"));
  for (const other of given.slice(1)) found2.push(at(other.line, "@backfill stands there a second time"));
  const table2 = backfillIn(script)?.table;
  if (table2 !== void 0 && !relationsIn(node).includes(table2))
    found2.push(at(given[0].line, "@backfill names a table that the statement does not: write it as the statement does"));
  return found2;
}

// src/domain/migration/lint/rules-columns.ts
var otherColumn = "Add another column, keep it in step by a trigger, fill it by backfill.sql, and drop the old one in contract.sql.";
var columnRules = {
  "add-column": safe("A column whose value is the same for every row there is: nothing is read or written."),
  "add-column-volatile-default": newColumn(
    "Its default differs from row to row, or may do so: the whole table is written anew while nobody can read it.",
    "Add the column without a default, then SET DEFAULT, fill it by backfill.sql, and SET NOT NULL at the end."
  ),
  "add-column-serial": newColumn(
    "Every row gets a number of its own: the whole table is written anew while nobody can read it.",
    "Make a sequence and a column that may be null, SET DEFAULT nextval, fill it by backfill.sql, and SET NOT NULL at the end."
  ),
  "add-column-stored": newColumn(
    "A stored value is computed for every row: the whole table is written anew while nobody can read it.",
    "Add a plain column that a trigger fills, and fill the old rows by backfill.sql; from Postgres 18 on, GENERATED ... VIRTUAL."
  ),
  "add-column-virtual": safe("A value that is computed when it is read: nothing is read or written now."),
  "add-column-unknown-type": newColumn(
    "Where the type is a domain that checks its values, the whole table is written anew while nobody can read it. What it is, is not known here.",
    "Where it is no such domain, allow it; otherwise add the column with the type below the domain, and a CHECK."
  ),
  "add-column-required": blocked(
    "NOT NULL without a default: it fails where there is a row, and old code that does not know the column can no longer insert.",
    "Add it without NOT NULL, fill it by backfill.sql, and SET NOT NULL once every writer knows it."
  ),
  "add-column-primary-key": blocked(
    "Every row needs a value of its own: it fails where there are two rows, or the whole table is written anew.",
    "Add the column, fill it by backfill.sql, and ADD PRIMARY KEY in a later change."
  ),
  "add-column-check": recipe(
    "The whole table is read while nobody can use it, to check the new column.",
    "Add the column alone, then the CHECK as NOT VALID, then VALIDATE CONSTRAINT."
  ),
  "add-column-unique": recipe(
    "The index is built while nobody can use the table.",
    "Add the column alone, then CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX."
  ),
  "add-column-foreign-key": recipe(
    "Both tables are locked at once, and the whole table may be read.",
    "Add the column alone, then the FOREIGN KEY as NOT VALID, then VALIDATE CONSTRAINT."
  ),
  "add-column-json": recipe("Rows with json cannot be compared: SELECT DISTINCT and UNION of old code begin to fail.", "Use jsonb."),
  "set-default": safe("Only rows to come are concerned."),
  "drop-default": contract("Old code that leaves the column out now writes null, or fails."),
  "set-not-null": recipe(
    "The whole table is read while nobody can use it.",
    "Add CHECK (... IS NOT NULL) NOT VALID, VALIDATE it, SET NOT NULL, and drop the CHECK."
  ),
  "drop-not-null": contract(
    "Readers that expect a value may find none.",
    "Where every reader can do with null, say so by -- @loosens; otherwise move it to contract.sql."
  ),
  "drop-column": contract("Code that names the column fails."),
  "rename-column": contract("Code that uses the old name fails.", otherColumn),
  "change-type-in-place": safe("The new type holds every old value as it is: nothing is read or written."),
  "change-type-computed": newColumn(
    "No value changes; but a CHECK that names the column is checked for every row, and an index by an expression or of some rows is built anew, while nobody can use the table. Whether there is one is not known here, or there is.",
    "Where there is none, allow it. Otherwise drop the CHECK first, and add it again as NOT VALID."
  ),
  "change-type": newColumn("The whole table is written anew while nobody can read it.", otherColumn),
  "change-type-narrower": newColumn(
    "Every value is checked against the new length: the whole table is written anew while nobody can read it.",
    "Keep the type, and add a CHECK of the length as NOT VALID, then VALIDATE CONSTRAINT."
  ),
  "change-type-unknown": newColumn(
    "From some types it only changes the catalog, from others the whole table is written anew while nobody can read it. The present type is not known here.",
    `Where it only gets wider, allow it. Otherwise: ${otherColumn.charAt(0).toLowerCase()}${otherColumn.slice(1)}`
  ),
  "change-type-time-zone": recipe(
    "With a session in UTC only the catalog changes; in any other time zone the whole table is written anew.",
    "SET LOCAL TimeZone = UTC in its transaction, once no index and no CHECK names the column: those are built and checked anew. Values are then read as UTC: right only where that is what they are."
  ),
  "change-collation": newColumn("Every index on the column is built anew while nobody can use the table.", otherColumn),
  "set-statistics": safe("Only the planner is told something."),
  "set-storage": safe("How values to come are stored."),
  "add-identity": safe("Values to come are numbered; those that are given are taken."),
  "add-identity-always": contract("Old code that gives a value of its own fails.", "Use GENERATED BY DEFAULT, or move it to contract.sql."),
  "drop-identity": contract("Old code that leaves the column out now fails."),
  "drop-expression": contract("The column is no longer computed: old code leaves it empty."),
  "set-expression": newColumn("A stored value is computed anew for every row while nobody can read the table.", otherColumn)
};

// src/domain/migration/lint/rules-constraints.ts
var validate = "Add it as NOT VALID, then VALIDATE CONSTRAINT in a statement of its own.";
var constraintRules = {
  "add-check": recipe("The whole table is read while nobody can use it.", validate),
  "add-foreign-key": recipe("The whole table is read while nobody can write to either table.", validate),
  "add-not-null": recipe("The whole table is read while nobody can use it.", validate),
  "add-constraint-not-valid": safe("Rows to come are checked, those that are there are not read."),
  "add-unique": recipe(
    "The index is built while nobody can use the table.",
    "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX."
  ),
  "add-primary-key": recipe(
    "The index is built, and columns that may be null are read, while nobody can use the table.",
    "Make its columns NOT NULL by a CHECK, CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX."
  ),
  "add-constraint-using-index": safe(
    "The index is there already. Columns of a primary key must be NOT NULL before, or the whole table is read under the lock."
  ),
  "add-exclusion": blocked(
    "The index is built while nobody can use the table, and no form of it goes without that.",
    "Make another table that has the constraint and keep it in step, or take a time when nobody needs the table."
  ),
  "validate-constraint": safe("The whole table is read, beside readers and writers."),
  "validate-with-others": recipe(
    "The whole table is read under the lock of the other parts of the statement.",
    "VALIDATE CONSTRAINT in a statement of its own."
  ),
  "alter-constraint": safe("When it is checked: only the catalog changes."),
  "enforce-constraint": blocked(
    "The whole table is read while nobody can write to it.",
    "Add it anew as NOT VALID, then VALIDATE CONSTRAINT."
  ),
  "drop-constraint": contract(
    "ON CONFLICT of old code fails without its unique constraint; a CHECK or FOREIGN KEY is only given up.",
    "Where it is a CHECK or FOREIGN KEY, say so by -- @loosens; otherwise move it to contract.sql."
  ),
  "rename-constraint": contract("ON CONFLICT ON CONSTRAINT of old code fails, and errors are told by another name."),
  "add-domain-constraint": blocked(
    "Every table with a column of the domain is read while nobody can write to it.",
    "Add it as NOT VALID, which holds for values to come; or put a CHECK on the columns, which can be validated beside writers."
  ),
  "add-domain-constraint-not-valid": safe("Values to come are checked, those that are there are not read."),
  "validate-domain-constraint": blocked(
    "Every table with a column of the domain is read while nobody can write to it.",
    "Leave it NOT VALID, or take a time when nobody needs to write to those tables."
  )
};

// src/domain/migration/lint/rules-objects.ts
var unseen = "See what it does, and allow it where nobody waits for it.";
var objectRules = {
  "create-object": safe("What is new is used by nobody."),
  "create-view": safe("A view that is new, or has new columns at its end. Where it shows other rows than before, old code sees them too."),
  "create-function": safe(
    "A function that is new or has another body. Where it does another thing than before, it does so for old code too."
  ),
  "create-trigger": safe("Only the catalog changes. It fires for old code too."),
  "create-rule": contract("Statements of old code are rewritten."),
  "row-security": contract("Old code sees other rows, or none.", "Make the policies first and ENABLE last, in contract.sql."),
  "disable-trigger": blocked("What the trigger keeps in order is no longer kept.", "Drop it in contract.sql, or have the function decide."),
  "enable-trigger": safe("Only the catalog changes. It fires for old code too."),
  "disable-rule": blocked("Statements of old code do another thing than before.", "Drop it in contract.sql."),
  "drop-object": contract("Code that uses it fails."),
  "rename-object": contract("Code that uses the old name fails."),
  "set-schema": contract("Code that uses the old name fails."),
  "alter-object": safe("Only the catalog changes."),
  "alter-role": blocked(
    "Every new session of the role, or of the database, is another than old code expects, or there is none.",
    "Do it by hand, where whoever does it sees what happens; or allow it where old code cannot mind."
  ),
  "alter-function": safe("How the planner sees it; what it does stays."),
  "change-function": contract(
    "It gives old code another result, or does it by other rights or settings.",
    "Make another function, or allow it where old code cannot mind."
  ),
  "alter-type": contract("Values of the type change their shape for old code."),
  "add-enum-value": safe("Nobody waits. Old code that reads the value may not know it; and it cannot be used in the same transaction."),
  "rename-enum-value": contract(
    "Old code knows the old value.",
    "Add another value and backfill; a value that is no longer used may stay."
  ),
  "alter-sequence": safe("Only the catalog changes."),
  "restart-sequence": blocked(
    "Numbers that are given already may be given again.",
    "Only forward, by setval, and in a statement that is allowed."
  ),
  "refresh-view": recipe(
    "Nobody can read the view meanwhile.",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on it."
  ),
  "refresh-view-concurrently": safe("Beside readers of the view."),
  "empty-view": blocked("Nobody can read the view until it is filled again.", "REFRESH MATERIALIZED VIEW CONCURRENTLY."),
  grant: safe("Nobody may do less than before."),
  revoke: contract("Old code may be refused what it does."),
  comment: safe("Only the catalog changes."),
  "create-extension": safe("What is new is used by nobody. It may need a superuser; on RDS, rds_superuser."),
  "alter-extension": blocked("What its own script does is not known.", unseen),
  "insert-values": safe("Some rows more."),
  "insert-select": blocked("As many rows as are found, in one transaction.", "Move it to backfill.sql, which goes batch by batch."),
  update: blocked("Every row it changes stays locked until all are changed.", "Move it to backfill.sql, which goes batch by batch."),
  delete: blocked("Every row it deletes stays locked until all are deleted.", "Move it to backfill.sql, which goes batch by batch."),
  batched: safe(
    "The rows of one batch at a time. A function of your own is not looked into; one that waits, or reaches other sessions or servers, has to be allowed by call-function."
  ),
  "backfill-moves-key": impossible(
    "The batches go along the key, and it sets the key anew, or makes another row of each that is there: rows come up again, and it may never end.",
    "Fill another column, and make that the key in a later change; or pass over the rows that it makes, by a condition beside :range."
  ),
  "backfill-not-repeatable": blocked(
    "Where verify.sql finds rows, the next run goes over the whole table again, and does this to rows that are done as well.",
    "Pass over rows that are done, by a condition beside :range or ON CONFLICT DO NOTHING."
  ),
  "locking-query": blocked("The rows it finds stay locked until its transaction ends.", "Only read."),
  query: safe("It only reads."),
  "call-function": blocked("It calls a function or a block of code, which is not looked into.", unseen),
  copy: blocked("Rows from a file or to one: the runner has none.", "INSERT the rows, or load them by a program of your own."),
  "transaction-control": impossible("Each statement is a transaction of its own.", "Remove BEGIN, COMMIT and the like."),
  "session-setting": impossible(
    "A setting of the session would hold for every statement after it, and the time-outs are set by the runner.",
    "Remove it. Defaults of a role or a database are ALTER ROLE and ALTER DATABASE, which have to be allowed by name."
  ),
  "session-lock": impossible(
    "By an advisory lock of its session the run keeps all others away, and another one would outlast the statement.",
    "Remove it. One that ends with its transaction, pg_advisory_xact_lock, has to be allowed by call-function."
  ),
  "locks-held-meanwhile": recipe(
    "The file is run as one transaction, which keeps what the statements before have locked while this one works.",
    "Put it into a file of its own."
  ),
  "not-in-transaction": blocked(
    "The file is run as one transaction, in which Postgres refuses this.",
    "Put it into a file of its own, or have its tool run the file without a transaction."
  ),
  "not-in-version": impossible("The server is older than what it is asked for.", "Write what the oldest server knows."),
  "unknown-statement": blocked("The lint does not know this kind of statement.", unseen)
};

// src/domain/migration/lint/rules-tables.ts
var maintenance = "Use a tool that copies beside the writers, such as pg_repack or pg_squeeze, or take a time when nobody needs the table.";
var tableRules = {
  "create-table": safe("What is new is used by nobody."),
  "create-table-foreign-key": recipe(
    "The table that is referred to is locked against writers until the transaction ends.",
    "Create the table without the FOREIGN KEY, then add it in a statement of its own."
  ),
  "on-new-table": safe("The table is made in the same script: nobody uses it yet."),
  "create-partition": recipe(
    "The partitioned table is locked against everybody.",
    "CREATE TABLE ... (LIKE ...), then ALTER TABLE ... ATTACH PARTITION."
  ),
  "attach-partition": recipe(
    "The whole new partition, and a default partition, is read while nobody can use it.",
    "Add a CHECK with the bounds to the new partition first, NOT VALID, then VALIDATE it: it is then not read again."
  ),
  "attach-new-partition": safe(
    "The partition is made in the same script: nobody uses it yet. A default partition, where there is one, is read while nobody can use it, unless a CHECK keeps such rows out."
  ),
  "detach-partition": contract("Its rows are missing; and the partitioned table is locked against everybody."),
  "detach-partition-concurrently": contract("Its rows are missing."),
  "drop-table": contract("Code that names the table fails."),
  "drop-cascade": blocked("What depends on it goes too, and is not named.", "Drop each thing by its name, without CASCADE."),
  "rename-table": contract(
    "Code that uses the old name fails.",
    "Leave a view of the old name: in contract.sql, in the same transaction; or make another table and keep it in step."
  ),
  truncate: blocked("Every row is gone at once, and the table is locked against everybody.", "DELETE in batches by backfill.sql."),
  "set-options": safe("A setting of storage or of the table: only the catalog changes."),
  "set-owner": contract(
    "What the old owner may do without a grant, old code may no longer do.",
    "Grant it first, and allow this; or move it to contract.sql."
  ),
  "replica-identity-nothing": contract("UPDATE and DELETE of old code fail where the table is published."),
  "replica-identity": safe("Only the catalog changes. With FULL every change writes the whole old row to the log."),
  inherit: safe("Its rows become those of the other table too."),
  disinherit: contract("Its rows are missing in the other table."),
  "set-logged": blocked("The whole table is written anew while nobody can read it.", maintenance),
  cluster: blocked("The whole table is written anew while nobody can read it.", maintenance),
  "vacuum-full": blocked("The whole table is written anew while nobody can read it.", maintenance),
  "set-tablespace": blocked("The whole table or index is copied while nobody can use it.", maintenance),
  "set-access-method": blocked("The whole table is written anew while nobody can read it.", maintenance),
  "lock-table": blocked("Others wait until the transaction ends.", "Remove it: each statement takes the locks that it needs."),
  vacuum: safe("Beside readers and writers."),
  analyze: safe("Beside readers and writers."),
  "add-index": recipe("Nobody can write to the table while the index is built.", "CREATE INDEX CONCURRENTLY."),
  "add-index-concurrently": safe("The index is built beside readers and writers."),
  "add-index-on-parent": recipe(
    "Nobody can write to any partition while the indexes are built, and CONCURRENTLY is not to be had on a partitioned table.",
    "CREATE INDEX ON ONLY the table, CREATE INDEX CONCURRENTLY on each partition, and ALTER INDEX ... ATTACH PARTITION."
  ),
  "add-index-on-only": safe("An index of the partitioned table alone, which holds no rows itself."),
  "attach-index": safe("Only the catalog changes."),
  "drop-index": contract("Queries of old code may need it.", "Move it to contract.sql, or allow it where no query uses it."),
  "drop-index-blocking": recipe("Its table is locked against everybody until the lock of all is had.", "DROP INDEX CONCURRENTLY."),
  reindex: recipe("Nobody can write to the table while the index is built.", "REINDEX ... CONCURRENTLY."),
  "reindex-concurrently": safe(
    "The index is built beside readers and writers. One that fails leaves an invalid index that ends in _ccnew."
  ),
  "rename-index": safe("Only its name changes.")
};

// src/domain/migration/lint/rules.ts
var all = { ...columnRules, ...constraintRules, ...tableRules, ...objectRules };
var rules = all;
var ruleNames = Object.keys(all);

// src/domain/migration/changes.ts
function readChanges(files, root, parse2, rules2 = ruleNames) {
  const placed2 = files.map((file) => ({ ...file, at: readPath(below(root, file.path)) }));
  const ours = placed2.filter(({ at }) => at.kind === "ours");
  const mistakes = [];
  for (const { path, at } of placed2) {
    if (at.kind === "mistaken") mistakes.push({ path, line: 1, text: at.text });
    if (at.kind === "foreign" && ours.length > 0)
      mistakes.push({
        path,
        line: 1,
        text: `has no phase, but other changes here do: name it ${at.id}_${at.name}.expand.sql, or move it elsewhere`
      });
  }
  const groups = ours.length > 0 ? groupOurs(placed2, mistakes) : groupForeign(placed2);
  const changes = groups.map((group) => readGroup(group, { parse: parse2, rules: rules2 }, mistakes)).sort((one, other) => compareIds(one.id, other.id));
  return {
    changes,
    mistakes: mistakes.sort((one, other) => one.path === other.path ? one.line - other.line : one.path < other.path ? -1 : 1)
  };
}
function below(root, path) {
  const folder = root === "" || root === "." ? "" : `${root.replace(/^\.\//, "").replace(/\/+$/, "")}/`;
  return path.startsWith(folder) ? path.slice(folder.length) : path;
}
function groupOurs(placed2, mistakes) {
  const groups = [];
  for (const { path, text: text3, at } of [...placed2].sort((one, other) => one.path < other.path ? -1 : 1)) {
    if (at.kind !== "ours") continue;
    const { id, name, role } = at;
    const group = groups.find((each) => compareIds(each.id, id) === 0);
    const same = group?.files.find((each) => each.role === role);
    if (group === void 0) groups.push({ id, name, foreign: false, files: [{ path, text: text3, role }] });
    else if (group.name !== name || group.id !== id)
      mistakes.push({ path, line: 1, text: `has the id ${id}, which is that of ${group.files[0].path}: give one of them another` });
    else if (same !== void 0) mistakes.push({ path, line: 1, text: `is a second ${role} of ${id}_${name}, beside ${same.path}` });
    else group.files.push({ path, text: text3, role });
  }
  return groups;
}
function groupForeign(placed2) {
  return placed2.flatMap(
    ({ path, text: text3, at }) => at.kind === "foreign" ? [{ id: at.id, name: at.name, foreign: true, files: [{ path, text: text3, role: at.role }] }] : []
  );
}
function readGroup({ id, name, foreign, files }, reading, mistakes) {
  const scripts = {};
  for (const { path, text: text3, role } of files) {
    const script = readScript(path, foreign ? appliedPart(text3) : text3, role, foreign, reading, mistakes);
    if (script !== void 0) scripts[role] = script;
  }
  return { id, name, ...foreign && { foreign: true }, scripts };
}
function readScript(path, written3, role, foreign, { parse: parse2, rules: rules2 }, mistakes) {
  const add = (line, text4) => void mistakes.push({ path, line, text: text4 });
  const text3 = written3.replace(/^\uFEFF/, " ");
  const range = replaceRange(text3);
  if (role !== "backfill") for (const at of range.at) add(lineAt(text3, at), `has ${rangeWord}, which only a backfill is run with`);
  const parsed2 = parse2(range.sql);
  if ("wrong" in parsed2) {
    add(lineAt(text3, parsed2.wrong.offset), `is not SQL that can be read: ${ofPsql(text3, parsed2.wrong.offset) ?? parsed2.wrong.message}`);
    return void 0;
  }
  const { statements, stray } = readStatements(text3, parsed2);
  const directives = [...statements.flatMap((statement) => statement.directives), ...stray];
  for (const directive of directives.filter(({ name }) => !foreign || name === "allow")) {
    const mistake = mistakeIn(directive, role, rules2);
    if (mistake !== void 0) add(directive.line, mistake);
  }
  for (const { name, line } of foreign ? [] : stray)
    add(line, `@${name} stands behind the last statement: it belongs before the one it means`);
  const script = { path, role, statements, ...foreign && runsAlone(text3) && { alone: true }, digest: parsed2.digest };
  const places = range.at.map((at) => lineAt(text3, at));
  if (!foreign) mistakes.push(...mistakesOfRole(script, places));
  return script;
}
function ofPsql(text3, offset) {
  if (text3[offset] === "\\") return "a command of the client `psql`, which the server does not know";
  const rows2 = /\bcopy\b[^;]*\bfrom\s+stdin\b[^;]*;\s*$/i.test(text3.slice(0, offset));
  return rows2 ? "the rows behind COPY ... FROM stdin, which only `psql` sends: write INSERT" : void 0;
}
function readStatements(text3, parsed2) {
  const owners = parsed2.statements.map(() => []);
  const stray = [];
  for (const comment of parsed2.comments) {
    const line = lineAt(text3, comment.start);
    const next = parsed2.statements.findIndex((statement) => statement.end > comment.start);
    const before = parsed2.statements.findLastIndex((statement) => statement.end <= comment.start);
    const inside = next >= 0 && parsed2.statements[next].start < comment.start;
    const behind = !inside && before >= 0 && lineAt(text3, parsed2.statements[before].end) === line;
    const owner = owners[behind ? before : next];
    (owner ?? stray).push(...directivesIn(comment.text, line));
  }
  const statements = parsed2.statements.map(({ start, end, node, digest: digest2, tokens }, index) => ({
    text: text3.slice(start, end),
    line: lineAt(text3, start),
    digest: digest2,
    node,
    tokens,
    directives: owners[index]
  }));
  return { statements, stray };
}

// src/actions/migration-files.ts
var mostCharacters = 2e6;
function folderOf(folder) {
  return folder.replace(/^(\.\/+)+/, "").replace(/\/+$/, "") || ".";
}
function wrongFolder(host, folder) {
  if (folder.split("/").includes("..")) return `"${folder}" leads out of the workspace: name a folder within it`;
  try {
    if (sqlFiles(host, folder).length > 0) return void 0;
    return `there is no .sql file in "${folder}"`;
  } catch {
    return `there is no folder "${folder}" in the workspace; check the path, and that a checkout step comes before this one`;
  }
}
function changesIn(host, folder, { parse: parse2, rules: rules2 }, after) {
  const root = folderOf(folder);
  const sources = sqlFiles(host, root).filter((path) => after === void 0 || isBehind(path, after)).map((path) => ({ path: `${root}/${path}`, text: host.readFile(`${root}/${path}`) }));
  const large = sources.filter(({ text: text3 }) => text3.length > mostCharacters);
  const read2 = readChanges(
    sources.filter((source) => !large.includes(source)),
    root,
    parse2,
    rules2
  );
  const tooLarge = large.map(({ path }) => ({ path, line: 1, text: "is larger than 2,000,000 characters: data belongs elsewhere" }));
  return { ...read2, mistakes: [...tooLarge, ...read2.mistakes] };
}
function filesIn(host, folder) {
  try {
    return host.listFiles(folder);
  } catch {
    return [];
  }
}
function isBehind(path, id) {
  const file = readPath(path);
  return !("id" in file) || compareIds(file.id, id) > 0;
}
function sqlFiles(host, folder) {
  return host.listFiles(folder).filter((path) => /\.sql$/i.test(path) && !/(^|\/)(node_modules|\.[^/]+)\//.test(path));
}

// src/actions/migrate-rules.ts
var ofTask = ["run-task-cluster", "run-task-service", "run-task-definition", "run-task-container", "run-task-command"];
function filesAreOurs(values) {
  return values.command !== "expand" || workerOf(values) === "sluice";
}
function workerOf(values) {
  if (ofTask.some((name) => isGiven(values, name))) return "task";
  return values["tool-command"] === void 0 ? "sluice" : "tool";
}
function migrateRules(host, documents) {
  return [
    {
      // Also where the command could not be read: that is none by which a tool would run.
      about: ["migrations"],
      check: (values) => filesAreOurs(values) ? wrongFolder(host, values.migrations) : void 0
    },
    {
      about: ["database-url", "database-secret"],
      check: (values) => both(values, "database-url", "database-secret") ? "both name the database: give one of them" : void 0
    },
    {
      about: ["database-engine", "database-url"],
      tells: ["database-engine"],
      check: (values) => values["database-url"] === void 0 ? void 0 : otherEngine(values["database-url"], values["database-engine"])
    },
    {
      about: ["database-engine", "database-url"],
      tells: ["database-url"],
      check: ({ "database-url": url2, "database-engine": engine }) => url2 === void 0 || otherEngine(url2, engine) !== void 0 ? void 0 : wrongAddress(url2, engine)
    },
    {
      about: ["database-host"],
      check: ({ "database-host": given }) => given === void 0 || splitHost(given) !== void 0 ? void 0 : "a host, or host:port, is expected, such as db.example.com:5432"
    },
    {
      about: ["command", "database-url", "database-secret", ...ofTask, "tool-command"],
      tells: ["database-url"],
      check: (values) => {
        if (values.command === "lint" || isGiven(values, "database-url") || isGiven(values, "database-secret")) return void 0;
        if (values.command === "expand" && workerOf(values) === "task") return void 0;
        return `required for ${values.command}: give database-url or database-secret${values.command === "expand" ? ", or run-task-cluster and run-task-service" : ""}`;
      }
    },
    {
      about: ["command", "tool-command", ...ofTask],
      tells: ["tool-command"],
      check: (values) => {
        if (workerOf(values) === "sluice") return void 0;
        if (values.command === "backfill")
          return "a tool of your own runs with command: expand; a backfill is run in batches by this action";
        return values["tool-command"] !== void 0 && workerOf(values) === "task" ? "given beside run-task-*: either the runner runs a tool, or a task does" : void 0;
      }
    },
    {
      about: [...ofTask],
      tells: ["run-task-cluster", "run-task-service"],
      check: (values) => workerOf(values) !== "task" || isGiven(values, "run-task-cluster") && isGiven(values, "run-task-service") ? void 0 : "a task needs both: the cluster it runs in, and the service whose network it gets"
    },
    ...["database-url", "database-secret", "database-host", "database-name", "database-ca"].map((name) => {
      return {
        about: [name, "command", ...ofTask],
        tells: [name],
        check: (values) => isGiven(values, name) && values.command === "expand" && workerOf(values) === "task" ? "given beside run-task-*, whose task finds its database by itself: by the environment and the secrets of its task definition" : void 0
      };
    }),
    ...["database-host", "database-name"].map((name) => {
      return {
        about: [name, "database-secret", ...ofTask],
        tells: [name],
        check: (values) => isGiven(values, name) && !isGiven(values, "database-secret") && workerOf(values) !== "task" ? "given without database-secret, before which it goes: a URL says it itself" : void 0
      };
    }),
    {
      about: ["lint-after", "command"],
      tells: ["lint-after"],
      check: (values) => isGiven(values, "lint-after") && values.command !== "lint" ? "given, but only command: lint passes over changes: what has run is told by the ledger" : void 0
    },
    { about: ["run-task-command"], check: (values) => documents.wrongIn(values["run-task-command"], readTaskCommand) },
    { about: ["throttle-metrics"], check: (values) => documents.wrongIn(values["throttle-metrics"], parseThrottleMetrics) },
    {
      about: ["max-duration", "timeout-minutes"],
      check: (values) => {
        const [mostMs, timeoutMs] = [values["max-duration"], values["timeout-minutes"] * 6e4];
        if (mostMs === void 0 || mostMs < timeoutMs) return void 0;
        return `a backfill of ${span(mostMs)} does not end within the time-out of ${span(timeoutMs)}: give more minutes`;
      }
    },
    {
      about: ["lint-schema"],
      check: ({ "lint-schema": path }) => path === void 0 ? void 0 : wrongSchema(host, path)
    },
    {
      about: ["lint-database-url"],
      check: ({ "lint-database-url": url2 }) => url2 === void 0 ? void 0 : wrongAddress(url2, "postgres")
    },
    {
      about: ["lint-database-url", "lint-schema", "command", "database-engine"],
      tells: ["lint-database-url"],
      check: (values) => {
        if (!isGiven(values, "lint-database-url")) return isGiven(values, "lint-schema") ? "required where lint-schema is given" : void 0;
        if (values.command !== "lint") return "given, but only command: lint measures";
        return values["database-engine"] === "mysql" ? "given, but only Postgres is measured" : void 0;
      }
    },
    {
      about: ["database-ca"],
      check: (values) => {
        const read2 = authoritiesIn(host, values["database-ca"]);
        return read2 && "problems" in read2 ? read2.problems : void 0;
      }
    },
    {
      about: ["aws-region", "database-secret", "run-task-cluster", "throttle-metrics"],
      tells: ["aws-region"],
      check: (values) => ["database-secret", "run-task-cluster", "throttle-metrics"].some((name) => isGiven(values, name)) && regionOf(host, values["aws-region"]) === "" ? "required, because AWS is asked and the job sets neither AWS_REGION nor AWS_DEFAULT_REGION" : void 0
    }
  ];
}
function authoritiesIn(host, path) {
  if (path === void 0) return void 0;
  let text3;
  try {
    text3 = host.readFile(path);
  } catch {
    return { problems: [`there is no file "${path}" in the workspace`] };
  }
  const read2 = readAuthorities(text3, path);
  const broken = [...text3.matchAll(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs)].findIndex(([pem]) => !isCertificate(pem));
  return "problems" in read2 || broken < 0 ? read2 : { problems: [`certificate ${String(broken + 1)} of ${path} cannot be read`] };
}
function isCertificate(pem) {
  try {
    return new import_node_crypto2.X509Certificate(pem).subject !== "";
  } catch {
    return false;
  }
}
async function wrongSchema(host, path) {
  let text3;
  try {
    text3 = host.readFile(path);
  } catch {
    return `there is no file "${path}" in the workspace`;
  }
  const { mistakes } = readSchema(path, text3, sqlParser(await loadParser()).parse);
  return mistakes.map(({ line, text: wrong2 }) => `${path}:${String(line)} ${wrong2}; \`pg_dump --schema-only\` writes such a file`);
}
function isGiven(values, name) {
  return values[name] !== void 0;
}
function both(values, one, other) {
  return isGiven(values, one) && isGiven(values, other);
}

// src/domain/migration/shown-sql.ts
function shownSql({ text: text3, tokens }) {
  let shown2 = "";
  let end = 0;
  for (const token of tokens) {
    shown2 += `${token.start > end && shown2 !== "" ? " " : ""}${token.literal ? "?" : text3.slice(token.start, token.end)}`;
    end = token.end;
  }
  return shown2;
}
function cut(text3, most) {
  const characters = [...text3];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : text3;
}

// src/domain/render/migration-lint.ts
var barWords = "· nobody waits  ▏ for milliseconds  █ as long as the table is large";
var bars = { none: "·", brief: "▏", long: "█" };
var classes = {
  "expand-safe": "safe",
  recipe: "has a safe form",
  "new-column": "needs a new column",
  "contract-only": "contract only",
  blocked: "blocked"
};
var verdicts = {
  runs: "✅",
  "runs-rewritten": "♻️",
  refused: "❌"
};
var mostRows = 40;
var mostCharacters2 = 100;
function waitsOf({ findings }) {
  const told = findings.map(({ blocks }) => blocks);
  if (told.some((each) => each !== void 0)) {
    const [all2, writers] = [told.includes("everybody"), told.includes("writers")];
    return { reads: all2 ? "long" : "brief", writes: all2 || writers ? "long" : "brief" };
  }
  const waits = findings.flatMap(({ locks, rewrites, scans, class: found2 }) => {
    const unnamed = locks.length === 0 && (rewrites || scans) && found2 !== "expand-safe";
    const modes = unnamed ? [rewrites ? "ACCESS EXCLUSIVE" : "SHARE"] : locks.map(({ mode }) => mode);
    return modes.map((mode) => ({ level: lockModes.indexOf(mode), lasting: rewrites || scans ? "long" : "brief" }));
  });
  const from = (mode) => {
    const over = waits.filter(({ level }) => level >= lockModes.indexOf(mode));
    return over.some(({ lasting }) => lasting === "long") ? "long" : over.length > 0 ? "brief" : "none";
  };
  return { reads: from("ACCESS EXCLUSIVE"), writes: from("SHARE") };
}
function placeIn({ path, line }) {
  return `${path}:${String(line)}`;
}
function shownStatement({ statement }) {
  return cut(shownSql(statement), mostCharacters2);
}
function findingLines(statements) {
  return statements.map((each) => {
    const { reads, writes } = waitsOf(each);
    const worst = each.findings.find(({ class: found2 }) => found2 !== "expand-safe");
    const mark2 = { runs: "✓", "runs-rewritten": "↻", refused: "✗" }[each.verdict];
    const what = worst === void 0 ? "" : `  ${worst.rule}${each.allowed === void 0 ? "" : `, allowed: ${each.allowed}`}`;
    return `${mark2} ${bars[reads]}${bars[writes]} ${placeIn(each)}  ${shownStatement(each)}${what}`;
  });
}
function lintSections(statements, mistakes, shown2) {
  return [mistaken(mistakes), picture(statements), ...findingSections(statements, shown2)].filter((section) => section !== "");
}
function findingSections(statements, shown2) {
  const forms = safeForms(statements, shown2);
  const folded = forms.length === 0 ? "" : ["<details><summary>The safe forms</summary>", "", block(forms), "", "</details>"].join("\n");
  return [table(statements), folded].filter((section) => section !== "");
}
function safeForms(statements, shown2) {
  return statements.flatMap((each) => {
    const recipe2 = each.findings.find((found2) => found2.recipe !== void 0)?.recipe;
    if (recipe2 === void 0 || each.verdict === "runs") return [];
    return ["", `-- ${placeIn(each)}`, ...recipe2.map(({ sql }) => `${shown2(sql)};`)];
  }).slice(1);
}
function mistaken(mistakes) {
  if (mistakes.length === 0) return "";
  const rows2 = mistakes.map((each) => `| ${code(placeIn(each))} | ${inline(each.text)} |`);
  return ["### Cannot be read", "", "| place | what is wrong |", "| :--- | :--- |", ...rows2].join("\n");
}
function picture(statements) {
  if (statements.length === 0) return "";
  const shown2 = statements.slice(0, mostRows);
  const rows2 = shown2.flatMap((each, index) => {
    const { reads, writes } = waitsOf(each);
    const heading = each.path === shown2[index - 1]?.path ? [] : [...index === 0 ? [] : [""], each.path];
    const line = `${String(each.line).padStart(5)}  ${bars[reads].repeat(5)}  ${bars[writes].repeat(6)}  ${shownStatement(each)}`;
    return [...heading, line];
  });
  const rest = statements.length - shown2.length;
  return block([` line  reads  writes   ${barWords}`, ...rows2, ...rest > 0 ? ["", `and ${String(rest)} more`] : []]);
}
function table(statements) {
  const rows2 = statements.flatMap(
    (each) => each.findings.filter((found2) => found2.class !== "expand-safe").map((found2) => ({ each, found: found2 }))
  );
  if (rows2.length === 0) return "";
  const lines = rows2.slice(0, mostRows).map(({ each, found: found2 }) => {
    const lock2 = found2.locks.map(({ relation, mode }) => `${code(mode)} on ${code(relation)}`).join(", ");
    const what = [`**${classes[found2.class]}** ${code(found2.rule)}`, inline(found2.because)].join("<br>");
    const then = each.allowed === void 0 ? each.verdict === "runs" ? "" : inline(found2.advice) : `allowed: ${inline(each.allowed)}`;
    return `| ${verdicts[each.verdict]} ${code(`${each.change} ${each.role}:${String(each.line)}`)} | ${what} | ${lock2} | ${then} |`;
  });
  const rest = rows2.length - lines.length;
  return [
    "| where | what | lock | instead |",
    "| :--- | :--- | :--- | :--- |",
    ...lines,
    ...rest > 0 ? ["", `${String(rest)} more findings are in the log.`] : []
  ].join("\n");
}

// src/domain/migration/ledger-entry.ts
function entryOf(ledger, change2, phase) {
  return ledger.find((entry) => entry.phase === phase && compareIds(entry.change, change2) === 0);
}
function isDone(ledger, change2, phase) {
  return entryOf(ledger, change2, phase)?.state === "done";
}
function unfiledOf(ledger, files) {
  return ledger.filter((entry) => {
    const others = files.filter(({ phase }) => phase === entry.phase);
    return others.length > 0 && others.every(({ change: change2 }) => compareIds(change2.id, entry.change) !== 0);
  });
}
function renamedFrom(unfiled, { phase, digest: digest2 }) {
  return unfiled.find((entry) => entry.phase === phase && entry.digest === digest2 && hasWork(entry));
}
function hasWork({ state, steps: steps2, backfill: backfill2 }) {
  return state === "done" || steps2.length > 0 || (backfill2?.rowsDone ?? 0) > 0;
}

// src/domain/render/migration-plan.ts
function migrationPlanLines(about) {
  const { changes, ledger, phase, statements, blockers, settings: settings3 } = about;
  const own = changes.filter(({ foreign, scripts }) => foreign !== true && scripts[phase] !== void 0);
  const pending = own.filter((change2) => !isDone(ledger, change2.id, phase));
  const filed = (change2) => ({ change: change2, phase, digest: change2.scripts[phase]?.digest ?? "" });
  const unfiled = unfiledOf(ledger, own.map(filed));
  const lines = pending.map((change2) => {
    const entry = entryOf(ledger, change2.id, phase);
    const before = entry ?? renamedFrom(unfiled, filed(change2));
    const done = before === void 0 ? "" : `, ${doneText(before)} by run ${before.run}`;
    return `  ${change2.id} ${change2.name}${done}${before === entry ? "" : ` as ${before.change}, which has no file any more`}`;
  });
  const abandoned = unfiled.filter(({ state }) => state !== "done");
  const without2 = abandoned.map((entry) => `  ${entry.change}, ${doneText(entry)} by run ${entry.run}, has no file any more`);
  return [
    `${phase}: ${String(pending.length)} of ${own.length === 1 ? "1 change is" : `${String(own.length)} changes are`} pending`,
    ...lines,
    ...without2,
    ...statements.length > 0 ? [
      "",
      `Statements, with who would wait for them as they are written: readers, writers   ${barWords}`,
      ...findingLines(statements).map((line) => `  ${line}`)
    ] : [],
    ...blockers.length > 0 ? ["", `In the way now: ${blockersText(blockers)}`] : [],
    "",
    "Inputs",
    ...settings3.map(([name, text3, source]) => `  ${name}: ${text3} (${source})`)
  ];
}
function doneText({ steps: steps2, backfill: backfill2 }) {
  if (backfill2 !== void 0) return `${grouped(backfill2.rowsDone)} rows were done`;
  return steps2.length === 1 ? "1 step was done" : `${String(steps2.length)} steps were done`;
}

// src/domain/migration/backfill-rate.ts
var windowMs = 6e4;
var leastMs = 3e3;
function stepped(strides, next) {
  const last = strides.at(-1);
  if (last !== void 0 && (next.rowsDone < last.rowsDone || next.atMs < last.atMs)) return [next];
  const sinceMs = next.atMs - windowMs;
  const from = strides.findLastIndex(({ atMs }) => atMs <= sinceMs);
  return [...strides.slice(Math.max(0, from)), next];
}
function paceOf(strides, rowsEstimated) {
  const [first] = strides;
  const last = strides.at(-1);
  if (first === void 0 || last === void 0 || last.atMs - first.atMs < leastMs) return {};
  const rowsPerSecond = (last.rowsDone - first.rowsDone) * 1e3 / (last.atMs - first.atMs);
  const left = rowsEstimated - last.rowsDone;
  if (rowsEstimated < 0 || left <= 0 || rowsPerSecond <= 0) return { rowsPerSecond };
  return { rowsPerSecond, remainingMs: left * 1e3 / rowsPerSecond };
}
function shareDone(rowsDone, rowsEstimated) {
  return rowsEstimated > 0 && rowsDone <= rowsEstimated ? rowsDone / rowsEstimated : void 0;
}

// src/domain/render/migration-run.ts
var width = 24;
var mostRows2 = 24;
var mostSteps = 60;
function runSections(events, nameOf3) {
  return [picture2(events), steps(events, nameOf3)].filter((section) => section !== "");
}
function picture2(events) {
  const startMs = events[0]?.atMs ?? 0;
  const blocks = [];
  for (const event of events) {
    if (event.kind === "backfill-began") blocks.push([event]);
    else if (event.kind === "backfilled" || event.kind === "backfill-paused" || event.kind === "backfill-ended") blocks.at(-1)?.push(event);
  }
  const rows2 = blocks.flatMap((told, index) => {
    const [began, end] = [told[0], told.at(-1)];
    const name = began?.kind === "backfill-began" ? `${began.table}, ${began.change}` : "";
    const step = Math.ceil(told.length / mostRows2);
    const total = end?.kind === "backfill-ended" ? end.rowsDone : void 0;
    const kept = told.filter((_, at) => at % step === 0 || at === told.length - 1);
    return [...index > 0 ? [""] : [], name, ...kept.map((event) => row(event, startMs, total))];
  });
  return rows2.length < 3 ? "" : block(rows2);
}
function row(event, startMs, total) {
  const time = elapsed(event.atMs - startMs).padStart(7);
  if (event.kind === "backfill-paused") return `${time}  ⏸ ${event.reasons.join("; ")}`;
  const share = event.kind === "backfill-ended" ? 1 : shareDone(event.rowsDone, total ?? event.rowsEstimated);
  const filled = Math.round((share ?? 0) * width);
  const bar = "█".repeat(filled) + "░".repeat(width - filled);
  const percent = share === void 0 ? "    ?" : `${String(Math.floor(share * 100)).padStart(3)} %`;
  const speed = event.kind === "backfilled" && event.rowsPerSecond !== void 0 ? `  ${grouped(event.rowsPerSecond)}/s` : "";
  return `${time}  ${bar} ${percent}  ${grouped(event.rowsDone).padStart(11)} rows${speed}`;
}
function steps(events, nameOf3) {
  const done = events.filter((event) => event.kind === "step-done");
  const begun = events.findLast((event) => event.kind === "step-begun");
  const stoppedAt = begun && !done.some(({ place }) => samePlace(place, begun.place)) ? begun.place : void 0;
  if (done.length === 0 && stoppedAt === void 0) return "";
  const row2 = (place, took, how) => `| ${code(`${place.change} ${place.phase}:${String(place.line)}`)} | ${code(nameOf3(place))} | ${took} | ${how} |`;
  const rows2 = done.slice(0, mostSteps).map(({ place, tookMs, tries }) => {
    const waited = events.some((event) => event.kind === "blocked" && samePlace(event.place, place));
    const how = [...tries > 1 ? [`${String(tries)} tries`] : [], ...waited ? ["waited for others"] : []].join(", ");
    return row2(place, duration2(tookMs), how);
  });
  const rest = done.length - rows2.length;
  return [
    "| place | statement | took | |",
    "| :--- | :--- | ---: | :--- |",
    ...rows2,
    ...stoppedAt ? [row2(stoppedAt, "", "❌ not done")] : [],
    ...rest > 0 ? ["", `and ${String(rest)} more`] : []
  ].join("\n");
}
function samePlace(one, other) {
  return one.change === other.change && one.phase === other.phase && one.step === other.step;
}
function duration2(ms) {
  return ms < 1e4 ? `${grouped(Math.max(1, Math.round(ms)))} ms` : elapsed(ms);
}

// src/aws/database-secret-owner.ts
async function findManagedDatabase(send, { ARN, Name = "" }, signal) {
  if (ARN === void 0 || !Name.startsWith("rds!")) return void 0;
  try {
    return Name.startsWith("rds!cluster-") ? await findCluster(send, ARN, signal) : await findInstance(send, ARN, signal);
  } catch (error) {
    if (!(error instanceof SluiceError) || error.reasonCode !== "ACCESS_DENIED") throw error;
    throw new SluiceError("ACCESS_DENIED", `${error.message}, which would tell the host of the database`, {
      hint: `Give database-host and database-name. ${error.hint ?? ""}`.trim(),
      cause: error
    });
  }
}
async function findCluster(send, arn, signal) {
  let Marker;
  do {
    const answer = await send("rds:DescribeDBClusters", Marker === void 0 ? {} : { Marker }, signal);
    const found2 = answer.DBClusters?.find((each) => keeps(each, arn));
    if (found2?.Endpoint !== void 0) return { host: found2.Endpoint, port: found2.Port, database: found2.DatabaseName, engine: found2.Engine };
    Marker = answer.Marker;
  } while (Marker !== void 0);
  return void 0;
}
async function findInstance(send, arn, signal) {
  let Marker;
  do {
    const answer = await send("rds:DescribeDBInstances", Marker === void 0 ? {} : { Marker }, signal);
    const found2 = answer.DBInstances?.find((each) => keeps(each, arn));
    const endpoint = found2?.Endpoint;
    if (endpoint?.Address !== void 0)
      return { host: endpoint.Address, port: endpoint.Port, database: found2?.DBName, engine: found2?.Engine };
    Marker = answer.Marker;
  } while (Marker !== void 0);
  return void 0;
}
function keeps({ MasterUserSecret }, arn) {
  return MasterUserSecret?.SecretArn === arn;
}

// src/aws/database-secret.ts
async function readSecretUrl(options, signal) {
  const { secret, region, mask } = options;
  const there2 = secret.startsWith("arn:") ? secret.split(":")[3] ?? region : region;
  const send = there2 === region ? options.send : options.sendIn?.(there2);
  if (send === void 0) throw unusable(secret, [`is in ${there2}, and this step asks ${region}: give aws-region`]);
  const value = await send("secretsmanager:GetSecretValue", { SecretId: secret }, signal).catch((error) => {
    throw explainSecretError(error, secret);
  });
  const reading = readDatabaseSecret(textOf(value, secret, mask), options);
  const known2 = "location" in reading ? reading.location.secrets : reading.secrets;
  for (const each of known2) mask(each);
  if ("location" in reading) return reading.location.url;
  if ("problems" in reading) throw unusable(secret, reading.problems);
  const place = await findManagedDatabase(send, value, signal);
  if (place === void 0) throw unusable(secret, ["names no host: give database-host"]);
  const located = reading.locate(place);
  if ("problems" in located) throw unusable(secret, located.problems);
  for (const each of located.location.secrets) mask(each);
  return located.location.url;
}
function textOf(value, secret, mask) {
  if (value.SecretString !== void 0) return value.SecretString;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(value.SecretBinary ?? new Uint8Array());
  } catch {
    mask(Buffer.from(value.SecretBinary ?? []).toString("base64"));
    throw unusable(secret, ["is binary"]);
  }
}
function unusable(secret, problems) {
  return new SluiceError("PREFLIGHT_FAILED", problems.map((each) => `The secret ${secret} ${each}`).join("\n"), {
    hint: "A secret for a database is a URL, or JSON with host, port, dbname, username and password; database-host and database-name add what it lacks."
  });
}
function explainSecretError(error, secret) {
  if (!(error instanceof SluiceError)) return error;
  const name = awsErrorName(error);
  const make2 = (message, hint) => new SluiceError("PREFLIGHT_FAILED", message, { hint, cause: error });
  if (name === "ResourceNotFoundException")
    return make2(`There is no secret ${secret} in this region, or it has no value`, "Check database-secret, the region and the account.");
  if (name === "InvalidRequestException")
    return make2(`The secret ${secret} is marked for deletion`, "Restore it, or give another in database-secret.");
  const kms = name === "DecryptionFailure" || error.reasonCode === "ACCESS_DENIED" && /\bKMS\b/i.test(causeOf(error));
  if (!kms) return error;
  return new SluiceError("ACCESS_DENIED", `The key of the secret ${secret} may not be used by the role of this job`, {
    hint: "Allow kms:Decrypt on the KMS key of the secret, in the policy of the role and in that of the key.",
    cause: error
  });
}
function causeOf(error) {
  return error.cause instanceof Error ? error.cause.message : "";
}

// src/database/digest.ts
var import_node_crypto3 = __toESM(require_node_crypto(), 1);
function sha256(text3) {
  return (0, import_node_crypto3.createHash)("sha256").update(text3).digest("hex");
}

// src/database/backfill-key.ts
async function surveyKey(session, table2, columns, signal) {
  const none = { rowsEstimated: -1, key: [] };
  const [found2] = await rowsOf(session, tableSql(table2), signal);
  if (found2 === void 0) return { ...none, problems: [`table ${table2} does not exist, or the search_path does not lead to it`] };
  if (found2.kind !== "r" && found2.kind !== "p")
    return { ...none, problems: [`${table2} is no table: name the table whose rows are to be filled`] };
  const known2 = await rowsOf(session, columnsSql(found2.oid), signal);
  const indexes = await rowsOf(session, indexesSql(found2.oid), signal);
  const problems = keyProblems(table2, columns, known2, indexes);
  const key2 = columns.flatMap((name) => known2.find((column) => column.name === name) ?? []);
  return { problems, rowsEstimated: found2.rows, key: key2.map(({ quoted: quoted2, type }) => ({ name: quoted2, type })) };
}
function keyProblems(table2, columns, known2, indexes) {
  const absent = columns.filter((name) => !known2.some((column) => column.name === name));
  const nullable = columns.filter((name) => known2.some((column) => column.name === name && !column.never_null));
  const same = indexes.filter((index) => sameList(index.columns, columns));
  const problems = [
    ...absent.map((name) => `table ${table2} has no column ${name}, which the key names`),
    ...nullable.map((name) => `column ${name} of the key may be NULL: a row with NULL there would never be reached`)
  ];
  if (columns.length === 0) problems.push("the key names no column");
  if (absent.length > 0 || columns.length === 0) return problems;
  const fitting = indexes.map((index) => index.columns.join(", ")).join("; ");
  if (same.length === 0)
    problems.push(
      `no unique and valid index of ${table2} has just the columns ${columns.join(", ")} in this order` + (fitting === "" ? ": give it one" : `: such keys are ${fitting}`)
    );
  else if (!same.some(({ orderly }) => orderly))
    problems.push(
      `index ${same[0].name} orders its columns unlike <: one of them descends, or has an operator class or collation of its own`
    );
  return problems;
}
function sameList(one, other) {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
async function rowsOf(session, sql, signal) {
  const { rows: rows2 } = await session.query(sql, [], signal);
  return rows2;
}
function tableSql(table2) {
  const oid = `to_regclass(${literal(quotedName(table2))})`;
  return `SELECT c.oid::text, c.relkind AS kind, c.relname AS name,
    (SELECT CASE WHEN bool_or(leaf.reltuples < 0 OR leaf.reltuples = 0 AND pg_relation_size(leaf.oid) > 0) THEN -1
       ELSE coalesce(sum(leaf.reltuples), 0) END::float8
     FROM pg_class leaf
     WHERE leaf.oid = c.oid AND c.relkind = 'r' OR leaf.relkind = 'r' AND c.relkind = 'p'
       AND leaf.oid IN (SELECT relid FROM pg_partition_tree(c.oid))) AS rows
  FROM pg_class c WHERE c.oid = ${oid}`;
}
function columnsSql(oid) {
  return `SELECT attname AS name, quote_ident(attname) AS quoted, format_type(atttypid, atttypmod) AS type, attnotnull AS never_null
  FROM pg_attribute WHERE attrelid = ${literal(oid)}::oid AND attnum > 0 AND NOT attisdropped`;
}
function indexesSql(oid) {
  return `SELECT ic.relname AS name, array_agg(a.attname::text ORDER BY k.at) AS columns,
    count(DISTINCT i.indoption[k.at] & 1) = 1 AND bool_and(o.opcdefault AND i.indcollation[k.at] = a.attcollation) AS orderly
  FROM pg_index i
  JOIN pg_class ic ON ic.oid = i.indexrelid
  JOIN pg_am am ON am.oid = ic.relam AND am.amname = 'btree'
  CROSS JOIN LATERAL generate_series(0, i.indnkeyatts - 1) AS k(at)
  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.at]
  JOIN pg_opclass o ON o.oid = i.indclass[k.at]
  WHERE i.indrelid = ${literal(oid)}::oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
  GROUP BY ic.relname ORDER BY ic.relname`;
}

// src/database/backfill-sql.ts
function boundarySql(table2, key2, after, rows2) {
  const names2 = key2.map(({ name }) => name);
  const page = `SELECT ${names2.join(", ")} FROM ${table2}${after === void 0 ? "" : ` WHERE ${compared(key2, "", ">", after)}`} ORDER BY ${names2.join(", ")} LIMIT ${rows2}`;
  const texts = names2.map((name) => `${name}::text`).join(", ");
  const last = names2.map((name) => `${name} DESC`).join(", ");
  return `SELECT ARRAY[${texts}] AS key, count(*) OVER ()::int AS rows FROM (${page}) AS page ORDER BY ${last} LIMIT 1`;
}
function withRange(sql, condition) {
  const places = replaceRange(sql).at;
  return places.reduceRight((text3, at) => `${text3.slice(0, at)}(${condition})${text3.slice(at + rangeWord.length)}`, sql);
}
function spanCondition(key2, prefix2, { after, upTo }) {
  const end = compared(key2, prefix2, "<=", upTo);
  return after === void 0 ? end : `${compared(key2, prefix2, ">", after)} AND ${end}`;
}
function batchSql(parts3) {
  return [
    // The end of the line, for the user's statement may end with a comment.
    `WITH done AS (${withRange(parts3.sql, parts3.condition)}
RETURNING 1),`,
    `changed AS (SELECT count(*)::int AS changed FROM done),`,
    `saved AS (${parts3.saved}
RETURNING 1),`,
    `ahead AS (${parts3.ahead})`,
    // Beyond the work itself, so that the clock is read when it is done.
    `SELECT changed, (SELECT count(*)::int FROM saved) AS saved, ahead.key AS ahead, ahead.rows AS ahead_rows,`,
    `extract(epoch FROM clock_timestamp() - statement_timestamp())::float8 * 1000 AS took_ms`,
    `FROM changed LEFT JOIN ahead ON true`
  ].join("\n");
}
function batchSettings(limits) {
  return [
    `SET LOCAL lock_timeout = ${Math.ceil(limits.lockMs)}`,
    `SET LOCAL statement_timeout = ${Math.ceil(limits.statementMs)}`,
    "SET LOCAL enable_seqscan = off",
    "SET LOCAL jit = off"
  ].join("; ");
}
function compared(key2, prefix2, operator, values) {
  const names2 = key2.map(({ name }) => `${prefix2}${name}`);
  const casts = key2.map(({ type }, index) => `${literal(values[index] ?? "")}::${type}`);
  return `(${names2.join(", ")}) ${operator} (${casts.join(", ")})`;
}

// src/database/backfill.ts
var ambiguous = "42702";
function createBackfill(session, order, saveSql2) {
  const table2 = quotedName(order.table);
  let key2;
  let prefix2 = "";
  let ahead;
  let tripMs = Infinity;
  const timed = async (sql, signal) => {
    const sinceMs = performance.now();
    const { rows: rows2 } = await session.query(sql, [], signal);
    return { rows: rows2, elapsedMs: performance.now() - sinceMs };
  };
  const keyOf = () => {
    if (key2 === void 0) throw new Error("A batch before the survey");
    return key2;
  };
  const look2 = async (after, rows2, settings3, signal) => {
    const { rows: found2 } = await timed(`${settings3}; ${boundarySql(table2, keyOf(), after, rows2)}`, signal);
    const [row2] = found2;
    return row2 && { after, key: row2.key, rows: row2.rows };
  };
  const findPrefix = async (columns, signal) => {
    const names2 = ["", ...order.alias === void 0 ? [] : [quotedName(order.alias)], table2].map(
      (name) => name === "" ? "" : `${name}.`
    );
    for (const [index, name] of names2.entries()) {
      const never = columns.map((column) => `${name}${column.name} IS NULL`).join(" AND ");
      try {
        await session.query(`EXPLAIN ${withRange(order.sql, never)}
RETURNING 1`, [], signal);
        return name;
      } catch (error) {
        if (!(error instanceof DatabaseFault) || error.sqlState !== ambiguous || index === names2.length - 1) throw error;
      }
    }
    return "";
  };
  return {
    async survey(signal) {
      ahead = void 0;
      const found2 = await surveyKey(session, order.table, order.key, signal);
      if (found2.problems.length > 0) return found2;
      for (let trip = 0; trip < 3; trip += 1) tripMs = Math.min(tripMs, (await timed("SELECT 1", signal)).elapsedMs);
      prefix2 = await findPrefix(found2.key, signal);
      key2 = found2.key;
      return { problems: [], rowsEstimated: found2.rowsEstimated };
    },
    async batch(entry, rows2, limits, signal) {
      const before = entry.backfill ?? { rowsDone: 0, rowsEstimated: -1 };
      const settings3 = batchSettings(limits);
      const known2 = ahead !== void 0 && sameKey(ahead.after, before.cursor) && ahead.rows <= rows2 * 1.25 ? ahead : void 0;
      ahead = void 0;
      const next = known2 ?? await look2(before.cursor, rows2, settings3, signal);
      if (next === void 0) return { progress: before, rows: 0, changed: 0, tookMs: 0 };
      if (sameKey(next.key, before.cursor)) throw new DatabaseFault("refused", "", "The last key of the batch is that of the batch before");
      const progress = { ...before, cursor: next.key, rowsDone: before.rowsDone + next.rows };
      const span2 = { ...next.after !== void 0 && { after: next.after }, upTo: next.key };
      const sql = batchSql({
        sql: order.sql,
        condition: spanCondition(keyOf(), prefix2, span2),
        saved: saveSql2({ ...entry, backfill: progress }),
        ahead: boundarySql(table2, keyOf(), next.key, rows2)
      });
      const { rows: found2, elapsedMs } = await timed(`${settings3}; ${sql}`, signal);
      const [done] = found2;
      if (done?.saved !== 1) throw new DatabaseFault("refused", "", "The ledger has no line for this backfill any more");
      if (done.ahead !== null) ahead = { after: next.key, key: done.ahead, rows: done.ahead_rows ?? 0 };
      return { progress, rows: next.rows, changed: done.changed, tookMs: Math.max(done.took_ms, elapsedMs - tripMs) };
    }
  };
}
function sameKey(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

// src/database/catalog.ts
var found = (catalog, name, schema) => `
  SELECT DISTINCT ON (asked.at) asked.at, own.oid
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (schema, name, at)
  JOIN pg_catalog.${catalog} AS own ON own.${name} = asked.name
  JOIN pg_catalog.pg_namespace AS place ON place.oid = own.${schema}
  WHERE CASE asked.schema WHEN '' THEN place.nspname = ANY (current_schemas(true)) ELSE place.nspname = asked.schema END
  ORDER BY asked.at, array_position(current_schemas(true), place.nspname)`;
var columnsSql2 = `
  WITH RECURSIVE found AS (${found("pg_class", "relname", "relnamespace")}
  ), family AS (
    SELECT at, oid FROM found
    UNION
    SELECT family.at, inhrelid FROM family JOIN pg_catalog.pg_inherits ON inhparent = family.oid
  ), columns AS (
    SELECT family.at, own.attrelid, own.attnum, own.attname, own.attcollation <> type.typcollation AS collated,
      own.attnotnull AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint AS each
        WHERE each.conrelid = own.attrelid AND each.contype = 'n' AND own.attnum = ANY (each.conkey) AND NOT each.convalidated) AS filled,
      EXISTS (
        SELECT FROM pg_catalog.pg_constraint AS each
        WHERE each.conrelid = own.attrelid AND each.contype = 'c' AND own.attnum = ANY (each.conkey)) AS checked,
      EXISTS (SELECT FROM pg_catalog.pg_index AS each WHERE each.indrelid = own.attrelid AND own.attnum = ANY (each.indkey::int2[])) AS indexed,
      EXISTS (
        SELECT FROM pg_catalog.pg_index AS each JOIN pg_catalog.pg_depend AS needs
          ON needs.classid = 'pg_catalog.pg_class'::regclass AND needs.objid = each.indexrelid
            AND needs.refclassid = 'pg_catalog.pg_class'::regclass AND needs.refobjid = own.attrelid AND needs.refobjsubid = own.attnum
        WHERE each.indrelid = own.attrelid AND (each.indexprs IS NOT NULL OR each.indpred IS NOT NULL)) AS expressed
    FROM family
    JOIN pg_catalog.pg_attribute AS own ON own.attrelid = family.oid AND own.attnum > 0 AND NOT own.attisdropped
    JOIN pg_catalog.pg_type AS type ON type.oid = own.atttypid
  )
  SELECT found.at::int AS at, found.oid::text AS id, relation.relkind = 'p' AS partitioned, own.attname AS name,
    pg_catalog.format_type(own.atttypid, own.atttypmod) AS type, bool_and(columns.filled) AS "notNull", bool_or(columns.indexed) AS indexed,
    bool_or(columns.checked OR columns.expressed OR columns.collated) AS computed
  FROM found
  JOIN pg_catalog.pg_class AS relation ON relation.oid = found.oid AND relation.relkind IN ('r', 'p', 'm', 'f', 'v')
  LEFT JOIN pg_catalog.pg_attribute AS own ON own.attrelid = found.oid AND own.attnum > 0 AND NOT own.attisdropped
  LEFT JOIN columns ON columns.at = found.at AND columns.attname = own.attname
  GROUP BY found.at, found.oid, relation.relkind, own.attnum, own.attname, own.atttypid, own.atttypmod
  ORDER BY found.at, own.attnum`;
var typesSql = `
  WITH RECURSIVE found AS (${found("pg_type", "typname", "typnamespace")}
  ), below AS (
    SELECT found.at, type.oid, type.typbasetype, type.typnotnull FROM found JOIN pg_catalog.pg_type AS type ON type.oid = found.oid
    UNION ALL
    SELECT below.at, type.oid, type.typbasetype, type.typnotnull FROM below JOIN pg_catalog.pg_type AS type ON type.oid = below.typbasetype
  )
  SELECT at::int AS at, bool_or(typnotnull OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS each WHERE each.contypid = below.oid)) AS checked
  FROM below GROUP BY at ORDER BY at`;
async function readCatalog(session, { relations: relations2, types }, signal) {
  const ask = async (sql, names2) => {
    if (names2.length === 0) return [];
    const { rows: rows2 } = await session.query(sql, [names2.map(({ schema }) => schema), names2.map(({ name }) => name)], signal);
    return rows2;
  };
  const columns = await ask(columnsSql2, relations2);
  const domains = await ask(typesSql, types);
  return {
    relations: relations2.flatMap((relation, index) => {
      const own = columns.filter(({ at }) => at === index + 1);
      const [first] = own;
      if (first === void 0) return [];
      return [{ name: spelled(relation), id: first.id, partitioned: first.partitioned, columns: own.flatMap(columnOf) }];
    }),
    types: domains.flatMap(({ at, checked: checked2 }) => {
      const type = types[at - 1];
      return type === void 0 ? [] : [{ name: spelled(type), made: checked2 ? "checked" : "plain" }];
    })
  };
}
function columnOf({ name, type, notNull, indexed, computed }) {
  return name === null ? [] : [{ name, type, notNull, indexed, computed }];
}

// src/database/session.ts
async function openSession(address, options, signal) {
  if (signal.aborted) throw cancelledFault();
  const { Client } = await import("./esm-XF7TLJWZ.js");
  const client = new Client({
    host: address.host,
    port: address.port,
    database: address.database,
    user: address.user,
    // A function, or the client would look for one in the environment and in files.
    password: () => address.password,
    ssl: address.tls ? { rejectUnauthorized: true, ...options.ca === void 0 ? {} : { ca: options.ca } } : false,
    application_name: options.application,
    options: address.options,
    keepAlive: true,
    keepAliveInitialDelayMillis: 1e4,
    connectionTimeoutMillis: options.connectMs ?? 1e4
  });
  let alive = true;
  const drop = () => {
    alive = false;
    stream(client).destroy();
  };
  client.on("error", () => alive = false);
  client.on("end", () => alive = false);
  signal.addEventListener("abort", drop);
  try {
    await client.connect();
  } catch (error) {
    drop();
    throw faultOf(error, signal.aborted);
  } finally {
    signal.removeEventListener("abort", drop);
  }
  const pid = Number(client.processID);
  const query = async (sql, params, querySignal) => {
    if (querySignal.aborted) throw cancelledFault();
    if (!alive) throw lostFault("The connection to the database was lost");
    const running = client.query(sql, [...params]);
    try {
      return shaped(await unlessAborted(running, querySignal, () => options.cancel?.(pid), drop));
    } catch (error) {
      const fault = faultOf(error, querySignal.aborted, sql);
      if (fault.kind === "lost" && fault.sqlState !== readOnly) drop();
      throw fault;
    }
  };
  return {
    pid,
    get alive() {
      return alive;
    },
    query,
    async end() {
      const timer = setTimeout(drop, cancelMs);
      if (alive) await client.end().catch(() => void 0);
      clearTimeout(timer);
      drop();
    }
  };
}
function shaped(result) {
  const last = Array.isArray(result) ? result.at(-1) : result;
  return { rows: last.rows ?? [], count: last.rowCount ?? 0 };
}
function stream(client) {
  return client.connection.stream;
}

// src/database/connection.ts
function createConnection(options) {
  const address = readAddress(options.url);
  const common2 = {
    application: options.application,
    ...options.ca === void 0 ? {} : { ca: options.ca },
    ...options.connectMs === void 0 ? {} : { connectMs: options.connectMs }
  };
  const unhurried4 = new AbortController().signal;
  let main2;
  let second;
  const beside3 = (signal) => {
    const before = second;
    const opening = (async () => {
      const found2 = await before?.catch(() => void 0);
      return found2?.alive === true ? found2 : openSession(address, common2, signal);
    })();
    opening.catch(() => void 0);
    second = opening;
    return opening;
  };
  const side = {
    query: async (sql, params, signal) => (await beside3(signal)).query(sql, params, signal)
  };
  const cancel = async (pid) => {
    await side.query("SELECT pg_cancel_backend($1)", [pid], unhurried4);
  };
  const endAll = async () => {
    const [first, other] = [main2, second];
    main2 = second = void 0;
    await Promise.all([first?.end(), other?.then((session) => session.end()).catch(() => void 0)]);
  };
  return {
    name: address.name,
    get pid() {
      return main2?.pid ?? 0;
    },
    get alive() {
      return main2?.alive === true;
    },
    async open(signal) {
      await endAll();
      main2 = await openSession(address, { ...common2, cancel }, signal);
    },
    query(sql, params, signal) {
      if (main2 === void 0) return Promise.reject(lostFault("There is no connection to the database"));
      return main2.query(sql, params, signal);
    },
    side: () => side,
    another: (signal) => openSession(address, common2, signal),
    close: endAll
  };
}

// src/domain/migration/lock-conflicts.ts
var against = {
  "ACCESS SHARE": ["ACCESS EXCLUSIVE"],
  "ROW SHARE": ["EXCLUSIVE", "ACCESS EXCLUSIVE"],
  "ROW EXCLUSIVE": ["SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"],
  "SHARE UPDATE EXCLUSIVE": ["SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"],
  SHARE: ["ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"],
  "SHARE ROW EXCLUSIVE": ["ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"],
  EXCLUSIVE: lockModes.slice(1),
  "ACCESS EXCLUSIVE": lockModes
};
function modesAgainst(mode) {
  return against[mode];
}

// src/database/holders.ts
var age = (column) => `(extract(epoch FROM clock_timestamp() - ${column}) * 1000)::float8`;
var holdersSql = `
  WITH RECURSIVE asked AS (
    SELECT to_regclass(name)::oid AS oid FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NOT NULL
  ), tables AS (
    SELECT coalesce(index.indrelid, asked.oid) AS oid FROM asked LEFT JOIN pg_catalog.pg_index AS index ON index.indexrelid = asked.oid
    UNION
    SELECT inhrelid FROM pg_catalog.pg_inherits JOIN tables ON inhparent = tables.oid
  ), relations AS (
    SELECT oid, 0 AS rank FROM tables
    UNION ALL
    SELECT indexrelid, 1 FROM pg_catalog.pg_index JOIN tables ON indrelid = tables.oid
  )
  SELECT DISTINCT ON (held.virtualtransaction)
    held.pid, held.virtualtransaction AS transaction, relations.oid::regclass::text AS relation, held.mode,
    activity.application_name AS application, coalesce(activity.usename, prepared.owner) AS user, activity.state,
    prepared.gid IS NOT NULL AS prepared, ${age("coalesce(activity.xact_start, prepared.prepared)")} AS age,
    (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at,
    activity.pid IS NOT NULL AND activity.usesysid IS NULL AS vacuum,
    coalesce(activity.query LIKE '%(to prevent wraparound)', false) AS unyielding,
    class.relkind IN ('r', 'p') AS lockable
  FROM pg_catalog.pg_locks AS held
  JOIN relations ON held.relation = relations.oid
  JOIN pg_catalog.pg_class AS class ON class.oid = relations.oid
  LEFT JOIN pg_catalog.pg_stat_activity AS activity ON activity.pid = held.pid
  LEFT JOIN pg_catalog.pg_prepared_xacts AS prepared ON held.virtualtransaction = '-1/' || prepared.transaction::text
  WHERE held.granted AND held.mode = ANY ($2) AND held.pid IS DISTINCT FROM pg_backend_pid()
    AND held.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
  ORDER BY held.virtualtransaction, relations.rank, array_position($2, held.mode) DESC`;
var snapshotsSql = `
  SELECT pid, application_name AS application, usename AS user, state, ${age("coalesce(xact_start, query_start)")} AS age
  FROM pg_catalog.pg_stat_activity
  WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid() AND datname = current_database() AND backend_type = 'client backend'
  ORDER BY age DESC NULLS LAST`;
function createHolders(session) {
  let firstSeen = /* @__PURE__ */ new Map();
  return {
    async of(relations2, mode, olderThanMs, signal) {
      const { rows: rows2 } = await session.query(holdersSql, [relations2.map(quotedName), modesAgainst(mode).map(catalogMode)], signal);
      const holders2 = rows2;
      const key2 = ({ pid, transaction }) => `${String(pid)} ${transaction}`;
      firstSeen = new Map(holders2.map((row2) => [key2(row2), firstSeen.get(key2(row2)) ?? row2.at]));
      const yields = ({ vacuum, unyielding, lockable }) => vacuum && !unyielding && lockable;
      const found2 = holders2.filter((row2) => !yields(row2)).map((row2) => ({ ...blockerOf(row2), ageMs: row2.age ?? row2.at - firstSeen.get(key2(row2)) })).filter(({ ageMs }) => ageMs >= olderThanMs);
      return {
        blockers: found2.sort((one, other) => other.ageMs - one.ageMs),
        yielding: holders2.filter(yields).map(({ relation }) => relation)
      };
    },
    /** Whose snapshots are older than `olderThanMs`, as far as the role may see them. */
    async snapshots(olderThanMs, signal) {
      const { rows: rows2 } = await session.query(snapshotsSql, [], signal);
      const found2 = rows2.map((row2) => ({
        ...blockerOf({ ...row2, relation: "", mode: "" }),
        ageMs: row2.age ?? 0
      }));
      return found2.filter(({ ageMs }) => ageMs >= olderThanMs);
    }
  };
}
function blockerOf(row2) {
  return {
    pid: row2.pid ?? 0,
    application: row2.prepared ? "prepared transaction" : tidy(row2.application ?? ""),
    user: tidy(row2.user ?? ""),
    state: row2.prepared ? "prepared" : row2.vacuum ? "autovacuum" : tidy(row2.state ?? ""),
    relation: tidy(row2.relation),
    mode: wordedMode(row2.mode)
  };
}
function catalogMode(mode) {
  return `${mode.toLowerCase().replaceAll(/(^| )(\w)/g, (_, __, letter) => letter.toUpperCase())}Lock`;
}
function wordedMode(mode) {
  return modesAgainst("ACCESS EXCLUSIVE").find((each) => catalogMode(each) === mode) ?? "ACCESS SHARE";
}

// src/database/ledger.ts
var tables = `
  CREATE TABLE IF NOT EXISTS sluice.change (
    change text NOT NULL,
    phase text NOT NULL,
    state text NOT NULL,
    digest text NOT NULL,
    steps text[] NOT NULL,
    begun text,
    run text NOT NULL,
    attempt integer NOT NULL,
    error text,
    backfill jsonb,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (change, phase)
  );
  CREATE TABLE IF NOT EXISTS sluice.event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    change text NOT NULL,
    phase text NOT NULL,
    state text NOT NULL,
    steps_done integer NOT NULL,
    begun text,
    run text NOT NULL,
    attempt integer NOT NULL,
    error text
  )`;
var created = /* @__PURE__ */ new Set(["42P06", "42P07", "23505", "40001", "XX000"]);
async function ensureLedger(session, signal) {
  for (let tries = 0; ; tries += 1) {
    try {
      if (!await hasLedger(session, signal)) await createLedger(session, signal);
      await session.query("SELECT FROM sluice.change LIMIT 0", [], signal);
      await refuseOurSchema(session, signal);
      return;
    } catch (error) {
      const fault = faultOf(error, signal.aborted);
      if (fault.sqlState === "42501") throw await noRight(session, signal);
      if (!created.has(fault.sqlState) || tries === 4) throw fault;
    }
  }
}
async function createLedger(session, signal) {
  const { rows: rows2 } = await session.query("SELECT to_regnamespace('sluice') IS NULL AS absent", [], signal);
  const schema = rows2[0]?.["absent"] === true ? "CREATE SCHEMA IF NOT EXISTS sluice;" : "";
  await session.query(`${schema}${tables}`, [], signal);
}
async function hasLedger(session, signal) {
  const there2 = "to_regclass('sluice.change') IS NOT NULL AND to_regclass('sluice.event') IS NOT NULL";
  const { rows: rows2 } = await session.query(`SELECT ${there2} AS there`, [], signal);
  return rows2[0]?.["there"] === true;
}
async function refuseOurSchema(session, signal) {
  const { rows: rows2 } = await session.query("SELECT current_schema() = 'sluice' AS ours", [], signal);
  if (rows2[0]?.["ours"] !== true) return;
  throw new DatabaseFault(
    "refused",
    "",
    "The search_path of the role leads to the schema sluice, where the ledger of migrations is: set another one"
  );
}
async function noRight(session, signal) {
  const asked = await session.query("SELECT quote_ident(current_user) AS role, quote_ident(current_database()) AS database", [], signal);
  const { role, database: database2 } = asked.rows[0];
  const grants = [
    `GRANT CREATE ON DATABASE ${database2} TO ${role}`,
    `or, where the schema sluice is there already: GRANT USAGE, CREATE ON SCHEMA sluice TO ${role}; GRANT ALL ON ALL TABLES IN SCHEMA sluice TO ${role}`
  ];
  return new DatabaseFault(
    "refused",
    "42501",
    `The role ${role} may not keep the ledger of migrations, in the schema sluice: ${grants.join("; ")}`
  );
}
async function readLedger(session, signal) {
  const ms = (column) => `(extract(epoch FROM ${column}) * 1000)::float8`;
  const columns = `change, phase, state, digest, steps, begun, run, attempt, error, backfill`;
  const times = `${ms("started_at")} AS started_at, ${ms("updated_at")} AS updated_at`;
  const { rows: rows2 } = await session.query(`SELECT ${columns}, ${times} FROM sluice.change ORDER BY change, phase`, [], signal);
  return rows2.map((row2) => ({
    change: row2["change"],
    phase: row2["phase"],
    state: row2["state"],
    digest: row2["digest"],
    steps: row2["steps"],
    ...row2["begun"] === null ? {} : { begun: row2["begun"] },
    run: row2["run"],
    attempt: row2["attempt"],
    ...row2["error"] === null ? {} : { error: row2["error"] },
    ...row2["backfill"] === null ? {} : { backfill: row2["backfill"] },
    startedAtMs: row2["started_at"],
    updatedAtMs: row2["updated_at"]
  }));
}
function saveSql(entry) {
  const { change: change2, phase, state, digest: digest2, steps: steps2, begun, run, attempt: attempt2, error, backfill: backfill2 } = entry;
  const values = [
    ...[change2, phase, state, digest2].map(literal),
    `${literals(steps2)}::text[]`,
    literal(begun),
    literal(run),
    String(Math.trunc(attempt2)),
    literal(error),
    `${literal(backfill2 && JSON.stringify(backfill2))}::jsonb`
  ];
  const replaced = ["state", "digest", "steps", "begun", "run", "attempt", "error"].map((column) => `${column} = excluded.${column}`);
  return [
    "INSERT INTO sluice.change AS kept (change, phase, state, digest, steps, begun, run, attempt, error, backfill)",
    `VALUES (${values.join(", ")})`,
    `ON CONFLICT (change, phase) DO UPDATE SET ${replaced.join(", ")},`,
    "backfill = coalesce(excluded.backfill, kept.backfill), updated_at = clock_timestamp()"
  ].join(" ");
}
function eventSql({ change: change2, phase, state, steps: steps2, begun, run, attempt: attempt2, error }) {
  const values = [
    ...[change2, phase, state].map(literal),
    String(steps2.length),
    literal(begun),
    literal(run),
    String(Math.trunc(attempt2)),
    literal(error)
  ];
  return `INSERT INTO sluice.event (change, phase, state, steps_done, begun, run, attempt, error) VALUES (${values.join(", ")})`;
}
function saveWithEventSql(entry) {
  return `${saveSql(entry)}; ${eventSql(entry)}`;
}

// src/database/performing.ts
var yieldMs = 5e3;
var lastWordsMs = 500;
var unhurried = new AbortController().signal;
var named = `(
    SELECT class.*, CASE WHEN pg_table_is_visible(class.oid) THEN '' ELSE nspname || '.' END || relname AS name
    FROM pg_catalog.pg_class AS class JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relnamespace
  ) AS named`;
var indexSql = `
  SELECT named.name, coalesce(index.indisvalid AND index.indisready, true) AS valid,
    coalesce(index.indrelid = tables.oid, false) AS own, index.indisunique AS "unique"
  FROM pg_catalog.pg_class AS tables
  JOIN ${named} ON named.relnamespace = tables.relnamespace AND named.relname = $2::name
  LEFT JOIN pg_catalog.pg_index AS index ON index.indexrelid = named.oid
  WHERE tables.oid = to_regclass($1)`;
var reindexSql = `
  WITH RECURSIVE asked AS (
    SELECT to_regclass(name)::oid AS oid FROM unnest($1::text[]) AS name
    UNION
    SELECT inhrelid FROM pg_catalog.pg_inherits JOIN asked ON inhparent = asked.oid
  ), tables AS (
    SELECT oid FROM asked UNION SELECT reltoastrelid FROM pg_catalog.pg_class JOIN asked USING (oid)
  ), rebuilt AS (
    SELECT index.indrelid, class.relname::text AS name FROM pg_catalog.pg_index AS index
    JOIN pg_catalog.pg_class AS class ON class.oid = index.indexrelid
    WHERE index.indrelid IN (SELECT oid FROM tables) OR index.indexrelid IN (SELECT oid FROM asked)
  ), copies AS (
    SELECT named.name, named.relname, index.indrelid, regexp_replace(named.relname, '_cc(new|old)[0-9]*$', '') AS of
    FROM pg_catalog.pg_index AS index JOIN ${named} ON named.oid = index.indexrelid
    WHERE NOT index.indisvalid AND named.relname ~ '_cc(new|old)[0-9]*$'
  )
  SELECT name FROM copies WHERE EXISTS (
    SELECT FROM rebuilt
    WHERE rebuilt.indrelid = copies.indrelid AND (rebuilt.name = copies.of OR (octet_length(copies.relname) > 58 AND starts_with(rebuilt.name, copies.of)))
  ) ORDER BY name`;
function createPerforming(connection) {
  const transact = async (statements, signal) => {
    try {
      await connection.query(["BEGIN", ...statements, "COMMIT"].join(";\n"), [], signal);
    } catch (error) {
      if (connection.alive) await connection.query("ROLLBACK", [], unhurried).catch(() => void 0);
      throw error;
    }
  };
  const alone4 = async (sql, signal, lockMs = 0) => {
    await connection.query(`SET statement_timeout = 0; SET lock_timeout = ${String(lockMs)}`, [], signal);
    try {
      await connection.query(sql, [], signal);
    } finally {
      if (connection.alive) await connection.query("RESET statement_timeout; RESET lock_timeout", [], unhurried).catch(() => void 0);
    }
  };
  const short2 = async (step, entry, lockMs, yielding, signal) => {
    const settings3 = Object.entries(step.settings ?? {}).map(
      ([name, value]) => `SELECT set_config(${literal(name)}, ${literal(value)}, true)`
    );
    const gentle = yielding.map((relation) => `LOCK TABLE ${relation} IN SHARE UPDATE EXCLUSIVE MODE`);
    const first = gentle.length === 0 ? [] : [`SET LOCAL lock_timeout = ${String(yieldMs)}`, ...gentle];
    const lock2 = ["SET LOCAL synchronous_commit = off", `SET LOCAL lock_timeout = ${String(lockMs)}`];
    await transact([saveSql(entry), ...settings3, ...first, ...lock2, `${step.sql}
`], signal);
    const heard = signal.aborted ? AbortSignal.timeout(lastWordsMs) : signal;
    await connection.query(eventSql(entry), [], heard).catch((error) => {
      if (!connection.alive) throw error;
    });
  };
  const look2 = async (step, signal) => {
    const params = [quotedName(step.relations[0] ?? ""), step.index.slice(step.index.lastIndexOf(".") + 1)];
    const [row2] = (await connection.query(indexSql, params, signal)).rows;
    if (row2 === void 0) return { state: "absent", name: step.index };
    const other = row2["own"] !== true || row2["valid"] === true && row2["unique"] !== true && /^CREATE\s+UNIQUE\s/i.test(step.sql);
    return {
      state: other ? "other" : row2["valid"] === true ? "valid" : "invalid",
      name: row2["name"]
    };
  };
  return {
    index: async (step, signal) => (await look2(step, signal)).state,
    async left(step, signal) {
      if (step.kind === "index") {
        const { state, name } = await look2(step, signal);
        return state === "invalid" ? [name] : [];
      }
      if (step.kind !== "bare" || step.lock !== void 0 || !/^REINDEX\s/i.test(step.sql)) return [];
      const { rows: rows2 } = await connection.query(reindexSql, [step.relations.map(quotedName)], signal);
      return rows2.map((row2) => row2["name"]);
    },
    dropIndex: (name, signal) => alone4(`DROP INDEX CONCURRENTLY IF EXISTS ${quotedName(name)}`, signal),
    async perform(step, entry, lockMs, yielding, signal) {
      switch (step.kind) {
        case "short":
          return short2(step, entry, lockMs, yielding, signal);
        case "long": {
          const settings3 = ["SET LOCAL statement_timeout = 0", `SET LOCAL lock_timeout = ${String(lockMs)}`];
          return transact([saveWithEventSql(entry), ...settings3, `${step.sql}
`], signal);
        }
        case "index":
        case "bare": {
          await alone4(step.sql, signal, lockMs);
          if (step.kind === "index") {
            const { state } = await look2(step, signal);
            if (state === "other")
              throw new DatabaseFault("refused", "42P07", `There is another ${step.index}, of another table or not unique`);
            if (state !== "valid")
              throw new DatabaseFault("refused", "", `The index ${step.index} is ${state} although its statement succeeded`);
          }
          await connection.query(saveWithEventSql(entry), [], signal);
        }
      }
    }
  };
}

// src/database/run-lock.ts
var key = "hashtext(current_database()), hashtext('sluice')";
var holderSql = `
  SELECT held.pid, activity.application_name AS application, entry.attempt, entry.change, entry.phase
  FROM pg_catalog.pg_locks AS held
  LEFT JOIN pg_catalog.pg_stat_activity AS activity ON activity.pid = held.pid
  LEFT JOIN LATERAL (
    SELECT attempt, change, phase FROM sluice.change
    WHERE state = 'running' AND activity.application_name = 'sluice/' || run ORDER BY updated_at DESC LIMIT 1
  ) AS entry ON true
  WHERE held.locktype = 'advisory' AND held.granted AND held.objsubid = 2
    AND held.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
    AND held.classid::bigint = hashtext(current_database())::bigint & 4294967295
    AND held.objid::bigint = hashtext('sluice')::bigint & 4294967295`;
async function tryRunLock(session, replaced, signal) {
  const tried = await session.query(`SELECT pg_try_advisory_lock(${key}) AS taken`, [], signal);
  if (tried.rows[0]?.["taken"] === true) return {};
  const { rows: rows2 } = await session.query(holderSql, [], signal);
  return { heldBy: wordsOf(rows2[0]), ...replaced.has(Number(rows2[0]?.["pid"])) && { own: true } };
}
function wordsOf(row2) {
  if (row2 === void 0) return "a session that has ended since";
  const application = tidy(String(row2["application"] ?? ""));
  const run = /^sluice\/(.+)$/.exec(application)?.[1];
  const who = run === void 0 ? `an application that calls itself "${application}"` : `run ${run}`;
  const attempt2 = typeof row2["attempt"] === "number" ? `, attempt ${String(row2["attempt"])}` : "";
  const at = typeof row2["change"] === "string" ? `, at ${tidy(row2["change"])} ${tidy(String(row2["phase"]))}` : "";
  return `${who}${attempt2}${at} (session ${String(row2["pid"])})`;
}

// src/database/postgres.ts
var verifyLockMs = 1e3;
var snapshotAgeMs = 1e3;
var progressSql = `
  SELECT phase, blocks_done::float8 AS blocks, blocks_total::float8 AS "allBlocks", tuples_done::float8 AS rows, tuples_total::float8 AS "allRows",
    lockers_done::float8 AS lockers, lockers_total::float8 AS "allLockers"
  FROM pg_catalog.pg_stat_progress_create_index WHERE pid = $1`;
function createPostgres({ url: url2, run, ca, looks }) {
  const connection = createConnection({ url: url2, application: `sluice/${run}`, ...ca === void 0 ? {} : { ca } });
  const holders2 = createHolders(connection);
  const performing = createPerforming(connection);
  let yielding = [];
  const replaced = /* @__PURE__ */ new Set();
  return {
    name: connection.name,
    async connect(signal) {
      replaced.add(connection.pid);
      await connection.open(signal);
      const facts = await readFacts(connection, signal);
      if (facts.pooled || facts.replica) return facts;
      await prepareSession(connection, signal);
      if (looks) await connection.query("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", [], signal);
      else await ensureLedger(connection, signal);
      return facts;
    },
    lock: (signal) => tryRunLock(connection, replaced, signal),
    async ledger(signal) {
      return looks && !await hasLedger(connection, signal) ? [] : readLedger(connection, signal);
    },
    catalog: (names2, signal) => readCatalog(connection, names2, signal),
    async save(entry, signal) {
      await connection.query(saveWithEventSql(entry), [], signal);
    },
    async blockers(relations2, mode, olderThanMs, signal) {
      const found2 = await holders2.of(relations2, mode, olderThanMs, signal);
      yielding = found2.yielding;
      return found2.blockers;
    },
    snapshots: (signal) => holders2.snapshots(snapshotAgeMs, signal),
    async perform(step, entry, { lockMs }, signal) {
      const aside = yielding;
      yielding = [];
      await performing.perform(step, entry, lockMs, aside, signal);
    },
    index: (step, signal) => performing.index(step, signal),
    left: (step, signal) => performing.left(step, signal),
    dropIndex: (name, signal) => performing.dropIndex(name, signal),
    async progress(signal) {
      const { rows: rows2 } = await connection.side().query(progressSql, [connection.pid], signal);
      const [row2] = rows2;
      return row2 && progressWords(row2);
    },
    backfill: (order) => createBackfill(connection, order, saveSql),
    pressures: (table2, limits, query, note2) => [
      createDatabasePressure(connection.side(), { table: table2, limits, pid: () => connection.pid, ...note2 && { note: note2 } }),
      ...query === void 0 ? [] : [createQueryPressure(connection.side(), query)]
    ],
    async verify(queries, signal) {
      const counts = [];
      for (const query of queries) {
        const statements = [
          "BEGIN READ ONLY",
          "SET LOCAL statement_timeout = 0",
          `SET LOCAL lock_timeout = ${String(verifyLockMs)}`,
          `SELECT count(*)::float8 AS found FROM (
${query}
) AS rows`
        ];
        try {
          const { rows: rows2 } = await connection.query(statements.join("; "), [], signal);
          counts.push(rows2[0]?.["found"]);
        } catch (error) {
          if (!(error instanceof DatabaseFault) || error.sqlState !== readOnly) throw error;
          throw new DatabaseFault("refused", readOnly, "A query of verify writes, and is only meant to look");
        } finally {
          if (connection.alive) await connection.query("ROLLBACK", [], new AbortController().signal).catch(() => void 0);
        }
      }
      return counts;
    },
    close: () => connection.close()
  };
}
function progressWords({ phase, blocks, allBlocks, rows: rows2, allRows, lockers, allLockers }) {
  if (phase.startsWith("waiting")) return `${phase}: ${String(lockers)} of ${String(allLockers)} have ended`;
  if (allBlocks > 0) return `${phase}: ${String(Math.floor(100 * blocks / allBlocks))} %`;
  if (allRows > 0) return `${phase}: ${String(Math.floor(100 * rows2 / allRows))} %`;
  return phase;
}

// src/domain/migration/lint/about.ts
function taking(about, names2) {
  return { ...about, taken: /* @__PURE__ */ new Set([...about.taken ?? [], ...names2]) };
}

// src/domain/migration/lint/cut.ts
function word(statement, index) {
  const token = statement.tokens[index];
  return token === void 0 ? "" : statement.text.slice(token.start, token.end).toUpperCase();
}
function between(statement, from, to = statement.tokens.length) {
  const [first, last] = [statement.tokens[from], statement.tokens[to - 1]];
  return first === void 0 || last === void 0 || from >= to ? "" : statement.text.slice(first.start, last.end);
}
function tokenAt(statement, place) {
  const found2 = statement.tokens.findIndex((token) => token.start >= place);
  return found2 < 0 ? statement.tokens.length : found2;
}
function findWord(statement, wanted, from = 0, to = statement.tokens.length) {
  let depth = 0;
  for (let at = from; at < to; at += 1) {
    const each = word(statement, at);
    if (depth === 0 && each === wanted) return at;
    depth += change(each);
    if (depth < 0) return -1;
  }
  return -1;
}
function behindParentheses(statement, open) {
  let depth = 0;
  for (let at = open; at < statement.tokens.length; at += 1) {
    depth += change(word(statement, at));
    if (depth === 0) return at + 1;
  }
  return statement.tokens.length;
}
function parts2(statement, from, to) {
  const found2 = [];
  let start = from;
  for (let at = from; at < to; at += 1) {
    if (["(", "["].includes(word(statement, at))) at = behindParentheses(statement, at) - 1;
    else if (word(statement, at) === ",") {
      found2.push([start, at]);
      start = at + 1;
    }
  }
  return start < to ? [...found2, [start, to]] : found2;
}
function behindName(statement, from) {
  let at = from + 1;
  while (word(statement, at) === ".") at += 2;
  return at;
}
function without(statement, pieces2) {
  let text3 = "";
  let end = 0;
  for (const [from, to] of pieces2) {
    const before = statement.tokens[from - 1]?.end ?? 0;
    text3 += statement.text.slice(end, Math.max(end, before));
    end = Math.max(end, statement.tokens[to - 1].end);
  }
  return text3 + statement.text.slice(end);
}
function change(each) {
  return each === "(" || each === "[" ? 1 : each === ")" || each === "]" ? -1 : 0;
}

// src/domain/migration/lint/chosen-names.ts
var mostBytes = 63;
function chooseName(one, other, label, taken2 = /* @__PURE__ */ new Set()) {
  for (let pass = 0; ; pass += 1) {
    const name = makeName(one, other, pass === 0 ? label : `${label}${String(pass)}`);
    if (!taken2.has(name)) return name;
  }
}
function makeName(one, other, label) {
  const room = mostBytes - (other === "" ? 0 : 1) - (label === "" ? 0 : bytes(label) + 1);
  let [first, second] = [bytes(one), bytes(other)];
  while (first + second > room) {
    if (first > second) first -= 1;
    else second -= 1;
  }
  return [clip(one, first), clip(other, second), label].filter((each) => each !== "").join("_");
}
function indexColumns(index) {
  const found2 = [];
  for (const each of [...items(index, "indexParams"), ...items(index, "indexIncludingParams")]) {
    const element2 = bodyOf(each);
    const base = text2(element2, "name") || expressionName(element2.expr) || "expr";
    let name = base;
    for (let number = 1; found2.includes(name); number += 1) {
      const digits = String(number);
      name = `${clip(base, mostBytes - digits.length)}${digits}`;
    }
    found2.push(name);
  }
  return found2;
}
function checkedColumn(expression) {
  const columns = /* @__PURE__ */ new Set();
  walk([expression], (kind, body) => {
    if (kind === "ColumnRef") columns.add(names(body, "fields").at(-1) ?? "");
  });
  return columns.size === 1 ? [...columns][0] : "";
}
function expressionName(node) {
  return nameOf2(node)?.name ?? "";
}
function nameOf2(node) {
  const body = bodyOf(node);
  const strong = (name) => ({ name, weak: false });
  switch (kindOf(node)) {
    case "ColumnRef":
      return strong(
        names(body, "fields").filter((name) => name !== "").at(-1) ?? ""
      );
    case "A_Indirection":
      return strong(
        names(body, "indirection").filter((name) => name !== "").at(-1) ?? nameOf2(body.arg)?.name ?? ""
      );
    case "FuncCall":
      return strong(names(body, "funcname").at(-1) ?? "");
    case "A_Expr":
      return text2(body, "kind") === "AEXPR_NULLIF" ? strong("nullif") : void 0;
    case "TypeCast": {
      const inner = nameOf2(body.arg);
      return inner?.weak === false ? inner : { name: names(member2(body, "typeName"), "names").at(-1) ?? "", weak: true };
    }
    case "CollateClause":
      return nameOf2(body.arg);
    case "CoalesceExpr":
      return strong("coalesce");
    case "MinMaxExpr":
      return strong(text2(body, "op") === "IS_LEAST" ? "least" : "greatest");
    case "CaseExpr": {
      const inner = nameOf2(body.defresult);
      return inner?.weak === false ? inner : { name: "case", weak: true };
    }
    case "A_ArrayExpr":
      return strong("array");
    case "RowExpr":
      return strong("row");
    default:
      return void 0;
  }
}
function bytes(value) {
  let count = 0;
  for (const each of value) count += width2(each);
  return count;
}
function clip(value, most) {
  let count = 0;
  let kept = "";
  for (const each of value) {
    count += width2(each);
    if (count > most) break;
    kept += each;
  }
  return kept;
}
function width2(character) {
  const code2 = character.codePointAt(0) ?? 0;
  return code2 < 128 ? 1 : code2 < 2048 ? 2 : code2 < 65536 ? 3 : 4;
}

// src/domain/migration/lint/step.ts
function short(sql, ...relations2) {
  return { kind: "short", sql, relations: relations2 };
}
function long(sql, ...relations2) {
  return { kind: "long", sql, relations: relations2 };
}
function buildIndex(sql, index, table2) {
  return { kind: "index", sql, relations: [table2], index };
}
function bare(sql, ...relations2) {
  return { kind: "bare", sql, relations: relations2 };
}
function besideOf(table2, name) {
  const dot = table2.lastIndexOf(".");
  return dot < 0 ? name : `${table2.slice(0, dot)}.${name}`;
}
function bareName(table2) {
  return table2.slice(table2.lastIndexOf(".") + 1);
}

// src/domain/migration/lint/written-constraint.ts
function constraintsOf(statement, column, to) {
  const pieces2 = items(column, "constraints").map((each) => ({ node: bodyOf(each), at: tokenAt(statement, placeOf(bodyOf(each))) }));
  const collation = member2(column, "collClause");
  const edges = [...pieces2.map(({ at }) => at), ...kindOf(collation) === "" ? [] : [tokenAt(statement, placeOf(collation))], to];
  const isMark = (node) => text2(node, "contype").startsWith("CONSTR_ATTR_");
  const marks2 = pieces2.filter(({ node }) => isMark(node));
  return pieces2.filter(({ node }) => !isMark(node)).map(({ node, at }) => {
    const end = Math.min(...edges.filter((edge) => edge > at && !marks2.some((mark2) => mark2.at === edge)));
    const own = marks2.filter((mark2) => mark2.at > at && mark2.at < end).map((mark2) => text2(mark2.node, "contype"));
    const unenforced = own.includes("CONSTR_ATTR_NOT_ENFORCED");
    return { node, type: text2(node, "contype"), column: text2(column, "colname"), from: at, to: end, ...unenforced && { unenforced } };
  });
}
function columnsOf({ node, type, column }) {
  return column !== "" ? [column] : names(node, type === "CONSTR_FOREIGN" ? "fk_attrs" : "keys");
}
function nameOfConstraint(constraint, table2, about) {
  const { node, type } = constraint;
  const name = text2(node, "conname");
  if (name !== "") return name;
  const base = bareName(table2);
  const columns = columnsOf(constraint);
  switch (type) {
    case "CONSTR_CHECK":
      return chooseName(base, checkedColumn(node.raw_expr), "check", about.taken);
    case "CONSTR_FOREIGN":
      return chooseName(base, columns.join("_"), "fkey", about.taken);
    case "CONSTR_PRIMARY":
      return chooseName(base, "", "pkey", about.taken);
    case "CONSTR_NOTNULL":
      return chooseName(base, columns.join("_"), "not_null", about.taken);
    default:
      return chooseName(base, [...columns, ...names(node, "including")].join("_"), "key", about.taken);
  }
}
function inTurn(constraints, target, each) {
  let { about } = target;
  return constraints.map((constraint) => {
    const done = each(constraint, { ...target, about });
    about = taking(about, [nameOfConstraint(constraint, target.table, about)]);
    return done;
  });
}
function referred(constraint) {
  return relationOf(member2(constraint.node, "pktable"));
}
function definition(statement, { node, type, column, from, to }) {
  const named2 = text2(node, "conname") !== "" && word(statement, from) === "CONSTRAINT";
  const body = between(statement, named2 ? from + 2 : from, to);
  if (type === "CONSTR_NOTNULL" && column !== "") return `NOT NULL ${quoted(column)}`;
  return type === "CONSTR_FOREIGN" && column !== "" ? `FOREIGN KEY (${quoted(column)}) ${body}` : body;
}
function addAtOnce(statement, constraint, { table: table2, head, about }) {
  const name = nameOfConstraint(constraint, table2, about);
  return short(`${head} ADD CONSTRAINT ${quoted(name)} ${definition(statement, constraint)}`, .../* @__PURE__ */ new Set([table2, referred(constraint)]));
}
function addNotValid(statement, constraint, { table: table2, head, about }) {
  const name = quoted(nameOfConstraint(constraint, table2, about));
  const relations2 = constraint.type === "CONSTR_FOREIGN" ? [.../* @__PURE__ */ new Set([table2, referred(constraint)])] : [table2];
  const added = `${head} ADD CONSTRAINT ${name} ${definition(statement, constraint)}`;
  if (constraint.unenforced === true) return [short(added, ...relations2)];
  return [short(`${added} NOT VALID`, ...relations2), long(`${head} VALIDATE CONSTRAINT ${name}`, ...relations2)];
}
function addByIndex(statement, constraint, target) {
  const { node, type, from, to } = constraint;
  const { table: table2, head } = target;
  const name = nameOfConstraint(constraint, table2, target.about);
  const find = (wanted) => findWord(statement, wanted, from, to);
  const list2 = (at) => between(statement, at, behindParentheses(statement, at));
  const columns = constraint.column === "" ? list2(find("(")) : `(${quoted(constraint.column)})`;
  const [include, options, tablespace] = [find("INCLUDE"), find("WITH"), find("TABLESPACE")];
  const marks2 = ["DEFERRABLE", "NOT", "INITIALLY"].map(find).filter((at) => at >= 0 && word(statement, at + 1) !== "DISTINCT");
  const index = [
    `CREATE UNIQUE INDEX CONCURRENTLY ${quoted(name)} ON ${target.written} ${columns}`,
    include < 0 ? "" : `INCLUDE ${list2(include + 1)}`,
    flag(node, "nulls_not_distinct") ? "NULLS NOT DISTINCT" : "",
    options < 0 ? "" : `WITH ${list2(options + 1)}`,
    tablespace < 0 ? "" : `TABLESPACE ${between(statement, tablespace + 1, tablespace + 2)}`
  ].filter((each) => each !== "");
  const kind = type === "CONSTR_PRIMARY" ? "PRIMARY KEY" : "UNIQUE";
  const when = marks2.length === 0 ? "" : ` ${between(statement, Math.min(...marks2), to)}`;
  return [
    buildIndex(index.join(" "), besideOf(table2, name), table2),
    short(`${head} ADD CONSTRAINT ${quoted(name)} ${kind} USING INDEX ${quoted(name)}${when}`, table2)
  ];
}
function fillColumn(column, { table: table2, head, about }, byItself = about.version >= 18) {
  const name = quoted(chooseName(bareName(table2), column, byItself ? "not_null" : "filled", about.taken));
  const check = byItself ? `NOT NULL ${quoted(column)}` : `CHECK (${quoted(column)} IS NOT NULL)`;
  const validated = [short(`${head} ADD CONSTRAINT ${name} ${check} NOT VALID`, table2), long(`${head} VALIDATE CONSTRAINT ${name}`, table2)];
  if (byItself) return validated;
  return [
    ...validated,
    short(`${head} ALTER COLUMN ${quoted(column)} SET NOT NULL`, table2),
    short(`${head} DROP CONSTRAINT ${name}`, table2)
  ];
}
function writtenRelation(statement, range) {
  const at = tokenAt(statement, placeOf(range));
  return between(statement, at, behindName(statement, at));
}

// src/domain/migration/lint/alter-part.ts
function alterParts(statement, about) {
  const body = bodyOf(statement.node);
  const relation = member2(body, "relation");
  const commands = items(body, "cmds").map(bodyOf);
  const table2 = relationOf(relation);
  let from = behindName(statement, tokenAt(statement, placeOf(relation)));
  while (["*", ")"].includes(word(statement, from))) from += 1;
  const places = parts2(statement, from, statement.tokens.length);
  const head = between(statement, 0, from);
  return commands.map((command, index) => {
    const [first, last] = places.length === commands.length ? places[index] : [from, statement.tokens.length];
    return { statement, about, table: table2, subtype: text2(command, "subtype"), command, head, from: first, to: last };
  });
}
function namesMade(part) {
  const node = bodyOf(part.command.def);
  if (part.subtype === "AT_AddConstraint") {
    const constraint = { node, type: text2(node, "contype"), column: "", from: part.from, to: part.to };
    return [nameOfConstraint(constraint, part.table, part.about)];
  }
  if (part.subtype !== "AT_AddColumn") return [];
  const named2 = constraintsOf(part.statement, node, part.to).filter(({ type }) => makesConstraint.includes(type));
  return inTurn(named2, targetOf(part), (each, { about }) => nameOfConstraint(each, part.table, about));
}
var makesConstraint = ["CONSTR_CHECK", "CONSTR_FOREIGN", "CONSTR_UNIQUE", "CONSTR_PRIMARY"];
function written(part) {
  return between(part.statement, part.from, part.to);
}
function alone2(part) {
  return `${part.head} ${written(part)}`;
}
function targetOf({ statement, table: table2, head, about }) {
  return { table: table2, head, about, written: writtenRelation(statement, member2(bodyOf(statement.node), "relation")) };
}

// src/domain/migration/lint/finding.ts
function finding(rule, facts = {}) {
  const { class: usual, meaning, advice } = rules[rule];
  const because = [facts.what === void 0 ? meaning : `${facts.what}: ${lowerFirst(meaning)}`, facts.more].filter(
    (each) => each !== void 0
  );
  return {
    class: facts.class ?? usual,
    rule,
    locks: facts.locks ?? [],
    rewrites: facts.rewrites ?? false,
    scans: facts.scans ?? false,
    because: because.join(" "),
    advice: facts.advice ?? advice,
    ...facts.recipe !== void 0 && { recipe: facts.recipe }
  };
}
function lock(mode, ...relations2) {
  return relations2.map((relation) => ({ relation, mode }));
}
function strongest(locks) {
  const found2 = /* @__PURE__ */ new Map();
  for (const { relation, mode } of locks) {
    const before = found2.get(relation);
    if (before === void 0 || lockModes.indexOf(mode) > lockModes.indexOf(before)) found2.set(relation, mode);
  }
  return [...found2].map(([relation, mode]) => ({ relation, mode }));
}
function lowerFirst(sentence) {
  return /^[A-Z][a-z]/.test(sentence) ? `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}` : sentence;
}

// src/domain/migration/lint/volatility.ts
var steady = new Set(
  "now transaction_timestamp statement_timestamp timezone date_trunc date_part extract make_date make_time make_timestamp make_timestamptz make_interval justify_days justify_hours justify_interval age to_timestamp to_date to_char to_number isfinite lower upper initcap concat concat_ws left right lpad rpad ltrim rtrim btrim trim replace translate substr substring split_part repeat reverse length char_length character_length octet_length position strpos ascii chr md5 sha224 sha256 sha384 sha512 encode decode format quote_ident quote_literal regexp_replace starts_with overlay normalize abs ceil ceiling floor round trunc sign mod power sqrt exp ln log greatest least div gcd lcm jsonb_build_object jsonb_build_array json_build_object json_build_array to_json to_jsonb jsonb_object json_object row_to_json jsonb_set array_fill array_append array_prepend array_cat array_length cardinality string_to_array array_to_string current_setting current_schema current_database current_user session_user user pg_backend_pid txid_current inet_client_addr version int4range int8range numrange tsrange tstzrange daterange point box to_tsvector to_tsquery plainto_tsquery hashtext like_escape similar_escape similar_to_escape".split(" ")
);
var changing2 = new Set(
  "random gen_random_uuid uuidv4 uuidv7 uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 clock_timestamp timeofday nextval currval lastval setval gen_random_bytes random_normal pg_sleep".split(
    " "
  )
);
function volatilityOf(expression) {
  const found2 = functionsIn(expression);
  const volatile = found2.find((name) => changing2.has(name));
  if (volatile !== void 0) return { kind: "volatile", by: volatile };
  const unknown = found2.find((name) => !isSteady(name));
  return unknown === void 0 ? { kind: "steady", by: "" } : { kind: "unknown", by: unknown };
}
function isSteady(name) {
  return steady.has(name);
}
function functionsIn(node) {
  const found2 = [];
  const own = (name) => name.length > 1 && name[0] === "pg_catalog" ? name.slice(1) : name;
  walk([node], (kind, body) => {
    if (kind === "FuncCall") found2.push(own(names(body, "funcname")).join("."));
    const operator = kind === "A_Expr" ? own(names(body, "name")) : [];
    if (operator.length > 1) found2.push(operator.join("."));
  });
  return found2;
}

// src/domain/migration/lint/called.ts
var ordinary = new Set(
  "count sum avg min max every bool_and bool_or bit_and bit_or array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg stddev stddev_pop stddev_samp variance var_pop var_samp corr percentile_cont percentile_disc mode any_value range_agg row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value generate_series generate_subscripts unnest regexp_matches regexp_match regexp_count regexp_instr regexp_like regexp_substr regexp_split_to_table regexp_split_to_array string_to_table jsonb_array_elements jsonb_array_elements_text jsonb_each jsonb_each_text jsonb_object_keys jsonb_typeof jsonb_array_length jsonb_extract_path jsonb_extract_path_text jsonb_exists jsonb_exists_any jsonb_exists_all jsonb_insert jsonb_pretty jsonb_strip_nulls jsonb_path_exists jsonb_path_match jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_to_record jsonb_to_recordset jsonb_populate_record jsonb_populate_recordset json_array_elements json_array_elements_text json_each json_each_text json_object_keys json_typeof json_array_length json_extract_path json_extract_path_text json_strip_nulls array_to_json array_position array_positions array_remove array_replace array_dims array_ndims array_lower array_upper array_reverse array_sort trim_array date_bin clock_timestamp timeofday overlaps to_hex to_bin to_oct unistr parse_ident quote_nullable format_type get_byte set_byte get_bit set_bit crc32 crc32c sin cos tan asin acos atan atan2 radians degrees pi cbrt trim_scale min_scale scale factorial width_bucket num_nulls num_nonnulls random random_normal uuidv4 uuidv7 uuid_extract_timestamp uuid_extract_version casefold nextval currval lastval isempty lower_inc lower_inf upper_inc upper_inf range_merge multirange nummultirange int4multirange int8multirange tsmultirange tstzmultirange datemultirange host family masklen netmask network broadcast set_masklen abbrev hostmask phraseto_tsquery websearch_to_tsquery ts_rank ts_rank_cd ts_headline setweight strip numnode array_to_tsvector hashtextextended row convert convert_from convert_to pg_typeof pg_column_size pg_get_serial_sequence pg_relation_size pg_table_size pg_indexes_size pg_total_relation_size pg_database_size pg_size_pretty pg_size_bytes pg_is_in_recovery pg_get_constraintdef pg_get_indexdef pg_get_expr pg_get_viewdef pg_get_functiondef obj_description col_description has_table_privilege has_schema_privilege has_column_privilege has_sequence_privilege has_function_privilege to_regclass to_regtype to_regproc to_regprocedure to_regnamespace to_regrole current_schemas current_catalog current_role enum_first enum_last enum_range is_normalized pow log10 setseed bit_length bit_count bit_xor to_ascii date_add date_subtract array_sample array_shuffle json_populate_record json_populate_recordset json_to_record json_to_recordset jsonb_set_lax xpath xpath_exists xmlagg xmlexists pg_has_role pg_get_userbyid pg_get_triggerdef pg_table_is_visible pg_input_is_valid pg_current_xact_id pg_trigger_depth date time timetz text varchar bpchar name bool int2 int4 int8 float4 float8 numeric interval timestamp timestamptz".split(" ")
);
var sessionLock = /^pg_(?:try_)?advisory_(?:lock|unlock)(?:_shared|_all)?$/;
var outward = new RegExp(
  `^(?:${[
    "pg_sleep(?:_for|_until)?",
    "pg_(?:try_)?advisory_\\w+",
    "pg_(?:terminate|cancel)_backend",
    "dblink\\w*",
    "lo_\\w+|lo(?:read|write)",
    "pg_(?:read|ls|file|stat_file)\\w*",
    "pg_(?:reload_conf|rotate_logfile|promote|switch_wal|export_snapshot|prewarm|import_system_collations)",
    "pg_(?:logical|replication|backup|wal|stat_reset|stat_clear|create|drop|copy|sync|log|restore|clear)\\w*",
    "setval|http\\w*|\\w+_to_xml\\w*|ts_stat|connectby|crosstab\\w*|xpath_table"
  ].join("|")})$`
);
function reachesOut(name) {
  return outward.test(name.slice(name.lastIndexOf(".") + 1));
}
function calledBy(node, asks = isStrange) {
  const name = functionsIn(node).find((each) => !undoes(each) && asks(each));
  return name === void 0 ? [] : [finding("call-function", { what: `${name}()` })];
}
function isStrange(name) {
  return !ordinary.has(name) && !isSteady(name) && !ofExtension.test(name);
}
var ofExtension = new RegExp(
  `^(?:\\w+\\.)?(?:${[
    "gen_random_uuid|uuid_(?:generate_v\\d\\w*|nil|ns_\\w+)",
    "gen_random_bytes|gen_salt|crypt|digest|hmac|pgp_(?:sym|pub)_(?:en|de)crypt(?:_bytea)?|(?:en|de)crypt(?:_iv)?|armor|dearmor",
    "unaccent|(?:strict_)?(?:word_)?similarity|show_trgm|soundex|difference|levenshtein\\w*|d?metaphone(?:_alt)?",
    "hstore|hstore_to_jsonb?|akeys|avals|citext|ltree|text2ltree|ltree2text|subpath|nlevel|st_\\w+"
  ].join("|")})$`
);
function mayChangeTables(name) {
  return isStrange(name) && !/^(?:setval|pg_sleep\w*|pg_(?:try_)?advisory_\w+)$/.test(name);
}
var keeping = new Set(
  "CreateFunctionStmt ViewStmt CreateTrigStmt RuleStmt CreatePolicyStmt AlterPolicyStmt CreateStmt CreateDomainStmt CreateSchemaStmt".split(
    " "
  )
);
function undoing(node) {
  const called = keeping.has(kindOf(node)) ? [] : functionsIn(node);
  const locks = called.find((name) => sessionLock.test(name));
  return [
    ...called.includes("set_config") ? [finding("session-setting")] : [],
    ...locks === void 0 ? [] : [finding("session-lock", { what: `${locks}()` })]
  ];
}
function undoes(name) {
  return name === "set_config" || sessionLock.test(name);
}

// src/domain/migration/lint/add-column.ts
var serials = /* @__PURE__ */ new Set(["serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"]);
var plainTypes = new Set(
  "bool bytea char name int2 int4 int8 float4 float8 numeric money text varchar bpchar bit varbit date time timetz timestamp timestamptz interval uuid json jsonb jsonpath xml inet cidr macaddr macaddr8 oid regclass regproc regtype regrole regnamespace tsvector tsquery point line lseg box path polygon circle int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange pg_lsn xid xid8 cid tid citext hstore ltree lquery cube seg geometry geography box2d box3d raster vector halfvec sparsevec isbn isbn13 ean13".split(" ")
);
function addColumn(part) {
  const column = bodyOf(part.command.def);
  const name = text2(column, "colname");
  const { table: table2, statement } = part;
  const constraints = constraintsOf(statement, column, part.to);
  const held2 = lock("ACCESS EXCLUSIVE", table2);
  const say3 = (rule, facts = {}) => finding(rule, { what: `${table2}.${name}`, locks: held2, ...facts });
  const findings = [...ofValue(part, constraints, say3), ...ofConstraints(part, constraints, say3)];
  if (flag(part.command, "missing_ok") && findings.some((each) => each.class === "recipe"))
    return { findings: findings.map((each) => ({ ...each, advice: `${each.advice} It is not done for you because of IF NOT EXISTS.` })) };
  const steps2 = findings.some((each) => each.class === "recipe") ? inPieces(part, constraints) : [short(alone2(part), table2)];
  const first = findings.length === 0 ? [say3("add-column")] : findings;
  return { findings: first, steps: typeOf(member2(column, "typeName")).name === "json" ? void 0 : steps2 };
}
function isVirtual(constraints) {
  return constraints.some(({ type, node }) => type === "CONSTR_GENERATED" && text2(node, "generated_kind") === "v");
}
function ofValue(part, constraints, say3) {
  const column = bodyOf(part.command.def);
  const type = typeOf(member2(column, "typeName"));
  const anew = { rewrites: true, scans: true };
  const of = (wanted) => constraints.find((each) => each.type === wanted);
  if (serials.has(type.name) || of("CONSTR_IDENTITY") !== void 0) return [say3("add-column-serial", anew)];
  if (isVirtual(constraints)) return [say3("add-column-virtual")];
  if (of("CONSTR_GENERATED") !== void 0) return [say3("add-column-stored", anew)];
  const made = madeType(part, type.name);
  const found2 = [];
  if (made !== "plain") {
    const more = made === "checked" ? "The changes here make it so." : void 0;
    found2.push(say3("add-column-unknown-type", { ...anew, ...more !== void 0 && { more } }));
  }
  if (type.name === "json" && !type.array) found2.push(say3("add-column-json"));
  const value = of("CONSTR_DEFAULT")?.node.raw_expr;
  const volatility = volatilityOf(value);
  if (volatility.kind !== "steady") {
    const more = volatility.kind === "unknown" ? `${volatility.by}() is not among the functions known to give one value for all rows.` : `${volatility.by}() gives each row another value.`;
    found2.push(say3("add-column-volatile-default", { ...anew, more }));
  }
  const required = of("CONSTR_NOTNULL") !== void 0;
  if (of("CONSTR_PRIMARY") !== void 0) found2.push(say3("add-column-primary-key", { scans: true }));
  else if (required && isNull(value)) found2.push(say3("add-column-required", { scans: true }));
  return found2;
}
function madeType({ about }, name) {
  if (plainTypes.has(name)) return "plain";
  return about.types?.get(name) ?? about.known?.madeType?.(name);
}
function ofConstraints(part, constraints, say3) {
  const { table: table2 } = part;
  const both2 = (mode, other) => [...lock("ACCESS EXCLUSIVE", table2), ...lock(mode, other)];
  return separable(constraints).flatMap((each) => {
    switch (each.type) {
      case "CONSTR_NOTNULL": {
        const advice = "Add the column alone, then NOT NULL as a constraint that is NOT VALID, then VALIDATE CONSTRAINT.";
        return [say3("set-not-null", { scans: true, advice })];
      }
      case "CONSTR_CHECK":
        return each.unenforced === true ? [] : [say3("add-column-check", { scans: true })];
      case "CONSTR_UNIQUE":
        return [say3("add-column-unique", { scans: true })];
      case "CONSTR_FOREIGN": {
        const scans = constraints.some(({ type }) => type === "CONSTR_DEFAULT");
        const other = referred(each);
        return [say3("add-column-foreign-key", { scans, ...other !== table2 && { locks: both2("SHARE ROW EXCLUSIVE", other) ?? [] } })];
      }
      default:
        return [];
    }
  });
}
function separable(constraints) {
  const types = ["CONSTR_CHECK", "CONSTR_UNIQUE", "CONSTR_FOREIGN", ...isVirtual(constraints) ? ["CONSTR_NOTNULL"] : []];
  return constraints.filter(({ type }) => types.includes(type));
}
function inPieces(part, constraints) {
  const target = targetOf(part);
  const apart2 = separable(constraints);
  if (isVirtual(constraints) && apart2.some(({ type }) => ["CONSTR_UNIQUE", "CONSTR_FOREIGN"].includes(type))) return void 0;
  const first = pieceWithout(part, apart2);
  const rest = inTurn(
    apart2,
    target,
    (each, own) => each.type === "CONSTR_UNIQUE" ? addByIndex(part.statement, each, own) : addNotValid(part.statement, each, own)
  );
  return [short(first, part.table), ...rest.flat()];
}
function pieceWithout(part, apart2) {
  const { statement } = part;
  const own = {
    ...statement,
    tokens: statement.tokens.slice(0, part.to),
    text: statement.text.slice(0, statement.tokens[part.to - 1].end)
  };
  const start = statement.tokens[part.from].start;
  const text3 = without(
    own,
    apart2.map(({ from, to }) => [from, to])
  );
  return `${part.head} ${text3.slice(start)}`;
}

// src/domain/migration/lint/add-constraint.ts
function addConstraint(part) {
  const node = bodyOf(part.command.def);
  const constraint = {
    node,
    type: text2(node, "contype"),
    column: "",
    from: tokenAt(part.statement, placeOf(node)),
    to: part.to
  };
  switch (constraint.type) {
    case "CONSTR_CHECK":
      return checked(part, constraint, "add-check");
    case "CONSTR_NOTNULL":
      return checked(part, constraint, "add-not-null");
    case "CONSTR_FOREIGN":
      return foreignKey(part, constraint);
    case "CONSTR_UNIQUE":
    case "CONSTR_PRIMARY":
      return keyed(part, constraint);
    default:
      return judged(part, constraint, "add-exclusion", { scans: true });
  }
}
function judged(part, constraint, rule, facts = {}) {
  return { findings: [say(part, constraint, rule, facts)], steps: [short(alone2(part), part.table)] };
}
function say(part, constraint, rule, facts) {
  const what = `${part.table}, ${nameOfConstraint(constraint, part.table, part.about)}`;
  return finding(rule, { what, locks: lock("ACCESS EXCLUSIVE", part.table), ...facts });
}
function checked(part, constraint, rule) {
  if (flag(constraint.node, "skip_validation")) return judged(part, constraint, "add-constraint-not-valid");
  return {
    findings: [say(part, constraint, rule, { scans: true })],
    steps: addNotValid(part.statement, constraint, targetOf(part))
  };
}
function foreignKey(part, constraint) {
  const other = referred(constraint);
  const locks = lock("SHARE ROW EXCLUSIVE", .../* @__PURE__ */ new Set([part.table, other]));
  if (flag(constraint.node, "skip_validation")) {
    const steps2 = [short(alone2(part), .../* @__PURE__ */ new Set([part.table, other]))];
    return { findings: [say(part, constraint, "add-constraint-not-valid", { locks })], steps: steps2 };
  }
  if (part.about.version < 18 && part.about.known?.partitioned?.(part.table) === true) {
    const advice = "Add it to each partition as NOT VALID, VALIDATE it there, and then to the partitioned table.";
    return { findings: [say(part, constraint, "add-foreign-key", { locks, scans: true, advice })] };
  }
  return {
    findings: [say(part, constraint, "add-foreign-key", { locks, scans: true })],
    steps: addNotValid(part.statement, constraint, targetOf(part))
  };
}
function keyed(part, constraint) {
  const { node, type } = constraint;
  if (text2(node, "indexname") !== "" && type === "CONSTR_PRIMARY") {
    const advice = "Make its columns NOT NULL first, by a statement of their own, and then allow this one: nothing is left to read.";
    return { findings: [say(part, constraint, "add-primary-key", { scans: true, advice })] };
  }
  if (text2(node, "indexname") !== "") return judged(part, constraint, "add-constraint-using-index");
  if (flag(node, "without_overlaps")) return judged(part, constraint, "add-exclusion", { scans: true });
  const rule = type === "CONSTR_PRIMARY" ? "add-primary-key" : "add-unique";
  const target = targetOf(part);
  if (part.about.known?.partitioned?.(part.table) === true) {
    const advice = "Make the index of each partition CONCURRENTLY first, and then add the constraint to the partitioned table, which takes them over.";
    return { findings: [say(part, constraint, rule, { scans: true, advice })] };
  }
  const maybeNull = type === "CONSTR_PRIMARY" ? names(node, "keys").filter((key2) => part.about.known?.notNull?.(part.table, key2) !== true) : [];
  const filled = maybeNull.flatMap((column) => fillColumn(column, target, false));
  return {
    findings: [say(part, constraint, rule, { scans: true })],
    steps: [...filled, ...addByIndex(part.statement, constraint, target)]
  };
}
function validateConstraint(part) {
  const found2 = finding("validate-constraint", {
    what: `${part.table}, ${text2(part.command, "name")}`,
    locks: lock("SHARE UPDATE EXCLUSIVE", part.table),
    scans: true,
    more: "Of a foreign key, the other table is locked as a reader does it."
  });
  return { findings: [found2], steps: [long(alone2(part), part.table)] };
}
function dropConstraint(part) {
  const found2 = finding("drop-constraint", {
    what: `${part.table}, ${text2(part.command, "name")}`,
    locks: lock("ACCESS EXCLUSIVE", part.table),
    more: "Of a foreign key, the other table is locked too.",
    ...loosens(part.statement) && { class: "expand-safe", advice: "" }
  });
  return { findings: [found2], steps: [short(alone2(part), part.table)] };
}
function alterConstraint(part) {
  const definition2 = bodyOf(part.command.def);
  if (flag(definition2, "alterInheritability") && !flag(definition2, "noinherit")) return inherited(part, text2(definition2, "conname"));
  const enforces = flag(definition2, "alterEnforceability");
  const rule = !enforces ? "alter-constraint" : flag(definition2, "is_enforced") ? "enforce-constraint" : "drop-constraint";
  const found2 = finding(rule, {
    what: `${part.table}, ${text2(definition2, "conname")}`,
    locks: lock("ACCESS EXCLUSIVE", part.table),
    scans: rule === "enforce-constraint",
    ...rule === "drop-constraint" && loosens(part.statement) && { class: "expand-safe", advice: "" }
  });
  return { findings: [found2], steps: [short(alone2(part), part.table)] };
}
function inherited(part, name) {
  const found2 = finding("enforce-constraint", {
    what: `${part.table}, ${name}`,
    locks: lock("ACCESS EXCLUSIVE", part.table),
    scans: true,
    more: "It is the tables that inherit from it that are locked and read.",
    advice: "Add the NOT NULL to each of them first, as NOT VALID, and VALIDATE it there: then allow this one, for nothing is left to read."
  });
  return { findings: [found2], steps: [short(alone2(part), part.table)] };
}

// src/domain/migration/lint/alter-column.ts
function say2(part, rule, facts = {}) {
  const what = `${part.table}.${text2(part.command, "name")}`;
  return finding(rule, { what, locks: lock("ACCESS EXCLUSIVE", part.table), ...facts });
}
function plainly(part, rule, facts = {}) {
  return { findings: [say2(part, rule, facts)], steps: [short(alone2(part), part.table)] };
}
function columnDefault(part) {
  return plainly(part, isNull(part.command.def) ? "drop-default" : "set-default");
}
function setNotNull(part) {
  const column = text2(part.command, "name");
  if (part.about.known?.notNull?.(part.table, column) === true) return plainly(part, "set-default", { more: "It is NOT NULL already." });
  return { findings: [say2(part, "set-not-null", { scans: true })], steps: fillColumn(column, targetOf(part)) };
}
function dropNotNull(part) {
  return plainly(part, "drop-not-null", loosens(part.statement) ? { class: "expand-safe", advice: "" } : {});
}
function dropColumn(part) {
  return plainly(part, "drop-column");
}
function addIdentity(part) {
  return plainly(part, text2(bodyOf(part.command.def), "generated_when") === "a" ? "add-identity-always" : "add-identity");
}
function setIdentity(part) {
  const options = items(bodyOf(part.command.def), "items").map(bodyOf);
  const always = options.some(
    (each) => text2(each, "defname") === "generated" && member2(bodyOf(each.arg), "ival") !== void 0 && bodyOf(each.arg).ival === 97
  );
  if (options.some((each) => text2(each, "defname") === "restart")) return plainly(part, "restart-sequence");
  return plainly(part, always ? "add-identity-always" : "add-identity");
}
function columnType(part) {
  const { about, table: table2, command } = part;
  const column = text2(command, "name");
  const definition2 = bodyOf(command.def);
  const to = typeOf(member2(definition2, "typeName"));
  const anew = { rewrites: true, scans: true };
  if (kindOf(member2(definition2, "collClause")) !== "") return plainly(part, "change-collation", { scans: true });
  const known2 = about.known?.columnType?.(table2, column);
  const change2 = convertsItself(definition2.raw_default, column, to) ? changeOf(known2 === void 0 ? void 0 : readType(known2), to) : "rewrite";
  switch (change2) {
    case "in-place":
      return about.known?.computed?.(table2, column) === false ? plainly(part, "change-type-in-place") : plainly(part, "change-type-computed", { scans: true });
    case "time-zone": {
      const free = about.known?.indexed?.(table2, column) === false && about.known.computed?.(table2, column) === false;
      const step = { ...short(alone2(part), table2), settings: { TimeZone: "UTC" } };
      return { findings: [say2(part, "change-type-time-zone", anew)], steps: free ? [step] : void 0 };
    }
    case "narrower":
      return plainly(part, "change-type-narrower", anew);
    case "rewrite":
      return plainly(part, "change-type", anew);
    case "unknown":
      return plainly(part, "change-type-unknown", anew);
  }
}
function convertsItself(using, column, to) {
  if (using === void 0) return true;
  const body = bodyOf(using);
  if (kindOf(using) === "ColumnRef") return names(body, "fields").at(-1) === column;
  if (kindOf(using) !== "TypeCast" || kindOf(body.arg) !== "ColumnRef") return false;
  const cast = typeOf(member2(body, "typeName"));
  return cast.name === to.name && cast.mods.join() === to.mods.join() && cast.array === to.array && convertsItself(body.arg, column, to);
}

// src/domain/migration/lint/classify-alter-table.ts
var simple = {
  AT_SetStatistics: ["set-statistics", "SHARE UPDATE EXCLUSIVE"],
  AT_SetOptions: ["set-statistics", "SHARE UPDATE EXCLUSIVE"],
  AT_ResetOptions: ["set-statistics", "SHARE UPDATE EXCLUSIVE"],
  AT_SetStorage: ["set-storage", "ACCESS EXCLUSIVE"],
  AT_SetCompression: ["set-storage", "ACCESS EXCLUSIVE"],
  AT_DropIdentity: ["drop-identity", "ACCESS EXCLUSIVE"],
  AT_DropExpression: ["drop-expression", "ACCESS EXCLUSIVE"],
  AT_SetExpression: ["set-expression", "ACCESS EXCLUSIVE", "rewrites"],
  AT_ClusterOn: ["set-options", "SHARE UPDATE EXCLUSIVE"],
  AT_DropCluster: ["set-options", "SHARE UPDATE EXCLUSIVE"],
  AT_SetLogged: ["set-logged", "ACCESS EXCLUSIVE", "rewrites"],
  AT_SetUnLogged: ["set-logged", "ACCESS EXCLUSIVE", "rewrites"],
  AT_SetTableSpace: ["set-tablespace", "ACCESS EXCLUSIVE", "rewrites"],
  AT_SetAccessMethod: ["set-access-method", "ACCESS EXCLUSIVE", "rewrites"],
  AT_EnableTrig: ["enable-trigger", "SHARE ROW EXCLUSIVE"],
  AT_EnableAlwaysTrig: ["enable-trigger", "SHARE ROW EXCLUSIVE"],
  AT_EnableTrigAll: ["enable-trigger", "SHARE ROW EXCLUSIVE"],
  AT_EnableTrigUser: ["enable-trigger", "SHARE ROW EXCLUSIVE"],
  // It is then for the rows of a subscription alone: what an app writes no longer fires it.
  AT_EnableReplicaTrig: ["disable-trigger", "SHARE ROW EXCLUSIVE"],
  AT_DisableTrig: ["disable-trigger", "SHARE ROW EXCLUSIVE"],
  AT_DisableTrigAll: ["disable-trigger", "SHARE ROW EXCLUSIVE"],
  AT_DisableTrigUser: ["disable-trigger", "SHARE ROW EXCLUSIVE"],
  AT_EnableRule: ["create-rule", "ACCESS EXCLUSIVE"],
  AT_EnableAlwaysRule: ["create-rule", "ACCESS EXCLUSIVE"],
  AT_EnableReplicaRule: ["disable-rule", "ACCESS EXCLUSIVE"],
  AT_DisableRule: ["disable-rule", "ACCESS EXCLUSIVE"],
  AT_AddOf: ["set-options", "ACCESS EXCLUSIVE"],
  AT_DropOf: ["set-options", "ACCESS EXCLUSIVE"],
  AT_EnableRowSecurity: ["row-security", "ACCESS EXCLUSIVE"],
  AT_DisableRowSecurity: ["row-security", "ACCESS EXCLUSIVE"],
  AT_ForceRowSecurity: ["row-security", "ACCESS EXCLUSIVE"],
  AT_NoForceRowSecurity: ["row-security", "ACCESS EXCLUSIVE"],
  AT_ChangeOwner: ["set-owner", "ACCESS EXCLUSIVE"],
  AT_ReplicaIdentity: ["replica-identity", "ACCESS EXCLUSIVE"],
  AT_GenericOptions: ["set-options", "ACCESS EXCLUSIVE"],
  AT_AlterColumnGenericOptions: ["set-options", "ACCESS EXCLUSIVE"]
};
var judges = {
  AT_AddColumn: addColumn,
  AT_ColumnDefault: columnDefault,
  AT_SetNotNull: setNotNull,
  AT_DropNotNull: dropNotNull,
  AT_DropColumn: dropColumn,
  AT_AlterColumnType: columnType,
  AT_AddIdentity: addIdentity,
  AT_SetIdentity: setIdentity,
  AT_AddConstraint: addConstraint,
  AT_ValidateConstraint: validateConstraint,
  AT_DropConstraint: dropConstraint,
  AT_AlterConstraint: alterConstraint,
  AT_SetRelOptions: setOptions,
  AT_ResetRelOptions: setOptions,
  AT_ReplaceRelOptions: setOptions,
  AT_AddInherit: inherit,
  AT_DropInherit: inherit,
  AT_AttachPartition: attachPartition,
  AT_DetachPartition: detachPartition,
  AT_DetachPartitionFinalize: detachPartition
};
var passes = [
  "AT_DropColumn",
  "AT_DropConstraint",
  "AT_AlterColumnType",
  "AT_AddColumn",
  "AT_SetExpression",
  "AT_ColumnDefault",
  "AT_DropNotNull",
  "AT_SetNotNull",
  "AT_AddConstraint"
];
function classifyAlterTable(statement, about) {
  const kind = text2(bodyOf(statement.node), "objtype");
  if (kind !== "OBJECT_TABLE" && kind !== "OBJECT_MATVIEW") return ofAnotherKind(statement, kind);
  let own = about;
  const judged2 = alterParts(statement, about).map((written3) => {
    const part = { ...written3, about: own };
    own = taking(own, namesMade(part));
    return { part, ...judge(part) };
  });
  const [only] = judged2;
  if (judged2.length === 1 && only !== void 0) {
    return only.findings.map((each) => each.class === "recipe" && only.steps !== void 0 ? { ...each, recipe: only.steps } : each);
  }
  return together(judged2);
}
function judge(part) {
  const found2 = cascade(part);
  if (part.subtype === "AT_ReplicaIdentity" && text2(bodyOf(part.command.def), "identity_type") === "n")
    return plainly2(part, "replica-identity-nothing", "ACCESS EXCLUSIVE");
  const known2 = simple[part.subtype];
  if (known2 !== void 0) {
    const [rule, mode, cost] = known2;
    const anew = { rewrites: cost === "rewrites", scans: cost === "rewrites" };
    return plainly2(part, rule, mode, anew);
  }
  const judged2 = judges[part.subtype]?.(part) ?? plainly2(part, "unknown-statement", "ACCESS EXCLUSIVE");
  return found2 === void 0 ? judged2 : { ...judged2, findings: [...judged2.findings, found2] };
}
function plainly2(part, rule, mode, cost = {}) {
  return {
    findings: [finding(rule, { what: part.table, locks: lock(mode, part.table), ...cost })],
    steps: [short(alone2(part), part.table)]
  };
}
function cascade(part) {
  if (text2(part.command, "behavior") !== "DROP_CASCADE") return void 0;
  return finding("drop-cascade", { what: part.table, locks: lock("ACCESS EXCLUSIVE", part.table) });
}
function together(judged2) {
  const locks = strongest(judged2.flatMap(({ findings }) => findings.flatMap((each) => each.locks)));
  const raised = judged2.flatMap(({ findings }) => findings.map((each) => blocksMore(each, locks) ? validatedWithOthers(each) : each));
  const pass = ({ part }) => passes.includes(part.subtype) ? passes.indexOf(part.subtype) : passes.length;
  const inOrder2 = [...judged2].sort((one, other) => pass(one) - pass(other));
  const steps2 = inOrder2.every((each) => each.steps !== void 0) ? inOrder2.flatMap((each) => each.steps ?? []) : void 0;
  const cut2 = judged2.every(({ part }) => part.to > part.from) && new Set(judged2.map(({ part }) => part.from)).size === judged2.length;
  const replaces = raised.some(({ rule }) => rule === "drop-constraint");
  return raised.map((each) => ({
    ...each,
    locks: locks.filter(({ relation }) => each.locks.some((own) => own.relation === relation)),
    ...each.class === "recipe" && replaces && { advice: `${each.advice} ${apartFromDrop}` },
    ...each.class === "recipe" && !replaces && cut2 && steps2 !== void 0 && { recipe: steps2 }
  }));
}
var apartFromDrop = "It is not done for you beside DROP CONSTRAINT, which would come first and leave the table without either: put the new one, or its index, in place by statements of their own before.";
function blocksMore(each, locks) {
  const [own] = each.locks;
  const mode = locks.find(({ relation }) => relation === own?.relation)?.mode;
  return each.rule === "validate-constraint" && own !== void 0 && mode !== void 0 && lockModes.indexOf(mode) > lockModes.indexOf(own.mode);
}
function validatedWithOthers(each) {
  return finding("validate-with-others", { locks: each.locks, scans: true });
}
var calmOptions = /^(?:fillfactor|deduplicate_items|parallel_workers|toast_tuple_target|(?:log_)?autovacuum_\w+|vacuum_\w+)$/;
function setOptions(part) {
  return plainly2(part, "set-options", lockOfOptions(part.command));
}
function lockOfOptions(command) {
  const options = items(bodyOf(command.def), "items").map((each) => text2(bodyOf(each), "defname"));
  return options.every((each) => calmOptions.test(each)) ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE";
}
function inherit(part) {
  const parent = relationOf(bodyOf(part.command.def));
  const locks = [...lock("ACCESS EXCLUSIVE", part.table), ...lock("SHARE UPDATE EXCLUSIVE", parent)];
  return {
    findings: [finding(part.subtype === "AT_AddInherit" ? "inherit" : "disinherit", { what: part.table, locks })],
    steps: [short(alone2(part), part.table, parent)]
  };
}
function attachPartition(part) {
  const child = relationOf(member2(bodyOf(part.command.def), "name"));
  const locks = [...lock("SHARE UPDATE EXCLUSIVE", part.table), ...lock("ACCESS EXCLUSIVE", child)];
  const fresh = part.about.created.has(child);
  const rule = fresh ? "attach-new-partition" : "attach-partition";
  const steps2 = fresh ? [short(alone2(part), part.table, child)] : void 0;
  return { findings: [finding(rule, { what: `${part.table}, ${child}`, locks, scans: !fresh })], steps: steps2 };
}
function detachPartition(part) {
  const command = bodyOf(part.command.def);
  const child = relationOf(member2(command, "name"));
  const beside3 = flag(command, "concurrent") || part.subtype === "AT_DetachPartitionFinalize";
  const rule = beside3 ? "detach-partition-concurrently" : "detach-partition";
  const parent = beside3 ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE";
  const own = part.about.version < 14 ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE";
  const locks = [...lock(parent, part.table), ...lock(own, child)];
  const step = flag(command, "concurrent") ? bare(alone2(part), part.table, child) : short(alone2(part), part.table, child);
  return { findings: [finding(rule, { what: `${part.table}, ${child}`, locks })], steps: [step] };
}
function ofAnotherKind(statement, kind) {
  const body = bodyOf(statement.node);
  const relation = relationOf(member2(body, "relation"));
  return items(body, "cmds").map((each) => {
    const command = bodyOf(each);
    const subtype = text2(command, "subtype");
    const say3 = (rule, mode) => finding(rule, { what: relation, locks: lock(mode, relation) });
    if (text2(command, "behavior") === "DROP_CASCADE") return say3("drop-cascade", "ACCESS EXCLUSIVE");
    if (kind === "OBJECT_TYPE") return finding("alter-type", { what: relation });
    if (subtype === "AT_SetTableSpace") return { ...say3("set-tablespace", "ACCESS EXCLUSIVE"), rewrites: true };
    if (subtype === "AT_AttachPartition") return say3("attach-index", "ACCESS EXCLUSIVE");
    if (subtype === "AT_SetStatistics" && kind === "OBJECT_INDEX") return say3("set-options", "SHARE UPDATE EXCLUSIVE");
    if (["AT_SetRelOptions", "AT_ResetRelOptions"].includes(subtype) && kind === "OBJECT_INDEX")
      return say3("set-options", lockOfOptions(command));
    if (subtype === "AT_ColumnDefault") return say3(isNull(command.def) ? "drop-default" : "set-default", "ACCESS EXCLUSIVE");
    if (["AT_SetRelOptions", "AT_ResetRelOptions", "AT_ChangeOwner"].includes(subtype)) return say3("alter-object", "ACCESS EXCLUSIVE");
    return say3("unknown-statement", "ACCESS EXCLUSIVE");
  });
}

// src/domain/migration/lint/classify-create-table.ts
function classifyCreateTable(statement, about) {
  const body = bodyOf(statement.node);
  const table2 = relationOf(member2(body, "relation"));
  const parents = parentsOf(body);
  const [parent] = parents;
  if (body.partbound !== void 0 && parent !== void 0) return [ofPartition(statement, about, table2, parent)];
  const foreign = foreignKeys(statement).filter(
    (each) => referred(each.constraint) !== table2 && !about.created.has(referred(each.constraint))
  );
  const above = lock("SHARE UPDATE EXCLUSIVE", ...parents);
  if (foreign.length === 0) return [finding("create-table", { what: table2, locks: above })];
  const others = [...new Set(foreign.map((each) => referred(each.constraint)))];
  const locks = [...above, ...lock("SHARE ROW EXCLUSIVE", ...others)];
  const steps2 = flag(body, "if_not_exists") ? void 0 : apart(statement, about, foreign);
  const advice = flag(body, "if_not_exists") ? { advice: "Remove IF NOT EXISTS, then the FOREIGN KEY can be added in a statement of its own." } : {};
  return [finding("create-table-foreign-key", { what: `${table2}, ${others.join(", ")}`, locks, recipe: steps2, ...advice })];
}
function classifyForeignTable({ node }, about) {
  const base = member2(bodyOf(node), "base");
  const table2 = relationOf(member2(base, "relation"));
  const parents = parentsOf(base);
  const [parent] = parents;
  if (base.partbound === void 0 || parent === void 0 || about.created.has(parent))
    return [finding("create-object", { what: table2, locks: lock("SHARE UPDATE EXCLUSIVE", ...parents) })];
  return [partition([parent], table2, { advice: "CREATE FOREIGN TABLE by itself, then ALTER TABLE ... ATTACH PARTITION." })];
}
function classifySchema({ node }, about) {
  const schema = text2(bodyOf(node), "schemaname");
  const tables2 = items(bodyOf(node), "schemaElts").filter((each) => kindOf(each) === "CreateStmt").map(bodyOf);
  const own = tables2.map((each) => text2(member2(each, "relation"), "relname")).flatMap((name) => [name, `${schema}.${name}`]);
  const old = (relations2) => [...new Set(relations2)].filter((each) => !own.includes(each) && !about.created.has(each));
  const heirs = old(tables2.filter(({ partbound }) => partbound === void 0).flatMap(parentsOf));
  const parents = old(tables2.filter(({ partbound }) => partbound !== void 0).flatMap(parentsOf));
  const others = old(tables2.flatMap(referredIn));
  const advice = "Create the schema first, and then each table in a statement of its own.";
  return [
    finding("create-object", { ...schema !== "" && { what: schema }, locks: lock("SHARE UPDATE EXCLUSIVE", ...heirs) }),
    ...parents.length === 0 ? [] : [partition(parents, schema, { advice })],
    ...others.length === 0 ? [] : [finding("create-table-foreign-key", { what: others.join(", "), locks: lock("SHARE ROW EXCLUSIVE", ...others), advice })]
  ];
}
function parentsOf(table2) {
  return items(table2, "inhRelations").map(bodyOf).map(relationOf);
}
function referredIn(table2) {
  const found2 = [];
  walk(table2, (kind, body) => {
    if (kind === "Constraint" && text2(body, "contype") === "CONSTR_FOREIGN") found2.push(relationOf(member2(body, "pktable")));
  });
  return found2;
}
function foreignKeys(statement) {
  const body = bodyOf(statement.node);
  const elements = items(body, "tableElts");
  const open = findWord(statement, "(");
  const places = open < 0 ? [] : parts2(statement, open + 1, behindParentheses(statement, open) - 1);
  if (places.length !== elements.length) return [];
  return elements.flatMap((each, index) => {
    const [from, to] = places[index];
    const node = bodyOf(each);
    if (kindOf(each) === "ColumnDef")
      return constraintsOf(statement, node, to).filter(({ type }) => type === "CONSTR_FOREIGN").map((constraint2) => ({ constraint: constraint2, from: constraint2.from, to: constraint2.to }));
    if (kindOf(each) !== "Constraint" || text2(node, "contype") !== "CONSTR_FOREIGN") return [];
    const constraint = { node, type: "CONSTR_FOREIGN", column: "", from: tokenAt(statement, placeOf(node)), to };
    return [{ constraint, from: index === 0 ? from : from - 1, to: index === 0 ? to + 1 : to }];
  });
}
function apart(statement, about, foreign) {
  const relation = member2(bodyOf(statement.node), "relation");
  const table2 = relationOf(relation);
  const written3 = writtenRelation(statement, relation);
  const target = { table: table2, written: written3, head: `ALTER TABLE ${written3}`, about };
  const first = without(
    statement,
    foreign.map(({ from, to }) => [from, to])
  );
  const constraints = foreign.map(({ constraint }) => constraint);
  return [short(first), ...inTurn(constraints, target, (each, own) => addAtOnce(statement, each, own))];
}
function ofPartition(statement, about, table2, parent) {
  if (about.created.has(parent)) return finding("create-table", { what: table2 });
  const body = bodyOf(statement.node);
  const plain = items(body, "tableElts").length === 0 && !flag(body, "if_not_exists");
  const steps2 = plain ? attached(statement, about, table2, parent) : void 0;
  const advice = plain ? {} : { advice: "CREATE TABLE ... (LIKE ...) with what is said of its columns, then ALTER TABLE ... ATTACH PARTITION." };
  return partition([parent], table2, { recipe: steps2, ...advice });
}
function partition(parents, made, facts) {
  return finding("create-partition", {
    what: [...parents, made].join(", "),
    locks: lock("ACCESS EXCLUSIVE", ...parents),
    more: "Where there is a default partition, it is read while nobody can use it.",
    ...facts
  });
}
function attached(statement, about, table2, parent) {
  const body = bodyOf(statement.node);
  const own = writtenRelation(statement, member2(body, "relation"));
  const above = writtenRelation(statement, bodyOf(items(body, "inhRelations")[0]));
  const of = findWord(statement, "PARTITION");
  const bound = boundPlaces(statement);
  const like = ["DEFAULTS", "CONSTRAINTS", "GENERATED", "STORAGE", ...about.version >= 14 ? ["COMPRESSION"] : []];
  const columns = `(LIKE ${above} ${like.map((each) => `INCLUDING ${each}`).join(" ")})`;
  const create = [between(statement, 0, of), columns, between(statement, bound.to)].filter((each) => each !== "").join(" ");
  return [short(create), short(`ALTER TABLE ${above} ATTACH PARTITION ${own} ${between(statement, bound.from, bound.to)}`, parent, table2)];
}
function boundPlaces(statement) {
  const [values, other] = [findWord(statement, "VALUES"), findWord(statement, "DEFAULT")];
  if (values < 0) return { from: other, to: other + 1 };
  let to = values + 1;
  while (["IN", "FROM", "TO"].includes(word(statement, to)) || word(statement, to) === "WITH" && to === values + 1)
    to = behindParentheses(statement, to + 1);
  return { from: values - 1, to };
}

// src/domain/migration/lint/classify-rows.ts
var writing = {
  UpdateStmt: "update",
  DeleteStmt: "delete",
  MergeStmt: "update"
};
function classifyRows(statement, about) {
  const kind = kindOf(statement.node);
  const body = bodyOf(statement.node);
  const table2 = relationOf(member2(body, "relation"));
  if (about.role === "backfill") return classifyBatch(statement, table2, about);
  const facts = { what: table2, locks: lock("ROW EXCLUSIVE", table2) };
  const inside = writesInside(statement.node).filter((each) => each.table !== table2);
  const more = [...inside.map(({ table: other }) => written2(other)), ...lockedBy(statement.node), ...calledBy(statement.node)];
  if (kind === "InsertStmt") {
    const source = bodyOf(body.selectStmt);
    const fixed = body.selectStmt === void 0 || items(source, "valuesLists").length > 0;
    return [fixed ? finding("insert-values", facts) : finding("insert-select", facts), ...more];
  }
  return [finding(writing[kind] ?? "update", { ...facts, scans: true }), ...more];
}
function classifyBatch(statement, table2, about) {
  const isBound = boundIn(statement);
  const own = bodyOf(statement.node);
  const inside = writesInside(statement.node).filter(({ body }) => body !== own);
  const beyond2 = inside.filter(({ body }) => !isBound(body));
  const tables2 = [.../* @__PURE__ */ new Set([table2, ...inside.filter((each) => !beyond2.includes(each)).map((each) => each.table)])];
  const every = { more: "Each batch does it anew.", advice: "Have it take its rows from those that :range chooses." };
  return [
    finding("batched", { what: tables2.join(", "), locks: lock("ROW EXCLUSIVE", ...tables2) }),
    ...beyond2.map((each) => written2(each.table, every)),
    ...lockedBy(statement.node, isBound, every),
    ...calledBy(statement.node, reachesOut),
    ...movesKey(statement) ? [finding("backfill-moves-key", { what: table2 })] : [],
    ...about.verified === true && addsAnew(statement.node) ? [finding("backfill-not-repeatable", { what: table2 })] : []
  ];
}
function movesKey(statement) {
  const walked = walkedBy(statement);
  const own = bodyOf(statement.node);
  if ("selectStmt" in own && relationOf(member2(own, "relation")) === walked?.table && addsAnew(statement.node)) return true;
  return writesInside(statement.node).some(({ table: table2, body }) => {
    const set = [...items(body, "targetList"), ...items(member2(body, "onConflictClause"), "targetList")].map(
      (each) => text2(bodyOf(each), "name")
    );
    return table2 === walked?.table && walked.key.some((column) => set.includes(column));
  });
}
function addsAnew(node) {
  const body = bodyOf(node);
  const every = (where) => kindOf(where) === "A_Const";
  if (kindOf(node) === "InsertStmt") return body.onConflictClause === void 0 && every(bodyOf(body.selectStmt).whereClause);
  return every(body.whereClause) && items(body, "targetList").map(bodyOf).some(countsOn);
}
function countsOn(target) {
  let found2 = false;
  const isOwn = (each) => kindOf(each) === "ColumnRef" && names(bodyOf(each), "fields").at(-1) === text2(target, "name");
  walk(target.val, (kind, body) => {
    if (kind !== "A_Expr" || !["+", "-", "*", "/", "||"].includes(names(body, "name").at(-1) ?? "")) return;
    if (isOwn(body.lexpr) || isOwn(body.rexpr)) found2 = true;
  });
  return found2;
}
function classifySelect(statement) {
  const into = member2(bodyOf(statement.node), "intoClause");
  const inside = askedInside(statement);
  if (inside.length > 0) return inside;
  if (into.rel !== void 0) return [finding("create-table", { what: relationOf(member2(into, "rel")) })];
  return [finding("query")];
}
function askedInside({ node }) {
  return [...writesInside(node).map(({ table: table2 }) => written2(table2)), ...lockedBy(node), ...calledBy(node)];
}
function written2(table2, facts = {}) {
  return finding("update", { what: table2, locks: lock("ROW EXCLUSIVE", table2), scans: true, ...facts });
}
function writesInside(node) {
  const found2 = [];
  walk(node, (kind, body) => {
    if (kind === "InsertStmt" || writing[kind] !== void 0) found2.push({ table: relationOf(member2(body, "relation")), body });
  });
  return found2;
}
function lockedBy(node, isBound = () => false, facts = {}) {
  const found2 = [];
  walk(node, (_, body) => {
    if (items(body, "lockingClause").length === 0 || isBound(body)) return;
    const tables2 = lockedTables(body);
    found2.push(finding("locking-query", { what: tables2.join(", "), locks: lock("ROW SHARE", ...tables2), scans: true, ...facts }));
  });
  return found2;
}
function lockedTables(select) {
  const tables2 = rangesIn(items(select, "fromClause").filter((each) => kindOf(each) !== "RangeSubselect"));
  const clauses = items(select, "lockingClause").map(bodyOf);
  const named2 = clauses.flatMap((each) => items(each, "lockedRels").map((one) => relationOf(bodyOf(one))));
  const all2 = clauses.some((each) => each.lockedRels === void 0);
  const called = (range) => text2(member2(range, "alias"), "aliasname") || text2(range, "relname");
  return tables2.filter((range) => all2 || named2.includes(called(range))).map(relationOf);
}
function classifyTruncate(statement) {
  const body = bodyOf(statement.node);
  const tables2 = items(body, "relations").map(bodyOf).map(relationOf);
  const locks = lock("ACCESS EXCLUSIVE", ...tables2);
  const cascade2 = text2(body, "behavior") === "DROP_CASCADE" ? [finding("drop-cascade", { locks })] : [];
  return [finding("truncate", { what: tables2.join(", "), locks, rewrites: true }), ...cascade2];
}
function classifyLock(statement) {
  const body = bodyOf(statement.node);
  const tables2 = items(body, "relations").map(bodyOf).map(relationOf);
  const mode = lockModes[Number(body.mode ?? 8) - 1] ?? "ACCESS EXCLUSIVE";
  return [finding("lock-table", { what: tables2.join(", "), locks: lock(mode, ...tables2) })];
}
function classifyVacuum(statement) {
  const body = bodyOf(statement.node);
  const tables2 = items(body, "rels").map((each) => relationOf(member2(bodyOf(each), "relation")));
  const facts = { ...tables2.length > 0 && { what: tables2.join(", ") } };
  if (!flag(body, "is_vacuumcmd")) return [finding("analyze", { ...facts, locks: lock("SHARE UPDATE EXCLUSIVE", ...tables2) })];
  const full = items(body, "options").map(bodyOf).some((each) => text2(each, "defname") === "full" && !isOff(each.arg));
  if (full) return [finding("vacuum-full", { ...facts, locks: lock("ACCESS EXCLUSIVE", ...tables2), rewrites: true, scans: true })];
  return [finding("vacuum", { ...facts, locks: lock("SHARE UPDATE EXCLUSIVE", ...tables2) })];
}
function isOff(value) {
  const body = bodyOf(value);
  return ["false", "off", "0"].includes(text2(body, "sval").toLowerCase()) || kindOf(value) === "Integer" && body.ival === void 0;
}

// src/domain/migration/lint/classify-index.ts
function classifyCreateIndex(statement, about) {
  const body = bodyOf(statement.node);
  const relation = member2(body, "relation");
  const table2 = relationOf(relation);
  const what = `${table2}, ${indexName(statement, about)}`;
  const concurrent = flag(body, "concurrent");
  const locks = lock("SHARE", table2);
  if (about.known?.partitioned?.(table2) === true) {
    const alone4 = !concurrent && !flag(relation, "inh");
    return [alone4 ? finding("add-index-on-only", { what, locks }) : finding("add-index-on-parent", { what, locks, scans: true })];
  }
  if (concurrent) return [finding("add-index-concurrently", { what, locks: lock("SHARE UPDATE EXCLUSIVE", table2), scans: true })];
  return [finding("add-index", { what, locks, scans: true, recipe: [indexStep(statement, about)] })];
}
function indexStep(statement, about) {
  const body = bodyOf(statement.node);
  const table2 = relationOf(member2(body, "relation"));
  const name = indexName(statement, about);
  const behind = findWord(statement, "INDEX") + 1;
  const rest = word(statement, behind) === "CONCURRENTLY" ? behind + 1 : behind;
  const named2 = text2(body, "idxname") === "" ? [quoted(name)] : [];
  const only = findWord(statement, "ONLY", rest);
  const on = only < 0 ? [between(statement, rest)] : [between(statement, rest, only), between(statement, only + 1)];
  const sql = [between(statement, 0, behind), "CONCURRENTLY", ...named2, ...on].join(" ");
  return buildIndex(sql, besideOf(table2, name), table2);
}
function indexName(statement, about) {
  const body = bodyOf(statement.node);
  const table2 = bareName(relationOf(member2(body, "relation")));
  return text2(body, "idxname") || chooseName(table2, indexColumns(body).join("_"), "idx", about.taken);
}
function classifyDropIndex(statement) {
  const body = bodyOf(statement.node);
  const indexes = items(body, "objects").map(objectName);
  const beside3 = flag(body, "concurrent");
  const locks = lock(beside3 ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE", ...indexes);
  const gone = finding("drop-index", { what: indexes.join(", "), locks });
  if (beside3) return [gone];
  const steps2 = text2(body, "behavior") === "DROP_CASCADE" ? void 0 : dropIndexSteps(statement);
  return [gone, finding("drop-index-blocking", { locks, recipe: steps2 })];
}
function dropIndexSteps(statement) {
  const body = bodyOf(statement.node);
  const from = findWord(statement, "INDEX") + 1;
  const places = indexPlaces(statement, from);
  return items(body, "objects").map((each, index) => {
    const [start, end] = places[index];
    return bare(`DROP INDEX CONCURRENTLY IF EXISTS ${between(statement, start, end)}`, objectName(each));
  });
}
function indexPlaces(statement, from) {
  let start = from;
  while (["CONCURRENTLY", "IF", "EXISTS"].includes(word(statement, start))) start += 1;
  const found2 = [];
  for (let at = start; at <= statement.tokens.length; at += 1) {
    const each = word(statement, at);
    const ends = each === "," || each === "RESTRICT" || each === "CASCADE" || at === statement.tokens.length;
    if (ends && at > start) found2.push([start, at]);
    if (ends) start = at + 1;
  }
  return found2;
}
function classifyReindex(statement) {
  const body = bodyOf(statement.node);
  const kind = text2(body, "kind");
  const relation = relationOf(member2(body, "relation"));
  const what = relation || text2(body, "name") || void 0;
  const facts = { ...what !== void 0 && { what }, scans: true };
  if (isConcurrent(body))
    return [finding("reindex-concurrently", { ...facts, locks: relation === "" ? [] : lock("SHARE UPDATE EXCLUSIVE", relation) })];
  const locks = relation === "" ? [] : lock(kind === "REINDEX_OBJECT_INDEX" ? "ACCESS EXCLUSIVE" : "SHARE", relation);
  if (kind === "REINDEX_OBJECT_SYSTEM")
    return [finding("reindex", { ...facts, class: "blocked", advice: "Take a time when nobody needs the database." })];
  return [finding("reindex", { ...facts, locks, recipe: [reindexStep(statement)] })];
}
function isConcurrent(reindex) {
  const said = items(reindex, "params").map(bodyOf).filter((each) => text2(each, "defname") === "concurrently").at(-1);
  return said !== void 0 && !isOff(said.arg);
}
function reindexStep(statement) {
  const body = bodyOf(statement.node);
  const relation = relationOf(member2(body, "relation"));
  const at = relation === "" ? findAny(statement, ["SCHEMA", "DATABASE"]) + 1 : tokenAt(statement, placeOf(member2(body, "relation")));
  const sql = [between(statement, 0, at), "CONCURRENTLY", between(statement, at)].filter((each) => each !== "").join(" ");
  return bare(sql, ...relation === "" ? [] : [relation]);
}
function findAny(statement, wanted) {
  return Math.max(...wanted.map((each) => findWord(statement, each)));
}

// src/domain/migration/lint/classify-drop.ts
var relations = ["OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE"];
var ofTables = ["OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY"];
function classifyDrop(statement) {
  const body = bodyOf(statement.node);
  const kind = text2(body, "removeType");
  const cascade2 = text2(body, "behavior") === "DROP_CASCADE" ? [finding("drop-cascade")] : [];
  if (kind === "OBJECT_INDEX") return [...classifyDropIndex(statement), ...cascade2];
  const named2 = items(body, "objects").map(objectName);
  const locked = relations.includes(kind) ? named2 : ofTables.includes(kind) ? named2.map(tableBefore) : [];
  const rule = kind === "OBJECT_TABLE" ? "drop-table" : kind === "OBJECT_POLICY" ? "row-security" : "drop-object";
  const more = kind === "OBJECT_TABLE" ? { more: "Tables that it refers to by FOREIGN KEY are locked against everybody too." } : {};
  return [finding(rule, { what: named2.join(", "), locks: lock("ACCESS EXCLUSIVE", ...locked), ...more }), ...cascade2];
}
function tableBefore(name) {
  return name.slice(0, name.lastIndexOf("."));
}
var renames = {
  OBJECT_TABLE: ["rename-table", "ACCESS EXCLUSIVE"],
  OBJECT_COLUMN: ["rename-column", "ACCESS EXCLUSIVE"],
  OBJECT_TABCONSTRAINT: ["rename-constraint", "ACCESS EXCLUSIVE"],
  OBJECT_INDEX: ["rename-index", "SHARE UPDATE EXCLUSIVE"],
  OBJECT_VIEW: ["rename-object", "ACCESS EXCLUSIVE"],
  OBJECT_MATVIEW: ["rename-object", "ACCESS EXCLUSIVE"],
  OBJECT_SEQUENCE: ["rename-object", "ACCESS EXCLUSIVE"],
  OBJECT_FOREIGN_TABLE: ["rename-object", "ACCESS EXCLUSIVE"],
  OBJECT_TRIGGER: ["alter-object", "ACCESS EXCLUSIVE"],
  OBJECT_POLICY: ["alter-object", "ACCESS EXCLUSIVE"],
  OBJECT_RULE: ["alter-object", "ACCESS EXCLUSIVE"]
};
function classifyRename(statement) {
  const body = bodyOf(statement.node);
  const relation = relationOf(member2(body, "relation"));
  const [rule, mode] = renames[text2(body, "renameType")] ?? ["rename-object"];
  const what = [relation || objectName(body.object), text2(body, "subname")].filter((each) => each !== "").join(".");
  return [finding(rule, { ...what !== "" && { what }, locks: mode === void 0 || relation === "" ? [] : lock(mode, relation) })];
}
function classifySetSchema(statement) {
  const body = bodyOf(statement.node);
  const relation = relationOf(member2(body, "relation"));
  const what = relation || (kindOf(body.object) === "" ? "" : objectName(body.object));
  return [finding("set-schema", { ...what !== "" && { what }, locks: relation === "" ? [] : lock("ACCESS EXCLUSIVE", relation) })];
}

// src/domain/migration/lint/classify-objects.ts
var simple2 = {
  CreateSeqStmt: ["create-object"],
  CreateEnumStmt: ["create-object"],
  CompositeTypeStmt: ["create-object"],
  CreateRangeStmt: ["create-object"],
  CreateDomainStmt: ["create-object"],
  CreateRoleStmt: ["create-object"],
  CreateFdwStmt: ["create-object"],
  CreateForeignServerStmt: ["create-object"],
  CreateUserMappingStmt: ["create-object"],
  CreateConversionStmt: ["create-object"],
  CreateOpClassStmt: ["create-object"],
  CreateOpFamilyStmt: ["create-object"],
  CreateAmStmt: ["create-object"],
  DefineStmt: ["create-object"],
  CreateExtensionStmt: ["create-extension"],
  AlterExtensionStmt: ["alter-extension"],
  AlterExtensionContentsStmt: ["alter-extension"],
  ViewStmt: ["create-view", "ACCESS EXCLUSIVE", "view"],
  CreateFunctionStmt: ["create-function"],
  CreateTrigStmt: ["create-trigger", "SHARE ROW EXCLUSIVE", "relation"],
  RuleStmt: ["create-rule", "ACCESS EXCLUSIVE", "relation"],
  CreatePolicyStmt: ["row-security", "ACCESS EXCLUSIVE", "table"],
  AlterPolicyStmt: ["row-security", "ACCESS EXCLUSIVE", "table"],
  AlterOwnerStmt: ["set-owner"],
  AlterObjectDependsStmt: ["alter-object"],
  AlterRoleStmt: ["alter-role"],
  AlterRoleSetStmt: ["alter-role"],
  AlterDatabaseSetStmt: ["alter-role"],
  AlterStatsStmt: ["set-statistics"],
  AlterForeignServerStmt: ["alter-object"],
  AlterUserMappingStmt: ["alter-object"],
  DropRoleStmt: ["drop-object"],
  DropUserMappingStmt: ["drop-object"],
  SecLabelStmt: ["comment"],
  ClusterStmt: ["cluster", "ACCESS EXCLUSIVE", "relation"],
  DoStmt: ["call-function"],
  CallStmt: ["call-function"],
  CopyStmt: ["copy"],
  TransactionStmt: ["transaction-control"],
  VariableSetStmt: ["session-setting"],
  DiscardStmt: ["session-setting"],
  ConstraintsSetStmt: ["session-setting"],
  PrepareStmt: ["session-setting"],
  DeallocateStmt: ["session-setting"],
  ListenStmt: ["session-setting"],
  UnlistenStmt: ["session-setting"],
  DeclareCursorStmt: ["session-setting"],
  VariableShowStmt: ["query"],
  NotifyStmt: ["query"]
};
function classifySimple(statement) {
  const known2 = simple2[kindOf(statement.node)];
  if (known2 === void 0) return void 0;
  const [rule, mode, place] = known2;
  const relation = place === void 0 ? "" : relationOf(member2(bodyOf(statement.node), place));
  const anew = rule === "cluster" ? { rewrites: true, scans: true } : {};
  return [
    finding(rule, {
      ...relation !== "" && { what: relation },
      locks: mode === void 0 || relation === "" ? [] : lock(mode, relation),
      ...anew
    })
  ];
}
function classifyEnum(statement) {
  const body = bodyOf(statement.node);
  return [finding(text2(body, "oldVal") === "" ? "add-enum-value" : "rename-enum-value", { what: names(body, "typeName").join(".") })];
}
function classifySequence(statement) {
  const body = bodyOf(statement.node);
  const restarts = items(body, "options").some((each) => text2(bodyOf(each), "defname") === "restart");
  const sequence = relationOf(member2(body, "sequence"));
  return [finding(restarts ? "restart-sequence" : "alter-sequence", { what: sequence, locks: lock("SHARE ROW EXCLUSIVE", sequence) })];
}
function classifyGrant(statement) {
  const body = bodyOf(statement.node);
  const grants = kindOf(statement.node) === "AlterDefaultPrivilegesStmt" ? member2(body, "action") : body;
  return [finding(flag(grants, "is_grant") ? "grant" : "revoke")];
}
var behaviour = ["strict", "security", "set"];
function classifyFunction(statement) {
  const body = bodyOf(statement.node);
  const changes = items(body, "actions").some((each) => behaviour.includes(text2(bodyOf(each), "defname")));
  return [finding(changes ? "change-function" : "alter-function", { what: names(member2(body, "func"), "objname").join(".") })];
}
function classifyComment(statement) {
  const body = bodyOf(statement.node);
  const kind = text2(body, "objtype");
  const name = objectName(body.object);
  const table2 = kind === "OBJECT_COLUMN" ? name.slice(0, name.lastIndexOf(".")) : name;
  const locks = ["OBJECT_TABLE", "OBJECT_COLUMN", "OBJECT_VIEW", "OBJECT_INDEX", "OBJECT_MATVIEW", "OBJECT_SEQUENCE"].includes(kind) ? lock("SHARE UPDATE EXCLUSIVE", table2) : [];
  return [finding("comment", { ...name !== "" && { what: name }, locks })];
}
function classifyStatistics(statement) {
  const tables2 = items(bodyOf(statement.node), "relations").map(bodyOf).map(relationOf);
  return [finding("set-statistics", { what: tables2.join(", "), locks: lock("SHARE UPDATE EXCLUSIVE", ...tables2) })];
}
function classifyPublication(statement) {
  const body = bodyOf(statement.node);
  const tables2 = items(body, "pubobjects").flatMap((each) => {
    const table2 = relationOf(member2(member2(bodyOf(each), "pubtable"), "relation"));
    return table2 === "" ? [] : [table2];
  });
  const locks = lock("SHARE UPDATE EXCLUSIVE", ...tables2);
  const makes = kindOf(statement.node) === "CreatePublicationStmt";
  const shows = flag(body, "for_all_tables") || items(body, "pubobjects").length > 0;
  const less = !makes && text2(body, "action") !== "AP_AddObjects" && tables2.length > 0;
  const more = "A table without a primary key or another replica identity refuses UPDATE and DELETE once it is published.";
  return [
    finding(makes ? "create-object" : less ? "drop-object" : "alter-object", {
      what: text2(body, "pubname"),
      locks,
      ...shows && text2(body, "action") !== "AP_DropObjects" && { more }
    })
  ];
}
function classifyTableAs(statement) {
  const into = member2(member2(bodyOf(statement.node), "into"), "rel");
  return [finding("create-table", { what: relationOf(into) }), ...askedInside(statement)];
}
function classifyRefresh(statement) {
  const body = bodyOf(statement.node);
  const view = relationOf(member2(body, "relation"));
  if (flag(body, "skipData")) return [finding("empty-view", { what: view, locks: lock("ACCESS EXCLUSIVE", view), rewrites: true })];
  if (flag(body, "concurrent")) return [finding("refresh-view-concurrently", { what: view, locks: lock("EXCLUSIVE", view), scans: true })];
  const at = tokenAt(statement, placeOf(member2(body, "relation")));
  const sql = `${between(statement, 0, at)} CONCURRENTLY ${between(statement, at)}`;
  return [finding("refresh-view", { what: view, locks: lock("ACCESS EXCLUSIVE", view), rewrites: true, recipe: [long(sql, view)] })];
}
function classifyDomain(statement) {
  const body = bodyOf(statement.node);
  const what = names(body, "typeName").join(".");
  const constraint = bodyOf(body.def);
  const cascade2 = text2(body, "behavior") === "DROP_CASCADE" ? [finding("drop-cascade", { what })] : [];
  switch (text2(body, "subtype")) {
    case "C":
      if (flag(constraint, "skip_validation")) return [finding("add-domain-constraint-not-valid", { what })];
      return [finding("add-domain-constraint", { what, scans: true })];
    case "V":
      return [finding("validate-domain-constraint", { what, scans: true })];
    case "T":
      return [finding(body.def === void 0 ? "drop-default" : "set-default", { what }), ...cascade2];
    case "O":
      return [finding("add-domain-constraint", { what, scans: true })];
    // To take a constraint from a domain loosens it, for whoever reads it.
    default:
      return [finding("drop-constraint", { what }), ...cascade2];
  }
}

// src/domain/migration/lint/versions.ts
var features = [
  { since: 13, what: "DROP EXPRESSION", in: (kind, body) => kind === "AlterTableCmd" && text2(body, "subtype") === "AT_DropExpression" },
  { since: 13, what: "ALTER STATISTICS ... SET STATISTICS", in: (kind) => kind === "AlterStatsStmt" },
  { since: 14, what: "DETACH PARTITION ... CONCURRENTLY", in: (kind, body) => kind === "PartitionCmd" && flag(body, "concurrent") },
  {
    since: 14,
    what: "DETACH PARTITION ... FINALIZE",
    in: (kind, body) => kind === "AlterTableCmd" && text2(body, "subtype") === "AT_DetachPartitionFinalize"
  },
  { since: 14, what: "SET COMPRESSION", in: (kind, body) => kind === "AlterTableCmd" && text2(body, "subtype") === "AT_SetCompression" },
  { since: 14, what: "COMPRESSION of a column", in: (kind, body) => kind === "ColumnDef" && text2(body, "compression") !== "" },
  { since: 14, what: "a function with a body in SQL", in: (kind, body) => kind === "CreateFunctionStmt" && body.sql_body !== void 0 },
  {
    since: 14,
    what: "an option of REINDEX",
    in: (kind, body) => kind === "ReindexStmt" && items(body, "params").map(bodyOf).some((each) => text2(each, "defname") === "tablespace" || each.arg !== void 0)
  },
  {
    since: 14,
    what: "SEARCH or CYCLE",
    in: (kind, body) => kind === "CommonTableExpr" && (body.search_clause !== void 0 || body.cycle_clause !== void 0)
  },
  { since: 14, what: "statistics of an expression", in: (kind, body) => kind === "StatsElem" && body.expr !== void 0 },
  { since: 14, what: "CREATE OR REPLACE TRIGGER", in: (kind, body) => kind === "CreateTrigStmt" && flag(body, "replace") },
  { since: 15, what: "NULLS NOT DISTINCT", in: (_, body) => flag(body, "nulls_not_distinct") },
  {
    since: 15,
    what: "ON DELETE SET NULL or SET DEFAULT of some columns",
    in: (kind, body) => kind === "Constraint" && items(body, "fk_del_set_cols").length > 0
  },
  { since: 15, what: "security_invoker", in: (kind, body) => kind === "DefElem" && text2(body, "defname") === "security_invoker" },
  { since: 15, what: "MERGE", in: (kind) => kind === "MergeStmt" },
  { since: 15, what: "SET ACCESS METHOD", in: (kind, body) => kind === "AlterTableCmd" && text2(body, "subtype") === "AT_SetAccessMethod" },
  { since: 16, what: "STORAGE of a column", in: (kind, body) => kind === "ColumnDef" && text2(body, "storage_name") !== "" },
  { since: 17, what: "SET EXPRESSION", in: (kind, body) => kind === "AlterTableCmd" && text2(body, "subtype") === "AT_SetExpression" },
  {
    since: 18,
    what: "a virtual generated column",
    in: (kind, body) => kind === "Constraint" && text2(body, "contype") === "CONSTR_GENERATED" && text2(body, "generated_kind") === "v"
  },
  {
    since: 18,
    what: "NOT NULL as a constraint of the table",
    in: (kind, body) => kind === "Constraint" && text2(body, "contype") === "CONSTR_NOTNULL" && items(body, "keys").length > 0
  },
  {
    since: 18,
    what: "NOT ENFORCED",
    in: (kind, body) => kind === "Constraint" && (text2(body, "contype") === "CONSTR_ATTR_NOT_ENFORCED" || ["CONSTR_CHECK", "CONSTR_FOREIGN"].includes(text2(body, "contype")) && !flag(body, "is_enforced")) || kind === "ATAlterConstraint" && flag(body, "alterEnforceability")
  },
  {
    since: 18,
    what: "ALTER CONSTRAINT ... INHERIT",
    in: (kind, body) => kind === "ATAlterConstraint" && flag(body, "alterInheritability")
  },
  { since: 18, what: "WITHOUT OVERLAPS", in: (_, body) => flag(body, "without_overlaps") },
  { since: 18, what: "PERIOD", in: (_, body) => flag(body, "fk_with_period") }
];
function newerThan(version, node) {
  const found2 = /* @__PURE__ */ new Set();
  walk(node, (kind, body) => {
    for (const feature of features) if (feature.since > version && feature.in(kind, body)) found2.add(feature);
  });
  return [...found2].map(({ what, since }) => ({ what, since }));
}

// src/domain/migration/lint/classify.ts
var families = {
  AlterTableStmt: classifyAlterTable,
  CreateStmt: classifyCreateTable,
  CreateForeignTableStmt: classifyForeignTable,
  CreateSchemaStmt: classifySchema,
  CreateTableAsStmt: classifyTableAs,
  IndexStmt: classifyCreateIndex,
  ReindexStmt: classifyReindex,
  DropStmt: classifyDrop,
  RenameStmt: classifyRename,
  AlterObjectSchemaStmt: classifySetSchema,
  InsertStmt: classifyRows,
  UpdateStmt: classifyRows,
  DeleteStmt: classifyRows,
  MergeStmt: classifyRows,
  SelectStmt: classifySelect,
  TruncateStmt: classifyTruncate,
  LockStmt: classifyLock,
  VacuumStmt: classifyVacuum,
  AlterDomainStmt: classifyDomain,
  AlterEnumStmt: classifyEnum,
  AlterSeqStmt: classifySequence,
  AlterFunctionStmt: classifyFunction,
  AlterDefaultPrivilegesStmt: classifyGrant,
  GrantStmt: classifyGrant,
  GrantRoleStmt: classifyGrant,
  CommentStmt: classifyComment,
  CreateStatsStmt: classifyStatistics,
  CreatePublicationStmt: classifyPublication,
  AlterPublicationStmt: classifyPublication,
  RefreshMatViewStmt: classifyRefresh
};
function classify(statement, about) {
  const newer = newerThan(about.version, statement.node);
  if (newer.length > 0)
    return newer.map(
      ({ what, since }) => finding("not-in-version", {
        what,
        more: `It needs Postgres ${String(since)}, and the oldest server here has ${String(about.version)}.`
      })
    );
  const family = families[kindOf(statement.node)];
  const own = family?.(statement, about) ?? classifySimple(statement) ?? [finding("unknown-statement")];
  const undone = undoing(statement.node);
  const found2 = undone.length === 0 ? own : [...undone, ...own.filter(({ rule }) => rule !== "query")];
  const subjects = subjectsOf(statement.node);
  const fresh = subjects.length > 0 && subjects.every((each) => about.created.has(each));
  if (!fresh || found2.some(({ rule }) => rules[rule].fixed === true)) return found2;
  const full = subjects.some((each) => about.filled?.has(each) === true);
  const beyond2 = found2.filter((each) => reachesBeyond(each, about, full));
  const locks = strongest(found2.filter((each) => !beyond2.includes(each)).flatMap((each) => each.locks));
  return [finding("on-new-table", { what: subjects.join(", "), locks }), ...beyond2];
}
function reachesBeyond({ rule, locks, scans, rewrites }, { created: created2 }, full) {
  if (rule === "drop-cascade" || rule === "call-function") return true;
  const elsewhere2 = locks.some(({ relation }) => !created2.has(relation));
  return elsewhere2 && (rule === "update" || rule === "locking-query" || full && (scans || rewrites));
}
function subjectsOf(node) {
  const body = bodyOf(node);
  switch (kindOf(node)) {
    case "AlterTableStmt":
      return [relationOf(member2(body, "relation")), ...items(body, "cmds").flatMap((each) => attachedBy(bodyOf(each)))];
    case "IndexStmt":
    case "InsertStmt":
    case "UpdateStmt":
    case "DeleteStmt":
    case "MergeStmt":
    case "CreateTrigStmt":
    case "RuleStmt":
    case "ClusterStmt":
      return [relationOf(member2(body, "relation"))];
    case "RenameStmt":
    case "AlterObjectSchemaStmt":
      return body.relation === void 0 ? [] : [relationOf(member2(body, "relation"))];
    case "CreatePolicyStmt":
      return [relationOf(member2(body, "table"))];
    case "DropStmt":
      return text2(body, "removeType") === "OBJECT_TABLE" ? items(body, "objects").map(objectName) : [];
    case "TruncateStmt":
    case "LockStmt":
      return items(body, "relations").map(bodyOf).map(relationOf);
    default:
      return [];
  }
}
function attachedBy(command) {
  return text2(command, "subtype") === "AT_AttachPartition" ? [relationOf(member2(bodyOf(command.def), "name"))] : [];
}
function createdBy(node) {
  const body = bodyOf(node);
  if (flag(body, "if_not_exists")) return [];
  const made = madeBy(node);
  return made === void 0 || text2(made, "relpersistence") === "t" ? [] : [relationOf(made)];
}
function madeBy(node) {
  const body = bodyOf(node);
  if (kindOf(node) === "CreateStmt") return member2(body, "relation");
  if (kindOf(node) === "CreateTableAsStmt") return member2(member2(body, "into"), "rel");
  return kindOf(node) === "SelectStmt" && body.intoClause !== void 0 ? member2(member2(body, "intoClause"), "rel") : void 0;
}
function filledBy(node) {
  const made = flag(member2(bodyOf(node), "into"), "skipData") ? void 0 : filledFromTheStart(node);
  const found2 = made === void 0 ? [] : [relationOf(made)];
  walk(node, (kind, body) => {
    const finds = kind === "InsertStmt" && readsFrom(body.selectStmt);
    if (finds || kind === "MergeStmt" || kind === "CopyStmt" && flag(body, "is_from")) found2.push(relationOf(member2(body, "relation")));
  });
  return found2;
}
function filledFromTheStart(node) {
  if (kindOf(node) === "CreateStmt") return void 0;
  return readsFrom(kindOf(node) === "SelectStmt" ? node : bodyOf(node).query) ? madeBy(node) : void 0;
}
function readsFrom(select) {
  let found2 = false;
  walk(select, (kind, body) => {
    if (kind === "SelectStmt" && items(body, "fromClause").length > 0) found2 = true;
  });
  return found2;
}
function mixedBy(node, created2) {
  if (kindOf(node) !== "AlterTableStmt") return [];
  const table2 = relationOf(member2(bodyOf(node), "relation"));
  return items(bodyOf(node), "cmds").map(bodyOf).flatMap((command) => {
    if (text2(command, "subtype") === "AT_AddInherit") return created2.has(table2) ? [] : [relationOf(bodyOf(command.def))];
    return attachedBy(command).some((each) => !created2.has(each)) ? [table2] : [];
  });
}
function goneBy(node) {
  const body = bodyOf(node);
  if (kindOf(node) === "DropStmt") return items(body, "objects").map(objectName);
  const renames2 = kindOf(node) === "AlterObjectSchemaStmt" || kindOf(node) === "RenameStmt" && text2(body, "renameType") === "OBJECT_TABLE";
  return renames2 && body.relation !== void 0 ? [relationOf(member2(body, "relation"))] : [];
}

// src/domain/migration/lint/turns-out.ts
var later = {
  "change-type-unknown": ["change-type", "change-type-narrower", "change-type-computed", "change-type-time-zone"],
  "change-type-computed": ["change-type-time-zone"],
  "add-index": ["add-index-on-parent"]
};
function allowedAs(rule) {
  return [rule, ...later[rule] ?? []];
}

// src/domain/migration/lint/one-transaction.ts
var harmful = lockModes.indexOf("SHARE");
function inOneTransaction(script) {
  const usual = script.alone !== true && script.statements.length > 1;
  const apart2 = isFlyways(script) && script.statements.every(({ node }) => isOutside(node));
  let open = usual;
  let held2 = [];
  return (statement, findings, created2) => {
    if (kindOf(statement.node) === "TransactionStmt") {
      const kind = text2(bodyOf(statement.node), "kind");
      if (kind === "TRANS_STMT_BEGIN" || kind === "TRANS_STMT_START") open = true;
      if (kind === "TRANS_STMT_COMMIT" || kind === "TRANS_STMT_ROLLBACK") [open, held2] = [usual, []];
      return [];
    }
    if (!open) return [];
    if (isOutside(statement.node)) return apart2 ? [] : [finding("not-in-transaction")];
    const before = held2;
    const harms = findings.flatMap(({ locks }) => locks).filter(({ relation, mode }) => lockModes.indexOf(mode) >= harmful && !created2.has(relation));
    held2 = strongest([...held2, ...harms]);
    if (before.length === 0 || !takesLong(statement, findings)) return [];
    return [finding("locks-held-meanwhile", { what: before.map(({ relation }) => relation).join(", "), locks: before, scans: true })];
  };
}
function takesLong(statement, findings) {
  const allowed = allowedIn(statement).map(({ rule }) => rule);
  const works = findings.filter(({ scans, rewrites }) => scans || rewrites);
  if (works.length === 0) return filledBy(statement.node).length > 0;
  return works.some(({ rule }) => !allowedAs(rule).some((each) => allowed.includes(each)));
}
function isFlyways({ path }) {
  return /(?:^|\/)[VUR][^/]*__[^/]*$/.test(path);
}
function isOutside(node) {
  const body = bodyOf(node);
  switch (kindOf(node)) {
    case "IndexStmt":
    case "DropStmt":
      return flag(body, "concurrent");
    case "ReindexStmt":
      return ["REINDEX_OBJECT_SCHEMA", "REINDEX_OBJECT_SYSTEM", "REINDEX_OBJECT_DATABASE"].includes(text2(body, "kind")) || isConcurrent(body);
    case "VacuumStmt":
      return flag(body, "is_vacuumcmd");
    case "AlterTableStmt":
      return items(body, "cmds").some((each) => flag(bodyOf(bodyOf(each).def), "concurrent"));
    default:
      return ["CreatedbStmt", "DropdbStmt", "AlterSystemStmt", "CreateTableSpaceStmt", "DropTableSpaceStmt"].includes(kindOf(node));
  }
}

// src/domain/migration/lint/steps-of.ts
function stepsOf(statement, findings, about, options) {
  const recipe2 = options.safeRewrite ? findings.find((each) => each.class === "recipe" && each.recipe !== void 0 && options.allowed?.has(each.rule) !== true)?.recipe : void 0;
  return recipe2 ?? asWritten(statement, findings, about);
}
function asWritten(statement, findings, about) {
  const body = bodyOf(statement.node);
  const sql = between(statement, 0);
  const relations2 = relationsOf(statement, findings);
  switch (kindOf(statement.node)) {
    case "IndexStmt":
      return [flag(body, "concurrent") ? indexStep(statement, about) : short(sql, ...relations2)];
    case "DropStmt":
      return flag(body, "concurrent") ? dropIndexSteps(statement) : [short(sql, ...relations2)];
    case "VacuumStmt":
      return [flag(body, "is_vacuumcmd") ? outside(sql, relations2, findings) : long(sql, ...relations2)];
    case "ReindexStmt":
    case "ClusterStmt":
      return [outside(sql, relations2, findings)];
    case "RefreshMatViewStmt":
      return [flag(body, "concurrent") ? long(sql, ...relations2) : short(sql, ...relations2)];
    case "CreateTableAsStmt":
      return [long(sql, ...relations2)];
    case "AlterTableStmt":
      return [alterStep(statement, sql, relations2)];
    default:
      return [short(sql, ...relations2)];
  }
}
var calm = /* @__PURE__ */ new Set(["reindex-concurrently", "vacuum"]);
function outside(sql, relations2, findings) {
  return findings.every(({ rule }) => calm.has(rule)) ? bare(sql, ...relations2) : { kind: "bare", sql, relations: relations2, lock: "ACCESS EXCLUSIVE" };
}
function alterStep(statement, sql, relations2) {
  const commands = items(bodyOf(statement.node), "cmds").map(bodyOf);
  const detaches = commands.some((each) => text2(each, "subtype") === "AT_DetachPartition" && flag(bodyOf(each.def), "concurrent"));
  if (detaches) return bare(sql, ...relations2);
  return commands.every((each) => text2(each, "subtype") === "AT_ValidateConstraint") ? long(sql, ...relations2) : short(sql, ...relations2);
}
function relationsOf(statement, findings) {
  const locked = [...new Set(findings.flatMap((each) => each.locks.map(({ relation }) => relation)))];
  if (locked.length > 0) return locked;
  const own = member2(bodyOf(statement.node), "relation");
  return Object.keys(own).length > 0 ? relationsIn(own) : [];
}

// src/domain/migration/lint/types-made.ts
function typesMade(scripts, known2) {
  const below2 = /* @__PURE__ */ new Map();
  const checked2 = /* @__PURE__ */ new Set();
  const bare2 = (name) => name.slice(name.lastIndexOf(".") + 1);
  for (const { node } of scripts.flatMap((script) => script.statements)) {
    const body = bodyOf(node);
    const name = names(body, kindOf(node) === "CreateDomainStmt" ? "domainname" : "typeName").join(".");
    switch (kindOf(node)) {
      case "CreateEnumStmt":
      case "CreateRangeStmt":
        below2.set(name, void 0);
        break;
      case "CompositeTypeStmt":
        below2.set(relationOf(member2(body, "typevar")), void 0);
        break;
      case "CreateDomainStmt":
        below2.set(name, typeOf(member2(body, "typeName")));
        if (checks(body)) checked2.add(bare2(name));
        break;
      case "AlterDomainStmt":
        if (!["C", "O"].includes(text2(body, "subtype"))) break;
        checked2.add(bare2(name));
        if (!below2.has(name)) below2.set(name, void 0);
        break;
    }
  }
  const madeOf = (name, above = []) => {
    if (checked2.has(bare2(name))) return "checked";
    if (!below2.has(name)) return plainTypes.has(name) ? "plain" : known2?.madeType?.(name);
    const type = below2.get(name);
    return type === void 0 || type.array || above.includes(name) ? "plain" : madeOf(type.name, [...above, name]);
  };
  return new Map([...below2.keys()].flatMap((name) => madeEntry(name, madeOf(name))));
}
function madeEntry(name, made) {
  return made === void 0 ? [] : [[name, made]];
}
function checks(domain) {
  return items(domain, "constraints").some((each) => ["CONSTR_CHECK", "CONSTR_NOTNULL"].includes(text2(bodyOf(each), "contype")));
}

// src/domain/migration/lint/lint.ts
function lint(changes, options) {
  const scripts = changes.flatMap((change2) => roles.flatMap((role) => ofRole(change2, role)));
  const types = typesMade(
    scripts.map(({ script }) => script),
    options.known
  );
  const all2 = scripts.map(({ change: change2, script }) => lintScript(change2, script, types, options));
  return { statements: all2.flatMap((each) => each.statements), mistakes: all2.flatMap((each) => each.mistakes) };
}
function ofRole(change2, role) {
  const script = change2.scripts[role];
  return script === void 0 ? [] : [{ change: change2, script }];
}
function lintScript(change2, script, types, options) {
  const created2 = /* @__PURE__ */ new Set();
  const filled = /* @__PURE__ */ new Set();
  const meanwhile = change2.foreign === true ? inOneTransaction(script) : () => [];
  const taken2 = /* @__PURE__ */ new Set();
  const statements = [];
  const mistakes = [];
  for (const statement of script.statements) {
    const about = {
      version: options.version,
      role: script.role,
      created: created2,
      filled,
      taken: taken2,
      types,
      ...change2.scripts.verify !== void 0 && { verified: true },
      ...options.known !== void 0 && { known: options.known }
    };
    const linted = lintStatement(change2, script, statement, about, options, meanwhile);
    statements.push(linted);
    const found2 = linted.findings.flatMap(({ rule }) => allowedAs(rule));
    for (const { rule, line } of allowedIn(statement))
      if (!found2.includes(rule) && rule in rules)
        mistakes.push({ path: script.path, line, text: `@allow ${rule} allows what is not found here: remove it` });
    for (const name of namesTaken(statement, about)) taken2.add(name);
    for (const relation of [...goneBy(statement.node), ...mixedBy(statement.node, created2)]) created2.delete(relation);
    for (const relation of createdBy(statement.node)) {
      created2.add(relation);
      filled.delete(relation);
    }
    for (const relation of filledBy(statement.node)) filled.add(relation);
  }
  return { statements, mistakes };
}
function lintStatement(change2, script, statement, about, options, meanwhile) {
  const own = classify(statement, about);
  const findings = [...own, ...meanwhile(statement, own, about.created)];
  const reasons = new Map(allowedIn(statement).map(({ rule, reason }) => [rule, reason]));
  const reasonOf = ({ rule }) => reasons.get(allowedAs(rule).find((each) => reasons.has(each)) ?? "");
  const ours = change2.foreign !== true;
  const open = findings.filter((each) => (!ours && isOnlyOurs(each)) === false && !(reasonOf(each) !== void 0 && mayBeAllowed(each)));
  const stands = open.filter((each) => !fits(each.class, script.role));
  const refused2 = stands.filter((each) => !(ours && each.class === "recipe" && each.recipe !== void 0 && options.safeRewrite));
  const verdict = refused2.length > 0 ? "refused" : stands.length > 0 ? "runs-rewritten" : "runs";
  const used = findings.filter((each) => !fits(each.class, script.role)).flatMap((each) => reasonOf(each) ?? []);
  const steps2 = verdict === "refused" || !ours ? [] : stepsOf(statement, findings, about, { safeRewrite: options.safeRewrite, allowed: new Set(reasons.keys()) });
  return {
    change: change2.id,
    role: script.role,
    path: script.path,
    line: statement.line,
    statement,
    findings,
    verdict,
    ...verdict !== "refused" && used.length > 0 && { allowed: used.join("; ") },
    steps: steps2
  };
}
function isOnlyOurs({ rule }) {
  return rule === "transaction-control" || rule === "session-setting" || rule === "session-lock";
}
function mayBeAllowed({ rule }) {
  return rules[rule].fixed !== true;
}
function fits(found2, role) {
  if (found2 === "expand-safe") return true;
  return found2 === "contract-only" && (role === "contract" || role === "undo");
}
function namesTaken(statement, about) {
  const found2 = [];
  walk(statement.node, (kind, body2) => {
    if (kind === "Constraint" && text2(body2, "conname") !== "") found2.push(text2(body2, "conname"));
  });
  const body = bodyOf(statement.node);
  if (kindOf(statement.node) === "IndexStmt" && !flag(body, "if_not_exists")) found2.push(indexName(statement, about));
  if (kindOf(statement.node) === "AlterTableStmt") {
    let own = about;
    for (const part of alterParts(statement, about)) own = taking(own, namesMade({ ...part, about: own }));
    found2.push(...own.taken ?? []);
  }
  return found2;
}

// src/domain/migration/mysql/lint.ts
function lintScript2(script, options) {
  const made = /* @__PURE__ */ new Set();
  return script.statements.map((statement) => {
    const read2 = tokensOf(statement.text);
    const tokens = "wrong" in read2 ? [] : read2.tokens.filter(({ kind }) => kind !== "comment" && kind !== "hint");
    const all2 = look(tokens, script.role, backfillIn(script));
    const findings = onNewTable(all2, tokens, made).map((seen2) => findingOf(statement, tokens, seen2));
    for (const relation of all2.filter(({ rule }) => moving.includes(rule)).flatMap(relationsOf2)) forget(made, relation);
    const table2 = tableMadeBy(tokens);
    if (table2 !== void 0) made.add(table2);
    const judged2 = findings.filter(({ rule }) => options.foreign !== true || !onlyOurs.includes(rule));
    const problems = judged2.flatMap((finding2) => problemOf(statement, finding2, script.role, options.safeRewrite));
    return { statement, findings, problems };
  });
}
var onlyOurs = ["not-repeatable", "lock-or-sleep", "session-setting", "transaction-control"];
var moving = ["rename-table", "drop-table", "alter-partition", "not-repeatable"];
function forget(made, relation) {
  const bare2 = (name) => name.split(".").at(-1).toLowerCase();
  for (const name of [...made]) if (bare2(name) === bare2(relation)) made.delete(name);
}
function relationsOf2({ relations: relations2 }) {
  return [...new Set((relations2 ?? []).filter((each) => each !== void 0))];
}
function onNewTable(all2, tokens, made) {
  const relations2 = all2.flatMap(relationsOf2);
  if (alteringOf(tokens) === void 0 || relations2.length === 0 || !relations2.every((each) => made.has(each))) return all2;
  return [...all2.filter(({ rule }) => mysqlRules[rule].fixed === true), { rule: "on-new-table", relations: relations2 }];
}
function findingOf(statement, tokens, seen2) {
  const { rule, way = "instant" } = seen2;
  const relations2 = relationsOf2(seen2);
  const { class: given, meaning, advice } = mysqlRules[rule];
  const recipe2 = recipeFor(statement.text, rule, relations2, tokens);
  return {
    class: rule === "drop-constraint" && loosens(statement) ? "expand-safe" : given,
    rule,
    relations: relations2,
    locks: [],
    blocks: seen2.blocks ?? blocksOf(rule, way),
    rewrites: way === "copy",
    scans: way === "copy",
    because: meaning,
    advice,
    forms: (recipe2 ?? [{ sql: statement.text }]).flatMap(({ sql }) => formsOf(sql)),
    ...recipe2 !== void 0 && { recipe: recipe2 }
  };
}
function recipeFor(text3, rule, relations2, tokens) {
  if (rule === "algorithm-missing") return [{ kind: "short", sql: text3, relations: relations2 }];
  if (rule !== "on-new-table" || statedIn(tokens).algorithm !== void 0) return void 0;
  return [{ kind: "short", sql: stating(text3, { algorithm: "COPY" }), relations: relations2 }];
}
function blocksOf(rule, way) {
  if (rule === "truncate" || rule === "lock-table") return "everybody";
  return way === "copy" || ["update", "delete", "insert-select"].includes(rule) ? "writers" : "nobody";
}
var runIn = {
  expand: ["expand-safe"],
  backfill: ["expand-safe"],
  verify: ["expand-safe"],
  // What expand has made is used by nobody once it is taken back.
  undo: ["expand-safe", "new-column", "contract-only"],
  contract: ["expand-safe", "contract-only"]
};
function problemOf(statement, finding2, role, safeRewrite) {
  if (fitsRole(finding2, role) || finding2.class === "recipe" && safeRewrite) return [];
  const allowed = allowedIn(statement).some(({ rule }) => rule === finding2.rule);
  return allowed && mysqlRules[finding2.rule].fixed !== true ? [] : [`${finding2.rule}: ${finding2.because} ${finding2.advice}`.trim()];
}
function fitsRole({ class: found2 }, role) {
  return runIn[role].includes(found2);
}
function tableMadeBy(tokens) {
  const reader = createReader(tokens);
  return reader.accept("CREATE", "TABLE") && !reader.accept("IF", "NOT", "EXISTS") ? reader.relation() : void 0;
}

// src/domain/migration/dialect.ts
function postgresDialect(parse2) {
  return { parse: parse2, rules: ruleNames, lint };
}
function mysqlDialect(digestOf2) {
  return {
    parse: createParse(digestOf2),
    rules: mysqlRuleNames,
    lint(changes, { safeRewrite }) {
      const read2 = changes.flatMap(
        (change2) => roles.flatMap((role) => change2.scripts[role] ?? []).map((script) => ({ change: change2, script, verdicts: lintScript2(script, { safeRewrite, foreign: change2.foreign === true }) }))
      );
      return {
        statements: read2.flatMap(
          ({ change: change2, script, verdicts: verdicts2 }) => verdicts2.map((verdict) => statementOf(change2, script, verdict, safeRewrite))
        ),
        mistakes: read2.flatMap(({ script, verdicts: verdicts2 }) => verdicts2.flatMap((verdict) => unused(script, verdict)))
      };
    }
  };
}
function statementOf(change2, script, verdict, safeRewrite) {
  const { statement, findings } = verdict;
  const reasons = new Map(allowedIn(statement).map(({ rule, reason }) => [rule, reason]));
  const refused2 = verdict.problems.length > 0;
  const standing2 = findings.filter((finding2) => !fitsRole(finding2, script.role));
  const rewritten = safeRewrite && standing2.some((finding2) => finding2.class === "recipe" && !reasons.has(finding2.rule));
  const used = standing2.flatMap(({ rule }) => reasons.get(rule) ?? []);
  const { recipe: recipe2 } = findings.find((finding2) => finding2.recipe !== void 0) ?? {};
  const relations2 = [...new Set(findings.flatMap((finding2) => finding2.relations))];
  return {
    ...{ change: change2.id, role: script.role, path: script.path, line: statement.line, statement, findings: findings.map(shownFinding) },
    verdict: refused2 ? "refused" : rewritten ? "runs-rewritten" : "runs",
    ...!refused2 && used.length > 0 && { allowed: used.join("; ") },
    steps: refused2 || change2.foreign === true ? [] : recipe2 ?? [{ kind: "short", sql: statement.text, relations: relations2 }]
  };
}
function shownFinding(finding2) {
  const { forms, relations: relations2, recipe: recipe2 } = finding2;
  return recipe2 === void 0 ? finding2 : { ...finding2, recipe: forms.map((sql) => ({ kind: "short", sql, relations: relations2 })) };
}
function unused(script, { statement, findings }) {
  return allowedIn(statement).filter(({ rule }) => findings.every((finding2) => finding2.rule !== rule)).map(({ rule, line }) => ({ path: script.path, line, text: `@allow ${rule} allows what is not found here: remove it` }));
}

// src/actions/other-regions.ts
async function withRegions(userAgent, work) {
  const senders = [];
  try {
    return await work((region) => {
      const sender = createSend({ region, userAgent });
      senders.push(sender);
      return sender.send;
    });
  } finally {
    for (const sender of senders) sender.close();
  }
}

// src/actions/migration-database.ts
async function databaseUrl({ host, values, aws, cancellation }) {
  const { "database-url": url2, "database-secret": secret } = values;
  if (url2 !== void 0) {
    maskUrl(host, url2);
    return warned(host, url2);
  }
  if (secret === void 0) return void 0;
  const engine = values["database-engine"];
  const given = { host: values["database-host"], database: values["database-name"], engine };
  const region = regionOf(host, values["aws-region"]);
  const mask = (text3) => host.masks.add(text3);
  const found2 = await withRegions(
    "sluice/migrate-expand-contract",
    (sendIn) => readSecretUrl({ send: aws.send, sendIn, region, secret, ...given, mask }, cancellation.signal)
  );
  const wrong2 = otherEngine(found2, engine) === void 0 ? wrongAddress(found2, engine) : void 0;
  if (wrong2 === void 0) return warned(host, found2);
  throw new SluiceError("PREFLIGHT_FAILED", `The secret ${secret} cannot be used: ${wrong2}`, {
    hint: "What is special in the user or password of a URL has to be encoded: @ as %40, / as %2F, # as %23. JSON with host, dbname, username and password needs none of that."
  });
}
function warned({ log }, url2) {
  const words = passedOver(url2);
  if (words !== void 0) log.warning(words);
  return url2;
}
function maskUrl(host, url2) {
  const read2 = readDatabaseSecret(url2, {});
  for (const each of "location" in read2 ? read2.location.secrets : read2.secrets) host.masks.add(each);
}
async function dialectOf(values) {
  return values["database-engine"] === "mysql" ? mysqlDialect(sha256) : postgresDialect(sqlParser(await loadParser()).parse);
}
async function databaseAt(host, url2, values, looks) {
  const authorities = authoritiesIn(host, values["database-ca"]);
  const options = {
    ...{ url: url2, run: holderOf(host).run },
    ...authorities && "value" in authorities && { ca: authorities.value },
    ...looks && { looks: true }
  };
  const other = otherEngine(url2, values["database-engine"]);
  if (other !== void 0) throw new SluiceError("INPUT_INVALID", `database-engine is ${other}`, { hint: "Nothing was changed." });
  return values["database-engine"] === "mysql" ? (await import("./mysql-MHLI7DLP.js")).createMysql(options) : createPostgres(options);
}
function advised(thrown, database2, ca) {
  if (!(thrown instanceof SluiceError) || !(thrown.cause instanceof DatabaseFault) || !thrown.cause.untrusted) return thrown;
  const host = database2.replace(/:\d+\/.*$/, "");
  return new SluiceError(thrown.reasonCode, thrown.message, { hint: certificateAdvice(host, ca), cause: thrown });
}

// src/aws/throttle-metrics.ts
var periodMs = 6e4;
var lookBackMs = 10 * periodMs;
var everyMs = 3e4;
function createThrottleMetrics(send, metrics, nowMs) {
  const reader = createMetricReader(send);
  const queries = metrics.map(({ metric }, index) => ({
    Id: `m${String(index)}`,
    MetricStat: {
      Metric: {
        Namespace: metric.namespace,
        MetricName: metric.metric,
        Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value }))
      },
      Period: periodMs / 1e3,
      Stat: metric.statistic
    }
  }));
  let last;
  return async (signal) => {
    const now = nowMs();
    if (last && now - last.atMs < everyMs) return last.found;
    const endMs = Math.floor(now / periodMs) * periodMs;
    const points = await reader.read(queries, endMs - lookBackMs, endMs, signal);
    const found2 = metrics.flatMap((metric, index) => {
      const id = `m${String(index)}`;
      const newest = momentsOf(points, [id]).at(-1);
      return throttledBy(metric, newest === void 0 ? void 0 : pointAt(points, id, newest)) ?? [];
    });
    last = { atMs: now, found: found2 };
    return found2;
  };
}

// src/domain/migration/acquire.ts
var blockerAgeMs = 1e3;
var longLockMs = 5e3;
var progressEveryMs = 5e3;
var [firstRetryMs, longestRetryMs] = [200, 5e3];
var lookMs = 300;
function retryPauseMs(tries, random) {
  const pauseMs = Math.min(firstRetryMs * 2 ** Math.min(tries - 1, 10), longestRetryMs);
  return Math.round(pauseMs * (0.5 + random));
}
function lookPauseMs(random) {
  return Math.round(lookMs * (0.5 + random));
}
function pollPauseMs(random) {
  return Math.round(500 * (1 + random));
}

// src/domain/migration/lint/touched.ts
function touchesOf({ node }) {
  const body = bodyOf(node);
  const whole = (relation2) => relation2 === "" ? [] : [{ relation: relation2, aspect: "whole" }];
  const relation = relationOf(member2(body, "relation"));
  if (isOpaque(node)) return [{ aspect: "anything" }];
  switch (kindOf(node)) {
    case "AlterTableStmt":
      return items(body, "cmds").flatMap((each) => touchesOfPart(relation, bodyOf(each)));
    case "RenameStmt":
      return text2(body, "renameType") === "OBJECT_COLUMN" ? [text2(body, "subname"), text2(body, "newname")].flatMap((column) => ofColumn(relation, column, "type", "null")) : text2(body, "renameType") === "OBJECT_TABLE" ? [...whole(relation), ...whole(beside(relation, text2(body, "newname")))] : [];
    case "AlterDomainStmt":
      return ["C", "O"].includes(text2(body, "subtype")) ? [{ aspect: "types" }] : [];
    case "IndexStmt":
      return [{ relation, aspect: "built" }];
    case "AlterObjectSchemaStmt":
    case "CreateStmt":
      return whole(relation);
    case "CreateTableAsStmt":
      return whole(relationOf(member2(member2(body, "into"), "rel")));
    case "DropStmt":
      return text2(body, "removeType") === "OBJECT_SCHEMA" ? [{ aspect: "anything" }] : items(body, "objects").flatMap((each) => whole(objectName(each)));
    default:
      return [];
  }
}
function touchesOfPart(relation, command) {
  const definition2 = bodyOf(command.def);
  const column = text2(command, "name");
  const built = { relation, aspect: "built" };
  switch (text2(command, "subtype")) {
    case "AT_AddColumn":
      return [built, ...ofColumn(relation, text2(definition2, "colname"), "type", "null")];
    case "AT_DropColumn":
      return ofColumn(relation, column, "type", "null");
    case "AT_AlterColumnType":
      return ofColumn(relation, column, "type");
    case "AT_SetNotNull":
    case "AT_DropNotNull":
      return ofColumn(relation, column, "null");
    case "AT_AddConstraint":
      return [built, ...ofConstraint(relation, definition2)];
    // It may be one that keeps a column from being null.
    case "AT_DropConstraint":
    case "AT_ValidateConstraint":
      return [{ relation, aspect: "nulls" }];
    // Rows of the other table become some of this one.
    case "AT_AddInherit":
      return [{ relation: relationOf(definition2), aspect: "nulls" }];
    default:
      return [];
  }
}
function ofConstraint(relation, constraint) {
  if (!["CONSTR_PRIMARY", "CONSTR_NOTNULL"].includes(text2(constraint, "contype"))) return [];
  if (text2(constraint, "indexname") !== "") return [{ relation, aspect: "nulls" }];
  return names(constraint, "keys").flatMap((key2) => ofColumn(relation, key2, "null"));
}
function ofColumn(relation, column, ...aspects) {
  return aspects.map((aspect) => ({ relation, aspect, column }));
}
function beside(relation, name) {
  const dot = relation.lastIndexOf(".");
  return dot < 0 ? name : `${relation.slice(0, dot)}.${name}`;
}
var rows = ["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CreateTableAsStmt"];
function isOpaque(node) {
  let found2 = ["DoStmt", "CallStmt"].includes(kindOf(node)) || rows.includes(kindOf(node)) && calledBy(node, mayChangeTables).length > 0;
  walk(node, (kind, body) => {
    if (kind === "VariableSetStmt" && ["search_path", ""].includes(text2(body, "name"))) found2 = true;
    if (kind === "FuncCall" && names(body, "funcname").at(-1) === "set_config") found2 = true;
  });
  return found2;
}

// src/domain/migration/lint/known.ts
function knownFrom(catalog, changes, pending) {
  const touches = pending.map(touchesOf);
  if (touches.flat().some(({ aspect }) => aspect === "anything")) return {};
  const byName = new Map(catalog.relations.map((each) => [each.name, each]));
  const same = (one, other) => one === other || (byName.get(one)?.id ?? one) === (byName.get(other)?.id ?? other);
  const count = (relation, changed) => touches.filter((own) => own.some((each) => "relation" in each && same(each.relation, relation) && changed(each))).length;
  const isSettled = (relation) => count(relation, ({ aspect }) => aspect === "whole") === 0;
  const columnOf2 = (relation, name) => isSettled(relation) ? byName.get(relation)?.columns.find((each) => each.name === name) : void 0;
  const typed = (relation, name) => count(relation, (touch) => touch.aspect === "type" && touch.column === name) > 1 ? void 0 : columnOf2(relation, name);
  const built = (relation, name) => count(relation, ({ aspect }) => aspect === "built") > 0 ? void 0 : typed(relation, name);
  const checksMore = touches.flat().some(({ aspect }) => aspect === "types");
  const made = partitionsMade(statementsOf(changes));
  return {
    columnType: (relation, name) => typed(relation, name)?.type,
    indexed: (relation, name) => built(relation, name)?.indexed,
    computed: (relation, name) => built(relation, name)?.computed,
    notNull(relation, name) {
      const notNull = columnOf2(relation, name)?.notNull;
      const changing3 = count(relation, (touch) => touch.aspect === "nulls" || touch.aspect === "null" && touch.column === name);
      return changing3 > 1 ? void 0 : notNull;
    },
    partitioned(relation) {
      return (isSettled(relation) ? byName.get(relation)?.partitioned : void 0) ?? made.get(relation);
    },
    madeType: (name) => checksMore ? void 0 : catalog.types.find((each) => each.name === name)?.made
  };
}
function partitionsMade(statements) {
  const found2 = /* @__PURE__ */ new Map();
  const unclear = /* @__PURE__ */ new Set();
  for (const { node } of statements.filter((each) => kindOf(each.node) === "CreateStmt")) {
    const body = bodyOf(node);
    const relation = relationOf(member2(body, "relation"));
    const partitioned = body.partspec !== void 0;
    if (found2.has(relation) && found2.get(relation) !== partitioned) unclear.add(relation);
    found2.set(relation, partitioned);
  }
  for (const relation of unclear) found2.delete(relation);
  return found2;
}

// src/domain/migration/lint/lint-standing.ts
function lintStanding(changes, lint2, { catalog, ledger, phase }, digestOf2) {
  const pending = changes.filter(({ id, foreign }) => foreign !== true && !isDone(ledger, id, phase));
  const known2 = knownFrom(
    catalog,
    changes,
    pending.flatMap(({ scripts }) => scripts[phase]?.statements ?? [])
  );
  const blind = lint2();
  const seeing = lint2(known2);
  const done = /* @__PURE__ */ new Map();
  return blind.map((each, index) => {
    const { change: change2, role } = each;
    if (role !== phase || !pending.some(({ id }) => id === change2)) return each;
    const steps2 = entryOf(ledger, change2, phase)?.steps ?? [];
    const from = done.get(change2) ?? 0;
    const fits2 = (reading) => reading.steps.length === 0 ? from >= steps2.length : reading.steps.every(({ sql }, at) => from + at >= steps2.length || digestOf2(sql) === steps2[from + at]);
    const taken2 = [seeing[index], each].find(fits2) ?? seeing[index];
    done.set(change2, from + taken2.steps.length);
    return taken2;
  });
}

// src/domain/migration/batch-size.ts
var firstRows = 1e3;
var defaultTargetMs = 50;
var leastRows = 100;
var mostRows3 = 2e4;
function batchLimits(given = {}) {
  const most = Math.max(1, Math.floor(given.mostRows ?? mostRows3));
  return { targetMs: given.targetMs ?? defaultTargetMs, leastRows: Math.min(leastRows, most), mostRows: most };
}
function firstBatchRows(limits) {
  return within(firstRows, limits);
}
function nextBatchRows(rows2, tookMs, limits) {
  const factor = tookMs > 0 ? limits.targetMs / tookMs : Infinity;
  return within(rows2 * Math.min(1.5, Math.max(0.5, factor)), limits);
}
function busyBatchRows(rows2, limits) {
  return within(rows2 / 2, limits);
}
function within(rows2, limits) {
  return Math.max(limits.leastRows, Math.min(limits.mostRows, Math.round(rows2)));
}

// src/domain/migration/pending.ts
var renamedHint = "Give it its old id again; or, where it is another change, put the file of the old one back beside it.";
function pendingOf(planned2, ledger) {
  const known2 = planned2.map((each) => {
    const entry = entryOf(ledger, each.change.id, each.phase);
    return entry === void 0 ? { planned: each, done: 0 } : { planned: each, done: entry.steps.length, entry };
  });
  const phases2 = known2.filter(({ entry }) => entry?.state !== "done");
  const unfiled = unfiledOf(ledger, planned2);
  return {
    phases: phases2,
    drift: known2.flatMap(driftOf),
    renamed: phases2.filter(({ done }) => done === 0).flatMap(({ planned: each }) => renamedText(each, renamedFrom(unfiled, each))),
    abandoned: unfiled.filter(({ state }) => state !== "done"),
    late: phases2.flatMap(({ planned: each }) => {
      const after = ledger.filter(({ change: change2, phase }) => phase === each.phase && compareIds(change2, each.change.id) > 0);
      return after.length === 0 ? [] : [{ planned: each, after: after.map(({ change: change2 }) => change2).sort(compareIds)[0] }];
    })
  };
}
function driftOf({ planned: planned2, done, entry }) {
  if (entry === void 0) return [];
  const what = `${planned2.change.id} ${planned2.phase}`;
  if (entry.state === "done") {
    if (entry.digest === planned2.digest) return [];
    return [`${what} was done with the digest ${shown(entry.digest)}, and its file has ${shown(planned2.digest)} now`];
  }
  const at = entry.steps.findIndex((digest2, index) => planned2.steps[index]?.digest !== digest2);
  if (at < 0) return [];
  const now = planned2.steps[at];
  const place = now === void 0 ? "is not there any more" : `has ${shown(now.digest)} now (${now.path}:${now.line})`;
  return [`Step ${at + 1} of ${what}, one of ${done} that are done, was done with the digest ${shown(entry.steps[at])}, and ${place}`];
}
function renamedText({ change: change2, phase }, before) {
  if (before === void 0) return [];
  const how = before.state === "done" ? "was done" : "was begun";
  return [`${change2.id} ${phase} has the text of ${before.change} ${phase}, which ${how} by run ${before.run} and has no file any more`];
}
function shown(digest2) {
  return digest2.slice(0, 12);
}

// src/engine/backfill-refused.ts
var statementTimeout = "57014";
var noRight2 = "42501";
function placeOf3({ path, line }) {
  return `${path}:${line}`;
}
function refusedWords(doing, change2) {
  if (doing === "looking") return `Whether the backfill of ${change2} has to wait could not be asked`;
  return `${doing === "filling" ? `The backfill of ${change2}` : placeOf3(doing)} was refused by the database`;
}
function refusedHint(doing, sqlState, { rowsDone }) {
  if (sqlState === noRight2)
    return "Grant the role of this run what it lacks, then run this step again. Where row-level security would hide rows from it: BYPASSRLS; or, where its policies show it all of them, ALTER ROLE ... SET row_security = on.";
  if (doing === "filling" && sqlState === statementTimeout) return "Is an index missing for what the statement joins? EXPLAIN tells.";
  const what = doing === "filling" ? "the statement or the rows" : "the query";
  return `What was done stays done: correct ${what}, then run this step again. It goes on behind ${rowsText(rowsDone)}.`;
}
function rowsText(count) {
  return count === 1 ? "1 row" : `${grouped(count)} rows`;
}

// src/engine/pressed.ts
async function pressed(sources, signal) {
  const answers = await Promise.all(sources.map((source) => answerOf(source, signal)));
  return { reasons: answers.flatMap(({ reasons }) => reasons), lost: answers.some(({ lost }) => lost) };
}
async function answerOf(source, signal) {
  try {
    return { reasons: await source(signal), lost: false };
  } catch (error) {
    if (signal.aborted) return { reasons: [], lost: false };
    const fault = error instanceof DatabaseFault ? error : void 0;
    if (fault?.sqlState === readOnly || fault?.kind === "refused" && fault.sqlState !== statementTimeout) throw fault;
    const words = (fault ?? asSluiceError(error)).message;
    return { reasons: [`what would speak for waiting is not known: ${words}`], lost: fault?.kind === "lost" };
  }
}

// src/engine/backfilling.ts
var progressEveryMs2 = 5e3;
var [firstPauseMs, longestPauseMs] = [100, 5e3];
var [slowFactor, leastStatementMs] = [20, 5e3];
var slowTries = 3;
var longestBreathMs = 1e3;
var mostLosses = 5;
var blockerAgeMs2 = 1e3;
async function backfill(work, ports) {
  const { clock, cancellation, database: database2 } = ports;
  const { signal } = cancellation;
  const { order, change: change2, limits } = work;
  const of = `${order.table}(${order.key.join(", ")})`;
  const beganMs = clock.nowMs();
  const tell = (event) => ports.tell({ atMs: ports.nowMs(), change: change2, ...event });
  let entry = begunEntry(work);
  let progress = noProgress(of);
  let table2;
  let rows2 = firstBatchRows(limits);
  let strides = [];
  let throttle = unthrottled(beganMs);
  let toldMs = -Infinity;
  let changed = 0;
  let lastBatch = { batchRows: 0, batchMs: 0 };
  let slow = 0;
  let losses = 0;
  let began = false;
  let doing = "filling";
  let verified = [];
  let busy;
  const resume = (found2) => {
    progress = found2?.backfill ?? noProgress(of, progress.rowsEstimated);
    entry = { ...entry, change: found2?.change ?? change2, backfill: progress };
    if (found2?.state === "done") return ended();
    if (progress.cursor === void 0 || progress.of === void 0 || progress.of === of) return void 0;
    return failed("MIGRATION_FAILED", `The backfill of ${change2} was begun over ${progress.of}, and is now written over ${of}`, {
      hint: "A cursor of one key says nothing of another. Write the key it was begun with, or put this backfill into a change of its own."
    });
  };
  const survey = async () => {
    const fresh = database2.backfill(order);
    const { problems, rowsEstimated } = await fresh.survey(signal);
    if (problems.length > 0) return failed("PREFLIGHT_FAILED", `${change2} cannot be backfilled: ${problems.join("; ")}`);
    progress = { ...progress, rowsEstimated, of };
    entry = { ...entry, backfill: progress };
    if (!began) {
      await database2.save(entry, signal);
      began = true;
      tell({
        kind: "backfill-began",
        table: order.table,
        rowsDone: progress.rowsDone,
        rowsEstimated,
        resumed: progress.cursor !== void 0,
        edited: progress.cursor !== void 0 && work.found !== void 0 && work.found.digest !== work.digest
      });
    }
    table2 = fresh;
    return void 0;
  };
  const waits = async () => {
    if (ports.pressures.length === 0 || !isLookDue(throttle, clock.nowMs())) return throttle.reasons.length > 0;
    const before = throttle;
    doing = "looking";
    const found2 = await pressed(ports.pressures, signal);
    throttle = throttled(throttle, found2.reasons, clock.nowMs());
    if (found2.lost) table2 = void 0;
    const [was, is] = [before.reasons, throttle.reasons];
    if (isNews(is, was)) tell({ kind: "backfill-paused", reasons: is });
    if (is.length === 0 && was.length > 0) tell({ kind: "backfill-resumed", pausedMs: clock.nowMs() - before.sinceMs });
    return is.length > 0;
  };
  const tellProgress = () => {
    const nowMs = clock.nowMs();
    strides = stepped(strides, { atMs: nowMs, rowsDone: progress.rowsDone });
    if (nowMs - toldMs < progressEveryMs2) return;
    toldMs = nowMs;
    const { rowsDone, rowsEstimated } = progress;
    tell({ kind: "backfilled", rowsDone, rowsEstimated, ...lastBatch, ...paceOf(strides, rowsEstimated) });
  };
  const batch = async (over) => {
    const lockMs = Math.min(work.lockMs, limits.targetMs);
    const statementMs = Math.max(leastStatementMs, limits.targetMs * slowFactor);
    const done = await over.batch(entry, rows2, { lockMs, statementMs }, signal);
    if (done.rows === 0) return true;
    busy = void 0;
    verified = [];
    slow = 0;
    losses = 0;
    progress = done.progress;
    entry = { ...entry, backfill: progress };
    changed += done.changed;
    lastBatch = { batchRows: done.rows, batchMs: done.tookMs };
    if (done.rows * 2 >= rows2) rows2 = nextBatchRows(done.rows, done.tookMs, limits);
    tellProgress();
    return false;
  };
  const giveWay = async (fault) => {
    const nowMs = clock.nowMs();
    const { sinceMs, tries } = busy = { sinceMs: busy?.sinceMs ?? nowMs, tries: (busy?.tries ?? 0) + 1 };
    const query = typeof doing === "object" ? placeOf3(doing) : void 0;
    if (query === void 0) rows2 = busyBatchRows(rows2, limits);
    const late = nowMs - sinceMs >= work.maxWaitMs;
    const telling = late || (tries & tries - 1) === 0;
    const mode = query === void 0 ? "SHARE" : "ACCESS SHARE";
    const blockers = telling ? await database2.blockers([order.table], mode, blockerAgeMs2, signal).catch(() => []) : [];
    if (telling && query === void 0) tell({ kind: "backfill-gave-way", tries, nextRows: rows2, blockers });
    if (telling && query !== void 0) tell({ kind: "verify-gave-way", place: query, tries, blockers });
    if (late) {
      const who = blockers.map(({ pid, application, ageMs }) => `session ${pid} (${application || "without a name"}, for ${span(ageMs)})`);
      const holders2 = `held by ${who.join(", ")}`;
      const by = who.length === 0 ? fault.message : query === void 0 ? holders2 : `${order.table} is ${holders2}`;
      const what = query === void 0 ? `Rows of ${order.table}` : `What ${query} reads`;
      const hint = `End what holds them, then run this step again: it goes on behind ${rowsText(progress.rowsDone)}.`;
      return failed("LOCK_BUSY", `${what} could not be had for ${span(nowMs - sinceMs)}: ${by}`, { hint });
    }
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries - 1, 10));
    await clock.sleep(pauseMs * (0.5 + ports.random()), signal);
    return void 0;
  };
  const meet = async (error) => {
    if (!(error instanceof DatabaseFault)) throw error;
    if (error.kind === "cancelled" || signal.aborted) return void 0;
    if (error.kind === "busy") return giveWay(error);
    if (error.kind === "lost") {
      losses += 1;
      if (losses > mostLosses) return failed("MIGRATION_FAILED", `The session was lost ${losses} times in a row: ${error.message}`);
      table2 = void 0;
      const end = resume(entryOf(await ports.rejoin(signal), change2, "backfill"));
      tell({ kind: "backfill-reconnected", rowsDone: progress.rowsDone });
      return end;
    }
    const tooSlow = error.sqlState === statementTimeout && doing === "filling";
    if (tooSlow && ((slow += 1) < slowTries || rows2 > limits.leastRows)) {
      rows2 = busyBatchRows(rows2, limits);
      return void 0;
    }
    return refuse(`${refusedWords(doing, change2)}: ${error.message}`, refusedHint(doing, error.sqlState, progress));
  };
  const refuse = async (because, hint) => {
    await database2.save({ ...entry, state: "failed", error: because }, signal).catch(() => void 0);
    return failed("MIGRATION_FAILED", because, { hint });
  };
  const ended = () => ({ kind: "done", because: `${rowsText(progress.rowsDone)} of ${order.table} are done` });
  const verify = async () => {
    for (const query of work.verify.slice(verified.length)) {
      doing = query;
      const [found2 = 0] = await database2.verify([query.sql], signal);
      verified = [...verified, found2 > 0 ? [`${placeOf3(query)} finds ${rowsText(found2)}`] : []];
      busy = void 0;
    }
    doing = "filling";
    const wrong2 = verified.flat();
    if (wrong2.length === 0) return void 0;
    entry = { ...entry, backfill: noProgress(of, progress.rowsEstimated) };
    const hint = "Old code may still write such rows: deploy what fills them itself, then run this step again. It goes over the whole table.";
    return refuse(`After the backfill of ${change2} ${wrong2.join(", ")}; none is well`, hint);
  };
  const turn = async () => {
    doing = "filling";
    if (table2 === void 0) return survey();
    if (await waits()) {
      await clock.sleep(pressureEveryMs, signal);
      return void 0;
    }
    doing = "filling";
    if (!await batch(table2)) {
      await clock.sleep(breathMs(lastBatch.batchMs, limits.targetMs), signal);
      return void 0;
    }
    const wrong2 = await verify();
    if (wrong2 !== void 0) return wrong2;
    entry = { ...entry, state: "done", backfill: progress };
    await database2.save(entry, signal);
    tell({ kind: "backfill-ended", rowsDone: progress.rowsDone, rowsChanged: changed, verified: work.verify.length });
    return ended();
  };
  const settled2 = resume(work.found);
  if (settled2 !== void 0) return settled2;
  for (; ; ) {
    if (signal.aborted)
      return { kind: "cancelled", because: `Cancelled; ${order.table} stands at ${standing(progress)}, and the next run goes on there` };
    const passedMs = clock.nowMs() - beganMs;
    if (work.maxDurationMs !== void 0 && passedMs >= work.maxDurationMs)
      return {
        kind: "waiting",
        because: `After ${span(passedMs)} ${order.table} stands at ${standing(progress)}; the next run goes on there`
      };
    let end;
    try {
      end = await turn();
    } catch (error) {
      end = await meet(error);
    }
    if (end !== void 0) return end;
  }
}
function breathMs(tookMs, targetMs) {
  return tookMs > 2 * targetMs ? Math.min(longestBreathMs, tookMs - targetMs) : 0;
}
function begunEntry({ change: change2, digest: digest2, run, attempt: attempt2, found: found2 }) {
  const times = { startedAtMs: found2?.startedAtMs ?? 0, updatedAtMs: found2?.updatedAtMs ?? 0 };
  return { change: change2, phase: "backfill", state: "running", digest: digest2, steps: [], run, attempt: attempt2, ...times };
}
function noProgress(of, rowsEstimated = -1) {
  return { rowsDone: 0, rowsEstimated, of };
}
function failed(reasonCode, because, more = {}) {
  return { kind: "failed", reasonCode, because, ...more };
}
function standing({ rowsDone, rowsEstimated }) {
  return rowsEstimated >= rowsDone && rowsEstimated > 0 ? `${grouped(rowsDone)} of about ${rowsText(Math.round(rowsEstimated))}` : rowsText(rowsDone);
}

// src/engine/hold-database.ts
var pooledHint = "Give the address of the database itself, of its writer: a pooler that shares connections between transactions (PgBouncer in transaction mode) gives each transaction another session, and the lock of this run belongs to one.";
async function holdDatabase(stage, again) {
  const sinceMs = stage.clock.nowMs();
  return reached(stage, again, (_, onAnswer) => awaitLock(stage, sinceMs, onAnswer).then(() => stage.database.ledger(stage.signal)));
}
function inspectDatabase(stage, look2) {
  return reached(stage, false, look2);
}
async function reached(stage, again, work) {
  let awaySinceMs = stage.clock.nowMs();
  let told = "";
  for (let tries = 1; ; tries += 1) {
    try {
      const facts = await stage.database.connect(stage.signal);
      refuseUnfit(facts, stage.database.name, again);
      stage.sync(facts.atMs);
      stage.tell({ kind: "connected", database: stage.database.name, server: facts.server });
      return await work(facts, () => awaySinceMs = stage.clock.nowMs());
    } catch (error) {
      if (!(error instanceof DatabaseFault)) throw error;
      if (error.kind === "cancelled" || stage.signal.aborted) throw cancelledBefore();
      if (error.kind === "refused")
        throw new SluiceError("PREFLIGHT_FAILED", `${stage.database.name} cannot be worked on: ${error.message}`, {
          ...refusalHint(error),
          cause: error
        });
      const waitedMs = stage.clock.nowMs() - awaySinceMs;
      if (waitedMs >= stage.limits.outageMs)
        throw new SluiceError("DATABASE_UNREACHABLE", `${stage.database.name} was out of reach for ${span(waitedMs)}: ${error.message}`, {
          hint: "Look whether the server is up and reachable from this runner (security groups, VPC), then run this step again: it goes on where it stands.",
          cause: error
        });
      if (error.message !== told) stage.tell({ kind: "unreached", because: error.message });
      told = error.message;
      await stage.clock.sleep(retryPauseMs(tries, stage.random()), stage.signal);
    }
  }
}
var refusals = [
  [/client password must be/i, "The server asks for a password, and the URL or the secret of the database has none."],
  [
    /offers no TLS/,
    "Let the server offer TLS. Only where the whole way to it is trusted: `sslmode=disable` behind the ? of its URL, for MySQL `ssl-mode=DISABLED`."
  ],
  [
    /error (1044|1227)/,
    "Look at the name of the database, behind the host in its URL, dbname of the secret or database-name; and at the rights of the user there."
  ],
  [
    /SQLSTATE 28|authentication failed|access denied/i,
    "Look at user and password, in database-secret or database-url (what is special in them is encoded in a URL: @ as %40), and at who may connect from here."
  ],
  [
    /SQLSTATE 3D000|unknown database/i,
    "Look at the name of the database: behind the host in its URL, dbname of the secret, or database-name."
  ]
];
function refusalHint({ message }) {
  const hint = refusals.find(([words]) => words.test(message))?.[1];
  return hint === void 0 ? {} : { hint };
}
function refuseUnfit({ pooled, replica, version }, name, again) {
  if (pooled) throw new SluiceError("PREFLIGHT_FAILED", `${name} is reached through a pool of transactions`, { hint: pooledHint });
  if (replica && again) throw new DatabaseFault("lost", "", "it is a copy that cannot be written");
  if (replica)
    throw new SluiceError("PREFLIGHT_FAILED", `${name} cannot be written: it is a copy, or default_transaction_read_only is on`, {
      hint: "Give the address of the writer."
    });
  if (version < 12) throw new SluiceError("PREFLIGHT_FAILED", `${name} is Postgres ${version}; 12 is the oldest that is supported`);
}
var ownLockMs = 6e4;
async function awaitLock(stage, sinceMs, onAnswer) {
  let told;
  for (; ; ) {
    const { heldBy, own } = await stage.database.lock(stage.signal);
    onAnswer();
    const waitedMs = stage.clock.nowMs() - sinceMs;
    if (heldBy === void 0) return stage.tell({ kind: "locked", waitedMs });
    if (heldBy !== told) stage.tell({ kind: "lock-awaited", heldBy });
    told = heldBy;
    if (stage.signal.aborted) throw cancelledBefore();
    if (waitedMs >= Math.max(stage.limits.lockWaitMs, own ? ownLockMs : 0))
      throw new SluiceError("LOCK_BUSY", `Another run works on ${stage.database.name}: ${heldBy}; it was waited for ${span(waitedMs)}`, {
        hint: "Wait for it or cancel it, then run this step again. The lock of a dead runner ends with its session, within seconds."
      });
    await stage.clock.sleep(pollPauseMs(stage.random()), stage.signal);
  }
}
function cancelledBefore() {
  return new SluiceError("CANCELLED", "Cancelled while nothing was being changed");
}

// src/engine/migration-stage.ts
var defaultLimits = { lockWaitMs: 6e5, lockMs: 100, maxWaitMs: 6e5, outageMs: 12e4 };
function createStage(ports) {
  const events = [];
  let aheadMs = 0;
  const nowMs = () => ports.clock.nowMs() + aheadMs;
  return {
    ...ports,
    signal: ports.cancellation.signal,
    events,
    nowMs,
    sync(atMs) {
      aheadMs = atMs - ports.clock.nowMs();
    },
    tell(untimed) {
      const event = { atMs: nowMs(), ...untimed };
      events.push(event);
      ports.tell(event);
    }
  };
}

// src/engine/backfill-changes.ts
async function backfillChanges(planned2, options, ports) {
  const stage = createStage(ports);
  let began = false;
  const conclude = (end) => {
    stage.tell({ kind: "ended", ...end });
    return { ...end, events: stage.events };
  };
  try {
    let ledger = await holdDatabase(stage, false);
    const refused2 = refusal(planned2, ledger);
    if (refused2) return conclude(refused2);
    const pending = planned2.filter(({ change: change2 }) => !isDone(ledger, change2.id, "backfill"));
    if (pending.length === 0) return conclude({ outcome: "no-op", reasonCode: "NO_CHANGE", because: "Every backfill is done already" });
    stage.tell({
      kind: "pending",
      phases: pending.map(({ change: change2 }) => ({ change: change2.id, name: change2.name, phase: "backfill", steps: 1, done: 0 }))
    });
    const beganMs = stage.clock.nowMs();
    const told = [];
    const noted = /* @__PURE__ */ new Set();
    for (const each of pending) {
      const note2 = (text3) => {
        if (!noted.has(text3)) stage.tell({ kind: "backfill-noted", change: each.change.id, text: text3 });
        noted.add(text3);
      };
      began = true;
      const end = await backfill(workOf2(each, entryOf(ledger, each.change.id, "backfill"), stage, options, beganMs), {
        database: stage.database,
        clock: stage.clock,
        cancellation: stage.cancellation,
        nowMs: () => stage.nowMs(),
        random: stage.random,
        pressures: [...stage.database.pressures(each.order.table, options.pressure, options.query, note2), ...options.pressures],
        rejoin: async () => ledger = await holdDatabase(stage, true),
        tell: (event) => stage.tell(event)
      });
      if (end.kind !== "done") return conclude(endOf(end));
      const against2 = refusal(planned2, ledger);
      if (against2) return conclude(against2);
      stage.tell({ kind: "phase-done", change: each.change.id, phase: "backfill" });
      told.push(end.because);
    }
    return conclude({ outcome: "succeeded", reasonCode: "MIGRATED", because: told.join("; ") });
  } catch (error) {
    const fault = error instanceof DatabaseFault ? new SluiceError("MIGRATION_FAILED", error.message, { cause: error }) : asSluiceError(error);
    if (!began && fault.reasonCode !== "CANCELLED" && fault.reasonCode !== "LOCK_BUSY") throw fault;
    return conclude({
      outcome: "failed",
      reasonCode: fault.reasonCode,
      because: fault.message,
      ...fault.hint !== void 0 && { hint: fault.hint }
    });
  }
}
function refusal(planned2, ledger) {
  const drift = planned2.filter(({ change: change2, digest: digest2 }) => {
    const entry = entryOf(ledger, change2.id, "backfill");
    return entry?.state === "done" && entry.digest !== digest2;
  });
  if (drift.length > 0)
    return {
      outcome: "failed",
      reasonCode: "DRIFT_FOUND",
      because: drift.map(({ change: change2 }) => `The backfill of ${change2.id} is done, and its file was changed since`).join("; "),
      hint: "Put the file back as it was, and write what is new into a change of its own."
    };
  const filed = planned2.map((each) => ({ ...each, phase: "backfill" }));
  const unfiled = unfiledOf(ledger, filed);
  const fresh = filed.filter(({ change: change2 }) => entryOf(ledger, change2.id, "backfill") === void 0);
  const renamed = fresh.flatMap((each) => renamedText(each, renamedFrom(unfiled, each)));
  if (renamed.length > 0) return { outcome: "failed", reasonCode: "DRIFT_FOUND", because: renamed.join("; "), hint: renamedHint };
  const early = planned2.filter(({ change: change2, expands }) => expands && !isDone(ledger, change2.id, "expand"));
  if (early.length === 0) return void 0;
  return {
    outcome: "failed",
    reasonCode: "PREFLIGHT_FAILED",
    because: `Nothing to fill yet: expand of ${early.map(({ change: change2 }) => change2.id).join(", ")} is not done`,
    hint: "Nothing was changed. Run `command: expand` first."
  };
}
function workOf2({ change: change2, digest: digest2, order, targetMs, verify }, found2, stage, { mostRows: mostRows5, maxDurationMs }, beganMs) {
  const limits = batchLimits({ mostRows: mostRows5, ...targetMs !== void 0 && { targetMs } });
  return {
    // As it was spelled when it was begun, or there would be a second line of it.
    ...{ change: found2?.change ?? change2.id, digest: digest2, order, run: stage.run, attempt: stage.attempt, limits, verify },
    ...found2 && { found: found2 },
    lockMs: stage.limits.lockMs,
    maxWaitMs: stage.limits.maxWaitMs,
    ...maxDurationMs !== void 0 && { maxDurationMs: Math.max(0, maxDurationMs - (stage.clock.nowMs() - beganMs)) }
  };
}
function endOf(end) {
  if (end.kind === "waiting") return { outcome: "waiting", reasonCode: "BACKFILL_CONTINUES", because: end.because };
  const hint = "Run this step again: it goes on where the ledger says it stands.";
  if (end.kind === "cancelled") return { outcome: "failed", reasonCode: "CANCELLED", because: end.because, hint };
  return { outcome: "failed", reasonCode: end.reasonCode, because: end.because, ...end.hint !== void 0 && { hint: end.hint } };
}

// src/domain/migration/refused-step.ts
function nextMove(sqlState, kind) {
  return `${moves[sqlState]?.(kind) ?? "Correct the statement."} ${goesOn}`;
}
var goesOn = "Then run this step again: it goes on there, and a statement that was not done may be edited.";
var moves = {
  "23505": () => "Rows are not unique in what is to be: find them with GROUP BY over these columns and HAVING count(*) > 1, and correct them, in a backfill say.",
  "23502": () => "Rows have no value there: fill them in a backfill first.",
  "23503": () => "Rows refer to what is not there: find them with NOT EXISTS, and correct them, in a backfill say.",
  "23514": () => "Rows do not fulfil the condition: find them with WHERE NOT, and correct them, in a backfill say.",
  "42501": () => "The role of this run may not do that: let it be done by hand by a role that may, and write the statement so that it does nothing then (IF NOT EXISTS), or grant the role what it needs (BYPASSRLS, where row-level security hides rows).",
  "42P07": there,
  "42710": there,
  "42701": there,
  "42P01": () => "It names what is not there: is a change missing that must come before, or a schema in front of the name?",
  "57014": () => "A statement_timeout of the role or the database ended it, or somebody cancelled it. A statement that takes so long under its lock has a safer form: the lint names it.",
  "25001": () => "It cannot be part of a transaction."
};
function there() {
  return "It is there already, made by hand or by another tool: where it is the same, say IF NOT EXISTS; else remove it.";
}

// src/engine/unattended.ts
var taken = "42P07";
async function buildIndex2(stage, work, step, tries) {
  const { database: database2, signal } = stage;
  const { place, planned: planned2, after } = work;
  const found2 = await database2.index(step, signal);
  if (found2 === "valid" && work.begun === markOf(planned2)) {
    await database2.save(after, signal);
    return 0;
  }
  if (found2 === "invalid" && !isOurs(work)) return notOurs(place, step.index);
  const by = [...await database2.blockers(step.relations, "SHARE", blockerAgeMs, signal), ...await database2.snapshots(signal)];
  if (by.length > 0) stage.tell({ kind: "outlasts", place, by: distinct(by) });
  const there2 = found2 === "valid" || found2 === "other";
  await watched(stage, place, () => there2 ? attempt(stage, work, step) : unattended(stage, work, step));
  return tries;
}
async function unattended(stage, work, step) {
  if (isOurs(work)) await dropLeft(stage, work, step);
  work.begun = markOf(work.planned);
  work.left = "";
  await stage.database.save({ ...work.before, begun: work.begun }, stage.signal);
  try {
    await attempt(stage, work, step);
  } catch (error) {
    if (error instanceof DatabaseFault && (error.kind === "refused" || error.kind === "busy")) await takeBack(stage, work, step, error);
    throw error;
  }
}
function attempt({ database: database2, limits, signal }, { after }, step) {
  const asks = step.kind === "bare" && step.lock !== void 0;
  return database2.perform(step, after, { lockMs: asks ? limits.lockMs : 0 }, signal);
}
async function takeBack(stage, work, step, { sqlState }) {
  if (sqlState !== taken) {
    if (step.kind === "index" && await stage.database.index(step, stage.signal) === "valid") return;
    try {
      await dropLeft(stage, work, step);
    } catch (error) {
      if (!(error instanceof DatabaseFault) || error.kind === "lost" || error.kind === "cancelled") throw error;
      work.left = `; an index that is not valid is left of it until the next run, for dropping it failed too: ${error.message}`;
      return;
    }
  }
  work.begun = void 0;
}
async function dropLeft({ database: database2, signal, tell }, { place }, step) {
  for (const index of await database2.left(step, signal)) {
    await database2.dropIndex(index, signal);
    tell({ kind: "index-dropped", place, index });
  }
}
function markOf({ step, digest: digest2 }) {
  return step.kind === "index" ? `${digest2} ${step.index}` : digest2;
}
function isOurs({ begun, planned: planned2 }) {
  const { step } = planned2;
  return begun === markOf(planned2) || step.kind === "index" && begun?.endsWith(` ${step.index}`) === true;
}
async function watched(stage, place, perform) {
  const over = new AbortController();
  const work = perform().finally(() => over.abort());
  work.catch(() => void 0);
  let told;
  while (!over.signal.aborted) {
    await stage.clock.sleep(progressEveryMs, over.signal);
    if (over.signal.aborted) break;
    const text3 = await stage.database.progress(stage.signal).catch(() => void 0);
    if (text3 !== void 0 && text3 !== told) stage.tell({ kind: "index-progress", place, text: text3 });
    told = text3 ?? told;
  }
  return work;
}
function notOurs(place, index) {
  return {
    outcome: "failed",
    reasonCode: "MIGRATION_FAILED",
    because: `${placeText(place)}: there is an index ${index} that is not valid, and this step has not left it`,
    hint: `Somebody builds it just now, or has failed to: look at pg_stat_progress_create_index; where nobody does, DROP INDEX CONCURRENTLY it and run this step again.`
  };
}
function distinct(blockers) {
  return blockers.filter((each, index) => each.pid === 0 || blockers.findIndex(({ pid }) => pid === each.pid) === index);
}

// src/engine/perform-step.ts
var lastWordsMs2 = 800;
async function performStep(stage, given) {
  const work = { ...given, left: "" };
  const { planned: planned2, place } = work;
  const sinceMs = stage.clock.nowMs();
  stage.tell({ kind: "step-begun", place, work: planned2.step.kind });
  try {
    const tries = await acquire(stage, work, planned2.step, sinceMs);
    if (typeof tries !== "number") return await stopped(stage, work, tries);
    stage.tell({ kind: "step-done", place, tries, tookMs: stage.clock.nowMs() - sinceMs });
    return void 0;
  } catch (error) {
    if (!(error instanceof DatabaseFault) || error.kind === "lost") throw error;
    if (error.kind === "cancelled" || stage.signal.aborted) {
      await lastWords(stage, work, "Cancelled");
      throw error;
    }
    const because = `${placeText(place)} was refused by the database: ${error.message}${work.left}`;
    return stopped(stage, work, failed2("MIGRATION_FAILED", because, nextMove(error.sqlState, planned2.step.kind)));
  }
}
async function acquire(stage, work, step, sinceMs) {
  const { database: database2, signal, clock, limits } = stage;
  const { place, after } = work;
  let told = "";
  for (let tries = 0; ; ) {
    const waitedMs = clock.nowMs() - sinceMs;
    const asks = step.kind === "short" || step.kind === "bare" && step.lock !== void 0;
    if (asks && step.relations.length > 0) {
      const by = await database2.blockers(step.relations, step.lock ?? "ACCESS EXCLUSIVE", blockerAgeMs, signal);
      if (by.length > 0) {
        const who = by.map(({ pid, relation, mode }) => `${pid} ${relation} ${mode}`).join();
        if (who !== told) stage.tell({ kind: "blocked", place, by });
        told = who;
        if (waitedMs >= limits.maxWaitMs) return notToBeHad(place, waitedMs, tries, by);
        await pause(stage, lookPauseMs(stage.random()));
        continue;
      }
    }
    try {
      tries += 1;
      if (step.kind === "index") return await buildIndex2(stage, work, step, tries);
      if (step.kind === "bare") await watched(stage, place, () => unattended(stage, work, step));
      else await database2.perform(step, after, { lockMs: step.kind === "long" ? longLockMs : limits.lockMs }, signal);
      return tries;
    } catch (error) {
      if (!(error instanceof DatabaseFault) || error.kind !== "busy") throw error;
      if (waitedMs >= limits.maxWaitMs) return notToBeHad(place, waitedMs, tries, await holders(stage, step));
      const pauseMs = retryPauseMs(tries, stage.random());
      stage.tell({ kind: "retried", place, tries, pauseMs });
      await pause(stage, pauseMs);
    }
  }
}
async function holders(stage, step) {
  const mode = step.kind === "short" ? step.lock ?? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE";
  return stage.database.blockers(step.relations, mode, 0, stage.signal);
}
async function pause(stage, ms) {
  await stage.clock.sleep(ms, stage.signal);
  if (stage.signal.aborted) throw new DatabaseFault("cancelled", "", "Cancelled");
}
function notToBeHad(place, waitedMs, tries, by) {
  const who = by.length === 0 ? "nobody held it for long, but it was never free" : blockersText(by);
  const tried = tries === 0 ? "" : `, ${tries} tries`;
  return failed2(
    "LOCK_BUSY",
    `${placeText(place)} could not get its lock for ${span(waitedMs)}${tried}: ${who}`,
    "End what holds it, or run this step again when it is over: it goes on there. The time-out of a lock is never dropped, or everybody would wait behind it."
  );
}
async function stopped(stage, work, end) {
  await lastWords(stage, work, end.because);
  return end;
}
async function lastWords(stage, { before, begun }, error) {
  const [late, over] = [new AbortController(), new AbortController()];
  const entry = { ...before, ...begun !== void 0 && { begun }, state: "failed", error };
  const saved = stage.database.save(entry, late.signal).catch(() => void 0);
  void saved.finally(() => over.abort());
  await stage.clock.sleep(lastWordsMs2, over.signal);
  late.abort();
  await saved;
}
function failed2(reasonCode, because, hint) {
  return { outcome: "failed", reasonCode, because, hint };
}

// src/engine/migrating.ts
var mostLosses2 = 3;
async function migrate(planned2, ports) {
  const stage = createStage(ports);
  const course = { steps: 0 };
  let losses = 0;
  for (; ; ) {
    const before = course.steps;
    try {
      const ledger = await holdDatabase(stage, losses > 0 || course.steps > 0);
      heed(course, ledger, stage);
      return concluded(stage, await goThrough(stage, pendingOf(planned2, ledger), course));
    } catch (error) {
      if (!(error instanceof DatabaseFault)) return concluded(stage, endOf2(error, course));
      if (error.kind === "cancelled" || stage.signal.aborted) return concluded(stage, cancelled(course));
      if (error.kind !== "lost") return concluded(stage, failed3("MIGRATION_FAILED", `The ledger could not be kept: ${error.message}`));
      losses = course.steps > before ? 1 : losses + 1;
      stage.tell({ kind: "lost", because: error.message });
      if (losses > mostLosses2) return concluded(stage, lostTooOften(course, losses, error));
    }
  }
}
function heed(course, ledger, { run, attempt: attempt2 }) {
  if (course.at === void 0 || course.open !== true) return;
  const { change: change2, phase, step } = course.at;
  const entry = entryOf(ledger, change2, phase);
  course.open = false;
  if (entry?.run === run && entry.attempt === attempt2 && entry.steps.length === step) course.steps += 1;
}
var driftHint = "What was done cannot be done again by another text: put the file back as it was, and write what is new into a change of its own.";
async function goThrough(stage, pending, course) {
  const { phases: phases2, drift, renamed, late, abandoned } = pending;
  const hints = [...drift.length > 0 ? [driftHint] : [], ...renamed.length > 0 ? [renamedHint] : []];
  if (hints.length > 0) return failed3("DRIFT_FOUND", [...drift, ...renamed].join("; "), hints.join(" "));
  if (course.wanted === void 0)
    for (const { change: change2, phase, steps: steps2, run } of abandoned) stage.tell({ kind: "abandoned", change: change2, phase, steps: steps2.length, run });
  course.wanted ??= { steps: phases2.reduce((sum, { planned: planned2, done }) => sum + planned2.steps.length - done, 0), phases: phases2.length };
  if (phases2.length === 0) return settled(course);
  stage.tell({
    kind: "pending",
    phases: phases2.map(({ planned: { change: change2, phase, steps: steps2 }, done }) => ({
      change: change2.id,
      name: change2.name,
      phase,
      steps: steps2.length,
      done
    }))
  });
  if (course.at === void 0)
    for (const { planned: planned2, after } of late) stage.tell({ kind: "late", change: planned2.change.id, phase: planned2.phase, after });
  for (const pending2 of phases2) {
    const end = await goThroughPhase(stage, pending2, course);
    if (end !== void 0) return end;
  }
  return settled(course);
}
async function goThroughPhase(stage, { planned: planned2, done, entry: found2 }, course) {
  const { change: change2, phase, steps: steps2, digest: digest2 } = planned2;
  const { run, attempt: attempt2, database: database2, signal } = stage;
  const entryAt = (count, begun) => ({
    // As it was spelled when it was begun, or there would be a second line of it.
    change: found2?.change ?? change2.id,
    phase,
    state: count === steps2.length ? "done" : "running",
    digest: digest2,
    steps: steps2.slice(0, count).map((step) => step.digest),
    ...begun === void 0 ? {} : { begun },
    run,
    attempt: attempt2,
    startedAtMs: found2?.startedAtMs ?? stage.nowMs(),
    updatedAtMs: stage.nowMs()
  });
  await database2.save(entryAt(done, found2?.begun), signal);
  for (let index = done; index < steps2.length; index += 1) {
    const place = placeOf2(planned2, index);
    course.at = place;
    course.open = true;
    const begun = index === done ? found2?.begun : void 0;
    const end = await performStep(stage, { planned: steps2[index], place, before: entryAt(index), after: entryAt(index + 1), begun });
    if (end !== void 0) return end;
    course.steps += 1;
    course.open = false;
  }
  stage.tell({ kind: "phase-done", change: change2.id, phase });
  return void 0;
}
function settled({ steps: steps2, wanted = { steps: 0, phases: 0 } }) {
  if (wanted.phases === 0) return { outcome: "no-op", reasonCode: "NO_CHANGE", because: "Everything is done already" };
  const counted2 = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;
  const others = wanted.steps - steps2;
  const because = `${counted2(wanted.steps, "step")} of ${counted2(wanted.phases, "change")} done`;
  return {
    outcome: "succeeded",
    reasonCode: "MIGRATED",
    because: others > 0 ? `${because}, ${String(others)} of them by another run while the session was lost` : because
  };
}
function cancelled({ at, steps: steps2 }) {
  const because = at === void 0 ? "Cancelled before anything was changed" : `Cancelled at ${placeText(at)}, after ${steps2} that this run has done`;
  return failed3("CANCELLED", because, "Run this step again: it goes on where the ledger says it stands.");
}
function lostTooOften({ at }, losses, error) {
  return failed3(
    "DATABASE_UNREACHABLE",
    `The session was lost ${losses} times in a row${at === void 0 ? "" : ` at ${placeText(at)}`}: ${error.message}`,
    "Look into the log of the server for why it ends the session, then run this step again: it goes on where it stands."
  );
}
function endOf2(error, course) {
  const { reasonCode, message, hint } = asSluiceError(error);
  if (reasonCode === "CANCELLED") return cancelled(course);
  const began = course.at !== void 0 || reasonCode === "LOCK_BUSY";
  if (!began || !(error instanceof SluiceError)) throw error;
  return failed3(reasonCode, course.at === void 0 ? message : `${message}; it stands at ${placeText(course.at)}`, hint);
}
function failed3(reasonCode, because, hint) {
  return { outcome: "failed", reasonCode, because, ...hint === void 0 ? {} : { hint } };
}
function concluded(stage, end) {
  stage.tell({ kind: "ended", ...end });
  return { ...end, events: stage.events };
}

// src/runner/chance.ts
var chance = () => Math.random();

// src/actions/migration-run.ts
function portsOf({ host, values, cancellation, told }, database2) {
  const { run, attempt: attempt2 } = holderOf(host);
  const maxWaitMs = values["max-wait"];
  return {
    ...{ database: database2, clock: localClock, cancellation, random: chance, run, attempt: attempt2 },
    limits: { ...defaultLimits, lockMs: values["lock-timeout"], maxWaitMs, lockWaitMs: maxWaitMs },
    tell: told.tell
  };
}
async function inspect(step, database2, phase) {
  const { changes, dialect, values, cancellation } = step;
  const ports = portsOf(step, database2);
  const tell = (event) => {
    if (event.kind === "unreached") ports.tell(event);
  };
  return inspectDatabase(createStage({ ...ports, tell }), async ({ version }) => {
    const ledger = await database2.ledger(cancellation.signal);
    const catalog = await database2.catalog(namesAsked(changes), cancellation.signal);
    const linted = lintStanding(
      changes,
      (known2) => dialect.lint(changes, { ...lintOptions(values, version), ...known2 && { known: known2 } }).statements,
      { catalog, ledger, phase },
      digestBy(dialect)
    );
    const pending = linted.filter(({ role, change: change2 }) => role === phase && !isDone(ledger, change2, phase));
    const relations2 = pending.flatMap(({ findings }) => findings.flatMap(({ locks }) => locks.map(({ relation }) => relation)));
    const blockers = values.mode === "plan" ? await database2.blockers([...new Set(relations2)], "ACCESS EXCLUSIVE", blockerAgeMs, cancellation.signal) : [];
    return { ledger, linted, pending, blockers };
  });
}
function lintOptions(values, version) {
  return { version, safeRewrite: values["safe-rewrite"] };
}
function digestBy({ parse: parse2 }) {
  return (sql) => {
    const parsed2 = parse2(sql);
    if ("wrong" in parsed2) throw new Error(`A step is no SQL: ${parsed2.wrong.message}`);
    return parsed2.digest;
  };
}
function expand(step, database2, { linted }) {
  const ours = step.changes.filter(({ foreign }) => foreign !== true);
  return migrate(plannedPhases(ours, "expand", linted, digestBy(step.dialect)), portsOf(step, database2));
}
async function fill(step, database2) {
  const { values, documents, aws } = step;
  const metrics = await documents.valueOf(values["throttle-metrics"], parseThrottleMetrics);
  return backfillChanges(
    step.changes.flatMap(plannedBackfill),
    {
      mostRows: values["backfill-batch-size"],
      ...values["max-duration"] !== void 0 && { maxDurationMs: values["max-duration"] },
      pressure: {
        ...{ lagMs: values["max-lag"], autovacuum: true, waiterMs: 1e3 },
        ...values["max-wal"] !== void 0 && { walBytesPerSecond: values["max-wal"] * 1e6 }
      },
      ...values["throttle-query"] !== void 0 && { query: values["throttle-query"] },
      pressures: metrics ? [createThrottleMetrics(aws.send, metrics, aws.awsNowMs)] : []
    },
    portsOf(step, database2)
  );
}
function plannedBackfill({ id, name, scripts }) {
  const script = scripts.backfill;
  const order = script && backfillIn(script);
  if (!order) return [];
  const { table: table2, key: key2, sql, targetMs, alias } = order;
  const { path = "", statements = [] } = scripts.verify ?? {};
  return [
    {
      change: { id, name },
      digest: script.digest,
      order: { table: table2, key: key2, sql, ...alias !== void 0 && { alias } },
      ...targetMs !== void 0 && { targetMs },
      verify: statements.map(({ line, text: text3 }) => ({ path, line, sql: text3 })),
      expands: scripts.expand !== void 0
    }
  ];
}

// src/aws/run-task-end.ts
function readTask(task, container) {
  const own = task.containers?.find((each) => each.name === container);
  const exited = own?.lastStatus === "STOPPED" && own.exitCode !== void 0;
  if (!exited && task.lastStatus !== "STOPPED") return { kind: "alive", status: task.lastStatus ?? "PROVISIONING" };
  return {
    kind: "ended",
    verdict: verdictOf(task, own, container),
    lingers: task.desiredStatus !== "STOPPED" && task.lastStatus !== "STOPPED"
  };
}
function verdictOf(task, own, container) {
  const name = `Task ${taskId(task)}`;
  const lived = livedFor(task);
  const reason = task.stoppedReason ?? "";
  const told = reason === "" ? "" : `: ${reason}`;
  const failed6 = (reasonCode, because, hint) => {
    return { kind: "failed", reasonCode, because, hint, details: detailsOf(task) };
  };
  if (task.stopCode === "TaskFailedToStart" && own?.exitCode !== 0) return failed6("TASK_START_FAILED", ...whyNotStarted(task, own, name));
  const interrupted = task.stopCode && interruptions[task.stopCode];
  if (interrupted !== void 0) {
    const code2 = own?.exitCode === void 0 ? "" : ` (exit code ${String(own.exitCode)})`;
    return failed6("TASK_EXITED", `${name} ${interrupted[0]}${lived}${code2}${told}`, interrupted[1]);
  }
  if (own?.exitCode === 0) return { kind: "succeeded", because: `${name} (${container}) ended with exit code 0${lived}` };
  if (own !== void 0 && isOutOfMemory(own)) {
    return failed6("TASK_EXITED", `${name}${exitWords(own)}${lived}`, "Give the container, or the task, more memory in its task definition.");
  }
  const beside3 = endedBefore(task, own);
  if (beside3 !== void 0) {
    return failed6(
      "TASK_EXITED",
      `${name}${exitWords(own)}${lived}, because the task was stopped when ${beside3.name ?? "another container"}${exitWords({ ...beside3, name: void 0 })}`,
      `See why ${beside3.name ?? "that container"} ended, or make it one that is not essential.`
    );
  }
  if (own?.exitCode !== void 0) {
    const hint = own.exitCode === 137 ? "It was killed: by the limit of its memory, or because it did not heed SIGTERM in time." : own.exitCode === 127 || own.exitCode === 126 ? "The shell of the image did not find the program, or may not run it: see that the image has the command." : "Its log says why. Correct it and run the step again.";
    return failed6("TASK_EXITED", `${name}${exitWords(own)}${lived}`, hint);
  }
  const why = own?.reason ?? (reason === "" ? "ECS gives no reason" : reason);
  return failed6(
    "TASK_EXITED",
    `${name} (${container}) ended without an exit code${lived}: ${why}`,
    "Whether it did its work is not known: look at its log."
  );
}
var interruptions = {
  SpotInterruption: [
    "was taken away by Fargate Spot",
    "Run the step again; a service that may also use FARGATE, or another run-task-service, keeps it off Spot."
  ],
  TerminationNotice: ["was ended because its host goes away", "Run the step again."],
  InfrastructureHealth: ["was ended because its host is ill", "Run the step again."],
  UserInitiated: ["was stopped by somebody", "Find out who stopped it (CloudTrail, StopTask), then run the step again."],
  ServiceSchedulerInitiated: [
    "was stopped by the scheduler of ECS",
    "See whether the cluster or its instances are being drained, then run the step again."
  ]
};
function endedBefore(task, own) {
  if (own?.exitCode !== 137 && own?.exitCode !== 143) return void 0;
  return task.containers?.find((each) => each !== own && each.exitCode !== void 0 && each.exitCode !== 137 && each.exitCode !== 143);
}
function whyNotStarted(task, own, name) {
  const culprit = own?.reason === void 0 ? task.containers?.find((each) => each.reason !== void 0) : own;
  const why = culprit?.reason ?? task.stoppedReason ?? "ECS gives no reason";
  const which = culprit?.name === void 0 ? "" : ` (${culprit.name})`;
  return [`${name}${which} could not start: ${why}`, startHint(`${why} ${task.stoppedReason ?? ""}`)];
}
var startHints = [
  [
    /CannotPull|ImagePull|pull access denied|manifest unknown/i,
    "See that the image is there, that the execution role may pull it, and that the subnets reach its registry (NAT, or endpoints of ECR and S3)."
  ],
  [
    /secret|ssm|parameter/i,
    "See that the secret or parameter is there, that the execution role may read it, and that the subnets reach Secrets Manager or Systems Manager."
  ],
  [/log group|logger|log stream/i, "Create the log group, or set awslogs-create-group and let the execution role make it."],
  [
    /no command specified|executable file not found|exec format|CannotStartContainer/i,
    "See that the image has the command, and is built for this processor."
  ],
  [
    /capacity is unavailable|unable to place|RESOURCE:|EMPTY CAPACITY PROVIDER|^AGENT/i,
    "There was no place for it: run the step again, or make room in the cluster."
  ],
  [/network interface|ENI/i, "See that the subnets have free addresses, then run the step again."]
];
function startHint(why) {
  return startHints.find(([pattern]) => pattern.test(why))?.[1] ?? "Nothing of the command has run: correct that, then run the step again.";
}

// src/aws/run-task-log.ts
var longestLine = 4e3;
async function readLogPage(send, place, cursor, signal) {
  const { logGroupName, logStreamName } = place;
  try {
    const answer = await send(
      "logs:GetLogEvents",
      { logGroupName, logStreamName, startFromHead: true, ...cursor !== void 0 && { nextToken: cursor } },
      signal
    );
    const next = answer.nextForwardToken ?? cursor;
    const lines = (answer.events ?? []).flatMap(({ message = "" }) => message.trimEnd().split(/\r\n|\r|\n/)).map(shortened);
    const more = next !== cursor && (cursor !== void 0 || lines.length > 0);
    return { lines, cursor: next, more };
  } catch (error) {
    const same = { lines: [], cursor, more: false };
    if (awsErrorName(error) === "ResourceNotFoundException" || mayPass2(error)) return same;
    return { ...same, never: whyMissing(error, logGroupName, logStreamName) };
  }
}
function mayPass2(error) {
  return error instanceof SluiceError && ["THROTTLED", "AWS_ERROR", "CANCELLED"].includes(error.reasonCode);
}
function shortened(line) {
  return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
}

// src/aws/run-task-request.ts
var import_node_crypto4 = __toESM(require_node_crypto(), 1);
var mostOverrides = 8192;
function runTaskRequest(cluster, service, work) {
  const { revision, container, command } = work;
  const problems = [];
  const awsvpc = revision.definition["networkMode"] === "awsvpc";
  const network = service.networkConfiguration ?? service.taskSets?.find((each) => each.status === "PRIMARY")?.networkConfiguration;
  if (awsvpc && network === void 0) {
    problems.push(
      `${revision.revision} needs a network of its own (awsvpc), and the service ${service.serviceName ?? ""} has none to copy: name another in run-task-service`
    );
  }
  const providers = uninterrupted(service.capacityProviderStrategy ?? []);
  const fargate = providers.length > 0 ? providers.some((each) => each.capacityProvider?.startsWith("FARGATE")) : service.launchType === "FARGATE";
  if (fargate && !runsOnFargate(revision))
    problems.push(
      `${revision.revision} is not made for Fargate, and the service ${service.serviceName ?? ""} runs there: name another in run-task-definition, or a service on instances in run-task-service`
    );
  if (startsAnew(work))
    problems.push(
      `${container} of ${revision.revision} has a restartPolicy, so ECS would start it again after its end: take it out, or name another in run-task-definition`
    );
  const overrides = command && { containerOverrides: [{ name: container, command: [...command] }] };
  const length = overrides === void 0 ? 0 : JSON.stringify(overrides).length;
  if (length > mostOverrides) {
    problems.push(
      `the command has ${String(length)} characters with all that belongs to it, and ECS takes ${String(mostOverrides)}: put it into the image`
    );
  }
  if (problems.length > 0) return { problems };
  const onInstances = providers.length === 0 && service.launchType !== "FARGATE";
  return {
    request: {
      cluster,
      taskDefinition: revision.arn,
      count: 1,
      startedBy: startedBy(work),
      group: groupOf(work),
      ...awsvpc && { networkConfiguration: inOrder(network) },
      ...providers.length > 0 ? { capacityProviderStrategy: providers } : { launchType: service.launchType },
      ...service.platformVersion !== void 0 && !onInstances && { platformVersion: service.platformVersion },
      ...service.placementConstraints?.length && { placementConstraints: service.placementConstraints },
      ...service.placementStrategy?.length && { placementStrategy: service.placementStrategy },
      ...overrides && { overrides }
    }
  };
}
function inOrder(network) {
  const { awsvpcConfiguration: vpc } = network ?? {};
  if (vpc === void 0) return { ...network };
  const securityGroups = vpc.securityGroups && [...vpc.securityGroups].sort();
  return { awsvpcConfiguration: { ...vpc, subnets: [...vpc.subnets ?? []].sort(), ...securityGroups && { securityGroups } } };
}
function uninterrupted(strategy) {
  const plain = strategy.filter((each) => each.capacityProvider === "FARGATE");
  return plain.length > 0 ? plain.map((each) => ({ ...each, weight: Math.max(1, each.weight ?? 0) })) : strategy;
}
function runsOnFargate({ definition: definition2 }) {
  const made = definition2["requiresCompatibilities"];
  return definition2["networkMode"] === "awsvpc" && (!Array.isArray(made) || made.length === 0 || made.includes("FARGATE"));
}
function startsAnew({ revision, container }) {
  const policy = revision.definition.containerDefinitions.find(({ name }) => name === container)?.["restartPolicy"];
  return typeof policy === "object" && policy !== null && "enabled" in policy && policy.enabled === true;
}
function startedBy({ work, revision, container }) {
  return `sluice-${digest([work, revision.definition.family, container]).slice(0, 24)}`;
}
function groupOf({ revision, command, content }) {
  return `sluice-${digest([revision.arn, command ?? null, content ?? null]).slice(0, 24)}`;
}
function clientToken(request, turn) {
  return digest([request, turn]);
}
function digest(value) {
  return (0, import_node_crypto4.createHash)("sha256").update(JSON.stringify(value)).digest("hex");
}

// src/aws/run-task-start.ts
function readFailures(failures, name) {
  const reasons = [...new Set(failures.map(({ reason: reason2, detail }) => [reason2, detail].filter((each) => each !== void 0).join(": ")))];
  const reason = reasons.filter((each) => each !== "").join("; ") || "ECS gives no reason";
  const [kind, hint] = meaningOf(reason);
  const because = `${name} cannot be started: ${kind} (${reason})`;
  return hint === void 0 ? { kind: "no-room", because } : { kind: "refused", because, hint };
}
function meaningOf(reason) {
  if (/^RESOURCE:FARGATE|capacity is unavailable/i.test(reason)) return ["Fargate has no capacity in these zones now"];
  if (/reached the limit on the number of/i.test(reason)) return ["the account may not run more at once"];
  const resource = /^RESOURCE:(\S+)/.exec(reason)?.[1];
  if (resource !== void 0) return [`no instance of the cluster has enough ${resource.toLowerCase().replaceAll("_", " ")} left`];
  if (/^AGENT/.test(reason)) return ["the agent of an instance is not connected"];
  if (/EMPTY CAPACITY PROVIDER|NO ACTIVE INSTANCES|INACTIVE INSTANCES|No Container Instances/i.test(reason))
    return ["the cluster has no instance to run it on"];
  if (/^ATTRIBUTE/.test(reason)) {
    return [
      "no instance of the cluster has what the task definition asks for",
      "Compare requiresAttributes of the task definition with the instances, or give run-task-definition one that the service can run."
    ];
  }
  if (/^LOCATION/.test(reason)) {
    return [
      "the subnets of the service are in other zones than its instances",
      "Give run-task-service a service whose subnets fit the instances of the cluster."
    ];
  }
  if (/MemberOf placement constraint/i.test(reason)) {
    return ["no instance satisfies its placement constraints", "Change the placement constraints of the task definition or of the service."];
  }
  return ["ECS has refused it", 'Look up the reason under "API failure reasons" in the guide of ECS.'];
}

// src/aws/run-task.ts
async function prepareRunTask(options, signal) {
  const { send, cluster } = options;
  const problems = [];
  const service = await describeService(send, { cluster, service: options.service }, signal).catch((error) => {
    if (!(error instanceof SluiceError) || error.reasonCode !== "PREFLIGHT_FAILED") throw error;
    problems.push(`${error.message}: check run-task-cluster, run-task-service, the region and the account`);
  });
  const wanted = options.definition ?? service?.taskDefinition;
  const revision = wanted === void 0 ? void 0 : await describeTaskDefinition(send, wanted, signal);
  if (wanted !== void 0 && revision === void 0)
    problems.push(
      `There is no task definition ${wanted}: give run-task-definition a family, family:revision or ARN of this account and region`
    );
  if (revision === void 0) throw cannotRun(problems);
  const container = containerIn(revision, options.container, problems);
  if (service === void 0 || container === void 0) throw cannotRun(problems);
  const work = {
    ...{ work: options.work, revision, container },
    ...options.command && { command: options.command },
    ...options.content !== void 0 && { content: options.content }
  };
  const made = runTaskRequest(cluster, service, work);
  if ("problems" in made || problems.length > 0) throw cannotRun([...problems, ..."problems" in made ? made.problems : []]);
  return {
    tasks: createTasks(options, revision, container, made.request),
    explain: `ecs:RunTask ${revision.revision} (${container}) in ${nameOf(cluster)}, with the network and the capacity of ${nameOf(options.service)}${commandText(options.command)}`
  };
}
function cannotRun(problems) {
  return new SluiceError("PREFLIGHT_FAILED", ["The task cannot be run:", ...problems.map((each) => `  ${each}`)].join("\n"));
}
function containerIn({ revision, active, definition: definition2 }, named2, problems) {
  if (!active) problems.push(`${revision} is not active any more: name a revision that is`);
  const names2 = definition2.containerDefinitions.map(({ name }) => name);
  const container = named2 ?? (names2.length === 1 ? names2[0] : void 0);
  if (container === void 0) problems.push(`${revision} has several containers (${names2.join(", ")}): name one in run-task-container`);
  else if (!names2.includes(container)) problems.push(`${revision} has no container ${container}; it has ${names2.join(", ")}`);
  return container;
}
function commandText(command = []) {
  const words = command.map((word2) => /^[\w./:=@-]+$/.test(word2) ? word2 : JSON.stringify(word2));
  return words.length === 0 ? "" : `; it runs ${words.join(" ")}`;
}
function createTasks({ send, sendIn, region, cluster }, revision, container, request) {
  const name = `${nameOf(cluster)}/${revision.revision} (${container})`;
  const known2 = /* @__PURE__ */ new Map();
  const taskOf = (task) => {
    const id = taskId(task);
    const found2 = known2.get(id) ?? {
      id,
      revision: task.taskDefinitionArn === void 0 ? revision.revision : revisionOf(task.taskDefinitionArn),
      // Of one that is over, RunTask tells no group; it answers for our own token alone.
      same: task.group === void 0 || task.group === request.group
    };
    known2.set(id, found2);
    return found2;
  };
  const sendTo = (logs) => logs === region ? send : sendIn?.(logs);
  return {
    name,
    async live(signal) {
      const arns = [];
      let nextToken;
      do {
        const input = {
          cluster,
          startedBy: request.startedBy,
          desiredStatus: "RUNNING",
          ...nextToken !== void 0 && { nextToken }
        };
        const answer = await send("ecs:ListTasks", input, signal);
        arns.push(...answer.taskArns ?? []);
        nextToken = answer.nextToken;
      } while (nextToken !== void 0);
      const tasks = await describeTasks(send, cluster, arns, signal);
      return tasks.filter((task) => readTask(task, container).kind === "alive").map(taskOf);
    },
    async start(turn) {
      const answer = await send("ecs:RunTask", { ...request, clientToken: clientToken(request, turn) }).catch(asFailure);
      const [task] = answer.tasks ?? [];
      if (task === void 0) return readFailures(answer.failures ?? [], name);
      return { kind: task.lastStatus === "STOPPED" ? "over" : "started", task: taskOf(task) };
    },
    async look(task, signal) {
      const [found2] = await describeTasks(send, cluster, [task.id], signal);
      return found2 === void 0 ? { kind: "missing" } : readTask(found2, container);
    },
    async lines(task, cursor, signal) {
      const place = logPlace(revision.definition, container, task.id, region);
      if ("without" in place) return { lines: [], cursor, more: false, never: place.without };
      const there2 = sendTo(place.region);
      if (there2 === void 0)
        return { lines: [], cursor, more: false, never: `its log is in ${place.region}, in the group ${place.logGroupName}` };
      return readLogPage(there2, place, cursor, signal);
    },
    async stop(task, reason) {
      await send("ecs:StopTask", { cluster, task: task.id, reason });
    },
    explainStop: (task) => `aws ecs stop-task --cluster ${nameOf(cluster)} --task ${task.id}`
  };
}
function asFailure(error) {
  const reason = error instanceof SluiceError && error.cause instanceof Error ? error.cause.message : "";
  if (!/capacity is unavailable|reached the limit on the number of (tasks|vCPUs)/i.test(reason)) throw error;
  return { failures: [{ reason }] };
}

// src/engine/hold-meanwhile.ts
var lookEveryMs = 1e3;
var answerMs = 15e3;
var outageMs = 3e4;
async function holdMeanwhile(stage, work, endText) {
  const lost = new AbortController();
  const done = new AbortController();
  const working = work(AbortSignal.any([stage.signal, lost.signal])).finally(() => done.abort());
  working.catch(() => void 0);
  let why;
  try {
    while (!done.signal.aborted) {
      await stage.clock.sleep(lookEveryMs, done.signal);
      await keep(stage);
    }
  } catch (error) {
    if (!stage.signal.aborted) why = asSluiceError(error);
    lost.abort();
  }
  const end = await working;
  if (why === void 0) return end;
  throw new SluiceError(why.reasonCode, `The lock of the database was lost with its session. ${why.message}. ${endText(end)}`, {
    hint: why.reasonCode === "LOCK_BUSY" ? "Look at what both have done before you run this step again." : `Look at what it has done. ${why.hint ?? "Then run this step again."}`,
    cause: why
  });
}
async function keep(stage) {
  let heldBy;
  try {
    heldBy = await askWho(stage);
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error;
    if (stage.signal.aborted) return;
    stage.tell({ kind: "lost", because: error.kind === "cancelled" ? `no answer for ${span(answerMs)}` : error.message });
    await holdDatabase({ ...stage, limits: { ...stage.limits, lockWaitMs: 0, outageMs } }, true);
    return;
  }
  if (heldBy !== void 0) throw new SluiceError("LOCK_BUSY", `Another run works on ${stage.database.name}: ${heldBy}`);
}
async function askWho({ database: database2, clock, signal }) {
  const [late, answered] = [new AbortController(), new AbortController()];
  void clock.sleep(answerMs, answered.signal).then(() => late.abort());
  try {
    return (await database2.lock(AbortSignal.any([signal, late.signal]))).heldBy;
  } finally {
    answered.abort();
  }
}

// src/engine/one-off-follow.ts
var lookEveryMs2 = 5e3;
var unseenMs = 6e4;
var quietMs = 6e3;
var longestTailMs = 3e4;
var stopMs = 15e4;
var stopCallMs = 5e3;
var mostPages = 20;
var lingersMs = 3e4;
var goesOn2 = "The task goes on in ECS without this step: run the step again to follow it to its end.";
async function followTask(task, order, ports) {
  const following = { task, order, ports, cursor: void 0, silent: false, stopping: void 0 };
  try {
    return await follow(following);
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    return lostSight(following, error);
  }
}
async function follow(following) {
  const { task, order, ports } = following;
  const { tasks, clock, cancellation } = ports;
  const beganMs = clock.nowMs();
  let wasSeen = false;
  let status = "";
  for (; ; ) {
    if (cancellation.atMs() !== void 0) return giveUp(following);
    const looked = await patiently(() => tasks.look(task, cancellation.signal), { clock, cancellation, limitMs: patienceMs, hint: goesOn2 });
    if (looked === void 0) return giveUp(following);
    const seen2 = looked.value;
    if (seen2.kind === "missing") {
      if (wasSeen) return vanished(following);
      if (clock.nowMs() - beganMs >= unseenMs) return neverSeen(following);
    } else {
      wasSeen = true;
      if (seen2.kind === "ended") return endOf3(following, seen2.verdict, seen2.lingers);
      if (seen2.status !== status) note(ports, `Task ${task.id} is ${seen2.status}`);
      status = seen2.status;
    }
    await readOn(following);
    if (following.stopping !== void 0 && clock.nowMs() >= following.stopping.atMs + stopMs) return outOfTime(following);
    if (following.stopping === void 0 && clock.nowMs() >= order.deadlineMs) {
      following.stopping = { atMs: clock.nowMs(), because: `Not done after ${span(order.timeoutMs)}` };
      note(ports, `${following.stopping.because}: stopping task ${task.id}`);
      await patiently(() => tasks.stop(task, "Sluice: it took longer than timeout-minutes"), {
        clock,
        cancellation,
        limitMs: patienceMs,
        hint: goesOn2
      });
      continue;
    }
    const untilMs = following.stopping === void 0 ? order.deadlineMs : Infinity;
    await clock.sleep(Math.min(lookEveryMs2, Math.max(0, untilMs - clock.nowMs())), cancellation.signal);
  }
}
async function readOn(following) {
  const { task, ports } = following;
  let read2 = false;
  for (let pages = 0; pages < mostPages && !following.silent; pages += 1) {
    const page = await ports.tasks.lines(task, following.cursor, ports.cancellation.signal);
    following.cursor = page.cursor;
    if (page.lines.length > 0) {
      ports.report({ kind: "task-said", atMs: ports.nowMs(), lines: page.lines });
      read2 = true;
    }
    if (page.never !== void 0) {
      following.silent = true;
      note(ports, `There are no log lines to show: ${page.never}`);
    }
    if (!page.more) break;
  }
  return read2;
}
async function endOf3(following, verdict, lingers) {
  const { task, ports, stopping } = following;
  const { clock, cancellation } = ports;
  const endedMs = clock.nowMs();
  let heardMs = endedMs;
  while (!following.silent && cancellation.atMs() === void 0) {
    if (await readOn(following)) heardMs = clock.nowMs();
    const nowMs = clock.nowMs();
    if (nowMs >= Math.min(heardMs + quietMs, endedMs + longestTailMs)) break;
    await clock.sleep(quietMs / 3, cancellation.signal);
  }
  if (lingers) await endRest(following, endedMs);
  if (verdict.kind === "succeeded") return { kind: "succeeded", task: task.id, because: verdict.because };
  if (stopping === void 0) return { ...verdict, task: task.id };
  return {
    kind: "failed",
    task: task.id,
    reasonCode: "TIMED_OUT",
    because: `${stopping.because}; task ${task.id} was stopped`,
    hint: "Raise timeout-minutes, or make the work smaller. What it did until then is done: whether the rest can follow is for the command to know.",
    details: verdict.details
  };
}
async function endRest({ task, ports }, sinceMs) {
  const { clock, tasks } = ports;
  const { signal } = ports.cancellation;
  while (clock.nowMs() - sinceMs < lingersMs && !signal.aborted) {
    await clock.sleep(lookEveryMs2, signal);
    const seen2 = await tasks.look(task, signal).catch(() => void 0);
    if (seen2?.kind === "missing" || seen2?.kind === "ended" && !seen2.lingers) return;
  }
  note(ports, `Task ${task.id} goes on though its command has ended: stopping it`);
  await tasks.stop(task, "Sluice: its command has ended").catch((error) => {
    note(ports, `It could not be stopped: ${error instanceof Error ? error.message : String(error)}. By hand: ${tasks.explainStop(task)}`);
  });
}
async function giveUp({ task, order, ports }) {
  const { tasks, clock } = ports;
  const end = (reasonCode, because, hint) => {
    return { kind: "failed", task: task.id, reasonCode, because, hint, details: [] };
  };
  if (order.onCancel === "leave") return end("CANCELLED_LEFT_RUNNING", `Cancelled; task ${task.id} goes on`, goesOn2);
  const byHand = `By hand: ${tasks.explainStop(task)}`;
  const late = new AbortController();
  const call = tasks.stop(task, "Sluice: the step was cancelled");
  call.catch(() => void 0);
  const limit = clock.sleep(stopCallMs, late.signal).then(() => late.abort());
  try {
    const stopped3 = await unless(late.signal, call);
    if (stopped3 === void 0)
      return end("CANCELLED_LEFT_RUNNING", `Cancelled; AWS did not answer in time whether task ${task.id} stops`, byHand);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return end("CANCELLED_LEFT_RUNNING", `Cancelled; task ${task.id} could not be stopped: ${why}`, byHand);
  } finally {
    late.abort();
    await limit;
  }
  return end("CANCELLED", `Cancelled; task ${task.id} was told to stop`, "What it did until then is done: run the step again to go on.");
}
function outOfTime({ task, ports, stopping }) {
  return {
    kind: "failed",
    task: task.id,
    reasonCode: "TIMED_OUT",
    because: `${stopping.because}; task ${task.id} was told to stop and has not for ${span(stopMs)}`,
    hint: `See what became of it, and end it by hand: ${ports.tasks.explainStop(task)}`,
    details: []
  };
}
function lostSight({ task }, { reasonCode, message, hint }) {
  return {
    kind: "failed",
    task: task.id,
    reasonCode,
    because: `What becomes of task ${task.id} is not seen any more: ${message}`,
    hint: [...hint === void 0 ? [] : [hint], ...hint?.includes(goesOn2) ? [] : [goesOn2]].join(" "),
    details: []
  };
}
function vanished({ task }) {
  return {
    kind: "failed",
    task: task.id,
    reasonCode: "TASK_EXITED",
    because: `Task ${task.id} has ended, and how is not known any more: ECS forgets a task an hour after its end`,
    hint: "Look at the end of its log, then run the step again.",
    details: []
  };
}
function neverSeen({ task, ports }) {
  return {
    kind: "failed",
    task: task.id,
    reasonCode: "TASK_START_FAILED",
    because: `ECS has started task ${task.id} of ${ports.tasks.name} and does not know it after ${span(unseenMs)}`,
    hint: "Look for the task in the console of ECS, then run the step again.",
    details: []
  };
}
function note({ report, nowMs }, text3) {
  report({ kind: "task-noted", atMs: nowMs(), text: text3 });
}

// src/engine/one-off-task.ts
var roomMs = 6e5;
var roomPausesMs = [5e3, 1e4, 2e4, 3e4];
var mostTurns = 50;
var othersPauseMs = 1e4;
var answerMs2 = 4e3;
async function runOneOff(order, ports) {
  const { tasks, clock } = ports;
  const deadlineMs = clock.nowMs() + order.timeoutMs;
  const found2 = await findRunning(Math.min(order.maxWaitMs, order.timeoutMs), ports);
  if ("kind" in found2) return found2;
  const task = found2.task ?? await startTask(ports, deadlineMs);
  if ("kind" in task) return task;
  const text3 = found2.task ? `Task ${task.id} does this already: following it instead of starting another` : `Task ${task.id} runs ${tasks.name}`;
  ports.report({ kind: "task-begun", atMs: ports.nowMs(), task: task.id, adopted: found2.task !== void 0, text: text3 });
  return followTask(task, { ...order, deadlineMs }, ports);
}
async function findRunning(waitMs, ports) {
  const { tasks, clock, cancellation } = ports;
  const untilMs = clock.nowMs() + waitMs;
  let told = "";
  for (; ; ) {
    const live = await patiently(() => tasks.live(cancellation.signal), {
      clock,
      cancellation,
      limitMs: patienceMs,
      hint: "Run the step again."
    });
    if (live === void 0) return cancelledBefore2();
    const task = live.value.find(({ same }) => same);
    const other = live.value[0];
    if (task !== void 0 || other === void 0) return { task };
    if (clock.nowMs() >= untilMs) {
      return failed4("LOCK_BUSY", other.id, `Task ${other.id} of ${other.revision} has been at the same work for ${span(waitMs)}`, {
        hint: `Wait for it, or end it: ${tasks.explainStop(other)}`
      });
    }
    if (told !== other.id) note(ports, `Task ${other.id} of ${other.revision} is at the same work: waiting for its end`);
    told = other.id;
    await clock.sleep(Math.min(othersPauseMs, untilMs - clock.nowMs()), cancellation.signal);
    if (cancellation.atMs() !== void 0) return cancelledBefore2();
  }
}
async function startTask(ports, deadlineMs) {
  const { tasks, clock, cancellation } = ports;
  const roomUntilMs = Math.min(clock.nowMs() + roomMs, deadlineMs);
  let pauses = 0;
  ports.report({ kind: "task-starting", atMs: ports.nowMs() });
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const asked = await askForStart(turn, ports);
    if (asked === void 0) return cancelledUnsure(ports);
    const { answer, again } = asked;
    if (answer.kind === "started") return answer.task;
    if (answer.kind === "over" && again) return answer.task;
    if (answer.kind === "refused") return failed4("TASK_START_FAILED", "", answer.because, answer);
    if (answer.kind === "over") continue;
    if (cancellation.atMs() !== void 0) return cancelledBefore2();
    const pauseMs = roomPausesMs[Math.min(pauses, roomPausesMs.length - 1)];
    if (clock.nowMs() + pauseMs > roomUntilMs) {
      return failed4("TASK_START_FAILED", "", `${answer.because}; nothing has changed about that for ${span(roomMs)}`, {
        hint: "Make room in the cluster or add a subnet in another zone, then run the step again. Nothing was started."
      });
    }
    if (pauses === 0) note(ports, `${answer.because}: asking again until there is room`);
    pauses += 1;
    await clock.sleep(pauseMs, cancellation.signal);
    if (cancellation.atMs() !== void 0) return cancelledBefore2();
  }
  throw new SluiceError("PREFLIGHT_FAILED", `${tasks.name} has been run ${String(mostTurns)} times within the hour`, {
    hint: "Look at why it is started over and over before it is started again."
  });
}
async function askForStart(turn, ports) {
  const { tasks, clock, cancellation } = ports;
  const sinceMs = clock.nowMs();
  for (let tries = 0; ; tries += 1) {
    if (tries > 0 && cancellation.atMs() !== void 0) return void 0;
    const call = tasks.start(turn);
    call.catch(() => void 0);
    try {
      const heard = await unless(cancellation.signal, call);
      const answer = heard ?? await Promise.race([call.then((value) => ({ value })), clock.sleep(answerMs2)]);
      return answer === void 0 ? void 0 : { answer: answer.value, again: tries > 0 };
    } catch (error) {
      if (!mayPass(error) || clock.nowMs() - sinceMs >= patienceMs) throw error;
      if (tries === 0) note(ports, `The task could not be started yet: ${error.message}`);
      await clock.sleep(Math.min(1e3 * 2 ** tries, 2e4), cancellation.signal);
    }
  }
}
function cancelledBefore2() {
  return failed4("CANCELLED", "", "Cancelled before a task was started", { hint: "Run the step again." });
}
function cancelledUnsure({ tasks }) {
  return failed4("CANCELLED_LEFT_RUNNING", "", `Cancelled while ${tasks.name} was being started: whether it was is not known`, {
    hint: goesOn2
  });
}
function failed4(reasonCode, task, because, { hint }) {
  return { kind: "failed", task, reasonCode, because, hint, details: [] };
}

// src/shell/tool.ts
async function runTool({ command, env, limitMs, onLine }, signal) {
  const { hear } = hearLines(onLine, Infinity);
  const end = await runShell({ command, env, limitMs, hear }, signal);
  if (signal.aborted) return { kind: "cancelled", because: "was ended by the signal" };
  if (end === "exit code 0") return { kind: "done", because: "ended with exit code 0" };
  if (end === "late") return { kind: "late", because: "took too long and was ended" };
  if (end === "no shell") return { kind: "failed", because: "could not be started: there is neither bash nor sh on the PATH" };
  return { kind: "failed", because: `ended with ${end}` };
}

// src/actions/migration-tool.ts
async function expandByTool(step, database2, url2) {
  const { host, values, told } = step;
  const command = values["tool-command"] ?? "";
  const stage = createStage(portsOf(step, database2));
  if (values.mode === "plan") {
    await inspectDatabase(stage, () => Promise.resolve());
    return planned("Nothing was changed: the tool would be run", `under the lock of ${database2.name}: ${command}`, host);
  }
  await holdDatabase(stage, false);
  host.outputs.set("started", "true");
  const onLine = (line) => told.tell({ kind: "task-said", atMs: stage.nowMs(), lines: [line] });
  const run = { command, env: { ...host.env, DATABASE_URL: url2 }, limitMs: step.leftMs(), onLine };
  const held2 = { ...stage, cancellation: host.cancelled, signal: host.cancelled.signal };
  const end = await holdMeanwhile(held2, (signal) => runTool(run, signal), wordsOf2).then(endOfTool, endWithoutLock);
  stage.tell({ kind: "ended", ...end });
  return { end };
}
function wordsOf2({ kind, because }) {
  return kind === "cancelled" ? "The tool was ended" : `The tool ${because}`;
}
function endWithoutLock(thrown) {
  if (!(thrown instanceof SluiceError)) throw thrown;
  return failed5(thrown.reasonCode, thrown.message, thrown.hint ?? "");
}
function endOfTool({ kind, because: how }) {
  const because = `The tool ${how}`;
  if (kind === "done") return { outcome: "succeeded", reasonCode: "MIGRATED", because };
  if (kind === "failed")
    return failed5("MIGRATION_FAILED", because, "Its last lines in the log say why. What it has done is its own to tell.");
  const hint = "How far it came is its own to tell: run it again, or look into its history.";
  return failed5(kind === "late" ? "TIMED_OUT" : "CANCELLED", because, hint);
}
async function expandByTask(step) {
  const { host, values, aws, cancellation, told } = step;
  return withRegions("sluice/migrate-expand-contract", async (sendIn) => {
    const command = await step.documents.valueOf(values["run-task-command"], readTaskCommand);
    const { tasks, explain } = await prepareRunTask(
      {
        ...{ send: aws.send, sendIn, region: regionOf(host, values["aws-region"]) },
        cluster: values["run-task-cluster"] ?? "",
        service: values["run-task-service"] ?? "",
        definition: values["run-task-definition"],
        container: values["run-task-container"],
        command,
        work: `expand ${folderOf(values.migrations)}`,
        content: filesIn(host, values.migrations).join("\n")
      },
      cancellation.signal
    );
    if (values.mode === "plan") return planned("Nothing was changed: this task would be run", explain, host);
    const end = await runOneOff(
      { timeoutMs: step.leftMs(), maxWaitMs: values["max-wait"], onCancel: "stop" },
      { tasks, clock: localClock, cancellation: host.cancelled, nowMs: aws.awsNowMs, report: told.tell }
    );
    const ending = endingOf(end);
    told.tell({ kind: "ended", atMs: aws.awsNowMs(), ...ending.end });
    return ending;
  });
}
function endingOf(end) {
  if (end.kind === "succeeded") return { end: { outcome: "succeeded", reasonCode: "MIGRATED", because: end.because } };
  const { reasonCode, because, hint, task, details } = end;
  return { end: { outcome: "failed", reasonCode, because, hint }, failed: { task, details } };
}
function planned(because, call, { log }) {
  log.line(call);
  return { end: { outcome: "no-op", reasonCode: "PLANNED", because }, plan: [call] };
}
function failed5(reasonCode, because, hint) {
  return { outcome: "failed", reasonCode, because, hint };
}

// src/actions/migration-told.ts
var begins = /* @__PURE__ */ new Set(["pending", "task-starting", "task-begun"]);
function teller(host, timed) {
  const events = [];
  let beganMs;
  return {
    events,
    tell(told) {
      const event = told.kind === "ended" ? timed(told) : told;
      beganMs ??= event.atMs;
      if (event.kind !== "task-said") events.push(event);
      if (begins.has(event.kind)) host.outputs.set("started", "true");
      for (const line of eventLines(event, beganMs)) host.log.line(line);
    }
  };
}
function annotate(host, statements, mistakes) {
  for (const { path, line, text: text3 } of mistakes) host.log.error(text3, { title: "Cannot be read", file: path, line });
  for (const { path, line, findings, verdict, allowed } of statements) {
    for (const { class: found2, rule, because, advice } of findings) {
      if (found2 === "expand-safe") continue;
      const place = { title: rule, file: path, line };
      if (verdict === "refused") host.log.error(`${because} ${advice}`, place);
      else if (allowed !== void 0) host.log.notice(`${because} Allowed: ${allowed}`, place);
      else if (verdict === "runs-rewritten") host.log.notice(`${because} It runs by its safe form.`, place);
    }
  }
}
function lintEnd(statements, mistakes, rewrites = false) {
  const refused2 = statements.filter(({ verdict }) => verdict === "refused");
  const rewritable = rewrites && refused2.some(({ findings }) => findings.every((each) => each.class === "expand-safe" || each.recipe !== void 0));
  if (refused2.length + mistakes.length === 0) return void 0;
  const counted2 = (count, what, more) => count === 0 ? [] : [`${String(count)} ${count === 1 ? what : more}`];
  const because = [
    ...counted2(refused2.length, "statement is unsafe as it is", "statements are unsafe as they are"),
    ...counted2(mistakes.length, "mistake is in the files", "mistakes are in the files")
  ].join(", ");
  const places = [...mistakes, ...refused2].slice(0, 5).map(({ path, line }) => `${path}:${String(line)}`);
  return {
    outcome: "failed",
    reasonCode: "MIGRATION_UNSAFE",
    because: `${because}: ${places.join(", ")}${refused2.length + mistakes.length > places.length ? " and others" : ""}`,
    hint: `Nothing was run. Each is told with its lock and what to do instead.${rewritable ? " With `safe-rewrite: true` the safe forms are run." : ""}`
  };
}
function standingOutputs(changes, ledger) {
  const own = changes.filter(({ foreign }) => foreign !== true);
  const behind = own.findIndex(({ id, scripts }) => scripts.expand !== void 0 && !isDone(ledger, id, "expand"));
  const pending = own.flatMap(
    ({ id, scripts }) => phases.filter((phase) => scripts[phase] !== void 0 && !isDone(ledger, id, phase)).map((phase) => ({ change: id, phase }))
  );
  return {
    level: (behind < 0 ? own.at(-1) : own[behind - 1])?.id ?? "",
    pending: JSON.stringify(pending),
    "rollback-allowed": String(!ledger.some(({ phase }) => phase === "contract"))
  };
}
function shownBy({ parse: parse2 }) {
  return (sql) => {
    const parsed2 = parse2(sql);
    const [statement] = "wrong" in parsed2 ? [] : parsed2.statements;
    return statement ? shownSql({ text: sql.slice(statement.start, statement.end), tokens: statement.tokens }) : "";
  };
}
function tellSafeForms(host, statements) {
  const forms = safeForms(statements, (sql) => sql);
  if (forms.length > 0) host.log.group("The safe forms", forms);
}
function lintShown({ host, dialect }, statements, mistakes) {
  annotate(host, statements, mistakes);
  for (const line of findingLines(statements)) host.log.line(line);
  tellSafeForms(host, statements);
  const end = lintEnd(statements, mistakes) ?? {
    outcome: "succeeded",
    reasonCode: "LINTED",
    because: `${String(statements.length)} ${statements.length === 1 ? "statement was" : "statements were"} read, and none is unsafe`
  };
  return { database: "", end, sections: lintSections(statements, mistakes, shownBy(dialect)) };
}

// src/actions/migrate-database.ts
async function migrateDatabase(step, settings3) {
  const { host, values } = step;
  if (workerOf(values) === "task") {
    const { end, failed: failed6, plan } = await expandByTask(step);
    return {
      database: `${values["run-task-cluster"] ?? ""}/${values["run-task-service"] ?? ""}`,
      end,
      sections: [],
      ...failed6 && { failed: failed6 },
      ...plan && { plan }
    };
  }
  if (workerOf(values) === "sluice" && step.changes.every(({ foreign }) => foreign === true)) {
    throw new SluiceError("INPUT_INVALID", `The files in ${values.migrations} are those of another tool: none of them has a phase`, {
      hint: "Let the tool run them (`tool-command`, or `run-task-*`), or write changes with phases: `<id>_<name>/expand.sql`."
    });
  }
  const url2 = await databaseUrl(step) ?? "";
  const opened = [];
  const open = async (looks) => {
    const database2 = await databaseAt(host, url2, values, looks);
    opened.push(database2);
    return database2;
  };
  try {
    if (workerOf(values) === "tool") {
      const database2 = await open(values.mode === "plan");
      const { end, plan } = await expandByTool(step, database2, url2);
      return { database: database2.name, end, sections: [], ...plan && { plan } };
    }
    return await byEngine(step, open, settings3);
  } catch (thrown) {
    throw advised(thrown, opened[0]?.name ?? "", values["database-ca"]);
  } finally {
    await Promise.all(opened.map((each) => each.close()));
  }
}
async function byEngine(step, open, settings3) {
  const { values, host, changes } = step;
  const phase = values.command === "backfill" ? "backfill" : "expand";
  const looking = await open(true);
  const found2 = await inspect(step, looking, phase);
  tellOutputs(step, found2.ledger);
  annotate(host, found2.pending, []);
  tellSafeForms(host, found2.pending);
  const refused2 = lintEnd(found2.pending, [], !values["safe-rewrite"]);
  if (values.mode === "plan") {
    const plan = migrationPlanLines({ changes, ledger: found2.ledger, phase, settings: settings3, statements: found2.pending, blockers: found2.blockers });
    for (const line of plan) host.log.line(line);
    const end2 = refused2 ?? { outcome: "no-op", reasonCode: "PLANNED", because: "Nothing was changed: this is what would run" };
    return { database: looking.name, end: end2, sections: findingSections(found2.pending, shownBy(step.dialect)), plan };
  }
  if (refused2) return { database: looking.name, end: refused2, sections: lintSections(found2.pending, [], shownBy(step.dialect)) };
  await looking.close();
  const database2 = await open(false);
  const end = await (phase === "backfill" ? fill(step, database2) : expand(step, database2, found2));
  await tellStanding(step, database2);
  const shown2 = shownBy(step.dialect);
  const stepOf = ({ change: change2, step: at }) => found2.linted.filter((each) => each.change === change2 && each.role === phase).flatMap(({ steps: steps2 }) => steps2)[at - 1]?.sql ?? "";
  const events = step.told.events.filter((event) => !event.kind.startsWith("task-"));
  return { database: database2.name, end, sections: runSections(events, (place) => shown2(stepOf(place))) };
}
async function tellStanding(step, database2) {
  const { signal } = step.cancellation;
  try {
    tellOutputs(step, await database2.ledger(signal.aborted ? new AbortController().signal : signal));
  } catch {
    step.host.log.warning("Where the database stands now could not be read: `level` and `pending` are as they were before this run");
  }
}
function tellOutputs({ host, changes }, ledger) {
  for (const [name, value] of Object.entries(standingOutputs(changes, ledger))) host.outputs.set(name, value);
}

// src/database/measure-place.ts
var import_node_crypto5 = __toESM(require_node_crypto(), 1);
var import_promises = __toESM(require_promises(), 1);
var prefix = "sluice_lint_";
var noRight3 = "42501";
var inUse = "55006";
var [dropTries, dropPauseMs] = [50, 100];
var unhurried2 = new AbortController().signal;
var ownSql = `
  SELECT DISTINCT place.nspname AS schema, own.relname AS name, own.relkind AS kind
  FROM pg_catalog.pg_class AS own JOIN pg_catalog.pg_namespace AS place ON place.oid = own.relnamespace
  WHERE own.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND place.nspname !~ '^pg_' AND place.nspname <> 'information_schema'
    AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend AS needs
      WHERE needs.classid = 'pg_catalog.pg_class'::regclass AND needs.objid = own.oid AND needs.deptype = 'e')`;
var heldSql = `
  SELECT pid FROM pg_catalog.pg_locks
  WHERE locktype = 'advisory' AND objsubid = 1 AND ((classid::int8 << 32) | objid::int8) = hashtext($1)::int8`;
async function makePlace(url2, application, ca, signal) {
  const named2 = createConnection({ url: url2, application, ...ca === void 0 ? {} : { ca } });
  try {
    await named2.open(signal);
    const { version, pooled, replica } = await readFacts(named2, signal);
    if (pooled) throw refused("it is reached through a pool of transactions");
    if (replica) throw refused("it cannot be written");
    if (version < 12) throw refused(`it is Postgres ${String(version)}; 12 is the oldest that is supported`);
    await prepareSession(named2, signal);
    await removeLeft(named2, signal);
    const name = `${prefix}${(0, import_node_crypto5.randomBytes)(6).toString("hex")}`;
    const made = await make(named2, name, signal);
    if (made) return { url: beside2(url2, name), version, remove: () => dropped(named2, name).finally(() => named2.close()) };
    return { url: url2, version, remove: await takeNamed(named2, signal) };
  } catch (error) {
    await named2.close();
    throw error;
  }
}
async function make(named2, name, signal) {
  await named2.query("SELECT pg_advisory_lock(hashtext($1))", [name], signal);
  try {
    await named2.query(`CREATE DATABASE ${name}`, [], signal);
    return true;
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error;
    if (error.kind === "cancelled") await dropped(named2, name).catch(() => void 0);
    if (error.sqlState === noRight3) return false;
    if (error.sqlState !== inUse) throw error;
    await named2.query(`CREATE DATABASE ${name} TEMPLATE template0`, [], signal);
    return true;
  }
}
async function removeLeft(named2, signal) {
  const { rows: rows2 } = await named2.query(
    `SELECT datname AS name FROM pg_catalog.pg_database WHERE datname ~ '^${prefix}[0-9a-f]{12}$'`,
    [],
    signal
  );
  for (const name of rows2.map((row2) => String(row2["name"]))) {
    const { rows: held2 } = await named2.query(heldSql, [name], signal);
    if (held2.length > 0) continue;
    await named2.query(`DROP DATABASE IF EXISTS ${name}`, [], signal).catch((error) => {
      if (!named2.alive) throw error;
    });
  }
}
async function dropped(named2, name) {
  for (let tries = 1; ; tries += 1) {
    try {
      if (!named2.alive) await named2.open(unhurried2);
      await named2.query(`DROP DATABASE IF EXISTS ${name}`, [], unhurried2);
      return;
    } catch (error) {
      if (!(error instanceof DatabaseFault) || tries === dropTries) throw error;
      if (error.kind === "lost") continue;
      if (error.sqlState !== inUse) throw error;
      await named2.query("SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = $1", [name], unhurried2);
      await (0, import_promises.setTimeout)(dropPauseMs);
    }
  }
}
async function takeNamed(named2, signal) {
  const { rows: tried } = await named2.query("SELECT pg_try_advisory_lock(hashtext($1)) AS free", [prefix], signal);
  if (tried[0]?.["free"] !== true) throw refused("another run measures there just now, and its role may not create a database");
  const { rows: rows2 } = await named2.query(ownSql, [], signal);
  if (rows2.length > 0) throw refused(`it holds ${String(rows2.length)} tables, views or sequences, and its role may not create a database`);
  const before = await madeThere(named2, signal);
  return async () => {
    try {
      if (!named2.alive) await named2.open(unhurried2);
      const kept = new Set(before);
      for (const each of await madeThere(named2, unhurried2)) {
        if (!kept.has(each)) await named2.query(each, [], unhurried2).catch(() => void 0);
      }
    } finally {
      await named2.close();
    }
  };
}
async function madeThere(named2, signal) {
  const ofUsers = `nspname !~ '^pg_' AND nspname <> 'information_schema'`;
  const parts3 = [
    `SELECT format('DROP PUBLICATION IF EXISTS %I', pubname) AS sql FROM pg_catalog.pg_publication`,
    `SELECT format('DROP EVENT TRIGGER IF EXISTS %I', evtname) AS sql FROM pg_catalog.pg_event_trigger`,
    `SELECT format('DROP EXTENSION IF EXISTS %I CASCADE', extname) AS sql FROM pg_catalog.pg_extension`,
    `SELECT format('DROP SCHEMA IF EXISTS %I CASCADE', nspname) AS sql FROM pg_catalog.pg_namespace WHERE ${ofUsers}`,
    `SELECT format('DROP %s IF EXISTS %I.%I CASCADE', CASE kind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE'
       WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, schema, name) AS sql FROM (${ownSql}) AS own`,
    `SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', own.oid::regprocedure) AS sql
       FROM pg_catalog.pg_proc AS own JOIN pg_catalog.pg_namespace AS place ON place.oid = own.pronamespace WHERE ${ofUsers}`,
    `SELECT format('DROP TYPE IF EXISTS %I.%I CASCADE', nspname, typname) AS sql
       FROM pg_catalog.pg_type AS own JOIN pg_catalog.pg_namespace AS place ON place.oid = own.typnamespace
       WHERE ${ofUsers} AND own.typtype IN ('c', 'd', 'e', 'r') AND (own.typrelid = 0 OR EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = own.typrelid AND relkind = 'c'))`
  ];
  const found2 = [];
  for (const part of parts3) found2.push(...(await named2.query(part, [], signal)).rows.map((row2) => String(row2["sql"])));
  return found2;
}
function beside2(url2, name) {
  const other = new URL(url2);
  other.pathname = `/${name}`;
  return other.href;
}
function refused(what) {
  return new DatabaseFault("refused", "", what);
}

// src/database/measure-trial.ts
var import_promises2 = __toESM(require_promises(), 1);
var unhurried3 = new AbortController().signal;
var cannotBeInTransaction = "25001";
var pollMs = 5;
var watchedSql = `
  SELECT own.oid::text AS oid, own.relkind AS kind, index.indrelid::text AS of, own.relfilenode::text AS file,
    CASE WHEN current_setting('track_counts')::bool THEN pg_catalog.pg_stat_get_xact_numscans(own.oid)::int END AS scans,
    coalesce(
      (SELECT name FROM unnest($2::text[], $3::text[]) AS named (name, quoted) WHERE to_regclass(quoted) = own.oid LIMIT 1),
      CASE WHEN pg_catalog.pg_table_is_visible(own.oid) THEN own.relname ELSE place.nspname || '.' || own.relname END) AS name
  FROM pg_catalog.pg_class AS own
  JOIN pg_catalog.pg_namespace AS place ON place.oid = own.relnamespace
  LEFT JOIN pg_catalog.pg_index AS index ON index.indexrelid = own.oid
  WHERE own.oid = ANY ($1::oid[])`;
var locksSql = `
  SELECT relation::text AS oid, mode FROM pg_catalog.pg_locks
  WHERE pid = $1 AND locktype = 'relation' AND relation = ANY ($2::oid[])
    AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())`;
async function relationsThere(session, signal) {
  const { rows: rows2 } = await session.query(
    `SELECT own.oid::text AS oid FROM pg_catalog.pg_class AS own JOIN pg_catalog.pg_namespace AS place ON place.oid = own.relnamespace
     WHERE own.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I') AND place.nspname !~ '^pg_' AND place.nspname <> 'information_schema'`,
    [],
    signal
  );
  return rows2.map((row2) => String(row2["oid"]));
}
async function runTrial(connection, there2, trial, signal) {
  try {
    return await inTransaction(connection, there2, trial, signal);
  } catch (error) {
    if (!(error instanceof DatabaseFault) || error.sqlState !== cannotBeInTransaction) throw error;
    return alone3(connection, there2, trial, signal);
  }
}
async function inTransaction(connection, there2, trial, signal) {
  const settings3 = Object.entries(trial.settings ?? {}).map(
    ([name, value]) => `SELECT set_config(${literal(name)}, ${literal(value)}, true)`
  );
  try {
    await connection.query(["BEGIN", ...settings3].join("; "), [], signal);
    const before = await watch(connection, there2, trial.relations, signal);
    await connection.query(trial.sql, [], signal);
    const after = await watch(connection, there2, trial.relations, signal);
    const locks = await locksOf(connection, connection.pid, before, signal);
    await connection.query(trial.undo ? "ROLLBACK" : "COMMIT", [], signal);
    return { ...effectsOf(before, after, locks), ...scansOf(before, after) };
  } catch (error) {
    if (connection.alive) await connection.query("ROLLBACK", [], unhurried3).catch(() => void 0);
    throw error;
  }
}
async function alone3(connection, there2, trial, signal) {
  const before = await watch(connection, there2, trial.relations, signal);
  const named2 = before.filter(({ name }) => trial.relations.includes(name)).map(({ oid, of }) => of ?? oid);
  const tables2 = before.filter(({ oid, kind }) => named2.includes(oid) && (kind === "r" || kind === "p"));
  const gate = await connection.another(signal);
  const seen2 = [];
  try {
    const list2 = await gateList(gate, tables2, signal);
    await gate.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1", [], signal);
    const hold = (mode) => list2 === "" ? Promise.resolve() : gate.query(`LOCK TABLE ${list2} IN ${mode} MODE`, [], signal);
    await hold("ACCESS SHARE");
    await gate.query("SAVEPOINT writers", [], signal);
    await hold("SHARE");
    let over = false;
    const running = connection.query(trial.sql, [], signal).finally(() => over = true);
    running.catch(() => void 0);
    for (const open of ["ROLLBACK TO writers", "ROLLBACK"]) {
      const stands = await stopped2(gate, connection.pid, () => over, signal);
      if (stands) seen2.push(...await locksOf(gate, connection.pid, before, signal));
      await gate.query(open, [], signal);
    }
    await running;
  } finally {
    await gate.end();
  }
  const after = await watch(connection, there2, trial.relations, signal);
  return { ...effectsOf(before, after, strongestOf(seen2)), inParts: true };
}
async function gateList(gate, tables2, signal) {
  if (tables2.length === 0) return "";
  const { rows: rows2 } = await gate.query(
    `SELECT string_agg(oid::regclass::text, ', ') AS list FROM unnest($1::oid[]) AS oid`,
    [tables2.map(({ oid }) => oid)],
    signal
  );
  return String(rows2[0]?.["list"] ?? "");
}
async function stopped2(gate, pid, isOver, signal) {
  while (!isOver()) {
    const { rows: rows2 } = await gate.query("SELECT pg_backend_pid() = ANY (pg_blocking_pids($1)) AS stands", [pid], signal);
    if (rows2[0]?.["stands"] === true) return true;
    await (0, import_promises2.setTimeout)(pollMs);
  }
  return false;
}
async function watch(session, there2, named2, signal) {
  const readable = named2.filter((each) => each.split(".").length <= 2);
  const { rows: rows2 } = await session.query(watchedSql, [there2, readable, readable.map(quotedName)], signal);
  return rows2;
}
async function locksOf(session, pid, before, signal) {
  const { rows: rows2 } = await session.query(locksSql, [pid, before.map(({ oid }) => oid)], signal);
  return strongestOf(
    rows2.flatMap((row2) => {
      const relation = before.find(({ oid }) => oid === row2["oid"]);
      const mode = modeOf(String(row2["mode"]));
      if (relation === void 0 || mode === void 0) return [];
      const of = before.find(({ oid }) => oid === relation.of)?.name;
      return [{ relation: relation.name, mode, ...of !== void 0 && { of } }];
    })
  );
}
function strongestOf(locks) {
  const found2 = /* @__PURE__ */ new Map();
  for (const each of locks) {
    const before = found2.get(each.relation);
    if (before === void 0 || lockModes.indexOf(each.mode) > lockModes.indexOf(before.mode)) found2.set(each.relation, each);
  }
  return [...found2.values()].sort(
    (one, other) => lockModes.indexOf(other.mode) - lockModes.indexOf(one.mode) || (one.relation < other.relation ? -1 : 1)
  );
}
function effectsOf(before, after, locks) {
  const anew = before.filter(({ oid, kind, file }) => {
    const now = after.find((each) => each.oid === oid);
    return (kind === "r" || kind === "m") && now !== void 0 && now.file !== file;
  });
  return { locks, rewrites: anew.map(({ name }) => name) };
}
function scansOf(before, after) {
  if (before.some(({ scans }) => scans === null)) return {};
  const scanned = before.filter(({ oid, kind, scans }) => {
    const now = after.find((each) => each.oid === oid)?.scans ?? scans;
    return (kind === "r" || kind === "m") && Number(now) > Number(scans);
  });
  return { scans: scanned.map(({ name }) => name) };
}
function modeOf(name) {
  const words = name.replace(/Lock$/, "").replace(/(?<=[a-z])(?=[A-Z])/g, " ").toUpperCase();
  return lockModes.find((mode) => mode === words);
}

// src/database/measure.ts
var settings2 = [`SET TimeZone = '<+01>-1'`, `SET statement_timeout = '60s'`, `SET lock_timeout = '10s'`];
function createScratch({ url: url2, run, ca }) {
  const { name } = readAddress(url2);
  const application = `sluice/${run}`;
  let place;
  let connection;
  let there2 = [];
  const session = () => {
    if (connection === void 0) throw lostFault("There is no scratch database");
    return connection;
  };
  const settle = async (signal) => {
    await session().query("RESET ALL", [], signal);
    await prepareSession(session(), signal);
    for (const each of settings2) await session().query(each, [], signal);
    there2 = await relationsThere(session(), signal);
  };
  return {
    name,
    async open(signal) {
      place = await makePlace(url2, application, ca, signal);
      connection = createConnection({ url: place.url, application, ...ca === void 0 ? {} : { ca } });
      await connection.open(signal);
      await settle(signal);
      return { version: place.version };
    },
    async run(sql, signal) {
      await session().query(sql, [], signal);
    },
    settle,
    measure: (trial, signal) => runTrial(session(), there2, trial, signal),
    async close() {
      const [open, made] = [connection, place];
      connection = place = void 0;
      await open?.close();
      await made?.remove();
    }
  };
}

// src/domain/migration/measured.ts
function isWorse({ linted, worse, steps: steps2 }) {
  if (linted.verdict === "refused") return false;
  return linted.verdict === "runs" ? worse.length > 0 : steps2.some((each) => each.worse.length > 0);
}
function claimOf(findings) {
  return {
    locks: strongest(findings.flatMap(({ locks }) => locks)),
    rewrites: findings.some(({ rewrites }) => rewrites),
    scans: findings.some(({ scans, rewrites }) => scans || rewrites)
  };
}
function claimOfStep(step) {
  const of = (mode) => step.relations.map((relation) => ({ relation, mode }));
  if (step.kind === "short") return { locks: of(step.lock ?? "ACCESS EXCLUSIVE"), rewrites: false, scans: false };
  const beside3 = /^\s*REFRESH\b/i.test(step.sql) ? "EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE";
  return { locks: of(beside3), rewrites: false, scans: true };
}
var harmful2 = lockModes.indexOf("SHARE");
var holding = lockModes.indexOf("SHARE UPDATE EXCLUSIVE");
function compare2(claim, effects) {
  const { locks, rewrites, scans, inParts } = effects;
  const ownerOf = new Map(locks.map(({ relation, of }) => [relation, of ?? relation]));
  const owner = (relation) => ownerOf.get(relation) ?? relation;
  const claimed = new Map(
    strongest(claim.locks.map(({ relation, mode }) => ({ relation: owner(relation), mode }))).map(({ relation, mode }) => [relation, mode])
  );
  const levelOf = (mode) => mode === void 0 ? -1 : lockModes.indexOf(mode);
  const held2 = new Map(
    strongest(locks.map(({ relation, mode }) => ({ relation: owner(relation), mode }))).map(({ relation, mode }) => [relation, mode])
  );
  const worse = [...held2].filter(([relation, mode]) => levelOf(mode) >= harmful2 && levelOf(mode) > levelOf(claimed.get(relation))).map(([relation, mode]) => {
    const by = locks.find((each) => each.mode === mode && each.relation === relation) ?? locks.find((each) => each.mode === mode && each.of === relation);
    const where = by?.of === void 0 ? relation : `${by.relation}, an index of ${relation},`;
    return `${mode} on ${where} is taken, ${saidWords(claimed.get(relation))}`;
  });
  const read2 = (scans ?? []).filter((relation) => levelOf(held2.get(owner(relation))) >= holding && !rewrites.includes(relation));
  const written3 = claim.rewrites || rewrites.length === 0 ? [] : [`${list(rewrites)} ${verb(rewrites)} written anew`];
  const looked = claim.scans || read2.length === 0 ? [] : [`${list(read2)} ${verb(read2)} read as a whole under that lock`];
  const less = inParts ? [] : [...held2].flatMap(([relation, mode]) => {
    const said = claimed.get(relation);
    return said !== void 0 && levelOf(said) > levelOf(mode) ? [`${mode} on ${relation} is taken, not ${said}`] : [];
  });
  const spared = claim.rewrites && rewrites.length === 0 ? ["no table is written anew"] : claim.scans && !claim.rewrites && scans?.length === 0 ? ["no table is read as a whole"] : [];
  return { worse: [...worse, ...written3, ...looked], milder: [...less, ...spared] };
}
function saidWords(claimed) {
  return claimed === void 0 ? "which is not told" : `not ${claimed}`;
}
function list(relations2) {
  return relations2.join(", ");
}
function verb(relations2) {
  return relations2.length === 1 ? "is" : "are";
}

// src/domain/render/migration-measured.ts
var mostRows4 = 40;
var shownFrom = lockModes.indexOf("SHARE UPDATE EXCLUSIVE");
function measuredLines(statements) {
  return statements.filter(({ measured: measured2 }) => measured2.kind !== "skipped").flatMap((each) => {
    const steps2 = each.steps.flatMap((step, index) => {
      const words = stepWords(step);
      return words === void 0 ? [] : [`    ! step ${String(index + 1)} of its safe form: ${words}`];
    });
    return [
      `${markOf2(each)} ${placeIn(each.linted)}  ${shownStatement(each.linted)}  ${seenText(each.measured)}${comparedText(each)}`,
      ...steps2
    ];
  });
}
function measuredSection(statements, version) {
  const run = statements.filter(({ measured: measured2 }) => measured2.kind !== "skipped");
  if (run.length === 0) return "";
  const ordered = [...run.filter(differs), ...run.filter((each) => !differs(each))];
  const rows2 = ordered.slice(0, mostRows4).map((each) => {
    const steps2 = each.steps.flatMap((step, index) => {
      const words = stepWords(step);
      return words === void 0 ? [] : [`step ${String(index + 1)} of its safe form: ${inline(words)}`];
    });
    const compared2 = [...each.measured.kind === "seen" ? [inline(againstText(each))] : [], ...steps2];
    return `| ${markOf2(each)} ${code(`${each.linted.change} ${each.linted.role}:${String(each.linted.line)}`)} | ${inline(seenText(each.measured))} | ${compared2.join("<br>")} |`;
  });
  const worse = run.filter(isWorse).length;
  const refused2 = run.filter(({ measured: measured2 }) => measured2.kind === "refused").length;
  const counts = [
    `${String(run.length)} run`,
    ...worse > 0 ? [`${String(worse)} ${worse === 1 ? "does" : "do"} more than the lint says`] : [],
    ...refused2 > 0 ? [`${String(refused2)} refused by the server`] : []
  ];
  return [
    `### Measured on Postgres ${String(version)}`,
    "",
    `${counts.join(", ")}.`,
    "",
    "| where | seen | held against the lint |",
    "| :--- | :--- | :--- |",
    ...rows2,
    ...ordered.length > rows2.length ? ["", `${String(ordered.length - rows2.length)} more are in the log.`] : []
  ].join("\n");
}
function differs(each) {
  return each.measured.kind === "refused" || each.worse.length + each.milder.length > 0 || each.steps.some((step) => stepWords(step) !== void 0);
}
function markOf2(each) {
  if (each.measured.kind === "refused") return "!";
  return isWorse(each) || each.worse.length > 0 ? "✗" : "✓";
}
function seenText(measured2) {
  if (measured2.kind === "skipped") return measured2.because;
  if (measured2.kind === "refused") return `refused: ${measured2.message}`;
  const { locks, rewrites, scans = [] } = measured2;
  const strong = locks.filter(
    ({ mode, of }) => lockModes.indexOf(mode) >= shownFrom && !locks.some((each) => each.relation === of && each.mode === mode)
  );
  return [
    strong.length === 0 ? "no lock that others wait for" : strong.map(({ relation, mode }) => `${mode} on ${relation}`).join(", "),
    ...rewrites.length === 0 ? [] : [`writes ${rewrites.join(", ")} anew`],
    ...scans.length === 0 ? [] : [`reads ${scans.join(", ")}`]
  ].join("; ");
}
function comparedText(each) {
  return each.measured.kind === "seen" ? `: ${againstText(each)}` : "";
}
function againstText({ worse, milder }) {
  if (worse.length > 0) return `worse: ${worse.join("; ")}`;
  return milder.length > 0 ? `milder: ${milder.join("; ")}` : "as told";
}
function stepWords({ measured: measured2, worse }) {
  if (measured2.kind === "refused") return `refused: ${measured2.message}`;
  return worse.length > 0 ? `worse: ${worse.join("; ")}` : void 0;
}

// src/engine/measuring.ts
var noRole = "42704";
var asSaid = { worse: [], milder: [] };
async function measureChanges(linted, scratch, signal, schema) {
  try {
    const { version } = await scratch.open(signal);
    if (schema !== void 0) await makeSchema(schema, scratch, signal);
    const statements = [];
    let script = "";
    for (const each of linted) {
      const own = `${each.path} ${each.role}`;
      if (own !== script) await scratch.settle(signal);
      script = own;
      statements.push(await measureStatement(each, scratch, signal));
    }
    return { version, statements };
  } catch (error) {
    throw explained(error, scratch.name, signal);
  } finally {
    await scratch.close().catch(() => void 0);
  }
}
async function makeSchema({ path, statements }, scratch, signal) {
  await scratch.settle(signal);
  for (const { sql, line, mayFail } of statements) {
    const refused2 = await scratch.run(sql, signal).then(() => void 0, refusalOf);
    if (refused2 !== void 0 && !mayFail)
      throw new SluiceError(
        "PREFLIGHT_FAILED",
        `The schema before the changes cannot be made on ${scratch.name}: ${path}:${line}: ${refused2.message}`,
        {
          hint: "Write it by `pg_dump --schema-only --no-owner --no-privileges`, for a server of this version that has the extensions it needs."
        }
      );
  }
}
async function measureStatement(linted, scratch, signal) {
  const work = workOf(linted);
  if (work.kind === "skip") return { linted, measured: { kind: "skipped", because: work.because }, ...asSaid, steps: [] };
  const { statement, findings, verdict } = linted;
  if (work.kind === "set") {
    const refused2 = await scratch.run(statement.text, signal).then(() => void 0, refusalOf);
    return { linted, measured: refused2 ?? { kind: "skipped", because: "it is for the session alone" }, ...asSaid, steps: [] };
  }
  const recipe2 = verdict === "runs" ? void 0 : findings.find((each) => each.recipe !== void 0)?.recipe;
  const claim = claimOf(findings);
  const relations2 = [.../* @__PURE__ */ new Set([...claim.locks.map(({ relation }) => relation), ...relationsIn(statement.node)])];
  const measured2 = await seen(scratch, { sql: statement.text, relations: relations2, ...recipe2 && { undo: true } }, signal);
  const foreign = measured2.kind === "refused" && measured2.sqlState === noRole && isAboutRights(statement.node);
  if (foreign)
    return { linted, measured: { kind: "skipped", because: "it names a role that the scratch server does not have" }, ...asSaid, steps: [] };
  const steps2 = recipe2 === void 0 ? [] : await measureSteps(recipe2, relations2, scratch, signal);
  return { linted, measured: measured2, ...held(claim, measured2), steps: steps2 };
}
async function measureSteps(recipe2, relations2, scratch, signal) {
  const found2 = [];
  for (const step of recipe2) {
    const settings3 = step.kind === "short" ? step.settings : void 0;
    const named2 = [.../* @__PURE__ */ new Set([...step.relations, ...relations2])];
    const measured2 = await seen(scratch, { sql: step.sql, relations: named2, ...settings3 && { settings: settings3 } }, signal);
    found2.push({ step, measured: measured2, ...held(claimOfStep(step), measured2) });
    if (measured2.kind === "refused") break;
  }
  return found2;
}
function held(claim, measured2) {
  return measured2.kind === "seen" ? compare2(claim, measured2) : asSaid;
}
function seen(scratch, trial, signal) {
  return scratch.measure(trial, signal).then((effects) => ({ kind: "seen", ...effects }), refusalOf);
}
function refusalOf(error) {
  if (!(error instanceof DatabaseFault) || error.kind === "lost" || error.kind === "cancelled") throw error;
  return { kind: "refused", sqlState: error.sqlState, message: error.message };
}
function explained(error, name, signal) {
  if (!(error instanceof DatabaseFault)) return error;
  if (error.kind === "cancelled" || signal.aborted)
    return new SluiceError("CANCELLED", "Cancelled while statements were being measured", { cause: error });
  if (error.kind === "lost")
    return new SluiceError("DATABASE_UNREACHABLE", `The scratch database at ${name} was lost: ${error.message}`, {
      hint: "Look whether its container is up and has room, then run this step again.",
      cause: error
    });
  return new SluiceError("PREFLIGHT_FAILED", `${name} cannot be a scratch database: ${error.message}`, {
    hint: "Name a database whose role may create others, or one without tables that nobody needs.",
    ...refusalHint(error),
    cause: error
  });
}

// src/actions/migration-measured.ts
async function measured(step, statements, shown2) {
  const { host, values, cancellation } = step;
  const url2 = values["lint-database-url"];
  if (url2 === void 0 || statements.length === 0) return shown2;
  const scratch = scratchAt(step, url2);
  const schema = schemaIn(step);
  const found2 = await measureChanges(statements, scratch, cancellation.signal, schema).catch((thrown) => {
    throw advised(thrown, scratch.name, values["database-ca"]);
  });
  for (const line of measuredLines(found2.statements)) host.log.line(line);
  for (const each of found2.statements) {
    const place = { file: each.linted.path, line: each.linted.line };
    if (isUnsafe(each)) host.log.error(wordsOf3(each), { title: "Measured: worse than the lint says", ...place });
    else if (each.measured.kind === "refused")
      host.log.warning(each.measured.message, { title: "Refused by the scratch database", ...place });
  }
  const worse = found2.statements.filter(isUnsafe).length;
  const end = {
    outcome: "failed",
    reasonCode: "MIGRATION_UNSAFE",
    because: `${String(worse)} ${worse === 1 ? "statement does" : "statements do"} more on a server than the lint says`,
    hint: "Nothing was run but on the scratch database. What was seen stands beside each."
  };
  const section = measuredSection(found2.statements, found2.version);
  return {
    ...shown2,
    ...worse > 0 && shown2.end.outcome !== "failed" && { end },
    sections: [...shown2.sections, ...section === "" ? [] : [section]]
  };
}
function isUnsafe(each) {
  return each.linted.role === "expand" && each.linted.allowed === void 0 && isWorse(each);
}
function wordsOf3({ worse, steps: steps2 }) {
  return [...worse, ...steps2.flatMap((each) => each.worse)].join("; ");
}
function scratchAt({ host, values }, url2) {
  maskUrl(host, url2);
  const authorities = authoritiesIn(host, values["database-ca"]);
  return createScratch({ url: url2, run: holderOf(host).run, ...authorities && "value" in authorities && { ca: authorities.value } });
}
function schemaIn({ host, values, dialect }) {
  const path = values["lint-schema"];
  return path === void 0 ? void 0 : { path, statements: readSchema(path, host.readFile(path), dialect.parse).statements };
}

// src/actions/migrate-expand-contract.ts
async function main(host) {
  const documents = documentsOf(host);
  const read2 = await readInputs(inputs, host, { rules: migrateRules(host, documents) });
  const { values } = read2;
  const aws = createSend({ region: regionOf(host, values["aws-region"]), userAgent: `sluice/${metadata.name}` });
  const minutes = values["timeout-minutes"];
  const deadline = withDeadline(host.cancelled, minutes * 6e4);
  const timed = (ended) => deadline.isOver() && ended.reasonCode === "CANCELLED" ? { ...ended, reasonCode: "TIMED_OUT", because: `timeout-minutes (${String(minutes)}) is over: ${ended.because}` } : ended;
  try {
    const dialect = await dialectOf(values);
    const { changes, mistakes } = filesAreOurs(values) ? changesIn(host, values.migrations, dialect, values["lint-after"]) : { changes: [], mistakes: [] };
    const step = {
      host,
      values,
      documents,
      aws,
      dialect,
      changes,
      cancellation: deadline.cancellation,
      leftMs: deadline.leftMs,
      told: teller(host, timed)
    };
    const linted = dialect.lint(changes, lintOptions(values, values["postgres-version"]));
    const wrong2 = [...mistakes, ...linted.mistakes];
    const lints = values.command === "lint" || wrong2.length > 0;
    const shown2 = lints ? await measured(step, wrong2.length > 0 ? [] : linted.statements, lintShown(step, linted.statements, wrong2)) : await migrateDatabase(step, settings(inputs, read2));
    const result = migrationResult(
      { action: metadata.name, environment: values.environment ?? "", ...shown2, end: timed(shown2.end) },
      step.told.events,
      aws.awsNowMs()
    );
    finish(host, result, shown2.sections);
  } catch (thrown) {
    const { reasonCode, message: because, hint } = asSluiceError(thrown);
    const ended = timed({ reasonCode, because });
    throw ended.reasonCode === reasonCode ? thrown : new SluiceError(ended.reasonCode, ended.because, { ...hint && { hint }, cause: thrown });
  } finally {
    deadline.end();
    aws.close();
  }
}
export {
  main,
  metadata
};
