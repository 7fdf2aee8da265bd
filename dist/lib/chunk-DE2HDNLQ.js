import {
  __commonJS
} from "./chunk-PIRHQTI4.js";

// builtin:node:timers/promises
var require_promises = __commonJS({
  "builtin:node:timers/promises"(exports, module) {
    module.exports = process.getBuiltinModule("node:timers/promises");
  }
});

// src/domain/migration/fault.ts
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
  if (!path.endsWith(".sql")) return { kind: "other" };
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
  const found = /* @__PURE__ */ new Set();
  const visit2 = (value) => {
    if (Array.isArray(value)) {
      for (const each of value) visit2(each);
    } else if (typeof value === "object" && value !== null) {
      if ("relname" in value && "relpersistence" in value) found.add(relationOf(value));
      for (const each of Object.values(value)) visit2(each);
    }
  };
  visit2(node);
  return [...found];
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
  const own = names(node, "names").filter((name, at, all) => at > 0 || all.length === 1 || name !== "pg_catalog");
  const mods = items(node, "typmods").map((each) => Number(member(bodyOf(each), "ival").ival ?? 0));
  return { name: own.join("."), mods, array: items(node, "arrayBounds").length > 0 };
}
function readType(text2) {
  const [, before = "", mods, behind = "", array] = /^([^([]*)(?:\(([\d, ]*)\))?([^[]*)((?:\[\])*)$/.exec(text2) ?? [];
  const name = `${before.trim()} ${behind.trim()}`.trim();
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
  if (from.name === to.name) return changeOfLength(from, to);
  if (from.array)
    return from.name === "varchar" && to.name === "text" || from.name === "text" && to.name === "varchar" && to.mods.length === 0 ? "in-place" : "rewrite";
  const pair = `${from.name} ${to.name}`;
  if (pair === "varchar text" || pair === "cidr inet" || pair === "int4 oid" || pair === "oid int4") return "in-place";
  if (pair === "text varchar") return to.mods.length === 0 ? "in-place" : "narrower";
  if (pair === "timestamp timestamptz" || pair === "timestamptz timestamp")
    return precision(to) >= precision(from) ? "time-zone" : "rewrite";
  return to.name === "varchar" && to.mods.length > 0 && from.name === "bpchar" ? "narrower" : "rewrite";
}
function changeOfLength(from, to) {
  const same = from.mods.join() === to.mods.join();
  if (same) return "in-place";
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
  const literals = literalsIn(sql);
  const isLiteral = (text2) => literals.some((each) => each === text2.toLowerCase() || each.split(".").includes(text2.toLowerCase()));
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
var readOnly = "25006";
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
  const ended = error.severity === "FATAL" || error.severity === "PANIC";
  return new DatabaseFault(lost.test(state) || ended && !refusedSession.test(state) ? "lost" : "refused", state, words);
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
  const message = tidy(String(error.message));
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

// src/database/unless-aborted.ts
var cancelMs = 800;
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
  const read = tokensOf(sql);
  if ("wrong" in read) return sql;
  let written2 = "";
  let end = 0;
  for (const token of read.tokens.filter(({ kind }) => kind === "range")) {
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
  return parts.filter((part2) => part2.length > 0);
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
function outside(tokens) {
  let depth = 0;
  return tokens.flatMap((token) => {
    const word = wordOf(token);
    if (word === ")") depth -= 1;
    const found = depth === 0 && token.kind !== "comment" ? [word] : [];
    if (word === "(") depth += 1;
    return found;
  });
}
function statedIn(tokens) {
  const stated = {};
  const words = outside(tokens);
  for (const [index, word] of words.entries()) {
    const value = words[index + 1] === "=" ? words[index + 2] : words[index + 1];
    if (word === "ALGORITHM" && ["DEFAULT", "INSTANT", "INPLACE", "NOCOPY", "COPY"].includes(value ?? "")) stated.algorithm = value;
    if (word === "LOCK" && ["DEFAULT", "NONE", "SHARED", "EXCLUSIVE"].includes(value ?? "")) stated.lock = value;
  }
  return stated;
}
function formsOf(sql) {
  const read = tokensOf(sql);
  const tokens = "wrong" in read ? [] : read.tokens;
  const altering = alteringOf(tokens);
  if (altering === "drop-index") return [sql];
  if (altering === void 0 || altering === "alter-table" && ofPartitions(tokens)) return [sql];
  const { algorithm, lock } = statedIn(tokens);
  const comma = altering === "alter-table" ? ", " : " ";
  const online = lock === void 0 ? `${comma}LOCK=NONE` : "";
  if (algorithm === "INPLACE") return [`${sql}
${online}`.trimEnd()];
  if (algorithm !== void 0 && algorithm !== "DEFAULT") return [sql];
  const inplace = `${sql}
${comma}ALGORITHM=INPLACE${online}`;
  return altering === "alter-table" && lock === void 0 ? [`${sql}
, ALGORITHM=INSTANT`, inplace] : [inplace];
}
function ofPartitions(tokens) {
  return outside(tokens).some((word) => ["PARTITION", "PARTITIONING", "PARTITIONS"].includes(word));
}

// src/domain/migration/mysql/script.ts
var routines = ["TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE"];
var tableWords = ["UPDATE", "FROM", "JOIN", "INTO", "REPLACE", "INSERT"];
var modifiers = ["LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "QUICK", "IGNORE", "INTO", "FROM", "ONLY"];
function createParse(digestOf) {
  return (text2) => {
    const read = tokensOf(text2);
    if ("wrong" in read) return read;
    const groups = statementsOf2(read.tokens);
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
          tokens: tokens.map((token) => ({
            start: token.start - start,
            end: token.end - start,
            ...(token.kind === "text" || token.kind === "number") && { literal: true }
          }))
        };
      }),
      comments: read.tokens.flatMap(
        ({ kind, start, text: comment }) => (
          // The third kind of comment is told as the first.
          kind === "comment" ? [{ start, text: comment.startsWith("#") ? `--${comment.slice(1)}` : comment }] : []
        )
      ),
      digest: digestOf(digestText(read.tokens))
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
  const relations = tablesOf(tokens).map((relation) => {
    const [table, schema] = relation.split(".").reverse();
    return { relname: table, relpersistence: "p", ...schema !== void 0 && { schemaname: schema } };
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
  const found = /* @__PURE__ */ new Set();
  const reader = createReader(tokens);
  let before = "";
  while (!reader.done) {
    const word = reader.peek();
    reader.skip();
    const names2 = tableWords.includes(word) && !(word === "UPDATE" && ["KEY", "FOR", "ON"].includes(before));
    before = word;
    if (!names2) continue;
    for (; ; ) {
      while (modifiers.includes(reader.peek())) reader.skip();
      const relation = reader.relation();
      if (relation !== void 0) found.add(relation);
      const comma = [0, 1, ...reader.peek() === "AS" ? [2] : []].find((ahead) => reader.peek(ahead) === ",");
      if (comma === void 0 || word === "INTO" || relation === void 0) break;
      reader.skip(comma + 1);
    }
  }
  return [...found];
}

export {
  phases,
  safetyClasses,
  lockModes,
  roles,
  readPath,
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
  walk,
  relationsIn,
  DatabaseFault,
  typeOf,
  readType,
  changeOf,
  emptyCatalog,
  namesAsked,
  statementsOf,
  spelled2 as spelled,
  urlPart,
  wrongUrl,
  readOnly,
  faultOf,
  cancelledFault,
  lostFault,
  tidy,
  cancelMs,
  unlessAborted,
  pressureEveryMs,
  unthrottled,
  isLookDue,
  throttled,
  noPressureMemory,
  pressing,
  createReader,
  wordOf,
  commaParts,
  tokensOf,
  withRange,
  alteringOf,
  statedIn,
  formsOf,
  createParse,
  verbOf,
  tablesOf,
  require_promises
};
