import {
  require_node_net
} from "./chunk-LCI6CGY7.js";
import {
  require_node_crypto
} from "./chunk-QYINBN5N.js";
import {
  __commonJS,
  __toESM
} from "./chunk-PIRHQTI4.js";

// builtin:node:timers/promises
var require_promises = __commonJS({
  "builtin:node:timers/promises"(exports, module) {
    module.exports = process.getBuiltinModule("node:timers/promises");
  }
});

// src/domain/migration/fault.ts
var readOnly = "25006";
var DatabaseFault = class extends Error {
  kind;
  /** Five characters, empty where there is none. */
  sqlState;
  /** The certificate of the server could not be verified. */
  untrusted;
  constructor(kind, sqlState, message, { untrusted, ...options } = {}) {
    super(message, options);
    this.untrusted = untrusted ?? false;
    this.name = "DatabaseFault";
    this.kind = kind;
    this.sqlState = sqlState;
  }
};

// src/database/mysql-address.ts
var import_node_net = __toESM(require_node_net(), 1);

// src/database/url-part.ts
function urlPart(text2) {
  try {
    return decodeURIComponent(text2);
  } catch {
    throw wrongUrl("holds a `%` that is not followed by two hexadecimal digits: write it as `%25`");
  }
}
function wrongUrl(what) {
  return new DatabaseFault("refused", "", `The URL of the database ${what}`);
}

// src/database/mysql-address.ts
var loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;
function readMysqlAddress(text2) {
  const url = URL.parse(text2);
  if (url === null || !/^(mysql|mariadb):$/.test(url.protocol) || url.hostname === "" || url.hostname.includes(","))
    throw wrongUrl("is no URL of the form `mysql://user:password@host:port/database` with one host");
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(urlPart);
  if (user === "") throw wrongUrl("names no user");
  if (database === "") throw wrongUrl("names no database");
  const host = urlPart(url.hostname).replace(/^\[|\]$/g, "");
  const mode = (url.searchParams.get("ssl-mode") ?? url.searchParams.get("sslmode"))?.toLowerCase();
  const port = url.port === "" ? 3306 : Number(url.port);
  const tls = mode === void 0 ? !loopback.test(host) : mode !== "disabled" && mode !== "disable";
  if (tls && (0, import_node_net.isIP)(host) !== 0)
    throw wrongUrl(
      "has a number for its host, whose certificate proves nothing: give its name, or say ssl-mode=DISABLED where the network is trusted"
    );
  return {
    host,
    port,
    database,
    user,
    password,
    tls,
    name: `${host.includes(":") ? `[${host}]` : host}:${String(port)}/${database}`
  };
}

// src/domain/migration/model.ts
var phases = ["expand", "backfill", "contract"];
var safetyClasses = ["expand-safe", "recipe", "new-column", "contract-only", "blocked"];
var lockModes = [
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE"
];

// src/domain/migration/change-files.ts
var roles = [...phases, "verify", "undo"];
var spelled = "<id>_<name>/<phase>.sql or <id>_<name>.<phase>.sql";
var listed = roles.map((role) => `${role}.sql`).join(", ");
function readPath(path) {
  if (!/\.sql$/i.test(path)) return { kind: "other" };
  const folders = path.split("/");
  const stem = folders.pop().slice(0, -".sql".length);
  const folder = folders.at(-1);
  const flyway = /^([VUR])([0-9][0-9._]*)?__(.+)$/.exec(stem);
  if (flyway !== null) return foreign(flyway[2] ?? stem, flyway[3], flyway[1] === "U");
  if (folders.length === 1 && folder !== void 0) return inFolder(folder, stem);
  return folders.length === 0 ? flat(stem) : plain(stem);
}
function inFolder(folder, stem) {
  if (stem === "migration" || stem === "up" || stem === "down") return plain(folder, stem === "down");
  if (!isRole(stem)) {
    if (identified(folder) === void 0) return plain(stem);
    return { kind: "mistaken", text: `is no file of a change: those are ${listed}` };
  }
  const change = identified(folder);
  return change === void 0 ? noId() : { kind: "ours", ...change, role: stem };
}
function flat(stem) {
  const [, before, word] = /^(.*)\.([A-Za-z][\w-]*)$/.exec(stem) ?? [];
  if (before === void 0 || word === void 0) return isRole(stem) ? noId() : plain(stem);
  if (word === "up" || word === "down") return plain(before, word === "down");
  if (!isRole(word)) return { kind: "mistaken", text: `ends in .${word}.sql, which is no phase: those are ${roles.join(", ")}` };
  const change = identified(before);
  return change === void 0 ? noId() : { kind: "ours", ...change, role: word };
}
function isRole(word) {
  return roles.includes(word);
}
function noId() {
  return { kind: "mistaken", text: `has no id before its name: changes are written ${spelled}, with an id that begins with a digit` };
}
function identified(written2) {
  const [, id, name] = /^(\d[0-9A-Za-z.-]*)_+(.+)$/.exec(written2) ?? [];
  return id === void 0 || name === void 0 ? void 0 : { id, name };
}
function plain(stem, undo = false) {
  const [, id, name] = /^(\d[0-9A-Za-z.]*)[_-]+(.+)$/.exec(stem) ?? [];
  return foreign(id ?? stem, name ?? stem, undo);
}
function foreign(id, name, undo) {
  return { kind: "foreign", id, name, role: undo ? "undo" : "expand" };
}

// src/domain/migration/tree.ts
function kindOf(node) {
  const [kind] = typeof node === "object" && node !== null ? Object.keys(node) : [];
  return kind ?? "";
}
function bodyOf(node) {
  const [body] = typeof node === "object" && node !== null ? Object.values(node) : [];
  return typeof body === "object" && body !== null ? body : {};
}
function member(node, name) {
  const value = node[name];
  return typeof value === "object" && value !== null ? value : {};
}
function items(node, name) {
  const value = node[name];
  return Array.isArray(value) ? value : [];
}
function text(node, name) {
  const value = node[name];
  return typeof value === "string" ? value : "";
}
function flag(node, name) {
  return node[name] === true;
}
function placeOf(node) {
  return typeof node.location === "number" ? node.location : 0;
}
function names(node, name) {
  return items(node, name).map((each) => text(bodyOf(each), "sval"));
}
function relationOf(range) {
  const [schema, table] = [text(range, "schemaname"), text(range, "relname")];
  return schema === "" ? table : `${schema}.${table}`;
}
function objectName(node) {
  const body = bodyOf(node);
  if (kindOf(node) === "String") return text(body, "sval");
  if (kindOf(node) === "TypeName") return names(body, "names").join(".");
  if (kindOf(node) === "ObjectWithArgs") return names(body, "objname").join(".");
  return items(body, "items").map(objectName).join(".");
}
function isNull(expression) {
  const body = bodyOf(expression);
  if (expression === void 0) return true;
  return kindOf(expression) === "TypeCast" ? isNull(body.arg) : flag(body, "isnull");
}
function walk(node, visit2) {
  if (Array.isArray(node)) {
    for (const each of node) walk(each, visit2);
  } else if (typeof node === "object" && node !== null) {
    for (const [name, value] of Object.entries(node)) {
      if (/^[A-Z]/.test(name) && typeof value === "object" && value !== null) visit2(name, value);
      walk(value, visit2);
    }
  }
}
function relationsIn(node) {
  return [...new Set(rangesIn(node).map(relationOf))];
}
function rangesIn(value) {
  if (Array.isArray(value)) return value.flatMap(rangesIn);
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(rangesIn);
  return "relname" in value && "relpersistence" in value ? [value, ...inner] : inner;
}

// src/domain/migration/lint/column-type.ts
var written = {
  integer: "int4",
  smallint: "int2",
  bigint: "int8",
  real: "float4",
  "double precision": "float8",
  boolean: "bool",
  character: "bpchar",
  "character varying": "varchar",
  "bit varying": "varbit",
  decimal: "numeric",
  timestamp: "timestamp",
  "timestamp without time zone": "timestamp",
  "timestamp with time zone": "timestamptz",
  "time without time zone": "time",
  "time with time zone": "timetz"
};
function typeOf(node) {
  const own = names(node, "names").filter((name, at, all2) => at > 0 || all2.length === 1 || name !== "pg_catalog");
  const mods = items(node, "typmods").map((each) => Number(member(bodyOf(each), "ival").ival ?? 0));
  return { name: own.join("."), mods, array: items(node, "arrayBounds").length > 0 };
}
function readType(text2) {
  const [, before = "", mods, behind2 = "", array] = /^([^([]*)(?:\(([\d, ]*)\))?([^[]*)((?:\[\])*)$/.exec(text2) ?? [];
  const name = `${before.trim()} ${behind2.trim()}`.trim();
  return {
    name: written[name] ?? name,
    mods: mods === void 0 ? [] : mods.split(",").map(Number),
    array: (array ?? "") !== ""
  };
}
var always = new Set("json jsonb uuid bool int2 int8 float4 float8 bytea date money tsvector point interval cidr".split(" "));
function changeOf(from, to) {
  if (from === void 0) return always.has(to.name) && !to.array ? "rewrite" : "unknown";
  if (from.array !== to.array) return "rewrite";
  if (from.array) return from.name === to.name && (to.mods.length === 0 || sameLength(from, to)) ? "in-place" : "rewrite";
  if (from.name === to.name) return changeOfLength(from, to);
  const pair = `${from.name} ${to.name}`;
  if (pair === "varchar text" || pair === "cidr inet" || pair === "int4 oid" || pair === "oid int4") return "in-place";
  if (pair === "text varchar") return to.mods.length === 0 ? "in-place" : "narrower";
  if (pair === "timestamp timestamptz" || pair === "timestamptz timestamp")
    return precision(to) >= precision(from) ? "time-zone" : "rewrite";
  return to.name === "varchar" && to.mods.length > 0 && from.name === "bpchar" ? "narrower" : "rewrite";
}
function changeOfLength(from, to) {
  if (sameLength(from, to)) return "in-place";
  const [old, wanted] = [from.mods[0], to.mods[0]];
  switch (to.name) {
    case "varchar":
    case "varbit":
      return wanted === void 0 || old !== void 0 && wanted >= old ? "in-place" : "narrower";
    case "numeric":
      return wanted === void 0 || old !== void 0 && wanted >= old && (from.mods[1] ?? 0) === (to.mods[1] ?? 0) ? "in-place" : "rewrite";
    case "time":
    case "timetz":
    case "timestamp":
    case "timestamptz":
      return precision(to) >= precision(from) ? "in-place" : "rewrite";
    default:
      return "rewrite";
  }
}
function sameLength(from, to) {
  return from.mods.join() === to.mods.join();
}
function precision(type) {
  return type.mods[0] ?? 6;
}

// src/domain/migration/lint/catalog.ts
var emptyCatalog = { relations: [], types: [] };
function namesAsked(changes) {
  const relations = /* @__PURE__ */ new Map();
  const types = /* @__PURE__ */ new Map();
  const add = (to, spelled3, schema, name) => {
    const before = to.get(spelled3);
    to.set(spelled3, to.has(spelled3) && (before?.schema !== schema || before.name !== name) ? void 0 : { schema, name });
  };
  visit(
    statementsOf(changes).map(({ node }) => node),
    (node) => {
      if ("relname" in node && "relpersistence" in node) add(relations, relationOf(node), text(node, "schemaname"), text(node, "relname"));
      if (isTypeName(node)) {
        const { name } = typeOf(node);
        const dot = name.indexOf(".");
        add(types, name, dot < 0 ? "" : name.slice(0, dot), name.slice(dot + 1));
      }
    }
  );
  const left = (found) => [...found.values()].filter((each) => each !== void 0);
  return { relations: left(relations), types: left(types) };
}
function statementsOf(changes) {
  return changes.flatMap(({ scripts }) => roles.flatMap((role) => scripts[role]?.statements ?? []));
}
function spelled2({ schema, name }) {
  return schema === "" ? name : `${schema}.${name}`;
}
function isTypeName(node) {
  return Array.isArray(node.names) && "typemod" in node;
}
function visit(node, each) {
  if (Array.isArray(node)) for (const item of node) visit(item, each);
  else if (typeof node === "object" && node !== null) {
    each(node);
    for (const value of Object.values(node)) visit(value, each);
  }
}

// src/database/message-literals.ts
var lexeme = /--[^\n]*|\/\*[^]*?\*\/|"(?:[^"]|"")*"|(?<escaped>\b[eE]'(?:[^'\\]|''|\\.)*')|(?<plain>'(?:[^']|'')*')|(?<dollars>\$(?<tag>[A-Za-z_]\w*|)\$[^]*?\$\k<tag>\$)|(?<![\w$])(?<number>\d[\d.]*)/g;
function withoutLiterals(message, sql) {
  const literals2 = literalsIn(sql);
  const isLiteral = (text2) => literals2.some((each) => each === text2.toLowerCase() || each.split(".").includes(text2.toLowerCase()));
  return message.replaceAll(/"([^"]*)"/g, (quoted, name) => isLiteral(name) ? '"?"' : quoted).replaceAll(/(?<![\w"$.-])\d+(?:\.\d+)?(?![\w"-])/g, (number) => isLiteral(number) ? "?" : number);
}
function literalsIn(sql) {
  return [...sql.matchAll(lexeme)].flatMap(({ groups = {} }) => {
    const { escaped, plain: plain2, dollars, tag = "", number } = groups;
    if (number !== void 0) return [number];
    const text2 = (escaped?.slice(2, -1) ?? plain2?.slice(1, -1))?.replaceAll("''", "'") ?? dollars?.slice(tag.length + 2, -tag.length - 2);
    if (text2 === void 0) return [];
    return /\s/.test(text2) ? [text2.toLowerCase(), ...literalsIn(text2)] : [text2.toLowerCase().replaceAll('"', "")];
  });
}

// src/database/fault-of.ts
var busy = /* @__PURE__ */ new Set(["55P03", "40P01", "40001"]);
var lost = new RegExp(`^(08...|57P0[1-5]|${readOnly}|25P0[34]|53300)$`);
var refusedSession = /^(28...|3D000|42501)$/;
var quotesNoValues = /^(0A|23|25|26|28|2B|3D|3F|40|42|53|54|55|57|58)/;
var quotesTheStatement = /* @__PURE__ */ new Set(["42601", "42602", "42622"]);
var raisedByFunction = /^pl(_exec|py|perl|tcl|v8)/;
var classes = {
  "21": "more than one row where there may be one",
  "22": "a value that does not fit its type",
  "42": "the statement is not understood",
  P0: "an exception raised in a function",
  XX: "an internal error of the server"
};
function faultOf(thrown, aborted, sql = "") {
  if (thrown instanceof DatabaseFault) return thrown;
  const error = thrown ?? {};
  const state = typeof error.code === "string" && /^[0-9A-Z]{5}$/.test(error.code) && error.severity !== void 0 ? error.code : "";
  if (state === "") return aborted ? cancelledFault() : wireFault(error);
  if (state === "57014" && aborted) return cancelledFault();
  const words = `${wordsOf(state, error, sql)} (SQLSTATE ${state})`;
  if (busy.has(state)) return new DatabaseFault("busy", state, words);
  const ended2 = error.severity === "FATAL" || error.severity === "PANIC";
  return new DatabaseFault(lost.test(state) || ended2 && !refusedSession.test(state) ? "lost" : "refused", state, words);
}
function cancelledFault() {
  return new DatabaseFault("cancelled", "57014", "Cancelled");
}
function lostFault(words, cause) {
  return new DatabaseFault("lost", "", words, { cause });
}
function wordsOf(state, error, sql) {
  if (quotesNoValues.test(state) && !quotesTheStatement.has(state) && !isOfFunction(state, error)) {
    return tidy(withoutLiterals(String(error.message), sql));
  }
  const where = [error.table, error.column, error.constraint].filter((name) => typeof name === "string" && name !== "");
  const what = classes[raisedByFunction.test(String(error.file)) ? "P0" : state.slice(0, 2)] ?? "refused by the server";
  return where.length === 0 ? what : `${what}, at ${tidy(where.join("."))}`;
}
function isOfFunction(state, { file, internalQuery }) {
  return raisedByFunction.test(String(file)) || state.startsWith("42") && typeof internalQuery === "string";
}
function wireFault(error) {
  const code = typeof error.code === "string" ? error.code : "";
  const message = tidy(String(error.message).replace(/; if the root CA is installed locally.*$/s, ""));
  if (/CERT|SIGNATURE|SELF_SIGNED|ALTNAME|^ERR_TLS|^ERR_SSL/.test(code)) {
    return new DatabaseFault("refused", "", `The certificate of the server is not trusted: ${message}`, { untrusted: true });
  }
  if (message.includes("does not support SSL")) return new DatabaseFault("refused", "", "The server offers no TLS");
  if (code === "" && !/terminat|timeout|closed|not queryable|connection/i.test(message)) {
    return new DatabaseFault("refused", "", message, { cause: error });
  }
  return lostFault(`The connection failed: ${code === "" || message.includes(code) ? message : `${code}, ${message}`}`, error);
}
function tidy(text2) {
  const line = text2.replaceAll(new RegExp("\\p{C}+", "gu"), " ").trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

// src/database/unless-aborted.ts
var cancelMs = 1200;
async function unlessAborted(running, signal, cancel, drop) {
  running.catch(() => void 0);
  let timer;
  let cancelling;
  let hear = () => void 0;
  const late = new Promise((_, reject) => {
    const giveUp = () => {
      drop();
      reject(cancelledFault());
    };
    hear = () => {
      timer = setTimeout(giveUp, cancelMs);
      cancelling = cancel();
      if (cancelling === void 0) giveUp();
      else cancelling.catch(() => giveUp());
    };
  });
  late.catch(() => void 0);
  signal.addEventListener("abort", hear);
  try {
    return await Promise.race([running, late]);
  } finally {
    signal.removeEventListener("abort", hear);
    await Promise.race([cancelling, late]).catch(() => void 0);
    clearTimeout(timer);
  }
}

// src/domain/migration/throttle.ts
var pressureEveryMs = 1e3;
var calmLooks = 2;
var releaseShare = 0.75;
function unthrottled(atMs) {
  return { reasons: [], sinceMs: atMs, calm: 0, lookedAtMs: -Infinity };
}
function isLookDue(throttle, atMs) {
  return atMs - throttle.lookedAtMs >= pressureEveryMs;
}
function throttled(throttle, reasons, atMs) {
  const waits = throttle.reasons.length > 0;
  if (reasons.length > 0) return { reasons, sinceMs: waits ? throttle.sinceMs : atMs, calm: 0, lookedAtMs: atMs };
  if (!waits) return { ...throttle, lookedAtMs: atMs };
  const calm = throttle.calm + 1;
  return calm >= calmLooks ? { ...unthrottled(atMs), lookedAtMs: atMs } : { ...throttle, calm, lookedAtMs: atMs };
}
function isOver(value, limit, wasOver) {
  return value > (wasOver ? limit * releaseShare : limit);
}
function isNews(reasons, before) {
  const known = new Set(before.map(withoutNumbers));
  return reasons.some((reason) => !known.has(withoutNumbers(reason)));
}
function withoutNumbers(reason) {
  return reason.replaceAll(/(?<![\w-])\d+([.,:]\d+)*/g, "");
}

// src/domain/migration/pressure.ts
var noPressureMemory = { over: [], marks: [] };
var mostMarks = 600;
function pressing(reading, limits, memory) {
  const over = [];
  const reasons = [];
  const check = (name, value, limit, words) => {
    if (value === void 0 || limit === void 0 || !isOver(value, limit, memory.over.includes(name))) return;
    over.push(name);
    reasons.push(words(value, limit));
  };
  for (const replica of reading.replicas) {
    const { name } = replica;
    const lagMs = lagOf(replica, reading, memory);
    const bytes = bytesBehind(replica, reading);
    check(`lag ${name}`, lagMs, limits.lagMs, (value, limit) => `replica ${name} is ${seconds(value)} behind, limit ${seconds(limit)}`);
    check(
      `bytes ${name}`,
      bytes,
      limits.lagBytes,
      (value, limit) => `replica ${name} is ${megabytes(value)} behind, limit ${megabytes(limit)}`
    );
  }
  const wal = (value, limit) => `${megabytes(value)} of WAL are written a second, limit ${megabytes(limit)}`;
  check("wal", walRate(memory, reading), limits.walBytesPerSecond, wal);
  if (limits.autovacuum === true && reading.vacuums > 0) reasons.push("the table is being vacuumed");
  const waiter = (value, limit) => `somebody waits for this backfill for ${seconds(value)}, limit ${seconds(limit)}`;
  check("waiter", reading.longestWaitMs, limits.waiterMs, waiter);
  const { atMs, walBytes } = reading;
  const marks = walBytes === void 0 ? memory.marks : [...memory.marks.slice(1 - mostMarks), { atMs, walBytes }];
  return { reasons, memory: { over, marks } };
}
function lagOf(replica, { atMs, walBytes }, { marks }) {
  const { lagMs, replayedBytes } = replica;
  if (replayedBytes === void 0 || walBytes === void 0) return lagMs;
  if (replayedBytes >= walBytes) return 0;
  const reached = marks.findLast((mark) => mark.walBytes <= replayedBytes) ?? marks[0];
  return reached === void 0 ? lagMs : Math.max(lagMs ?? 0, atMs - reached.atMs);
}
function bytesBehind({ replayedBytes }, { walBytes }) {
  return replayedBytes === void 0 || walBytes === void 0 ? void 0 : Math.max(0, walBytes - replayedBytes);
}
function walRate({ marks }, { atMs, walBytes }) {
  const before = marks.at(-1);
  if (before === void 0 || walBytes === void 0 || atMs <= before.atMs || walBytes < before.walBytes) return void 0;
  return (walBytes - before.walBytes) * 1e3 / (atMs - before.atMs);
}
function seconds(ms) {
  return `${(ms / 1e3).toFixed(1)} s`;
}
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

// src/database/facts.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var heldUpMs = 2e3;
var slowMs = 2e4;
async function readFacts(connection, signal) {
  const asked = [
    "current_setting('server_version_num')::int / 10000 AS version",
    "current_setting('is_superuser') = 'on' AS superuser",
    "pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS replica",
    "(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at"
  ];
  const { rows } = await connection.query(`SELECT ${asked.join(", ")}`, [], signal);
  const { version, superuser, replica, at } = rows[0];
  return { server: `Postgres ${String(version)}`, version, superuser, replica, pooled: await isPooled(connection, signal), atMs: at };
}
async function isPooled(connection, signal) {
  const mark = (0, import_node_crypto.randomUUID)();
  const look2 = "SELECT current_setting('sluice.mark', true) AS mark, pg_backend_pid() AS pid";
  const marked = await connection.query("SELECT set_config('sluice.mark', $1, false), pg_backend_pid() AS pid", [mark], signal);
  const pid = marked.rows[0]?.["pid"];
  const [rounds, patienceMs] = pid === connection.pid ? [1, slowMs] : [3, heldUpMs];
  const others = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const other = await connection.another(signal);
      others.push(other);
      await other.query("BEGIN", [], signal);
      const theirs = (await other.query(look2, [], signal)).rows[0];
      if (theirs?.["mark"] === mark || theirs?.["pid"] === pid) return true;
      const ours = await within(patienceMs, connection.query(look2, [], signal));
      if (ours === void 0) return true;
      const [found] = ours.rows;
      if (found?.["mark"] !== mark || found["pid"] !== pid) return true;
    }
    return false;
  } finally {
    await Promise.all(others.map((other) => other.end()));
  }
}
async function prepareSession(connection, signal) {
  const wanted = {
    client_encoding: "UTF8",
    client_connection_check_interval: "1s",
    idle_in_transaction_session_timeout: "60s",
    idle_session_timeout: "0",
    transaction_timeout: "0",
    tcp_keepalives_idle: "30",
    tcp_keepalives_interval: "5",
    tcp_keepalives_count: "3",
    extra_float_digits: "3",
    DateStyle: "ISO",
    IntervalStyle: "postgres"
  };
  const names2 = Object.keys(wanted);
  const sql = "SELECT set_config(s.name, w.value, false) FROM unnest($1::text[], $2::text[]) AS w (name, value) JOIN pg_settings AS s ON s.name = w.name";
  await connection.query(sql, [names2, Object.values(wanted)], signal);
  await connection.query(seeingAll("session"), [], signal);
}
function seeingAll(scope) {
  const unset = "name = 'row_security' AND source IN ('default', 'configuration file')";
  return `SELECT set_config(name, 'off', ${String(scope === "transaction")}) FROM pg_settings WHERE ${unset}`;
}
async function within(ms, work) {
  let timer;
  work.catch(() => void 0);
  try {
    return await Promise.race([work, new Promise((resolve) => timer = setTimeout(() => resolve(void 0), ms))]);
  } finally {
    clearTimeout(timer);
  }
}

// src/database/literal.ts
function literal(text2) {
  if (text2 === void 0) return "NULL";
  return `E'${text2.replaceAll("\0", "").replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
function literals(texts) {
  return `ARRAY[${texts.map(literal).join(", ")}]`;
}
function quotedName(relation) {
  return relation.split(".").map((part3) => `"${part3.replaceAll('"', '""')}"`).join(".");
}

// src/database/pressure.ts
var limited = "SET LOCAL statement_timeout = 2000";
function createDatabasePressure(side, order) {
  let memory = noPressureMemory;
  let aurora;
  let noted = order.limits.lagMs === void 0 && order.limits.lagBytes === void 0;
  return async (signal) => {
    aurora ??= (await side.query("SELECT to_regproc('aurora_replica_status') IS NOT NULL AS there", [], signal)).rows[0]?.["there"] === true;
    const { hidden, ...reading } = await read(side, order, aurora, signal);
    if (hidden > 0 && !noted) {
      noted = true;
      order.note?.(await hiddenWords(side, hidden, signal));
    }
    const found = pressing(reading, order.limits, memory);
    memory = found.memory;
    return found.reasons;
  };
}
function createQueryPressure(side, query) {
  return async (signal) => {
    const { rows } = await side.query(`SET LOCAL transaction_read_only = on; ${limited}; ${seeingAll("transaction")}; ${ended(query)}`, [], signal).catch((error) => {
      if (!(error instanceof DatabaseFault) || error.kind === "cancelled") throw error;
      const { kind, sqlState, message } = error;
      if (sqlState === readOnly) throw new DatabaseFault("refused", readOnly, `throttle-query may only read: ${message}`);
      throw new DatabaseFault(kind, sqlState, `throttle-query: ${message}`);
    });
    return rows.flatMap((row) => objection(Object.values(row)[0]) ?? []);
  };
}
function objection(value) {
  if (value === null || value === void 0) return void 0;
  if (value instanceof Uint8Array && value.every((byte) => byte === 0)) return void 0;
  const text2 = tidy(typeof value === "object" ? JSON.stringify(value) : String(value));
  if (Number(text2) === 0 || /^(f|false|\{\}|\[\])$/i.test(text2)) return void 0;
  return /^(t|true)$/i.test(text2) ? "throttle-query answers true" : `throttle-query answers ${text2.slice(0, 200)}`;
}
function ended(query) {
  return query.replace(/[;\s]+$/, "");
}
async function hiddenWords(side, replicas, signal) {
  const { rows } = await side.query("SELECT quote_ident(current_user) AS role", [], signal);
  const lag = replicas === 1 ? "The lag of 1 replica" : `The lag of ${String(replicas)} replicas`;
  return `${lag} cannot be seen, and max-lag does not hold for it: GRANT pg_monitor TO ${tidy(String(rows[0]?.["role"]))}`;
}
async function read(side, { table, pid }, aurora, signal) {
  const ask = async (sql) => (await side.query(`${limited}; ${sql}`, [], signal)).rows;
  const replicas = await ask(aurora ? auroraSql : replicasSql);
  const [state] = await ask(stateSql(table, pid(), aurora));
  const seen = replicas.filter(({ hidden }) => !hidden);
  if (state?.copy) throw new DatabaseFault("lost", readOnly, "The server has become a copy that cannot be written");
  return {
    atMs: state?.at_ms ?? 0,
    hidden: replicas.length - seen.length,
    replicas: seen.map(({ name, lag_ms, replayed }) => ({
      name: tidy(name),
      ...lag_ms !== null && { lagMs: lag_ms },
      ...replayed !== null && { replayedBytes: replayed }
    })),
    ...state !== void 0 && state.wal !== null && { walBytes: state.wal },
    vacuums: state?.vacuums ?? 0,
    longestWaitMs: state?.wait_ms ?? 0
  };
}
var replicasSql = `SELECT state IS NULL AS hidden, coalesce(nullif(application_name, ''), host(client_addr), pid::text) AS name,
    extract(epoch FROM replay_lag)::float8 * 1000 AS lag_ms, pg_wal_lsn_diff(replay_lsn, '0/0')::float8 AS replayed
  FROM pg_stat_replication WHERE state IS NULL OR state IN ('streaming', 'catchup')`;
var auroraSql = `SELECT false AS hidden, server_id AS name, replica_lag_in_msec::float8 AS lag_ms, NULL::float8 AS replayed
  FROM aurora_replica_status() WHERE session_id <> 'MASTER_SESSION_ID'`;
function stateSql(table, pid, aurora) {
  const relation = `to_regclass(${literal(quotedName(table))})`;
  const wal = aurora ? "NULL::float8" : "CASE WHEN NOT pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 END";
  return `SELECT pg_is_in_recovery() AS copy, extract(epoch FROM clock_timestamp())::float8 * 1000 AS at_ms,
    ${wal} AS wal,
    (SELECT count(*)::int FROM pg_stat_progress_vacuum v
      WHERE v.datname = current_database() AND (v.relid = ${relation} OR v.relid IN (SELECT relid FROM pg_partition_tree(${relation})))) AS vacuums,
    (SELECT coalesce(max(extract(epoch FROM clock_timestamp() - coalesce(a.state_change, a.query_start)) * 1000), 0)::float8
      FROM pg_locks held
      JOIN pg_locks wanted ON NOT wanted.granted AND wanted.locktype = 'transactionid' AND wanted.transactionid = held.transactionid
      JOIN pg_stat_activity a ON a.pid = wanted.pid
      WHERE held.locktype = 'transactionid' AND held.granted AND held.pid = ${Math.trunc(pid)}) AS wait_ms`;
}

// src/domain/migration/mysql/tokens.ts
var part = String.raw`[\w$\u0080-\uffff]`;
var pieces = [
  ["space", String.raw`[\s\u0000-\u001f\uFEFF]+`],
  ["comment", String.raw`--(?:[\s\u0000-\u001f][^\n]*|$)`],
  ["comment", String.raw`#[^\n]*`],
  ["hint", String.raw`\/\*\+[^]*?\*\/`],
  ["comment", String.raw`\/\*(?!!|M!)[^]*?\*\/`],
  ["text", String.raw`[nNxXbB]?'(?:[^'\\]|\\[^]|'')*'`],
  ["text", String.raw`"(?:[^"\\]|\\[^]|"")*"`],
  ["name", "`(?:[^`]|``)+`"],
  ["number", String.raw`(?:0x[\dA-Fa-f]+|0b[01]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?!${part})`],
  ["range", String.raw`:range(?!${part})`],
  ["word", String.raw`@{0,2}${part}+`],
  ["sign", String.raw`:=|<=>|<<|>>|<=|>=|<>|!=|\|\||&&|->>|->|[^]`]
];
var pattern = new RegExp(pieces.map(([, source]) => `(${source})`).join("|"), "y");
function tokensOf(text2) {
  const tokens = [];
  const next = new RegExp(pattern);
  while (next.lastIndex < text2.length) {
    const start = next.lastIndex;
    const match = next.exec(text2);
    if (match === null) return { wrong: { offset: start, message: "it cannot be read from here on" } };
    const kind = pieces[match.slice(1).findIndex((group) => group !== void 0)][0];
    const message = kind === "sign" ? wrongSign(text2, start) : void 0;
    if (message !== void 0) return { wrong: { offset: start, message } };
    if (kind !== "space") tokens.push({ kind, text: match[0], start, end: next.lastIndex });
  }
  return { tokens };
}
function wrongSign(text2, at) {
  if (text2.startsWith("/*!", at) || text2.startsWith("/*M!", at))
    return "a comment that some servers run as code (/*! ... */): write the code itself, so that it can be seen what it does";
  if (text2.startsWith("/*", at)) return "a comment that does not end";
  if (text2[at] === "'" || text2[at] === '"') return "a text in quotes that does not end";
  if (text2[at] === "`") return "a name in backquotes that is empty or does not end";
  if (text2[at] === "\\") return "a command of the client `mysql`, which the server does not know";
  return void 0;
}
function digestText(tokens) {
  return tokens.filter(({ kind }) => kind !== "comment").map(({ text: text2 }) => text2).join("\0");
}
function withRange(sql, condition) {
  const read2 = tokensOf(sql);
  if ("wrong" in read2) return sql;
  let written2 = "";
  let end = 0;
  for (const token of read2.tokens.filter(({ kind }) => kind === "range")) {
    written2 += `${sql.slice(end, token.start)}(${condition})`;
    end = token.end;
  }
  return written2 + sql.slice(end);
}

// src/domain/migration/mysql/reader.ts
function createReader(given) {
  const tokens = given.filter(({ kind }) => kind !== "comment" && kind !== "hint");
  let at = 0;
  const peek = (ahead = 0) => wordOf(tokens[at + ahead]);
  const name = () => {
    const token = tokens[at];
    if (token?.kind !== "word" && token?.kind !== "name") return void 0;
    at += 1;
    return token.kind === "name" ? token.text.slice(1, -1).replaceAll("``", "`") : token.text;
  };
  return {
    peek,
    token: (ahead = 0) => tokens[at + ahead],
    skip(count = 1) {
      at += count;
    },
    accept(...words) {
      if (!words.every((word, index) => peek(index) === word)) return false;
      at += words.length;
      return true;
    },
    relation() {
      const first = name();
      if (first === void 0 || peek() !== ".") return first;
      at += 1;
      const second = name();
      return second === void 0 ? void 0 : `${first}.${second}`;
    },
    group() {
      const start = at;
      if (peek() !== "(") return [];
      let depth = 0;
      do {
        depth += peek() === "(" ? 1 : peek() === ")" ? -1 : 0;
        at += 1;
      } while (depth > 0 && at < tokens.length);
      return tokens.slice(start, at);
    },
    rest: () => tokens.slice(at),
    get done() {
      return at >= tokens.length;
    }
  };
}
function wordOf(token) {
  return token?.kind === "word" || token?.kind === "sign" || token?.kind === "range" ? token.text.toUpperCase() : "";
}
function commaParts(tokens) {
  const parts = [[]];
  let depth = 0;
  for (const token of tokens) {
    const word = wordOf(token);
    depth += word === "(" ? 1 : word === ")" ? -1 : 0;
    if (word === "," && depth === 0) parts.push([]);
    else parts.at(-1).push(token);
  }
  return parts.filter((part3) => part3.length > 0);
}
function outside(tokens) {
  let depth = 0;
  return tokens.filter((token) => {
    const word = wordOf(token);
    if (word === ")") depth -= 1;
    const found = depth === 0 && token.kind !== "comment" && token.kind !== "hint";
    if (word === "(") depth += 1;
    return found;
  });
}

// src/domain/migration/mysql/algorithm.ts
function alteringOf(tokens) {
  const reader = createReader(tokens);
  if (reader.accept("ALTER")) {
    while (["ONLINE", "OFFLINE", "IGNORE"].includes(reader.peek())) reader.skip();
    return reader.peek() === "TABLE" ? "alter-table" : void 0;
  }
  if (reader.accept("DROP", "INDEX")) return "drop-index";
  if (!reader.accept("CREATE")) return void 0;
  reader.accept("OR", "REPLACE");
  while (["UNIQUE", "FULLTEXT", "SPATIAL", "ONLINE", "OFFLINE"].includes(reader.peek())) reader.skip();
  return reader.peek() === "INDEX" ? "create-index" : void 0;
}
var values = {
  algorithm: ["DEFAULT", "INSTANT", "INPLACE", "NOCOPY", "COPY"],
  lock: ["DEFAULT", "NONE", "SHARED", "EXCLUSIVE"]
};
function valueOf(what, tokens) {
  const altersTable = alteringOf(tokens) === "alter-table";
  const words = outside(tokens);
  const found = words.flatMap((token, at) => {
    const equals = wordOf(words[at + 1]) === "=";
    if (wordOf(token) !== what.toUpperCase() || altersTable && !equals && wordOf(words[at - 1]) !== ",") return [];
    const value = words[at + (equals ? 2 : 1)];
    return value !== void 0 && values[what].includes(wordOf(value)) ? [value] : [];
  });
  return found.at(-1);
}
function statedIn(tokens) {
  const [algorithm, lock] = [valueOf("algorithm", tokens), valueOf("lock", tokens)];
  return { ...algorithm && { algorithm: wordOf(algorithm) }, ...lock && { lock: wordOf(lock) } };
}
function stating(sql, way) {
  const tokens = readTokens(sql);
  const wanted = ["algorithm", "lock"].flatMap((what) => {
    const [value, at] = [way[what], valueOf(what, tokens)];
    return value === void 0 || at !== void 0 && wordOf(at) !== "DEFAULT" ? [] : [{ what, value, at }];
  });
  const comma = alteringOf(tokens) === "alter-table" ? ", " : " ";
  const missing = wanted.filter(({ at }) => at === void 0).map(({ what, value }) => `${what.toUpperCase()}=${value}`);
  const written2 = wanted.flatMap(({ at, value }) => at === void 0 ? [] : [{ ...at, value }]).sort((one, other) => other.start - one.start).reduce((text2, { start, end, value }) => text2.slice(0, start) + value + text2.slice(end), sql);
  return missing.length === 0 ? written2 : `${written2}
${comma}${missing.join(comma)}`;
}
function formsOf(sql) {
  const tokens = readTokens(sql);
  const altering = alteringOf(tokens);
  if (altering === void 0 || altering === "drop-index") return [sql];
  if (altering === "alter-table" && ofPartitions(tokens)) return [sql];
  const { algorithm = "DEFAULT", lock = "DEFAULT" } = statedIn(tokens);
  const inplace = stating(sql, { algorithm: "INPLACE", lock: "NONE" });
  if (algorithm === "INPLACE") return [inplace];
  if (algorithm !== "DEFAULT") return [sql];
  return altering === "alter-table" && lock === "DEFAULT" ? [stating(sql, { algorithm: "INSTANT" }), inplace] : [inplace];
}
function readTokens(sql) {
  const read2 = tokensOf(sql);
  return "wrong" in read2 ? [] : read2.tokens;
}
function ofPartitions(tokens) {
  return outside(tokens).some((token) => ["PARTITION", "PARTITIONING", "PARTITIONS"].includes(wordOf(token)));
}

// src/domain/migration/mysql/script.ts
var routines = ["TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE"];
var tableWords = ["UPDATE", "FROM", "JOIN", "INTO", "REPLACE", "INSERT"];
var afterTables = "SET WHERE JOIN INNER LEFT RIGHT CROSS NATURAL STRAIGHT_JOIN ON USING PARTITION USE FORCE IGNORE ORDER GROUP HAVING LIMIT WINDOW FOR LOCK UNION EXCEPT INTERSECT RETURNING VALUES VALUE SELECT TABLE WITH INTO PROCEDURE".split(
  " "
);
var modifiers = ["LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "QUICK", "IGNORE", "INTO", "FROM", "ONLY"];
function createParse(digestOf) {
  return (text2) => {
    const read2 = tokensOf(text2);
    if ("wrong" in read2) return read2;
    const groups = statementsOf2(read2.tokens);
    const wrong = groups.map(unreadable).find((each) => each !== void 0);
    if (wrong !== void 0) return { wrong };
    return {
      statements: groups.map((tokens) => {
        const start = tokens[0].start;
        return {
          start,
          end: tokens.at(-1).end,
          node: nodeOf(tokens),
          digest: digestOf(digestText(tokens)),
          // A hint holds literals as well, and is shown as little as a comment.
          tokens: tokens.filter(({ kind }) => kind !== "hint").map((token) => ({
            start: token.start - start,
            end: token.end - start,
            ...(token.kind === "text" || token.kind === "number") && { literal: true }
          }))
        };
      }),
      comments: read2.tokens.flatMap(
        ({ kind, start, text: comment }) => (
          // The third kind of comment is told as the first.
          kind === "comment" ? [{ start, text: comment.startsWith("#") ? `--${comment.slice(1)}` : comment }] : []
        )
      ),
      digest: digestOf(digestText(read2.tokens))
    };
  };
}
function statementsOf2(tokens) {
  const groups = [[]];
  for (const token of tokens) {
    if (token.kind === "sign" && token.text === ";") groups.push([]);
    else if (token.kind !== "comment") groups.at(-1).push(token);
  }
  return groups.filter((group) => group.length > 0);
}
function unreadable(tokens) {
  const [first] = tokens;
  const offset = first.start;
  if (wordOf(first) === "DELIMITER")
    return {
      offset,
      message: "DELIMITER is a command of the client `mysql` and none of the server: write a body of one statement, or run this file by a command of its own"
    };
  const words = tokens.map(wordOf);
  const body = words.indexOf("BEGIN");
  const compound = words[0] === "CREATE" && words.slice(0, body).some((word) => routines.includes(word)) || words[1] === "NOT";
  if (body >= 0 && compound)
    return {
      offset: tokens[body].start,
      message: "a body of several statements (BEGIN ... END) is not split here: write a body of one, or run this file by a command of its own"
    };
  return void 0;
}
function nodeOf(tokens) {
  const verb = verbOf(tokens);
  const relations = namedIn(tokens).map(({ relation, alias }) => {
    const [table, schema] = relation.split(".").reverse();
    return {
      ...{ relname: table, relpersistence: "p", ...schema !== void 0 && { schemaname: schema } },
      ...alias !== void 0 && { alias: { aliasname: alias } }
    };
  });
  switch (verb) {
    case "UPDATE":
    case "DELETE":
      return { [`${verb === "UPDATE" ? "Update" : "Delete"}Stmt`]: { relations } };
    case "INSERT":
    case "REPLACE":
      return { InsertStmt: { relations } };
    case "SELECT": {
      const words = tokens.map(wordOf);
      const locks = words.some((word, index) => word === "FOR" && ["UPDATE", "SHARE"].includes(words[index + 1] ?? "") || word === "LOCK");
      return { SelectStmt: { relations, ...locks && { lockingClause: [{}] }, ...words.includes("INTO") && { intoClause: {} } } };
    }
    default:
      return { MysqlStmt: { relations } };
  }
}
function verbOf(tokens) {
  const reader = createReader(tokens);
  while (reader.peek() === "(") reader.skip();
  if (reader.peek() !== "WITH") return reader.peek();
  while (!reader.done && !["SELECT", "UPDATE", "DELETE", "INSERT", "REPLACE"].includes(reader.peek())) {
    if (reader.peek() === "(") reader.group();
    else reader.skip();
  }
  return reader.peek();
}
function tablesOf(tokens) {
  return [...new Set(namedIn(tokens).map(({ relation }) => relation))];
}
function namedIn(tokens) {
  const found = [];
  const reader = createReader(tokens);
  let before = "";
  while (!reader.done) {
    const word = reader.peek();
    reader.skip();
    const names2 = tableWords.includes(word) && !(word === "UPDATE" && ["KEY", "FOR", "ON"].includes(before));
    before = word;
    if (!names2) continue;
    do {
      while (modifiers.includes(reader.peek())) reader.skip();
      const relation = reader.relation();
      if (relation === void 0) break;
      const alias = word === "INTO" ? void 0 : aliasAt(reader);
      found.push({ relation, ...alias !== void 0 && { alias } });
    } while (word !== "INTO" && reader.accept(","));
  }
  return found;
}
function aliasAt(reader) {
  if (reader.accept("AS")) return reader.relation();
  return afterTables.includes(reader.peek()) ? void 0 : reader.relation();
}

// src/domain/migration/mysql/alter-part.ts
var part2 = (rule, way = "instant") => ({ rule, way });
var unrepeatable = part2("not-repeatable");

// src/domain/migration/mysql/column-parts.ts
function columnParts(words) {
  if (words.includes("AUTO_INCREMENT")) return [part2("add-column-auto-increment", "copy")];
  return [valuePart(words), ...constraintParts(words)];
}
function valuePart(words) {
  if (words.includes("AS") || words.includes("GENERATED"))
    return words.includes("STORED") || words.includes("PERSISTENT") ? part2("add-column-stored", "copy") : part2("add-column");
  const at = words.indexOf("DEFAULT");
  const now = /^(CURRENT_TIMESTAMP|NOW|LOCALTIME|LOCALTIMESTAMP|CURRENT_DATE|CURDATE)$/;
  const value = words[at + 1] ?? "";
  const computed = at >= 0 && (value === "(" || words[at + 2] === "(" && !now.test(value));
  if (computed) return part2("add-column-computed-default", "copy");
  return part2(saysNotNull(words) && at < 0 ? "add-column-required" : "add-column");
}
function constraintParts(words) {
  return [
    ...["UNIQUE", "PRIMARY", "KEY"].some((each) => words.includes(each)) ? [part2("add-column-key", "inplace")] : [],
    ...words.includes("REFERENCES") ? [part2("add-foreign-key", "copy")] : [],
    ...words.includes("CHECK") ? [part2("add-check", "copy")] : []
  ];
}
function saysNotNull(words) {
  return words.some((word, at) => word === "NOT" && words[at + 1] === "NULL");
}
function changeParts(reader, clause, named) {
  reader.accept("COLUMN");
  reader.accept("IF", "EXISTS");
  const before = reader.relation();
  const after = named ? reader.relation() : before;
  const words = outside(clause).map(wordOf);
  const made = constraintParts(words);
  const varies = /^(VARCHAR|VARBINARY|NVARCHAR|CHARACTER)$/.test(reader.peek()) && (reader.peek() !== "CHARACTER" || reader.peek(1) === "VARYING");
  const computed = words.includes("AS") || words.includes("GENERATED");
  return [
    varies && !computed ? part2("modify-varchar") : part2("change-type", "copy"),
    ...before?.toLowerCase() === after?.toLowerCase() ? [] : [part2("rename-column")],
    ...saysNotNull(words) ? [part2("modify-not-null", "inplace")] : [],
    ...words.includes("FIRST") || words.includes("AFTER") ? [part2("move-column")] : [],
    ...words.includes("INVISIBLE") ? [part2("column-visibility")] : [],
    ...made,
    // A second index or CHECK would have another name.
    ...made.length > 0 ? [unrepeatable] : []
  ];
}

// src/domain/migration/mysql/renames.ts
function renamesIn(reader) {
  const found = [];
  do {
    reader.accept("IF", "EXISTS");
    const from = reader.relation();
    while (!reader.done && !reader.accept("TO")) reader.skip();
    const to = reader.relation();
    if (from !== void 0 && to !== void 0) found.push({ from, to });
  } while (reader.accept(","));
  return found;
}
function exchangesNames(renames) {
  const moved = renames.map(({ from, to }) => ({ from: from.toLowerCase(), to: to.toLowerCase() })).filter(({ from, to }) => from !== to);
  const sources = new Set(moved.map(({ from }) => from));
  const targets = new Set(moved.map(({ to }) => to));
  return moved.length > 0 && sources.size === targets.size && [...sources].every((each) => targets.has(each));
}

// src/domain/migration/mysql/alter-table.ts
var wholeOptions = [
  "CHARSET",
  "COLLATE",
  "COMMENT",
  "AUTO_INCREMENT",
  "STATS_PERSISTENT",
  "STATS_AUTO_RECALC",
  "STATS_SAMPLE_PAGES",
  "MAX_ROWS",
  "MIN_ROWS",
  "AVG_ROW_LENGTH",
  "CHECKSUM",
  "PACK_KEYS",
  "DELAY_KEY_WRITE"
];
var rebuilding = [
  "ENGINE",
  "FORCE",
  "ROW_FORMAT",
  "KEY_BLOCK_SIZE",
  "ORDER",
  "ENCRYPTION",
  "COMPRESSION",
  "PAGE_COMPRESSED",
  "ENCRYPTED",
  "TABLESPACE",
  "DISCARD",
  "IMPORT",
  "DISABLE",
  "ENABLE",
  "UNION",
  "INSERT_METHOD"
];
function alterParts(tokens) {
  const clauses = commaParts(tokens);
  const parts = clauses.flatMap((clause) => partsOf(clause));
  return exchangesNames(clauses.flatMap(renamed)) ? [...parts, unrepeatable] : parts;
}
function renamed(clause) {
  const reader = createReader(clause);
  const changes = reader.accept("CHANGE");
  if (!changes && !reader.accept("RENAME", "COLUMN") && !reader.accept("RENAME", "INDEX") && !reader.accept("RENAME", "KEY")) return [];
  reader.accept("COLUMN");
  reader.accept("IF", "EXISTS");
  const from = reader.relation();
  if (!changes) reader.accept("TO");
  const to = reader.relation();
  return from === void 0 || to === void 0 ? [] : [{ from, to }];
}
function partsOf(clause) {
  const reader = createReader(clause);
  const word = reader.peek();
  reader.skip();
  if (word === "ALGORITHM" || word === "LOCK") return clause.length <= 3 ? [] : [part2("unknown-statement", "copy")];
  switch (word) {
    case "ADD":
      return addParts(reader);
    case "DROP":
      return [dropPart(reader)];
    case "RENAME":
      if (reader.peek() === "COLUMN") return [part2("rename-column")];
      return [reader.peek() === "INDEX" || reader.peek() === "KEY" ? part2("rename-index", "inplace") : part2("rename-table")];
    case "CHANGE":
    case "MODIFY":
      return changeParts(reader, clause, word === "CHANGE");
    case "ALTER":
      return [alterPart(reader, clause)];
    case "CONVERT":
      return [reader.peek() === "TO" ? part2("convert-charset", "copy") : part2("alter-partition", "copy")];
  }
  const words = outside(clause).map(wordOf);
  if (words.some((each) => each === "PARTITION" || each === "PARTITIONING"))
    return [words[0] === "TRUNCATE" ? part2("truncate") : part2("alter-partition", "copy")];
  if (words.some((each) => rebuilding.includes(each))) return [part2("rebuild-table", "inplace")];
  return [isOptions(clause) ? part2("set-options", "inplace") : part2("unknown-statement", "copy")];
}
function isOptions(clause) {
  const reader = createReader(clause);
  while (!reader.done) {
    reader.accept("DEFAULT");
    if (!reader.accept("CHARACTER", "SET")) {
      if (!wholeOptions.includes(reader.peek())) return false;
      reader.skip();
    }
    reader.accept("=");
    reader.skip();
  }
  return true;
}
function addParts(reader) {
  const constraint = reader.accept("CONSTRAINT");
  if (constraint) reader.accept("IF", "NOT", "EXISTS");
  const named = constraint && !["PRIMARY", "UNIQUE", "FOREIGN", "CHECK"].includes(reader.peek()) && reader.relation() !== void 0;
  const kind = reader.peek();
  const also = (well) => well ? [] : [unrepeatable];
  switch (kind) {
    case "PRIMARY":
      return [part2("add-primary-key", "inplace")];
    case "UNIQUE":
      reader.skip();
      return [part2("add-unique-index", "inplace"), ...also(namesIndex(reader) || named)];
    case "INDEX":
    case "KEY":
      return [part2("add-index", "inplace"), ...also(namesIndex(reader))];
    case "FULLTEXT":
    case "SPATIAL":
      reader.skip();
      return [part2("add-index-blocking", "copy"), ...also(namesIndex(reader))];
    case "FOREIGN":
      return [part2("add-foreign-key", "copy"), ...also(named)];
    case "CHECK":
      return [part2("add-check", "copy"), ...also(named)];
    case "PARTITION":
      return [part2("alter-partition", "copy")];
    case "PERIOD":
    case "SYSTEM":
      return [part2("rebuild-table", "copy")];
  }
  reader.accept("COLUMN");
  reader.accept("IF", "NOT", "EXISTS");
  if (reader.peek() === "(") return commaParts(reader.group().slice(1, -1)).flatMap((each) => addParts(createReader(each)));
  reader.relation();
  return columnParts(outside(reader.rest()).map(wordOf));
}
function namesIndex(reader) {
  if (!reader.accept("INDEX")) reader.accept("KEY");
  reader.accept("IF", "NOT", "EXISTS");
  return reader.peek() !== "USING" && reader.relation() !== void 0;
}
function dropPart(reader) {
  switch (reader.peek()) {
    case "PRIMARY":
      return part2("drop-primary-key", "copy");
    case "INDEX":
    case "KEY":
      return part2("drop-index", "inplace");
    case "FOREIGN":
    case "CONSTRAINT":
    case "CHECK":
      return part2("drop-constraint", "inplace");
    case "PARTITION":
      return part2("drop-partition", "copy");
    case "PERIOD":
    case "SYSTEM":
      return part2("rebuild-table", "copy");
  }
  return part2("drop-column");
}
function alterPart(reader, clause) {
  if (reader.accept("INDEX"))
    return part2(
      clause.some((token) => wordOf(token) === "VISIBLE" || wordOf(token) === "NOT") ? "show-index" : "index-visibility",
      "inplace"
    );
  if (reader.peek() === "CHECK" || reader.peek() === "CONSTRAINT") return part2("add-check", "copy");
  reader.accept("COLUMN");
  reader.relation();
  if (reader.accept("SET", "DEFAULT")) {
    const isNull2 = reader.rest().every((token) => ["NULL", "(", ")"].includes(wordOf(token)));
    return part2(isNull2 ? "drop-default" : "set-default");
  }
  if (reader.accept("DROP", "DEFAULT")) return part2("drop-default");
  return reader.peek() === "SET" ? part2("column-visibility") : part2("unknown-statement", "copy");
}

// src/domain/migration/lint/rule.ts
var safe = (meaning) => ({ class: "expand-safe", meaning, advice: "" });
var recipe = (meaning, advice) => ({ class: "recipe", meaning, advice });
var newColumn = (meaning, advice) => ({ class: "new-column", meaning, advice });
var contract = (meaning, advice = "Move it to contract.sql, which waits until no old code runs.") => ({
  class: "contract-only",
  meaning,
  advice
});
var blocked = (meaning, advice) => ({ class: "blocked", meaning, advice });
var impossible = (meaning, advice) => ({ class: "blocked", meaning, advice, fixed: true });

// src/domain/migration/mysql/rules.ts
var otherColumn = "Add another column, keep it in step by a trigger, fill it by backfill.sql, and drop the old one in contract.sql.";
var copying = "Use gh-ost or pt-online-schema-change, which copy beside the writers: a task of its own (run-task) can run them.";
var say = "Write ALGORITHM=INSTANT, or ALGORITHM=INPLACE, LOCK=NONE: the server then refuses at once what it cannot do so. safe-rewrite adds it.";
var unseen = "See what it does, and allow it where nobody waits for it.";
var all = {
  "add-column": safe("Only the dictionary changes."),
  "add-column-required": blocked(
    "NOT NULL without a default: rows that are there get an empty value, and old code that does not know the column can no longer insert.",
    "Give it a DEFAULT, or leave it without NOT NULL."
  ),
  "add-column-computed-default": newColumn(
    "Its default is computed for every row: the whole table is written anew, or the server refuses.",
    "Add the column without a default, then ALTER COLUMN ... SET DEFAULT, and fill it by backfill.sql."
  ),
  "add-column-stored": newColumn(
    "A stored value is computed for every row: the table is copied while nobody can write.",
    "Make it VIRTUAL, or a plain column that a trigger fills."
  ),
  "add-column-auto-increment": newColumn(
    "Every row gets a number of its own: the table is written anew while nobody can write.",
    otherColumn
  ),
  "add-column-key": blocked(
    "It makes an index as well, in one statement that must then build it.",
    "Add the column alone, then the index in a statement of its own."
  ),
  "drop-column": contract("Code that names the column fails."),
  "rename-column": contract("Code that uses the old name fails.", otherColumn),
  "modify-varchar": safe(
    "A longer text changes only the dictionary; a shorter one is refused by the server, for the algorithm is stated. All that it does not state anew, such as NOT NULL or DEFAULT, is taken away."
  ),
  "modify-not-null": contract(
    "Where the column may be null, old code that writes null fails.",
    "Where it is NOT NULL already, allow it; otherwise move it to contract.sql."
  ),
  "move-column": contract("Old code that inserts without names, or counts the columns of SELECT *, takes one column for another."),
  "change-type": newColumn("Another type is another form of every row: the table is copied while nobody can write.", otherColumn),
  "set-default": safe("Only rows to come are concerned."),
  "drop-default": contract("Old code that leaves the column out now writes null, or fails."),
  "column-visibility": contract("SELECT * of old code has other columns than before."),
  "add-index": safe("The index is built beside readers and writers."),
  "add-unique-index": safe(
    "The index is built beside readers and writers; two equal rows make it fail at its end, so let verify.sql look for them first."
  ),
  "add-index-blocking": blocked(
    "An index of this kind is built while nobody can write.",
    "Take a time when nobody needs to write, or build it on another table."
  ),
  "drop-index": contract("Queries of old code may need it, or name it.", "Move it to contract.sql, or allow it where no query uses it."),
  "rename-index": contract("Old code that names the index in a hint fails."),
  "index-visibility": contract("Queries of old code may need it.", "Move it to contract.sql, or allow it where no query uses it."),
  "show-index": safe("The index is used again: only the dictionary changes."),
  "add-primary-key": blocked(
    "The table is written anew. Where its columns may be null the server copies it while nobody can write.",
    copying
  ),
  "drop-primary-key": blocked("The table is copied while nobody can write.", copying),
  "add-foreign-key": blocked(
    "Every row is checked: the table is copied while nobody can write. Only with foreign_key_checks off it is not, and then rows that are there are never checked.",
    copying
  ),
  "add-check": blocked("Every row is checked: the table is copied while nobody can write.", copying),
  "drop-constraint": contract(
    "Old code may rely on being refused.",
    "Where it is a CHECK or FOREIGN KEY that is only given up, say so by -- @loosens; otherwise move it to contract.sql."
  ),
  "rename-table": contract(
    "Code that uses the old name fails.",
    "Leave a view of the old name, in contract.sql; or make another table and keep it in step."
  ),
  "set-options": safe("Only the dictionary changes."),
  "convert-charset": blocked(
    "Every text is written anew: the table is copied while nobody can write.",
    `Another column for each text: ${otherColumn} Or: ${copying}`
  ),
  "rebuild-table": blocked("The whole table is written anew, and copies of the database wait until they have done the same.", copying),
  "alter-partition": blocked(
    "Rows are moved or their table is locked, as the kind of partitions has it.",
    "Take a time when nobody needs the table, and allow it."
  ),
  "drop-partition": contract("Its rows are gone."),
  "algorithm-missing": recipe(
    "Without ALGORITHM and LOCK the server silently copies the table where it knows no better way, while nobody can write.",
    say
  ),
  "algorithm-copy": blocked("The table is copied while nobody can write.", copying),
  "lock-stated": blocked("LOCK=SHARED and LOCK=EXCLUSIVE ask for writers to wait.", "LOCK=NONE."),
  "create-object": safe("What is new is used by nobody."),
  "create-table": safe("What is new is used by nobody. A table that is referred to by a FOREIGN KEY is locked for a moment."),
  "create-table-select": blocked(
    "It reads as many rows as are found, and locks them.",
    "Create the table empty, and fill it by backfill.sql."
  ),
  "create-view": safe("Only the dictionary changes. Where a view shows other rows than before, old code sees them too."),
  "create-trigger": safe("Only the dictionary changes. It fires for old code too."),
  "on-new-table": safe("The table is made in the same script: nobody uses it, and it is empty."),
  "drop-object": contract("Code that uses it fails."),
  "drop-table": contract("Code that names the table fails."),
  "drop-database": blocked("Everything in it is gone.", "Drop each thing by its name, in contract.sql."),
  truncate: blocked("Every row is gone at once, and the table is locked against everybody.", "DELETE in batches by backfill.sql."),
  "lock-table": blocked("Others wait until the locks are given back.", "Remove it: each statement takes the locks that it needs."),
  "optimize-table": blocked("The whole table is written anew.", copying),
  analyze: safe("Only statistics change."),
  grant: safe("Nobody may do less than before."),
  revoke: contract("Old code may be refused what it does."),
  "insert-values": safe("Some rows more."),
  "insert-select": blocked(
    "As many rows as are found, in one transaction, and those that are read are locked.",
    "Move it to backfill.sql, which goes batch by batch."
  ),
  update: blocked("Every row it changes stays locked until all are changed.", "Move it to backfill.sql, which goes batch by batch."),
  delete: blocked("Every row it deletes stays locked until all are deleted.", "Move it to backfill.sql, which goes batch by batch."),
  batched: safe("The rows of one batch at a time."),
  query: safe("It only reads."),
  "locking-query": blocked("The rows it finds stay locked, or go into a file of the server.", "Only read."),
  "call-routine": blocked("It calls a routine or runs a text as code, which is not looked into.", unseen),
  "load-data": blocked("Rows from a file: the runner has none.", "INSERT the rows, or load them by a program of your own."),
  "transaction-control": impossible(
    "Each statement is a transaction of its own, and most statements here commit by themselves.",
    "Remove BEGIN, COMMIT and the like."
  ),
  "session-setting": impossible(
    "A setting of the session would be lost with it, and SET GLOBAL is for everybody.",
    "Remove it; what the server should be set to belongs to its parameter group."
  ),
  "range-misplaced": impossible(
    ":range does not choose the rows of a batch, so each batch would change others as well, or leave some out.",
    "Write WHERE (all other conditions) AND :range, without LIMIT, UNION and brackets around it."
  ),
  "backfill-moves-key": impossible(
    "It changes the key that the batches follow: rows would be met again and again, or never.",
    "Take another key for @backfill, or add another column and fill that."
  ),
  "not-repeatable": impossible(
    "Where the connection is lost at its end it is done again, and would then do more than it says: make a second index, exchange names back.",
    "Give what is added a name, in a part of its own; exchange names by several statements."
  ),
  "lock-or-sleep": impossible(
    "It takes or gives up locks by their names, by which runs are kept apart, or waits while it keeps its own.",
    "Remove it."
  ),
  "unknown-statement": blocked("The lint does not know this kind of statement.", unseen)
};
var mysqlRules = all;
var mysqlRuleNames = Object.keys(all);

// src/domain/migration/mysql/altering.ts
function lookAtAltering(altering, tokens) {
  const reader = createReader(tokens);
  const relations = [altering === "alter-table" ? alteredTable(reader) : tableAfterOn(reader), ...exchanged(tokens)];
  const parts = altering === "alter-table" ? tableParts(reader.rest()) : [indexPart(altering, tokens)];
  if (parts.length === 0) return [{ rule: "unknown-statement", relations }];
  return [...parts, ...ofItsWay(tokens, parts)].map((part3) => ({ ...part3, relations }));
}
var partitioning = ["alter-partition", "drop-partition", "truncate"];
function tableParts(tokens) {
  const parts = alterParts(tokens);
  const told = !ofPartitions(tokens) || parts.some(({ rule }) => partitioning.includes(rule));
  return told ? parts : [...parts, { rule: "alter-partition", way: "copy" }];
}
function ofItsWay(tokens, parts) {
  const { algorithm, lock } = statedIn(tokens);
  const copies = algorithm === "COPY";
  const locks = lock === "SHARED" || lock === "EXCLUSIVE";
  const states = algorithm === "INSTANT" || algorithm === "NOCOPY" || algorithm === "INPLACE" && lock === "NONE";
  const safe2 = parts.every(({ rule }) => mysqlRules[rule].class === "expand-safe");
  return [
    ...copies ? [{ rule: "algorithm-copy", way: "copy" }] : [],
    ...locks ? [{ rule: "lock-stated", way: "inplace", blocks: lock === "SHARED" ? "writers" : "everybody" }] : [],
    ...safe2 && !copies && !locks && !states ? [{ rule: "algorithm-missing", way: "instant" }] : []
  ];
}
function indexPart(altering, tokens) {
  if (altering === "drop-index") return { rule: "drop-index", way: "inplace" };
  const words = tokens.slice(0, 5).map(wordOf);
  if (words.includes("FULLTEXT") || words.includes("SPATIAL")) return { rule: "add-index-blocking", way: "copy" };
  return { rule: words.includes("UNIQUE") ? "add-unique-index" : "add-index", way: "inplace" };
}
function alteredTable(reader) {
  while (!reader.done && !reader.accept("TABLE")) reader.skip();
  reader.accept("IF", "EXISTS");
  return reader.relation();
}
function tableAfterOn(reader) {
  while (!reader.done && !reader.accept("ON")) reader.skip();
  return reader.relation();
}
function exchanged(tokens) {
  const reader = createReader(tokens);
  while (!reader.done && !reader.accept("WITH", "TABLE") && !reader.accept("CONVERT", "TABLE")) reader.skip();
  return [reader.relation()].filter((each) => each !== void 0);
}

// src/domain/migration/mysql/range-place.ts
var and = ["AND", "&&"];
var or = ["OR", "||", "XOR"];
var besides = ["LIMIT", "UNION", "EXCEPT", "INTERSECT", "MINUS"];
var behind = ["GROUP", "HAVING", "ORDER", "WINDOW", "ON", "RETURNING"];
function rangeChooses(tokens) {
  if (tokens.filter(({ kind }) => kind === "range").length !== 1) return false;
  const words = withoutCases(outside(tokens).map(wordOf));
  const at = words.indexOf(":RANGE");
  const where = words.lastIndexOf("WHERE", at);
  if (at < 0 || where < 0 || words.some((word) => besides.includes(word))) return false;
  const rest = words.slice(at + 1);
  const end = rest.findIndex((word) => behind.includes(word));
  const after = end < 0 ? rest : rest.slice(0, end);
  const before = words.slice(where + 1, at);
  const alone = (before.length === 0 || endsWithAnd(before)) && (after.length === 0 || and.includes(after[0]));
  return alone && ![...before, ...after].some((word) => or.includes(word));
}
function endsWithAnd(words) {
  const last = words.slice(0, -1).findLast((word) => word === "BETWEEN" || and.includes(word));
  return and.includes(words.at(-1)) && last !== "BETWEEN";
}
function withoutCases(words) {
  let depth = 0;
  return words.filter((word) => {
    if (word === "CASE") depth += 1;
    const found = depth === 0;
    if (word === "END") depth -= 1;
    return found;
  });
}

// src/domain/migration/mysql/writes.ts
var changing = ["INSERT", "REPLACE", "UPDATE", "DELETE"];
function writtenBy(tokens) {
  const shown = changed(tokens);
  const verb = wordOf(shown[0]);
  const set = shown.findIndex((token) => wordOf(token) === "SET");
  if (verb === "UPDATE") return tablesOf(shown.slice(0, set < 0 ? void 0 : set));
  return verb === "DELETE" ? tablesOf(shown) : tablesOf(shown).slice(0, 1);
}
function assignedBy(tokens) {
  const shown = changed(tokens);
  const words = shown.map(wordOf);
  const from = words[0] === "UPDATE" ? words.indexOf("SET") : words.findIndex((word, at) => word === "UPDATE" && words[at - 1] === "KEY");
  if (from < 0) return [];
  const to = words.findIndex((word, at) => at > from && ["WHERE", "ORDER", "LIMIT", "RETURNING"].includes(word));
  return commaParts(shown.slice(from + 1, to < 0 ? void 0 : to)).flatMap((part3) => createReader(part3).relation() ?? []);
}
function changed(tokens) {
  const shown = outside(tokens);
  const at = shown.findIndex((token) => changing.includes(wordOf(token)));
  return at < 0 ? [] : shown.slice(at);
}

// src/domain/migration/mysql/look.ts
function look(tokens, role, backfill) {
  const altering = alteringOf(tokens);
  const found = altering === void 0 ? [lookAtWhole(tokens, role)] : lookAtAltering(altering, tokens);
  const all2 = [...found, ...lookAtRows(tokens, backfill), ...locksOrSleeps(tokens) ? [{ rule: "lock-or-sleep" }] : []];
  const once = /* @__PURE__ */ new Map();
  for (const seen of all2) if (seen.way === "copy" || !once.has(seen.rule)) once.set(seen.rule, seen);
  return [...once.values()].sort((one, other) => rank(other) - rank(one));
}
function rank({ rule }) {
  return mysqlRules[rule].fixed === true ? safetyClasses.length : safetyClasses.indexOf(mysqlRules[rule].class);
}
function lookAtRows(tokens, { table, key } = { table: "", key: [] }) {
  if (!tokens.some(({ kind }) => kind === "range")) return [];
  const sets = assignedBy(tokens).map((column) => column.split(".").at(-1).toLowerCase());
  const moves = writtenBy(tokens).some((each) => sameTable(each, table)) && key.some((column) => sets.includes(column.toLowerCase()));
  return [
    ...rangeChooses(tokens) ? [] : [{ rule: "range-misplaced" }],
    ...moves ? [{ rule: "backfill-moves-key" }] : []
  ];
}
function sameTable(...tables) {
  return new Set(tables.map((each) => each.split(".").at(-1).toLowerCase())).size === 1;
}
var lockingOrSleeping = /^`?(GET_LOCK|RELEASE_LOCK|RELEASE_ALL_LOCKS|SLEEP|(MASTER|SOURCE)_POS_WAIT|MASTER_GTID_WAIT|WAIT_FOR_EXECUTED_GTID_SET)`?$/i;
var beforeTables = /^(INTO|INSERT|REPLACE|TABLE|EXISTS|IGNORE|LOW_PRIORITY|HIGH_PRIORITY|DELAYED|\.)$/;
function locksOrSleeps(tokens) {
  const words = tokens.map(wordOf);
  const defines = ["CREATE", "ALTER"].includes(words[0]) && (!words.includes("SELECT") || words.slice(0, 12).some((word) => routines.includes(word)));
  return !defines && tokens.some(({ text: text2 }, at) => lockingOrSleeping.test(text2) && words[at + 1] === "(" && !beforeTables.test(words[at - 1] ?? ""));
}
function lookAtWhole(tokens, role) {
  const reader = createReader(tokens);
  const verb = verbOf(tokens);
  const relations = tablesOf(tokens);
  const words = tokens.map(wordOf);
  switch (verb) {
    case "CREATE":
      return lookAtCreate(reader, words);
    case "DROP":
      return lookAtDrop(reader);
    case "RENAME":
      return lookAtRename(reader);
    case "TRUNCATE":
      reader.skip();
      reader.accept("TABLE");
      return { rule: "truncate", relations: [reader.relation()] };
    case "UPDATE":
    case "DELETE":
      return { rule: role === "backfill" && words.includes(":RANGE") ? "batched" : verb === "UPDATE" ? "update" : "delete", relations };
    case "INSERT":
    case "REPLACE":
      if (role === "backfill" && words.includes(":RANGE")) return { rule: "batched", relations };
      return { rule: words.includes("SELECT") || words.includes("TABLE") ? "insert-select" : "insert-values", relations };
    case "SELECT":
    case "TABLE":
    case "VALUES": {
      const locks = words.some(
        (word, at) => word === "INTO" || word === "FOR" && /^(UPDATE|SHARE)$/.test(words[at + 1] ?? "") || word === "LOCK"
      );
      if (locks) return { rule: "locking-query", relations };
      return { rule: relations.every((each) => each.toUpperCase() === "DUAL") && calls(tokens) ? "call-routine" : "query", relations };
    }
    case "SHOW":
    case "DESCRIBE":
    case "DESC":
    case "EXPLAIN":
      return { rule: words.includes("ANALYZE") ? "unknown-statement" : "query" };
    case "ANALYZE":
      return { rule: /^(TABLE|LOCAL|NO_WRITE_TO_BINLOG)$/.test(reader.peek(1)) ? "analyze" : "unknown-statement" };
    case "OPTIMIZE":
    case "REPAIR":
      return { rule: "optimize-table" };
    case "LOCK":
    case "UNLOCK":
    case "FLUSH":
      return { rule: "lock-table" };
    case "GRANT":
      return { rule: "grant" };
    case "REVOKE":
      return { rule: "revoke" };
    case "LOAD":
      return { rule: "load-data" };
    case "CALL":
    case "DO":
    case "PREPARE":
    case "EXECUTE":
    case "HANDLER":
      return { rule: "call-routine" };
    case "SET":
    case "USE":
      return { rule: "session-setting" };
    case "BEGIN":
    case "START":
    case "COMMIT":
    case "ROLLBACK":
    case "SAVEPOINT":
    case "RELEASE":
    case "XA":
      return { rule: "transaction-control" };
  }
  return { rule: "unknown-statement" };
}
function lookAtCreate(reader, words) {
  reader.skip();
  const replaces = reader.accept("OR", "REPLACE");
  if (reader.peek() === "TABLE" || reader.peek() === "TEMPORARY") {
    reader.accept("TEMPORARY");
    reader.skip();
    reader.accept("IF", "NOT", "EXISTS");
    const relations = [reader.relation()];
    if (replaces) return { rule: "drop-table", relations };
    if (words.includes("SELECT") || words.indexOf("TABLE") < words.lastIndexOf("TABLE")) return { rule: "create-table-select", relations };
    return { rule: "create-table", relations: [...relations, ...referredTo(reader)] };
  }
  const what = words.find((word) => objects.includes(word));
  if (what === "VIEW") return { rule: "create-view" };
  if (what === "TRIGGER") return { rule: "create-trigger", relations: [tableAfterOn(reader)] };
  return { rule: what === void 0 ? "unknown-statement" : replaces ? "drop-object" : "create-object" };
}
var objects = ["VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "SEQUENCE", "USER", "ROLE", "DATABASE", "SCHEMA", "SERVER", "PACKAGE"];
function referredTo(reader) {
  const found = [];
  while (!reader.done) {
    if (reader.accept("REFERENCES")) found.push(...[reader.relation()].filter((each) => each !== void 0));
    else reader.skip();
  }
  return found;
}
function lookAtRename(reader) {
  if (!reader.accept("RENAME", "TABLE") && !reader.accept("RENAME", "TABLES")) return { rule: "unknown-statement" };
  const renames = renamesIn(reader);
  const relations = renames.flatMap(({ from, to }) => [from, to]);
  return { rule: exchangesNames(renames) ? "not-repeatable" : "rename-table", relations };
}
var notCalled = /^(|SELECT|DISTINCT|ALL|ANY|SOME|AS|AND|OR|XOR|NOT|IN|EXISTS|LIKE|BETWEEN|IS|CASE|WHEN|THEN|ELSE|ROW|VALUES|UNION|WITH|\W+)$/;
function calls(tokens) {
  return tokens.some((token, at) => wordOf(tokens[at + 1]) === "(" && (token.kind === "name" || !notCalled.test(wordOf(token))));
}
function lookAtDrop(reader) {
  reader.skip();
  reader.accept("TEMPORARY");
  const what = reader.peek();
  reader.skip();
  if (what === "TABLE" || what === "TABLES") {
    reader.accept("IF", "EXISTS");
    const relations = [reader.relation()];
    while (reader.accept(",")) relations.push(reader.relation());
    return { rule: "drop-table", relations };
  }
  if (what === "DATABASE" || what === "SCHEMA") return { rule: "drop-database" };
  return { rule: objects.includes(what) ? "drop-object" : what === "PREPARE" ? "call-routine" : "unknown-statement" };
}

export {
  kindOf,
  bodyOf,
  member,
  items,
  text,
  flag,
  placeOf,
  names,
  relationOf,
  objectName,
  isNull,
  walk,
  relationsIn,
  rangesIn,
  readOnly,
  DatabaseFault,
  urlPart,
  wrongUrl,
  readMysqlAddress,
  phases,
  lockModes,
  roles,
  readPath,
  safe,
  recipe,
  newColumn,
  contract,
  blocked,
  impossible,
  literal,
  literals,
  quotedName,
  typeOf,
  readType,
  changeOf,
  emptyCatalog,
  namesAsked,
  statementsOf,
  spelled2 as spelled,
  faultOf,
  cancelledFault,
  lostFault,
  tidy,
  cancelMs,
  unlessAborted,
  readFacts,
  prepareSession,
  pressureEveryMs,
  unthrottled,
  isLookDue,
  throttled,
  isNews,
  noPressureMemory,
  pressing,
  createDatabasePressure,
  createQueryPressure,
  objection,
  ended,
  createReader,
  tokensOf,
  withRange,
  alteringOf,
  statedIn,
  stating,
  formsOf,
  mysqlRules,
  mysqlRuleNames,
  createParse,
  verbOf,
  writtenBy,
  look,
  require_promises
};
