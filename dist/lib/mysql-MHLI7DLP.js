import {
  DatabaseFault,
  cancelledFault,
  emptyCatalog,
  ended,
  formsOf,
  look,
  lostFault,
  noPressureMemory,
  objection,
  pressing,
  readMysqlAddress,
  require_promises,
  statedIn,
  tidy,
  tokensOf,
  unlessAborted,
  verbOf,
  withRange,
  writtenBy
} from "./chunk-FCJPJGLV.js";
import {
  require_node_net
} from "./chunk-LCI6CGY7.js";
import {
  require_node_crypto
} from "./chunk-QYINBN5N.js";
import {
  __toESM
} from "./chunk-PIRHQTI4.js";

// src/database/mysql-session.ts
var import_node_net = __toESM(require_node_net(), 1);

// src/database/mysql-fault.ts
var busy = /* @__PURE__ */ new Set([1205, 1213, 1020]);
var lost = /* @__PURE__ */ new Set([1040, 1053, 1077, 1079, 1152, 1158, 1159, 1160, 1161, 1184, 1203, 1290, 1792, 1836, 1927, 2006, 2013, 3169]);
var interrupted = 1317;
var unsupported = /* @__PURE__ */ new Set([1845, 1846]);
var quotesNoValues = /* @__PURE__ */ new Set([
  1022,
  1044,
  1045,
  1046,
  1049,
  1050,
  1051,
  1054,
  1060,
  1061,
  1068,
  1071,
  1072,
  1075,
  1091,
  1113,
  1118,
  1142,
  1143,
  1146,
  1170,
  1176,
  1215,
  1227,
  1235,
  1286,
  1348,
  1359,
  1360,
  1364,
  1419,
  1451,
  1452,
  1553,
  1817,
  1821,
  1822,
  1824,
  1826,
  1828,
  1829,
  1831,
  1832,
  1833,
  1834,
  1845,
  1846,
  3730,
  3780,
  3819,
  3820,
  3822,
  3823,
  3940,
  4025
]);
var words = {
  1064: "the statement is not understood",
  1149: "the statement is not understood",
  1205: "a lock was not to be had in time",
  1213: "two waited for each other",
  1242: "more than one row where there may be one",
  1317: "the statement was ended by somebody",
  1366: "a value that does not fit its type",
  1292: "a value that does not fit its type",
  1264: "a value that is out of range",
  1265: "a value that does not fit its type",
  1406: "a text that is too long for its column",
  1411: "a value that does not fit its type",
  1048: "NULL for a column that is NOT NULL",
  1138: "NULL for a column that is NOT NULL",
  1644: "an exception raised in a routine"
};
function mysqlFaultOf(thrown, aborted) {
  if (thrown instanceof DatabaseFault) return thrown;
  const error = thrown ?? {};
  const number = typeof error.errno === "number" && error.errno > 0 && typeof error.sqlState === "string" ? error.errno : 0;
  if (number === 0) return aborted ? cancelledFault() : wireFault(error);
  if (number === interrupted && aborted) return cancelledFault();
  const state = String(error.sqlState);
  const message = `${wordsOf(number, String(error.sqlMessage ?? error.message))} (error ${String(number)}, SQLSTATE ${state})`;
  const kind = busy.has(number) ? "busy" : lost.has(number) ? "lost" : "refused";
  return new DatabaseFault(kind, state, message, { cause: new MysqlErrorNumber(number) });
}
var MysqlErrorNumber = class {
  number;
  constructor(number) {
    this.number = number;
  }
};
function errorNumberOf(error) {
  return error instanceof DatabaseFault && error.cause instanceof MysqlErrorNumber ? error.cause.number : 0;
}
function wordsOf(number, message) {
  if (number === 1062 || number === 1586) {
    const key = /for key '([^']*)'$/.exec(message)?.[1];
    return `two rows would be equal${key === void 0 ? "" : `, at key ${tidy(key)}`}`;
  }
  return words[number] ?? (quotesNoValues.has(number) ? tidy(message) : "refused by the server");
}
function wireFault(error) {
  const code = typeof error.code === "string" ? error.code : "";
  const message = tidy(String(error.message));
  if (code === "HANDSHAKE_SSL_ERROR" ? /certificate|altnames/i.test(message) : /CERT|SIGNATURE|SELF_SIGNED|ALTNAME|^ERR_TLS|^ERR_SSL/.test(code))
    return new DatabaseFault("refused", "", `The certificate of the server is not trusted: ${message}`, { untrusted: true });
  if (code === "HANDSHAKE_NO_SSL_SUPPORT") return new DatabaseFault("refused", "", "The server offers no TLS");
  if (/^AUTH_SWITCH|HANDSHAKE_UNKNOWN/.test(code) || /authentication plugin|auth/i.test(message))
    return new DatabaseFault("refused", "", `The way the server asks for the password is not known here: ${message}`);
  return lostFault(`The connection failed: ${code === "" || message.includes(code) ? message : `${code}, ${message}`}`);
}

// src/database/mysql-session.ts
async function openMysqlSession(address, options, signal) {
  if (signal.aborted) throw cancelledFault();
  const mysql = (await import("./mysql2-FNISKSFS.js")).default;
  const socket = (0, import_node_net.createConnection)({ host: address.host, port: address.port, keepAlive: true, keepAliveInitialDelay: 1e4, noDelay: true });
  const connection = mysql.createConnection({
    stream: socket,
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    charset: "utf8mb4",
    connectTimeout: options.connectMs ?? 1e4,
    connectAttributes: { program_name: options.application },
    // A password in clear, as tokens of IAM are, only to a server that has proved who it is.
    enableCleartextPlugin: address.tls,
    ...address.tls && {
      ssl: { rejectUnauthorized: true, verifyIdentity: true, ...options.ca === void 0 ? {} : { ca: options.ca } }
    },
    // One message for a transaction: locks are held while the server works, and not for the way there and back.
    multipleStatements: true,
    supportBigNumbers: true,
    dateStrings: true,
    disableEval: true
  });
  let alive = true;
  const drop = () => {
    alive = false;
    connection.destroy();
    socket.destroy();
  };
  connection.on("error", () => alive = false);
  socket.on("close", () => alive = false);
  signal.addEventListener("abort", drop);
  try {
    await new Promise((resolve, reject) => {
      socket.once("close", () => reject(lostFault("The connection failed: it was closed")));
      connection.connect((error) => error === null ? resolve() : reject(error));
    });
  } catch (error) {
    drop();
    throw mysqlFaultOf(error, signal.aborted);
  } finally {
    signal.removeEventListener("abort", drop);
  }
  const thread = connection.threadId;
  return {
    thread,
    get alive() {
      return alive;
    },
    async query(sql, querySignal) {
      if (querySignal.aborted) throw cancelledFault();
      if (!alive) throw lostFault("The connection to the database was lost");
      try {
        return await unlessAborted(run(connection, socket, sql), querySignal, () => options.cancel?.(thread), drop);
      } catch (error) {
        const fault = mysqlFaultOf(error, querySignal.aborted);
        if (fault.kind === "lost") drop();
        throw fault;
      }
    },
    end: drop
  };
}
async function run(connection, socket, sql) {
  let onClose = () => void 0;
  try {
    return await new Promise((resolve, reject) => {
      onClose = () => reject(lostFault("The connection to the database was lost"));
      socket.once("close", onClose);
      connection.query(sql, (error, found) => error === null ? resolve(shaped(found)) : reject(error));
    });
  } finally {
    socket.removeListener("close", onClose);
  }
}
function shaped(found) {
  const several = Array.isArray(found) && found.some((each2) => Array.isArray(each2) || isHeader(each2));
  return (several ? found : [found]).map(
    (each2) => Array.isArray(each2) ? { rows: each2, count: each2.length } : { rows: [], count: each2?.affectedRows ?? 0 }
  );
}
function isHeader(each2) {
  return typeof each2 === "object" && each2 !== null && "affectedRows" in each2 && "serverStatus" in each2;
}
function mysqlText(text) {
  if (text === void 0) return "NULL";
  return `'${text.replaceAll("\0", "").replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
function mysqlName(relation) {
  return relation.split(".").map((part) => `\`${part.replaceAll("`", "``")}\``).join(".");
}
function mysqlRefusal(words2) {
  return new DatabaseFault("refused", "", words2);
}

// src/database/mysql-engines.ts
async function withoutTransactions(session, sql, signal) {
  const written = writtenIn(sql);
  const bodies = await each(session, triggersOf, written, signal);
  const tables = await each(session, engineOf, [...written, ...bodies.flatMap((row) => writtenIn(String(row["body"])))], signal);
  const problems = tables.flatMap(({ name, engine }) => {
    if (engine === null) return [`${String(name)} is a view: name the table whose rows are written`];
    return engine === "InnoDB" ? [] : [noTransactions(String(name), String(engine))];
  });
  return [...new Set(problems)];
}
var triggersOf = "SELECT ACTION_STATEMENT AS body FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ?";
var engineOf = "SELECT TABLE_NAME AS name, ENGINE AS engine FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?";
async function each(session, sql, relations, signal) {
  const queries = [...new Set(relations)].map((relation) => {
    const [table2, schema] = relation.split(".").reverse();
    const names = [schema === void 0 ? "DATABASE()" : mysqlText(schema), mysqlText(table2)];
    return sql.split("?").reduce((text, part, at) => text + names[at - 1] + part);
  });
  return queries.length === 0 ? [] : (await session.query(queries.join("; "), signal)).flatMap(({ rows }) => rows);
}
function noTransactions(table2, engine) {
  return `table ${table2} is kept by ${engine}, which has no transactions: rows and progress could part`;
}
function writtenIn(sql) {
  const read = tokensOf(sql);
  const statements = [[]];
  for (const token of "wrong" in read ? [] : read.tokens) {
    if (token.text === ";") statements.push([]);
    else statements.at(-1).push(token);
  }
  return statements.flatMap(writtenBy);
}

// src/database/mysql-key.ts
var forms = {
  ...Object.fromEntries(["tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "year"].map((type) => [type, "number"])),
  ...Object.fromEntries(["char", "varchar", "date", "datetime", "time", "uuid", "inet4", "inet6"].map((type) => [type, "text"])),
  ...Object.fromEntries(["binary", "varbinary"].map((type) => [type, "bytes"]))
};
async function surveyMysqlKey(session, table2, columns, signal) {
  const [name, schema] = table2.split(".").reverse();
  const of = `TABLE_SCHEMA = ${schema === void 0 ? "DATABASE()" : mysqlText(schema)} AND TABLE_NAME = ${mysqlText(name)}`;
  const [tables, known, parts] = await session.query(
    [
      `SELECT TABLE_TYPE AS type, ENGINE AS engine, TABLE_ROWS AS rows_estimated FROM information_schema.TABLES WHERE ${of}`,
      `SELECT COLUMN_NAME AS name, DATA_TYPE AS type, IS_NULLABLE AS nullable FROM information_schema.COLUMNS WHERE ${of}`,
      `SELECT INDEX_NAME AS name, COLUMN_NAME AS col, SUB_PART AS prefix, COLLATION AS direction FROM information_schema.STATISTICS
       WHERE ${of} AND NON_UNIQUE = 0 AND INDEX_TYPE = 'BTREE' ORDER BY INDEX_NAME, SEQ_IN_INDEX`
    ].join("; "),
    signal
  );
  const none = { rowsEstimated: -1, key: [], index: "" };
  const found = tables.rows[0];
  if (found === void 0) return { ...none, problems: [`table ${table2} does not exist`] };
  if (found["type"] !== "BASE TABLE") return { ...none, problems: [`${table2} is no table: name the table whose rows are to be filled`] };
  const indexes = /* @__PURE__ */ new Map();
  for (const part of parts.rows) indexes.set(String(part["name"]), [...indexes.get(String(part["name"])) ?? [], part]);
  const same = [...indexes].find(([, cols]) => sameKey(cols, columns));
  const problems = [
    ...found["engine"] === "InnoDB" ? [] : [noTransactions(table2, String(found["engine"]))],
    ...columns.flatMap((column) => columnProblems(table2, column, known.rows)),
    ...columns.length === 0 ? ["the key names no column"] : []
  ];
  if (problems.length === 0 && same === void 0) {
    const fitting = [...indexes.values()].map((cols) => cols.map((each2) => String(each2["col"])).join(", ")).join("; ");
    problems.push(
      `no unique index of ${table2} has just the columns ${columns.join(", ")}, whole, ascending and in this order` + (fitting === "" ? ": give it one" : `: such keys are ${fitting}`)
    );
  }
  return {
    problems,
    rowsEstimated: found["rows_estimated"] === null ? -1 : Number(found["rows_estimated"]),
    key: columns.map((column) => ({ name: mysqlName(columnName(column, known.rows)), form: formOf(column, known.rows) ?? "text" })),
    index: same === void 0 ? "" : mysqlName(same[0])
  };
}
function find(column, known) {
  return known.find((each2) => String(each2["name"]).toLowerCase() === column.toLowerCase());
}
function columnName(column, known) {
  return String(find(column, known)?.["name"] ?? column).replaceAll(".", "");
}
function formOf(column, known) {
  return forms[String(find(column, known)?.["type"]).toLowerCase()];
}
function columnProblems(table2, column, known) {
  const found = find(column, known);
  if (found === void 0) return [`table ${table2} has no column ${column}, which the key names`];
  if (found["nullable"] === "YES") return [`column ${column} of the key may be NULL: a row with NULL there would never be reached`];
  if (formOf(column, known) === void 0)
    return [`column ${column} of the key is of type ${String(found["type"])}, whose values have no order or no exact text`];
  return [];
}
function sameKey(parts, columns) {
  return parts.length === columns.length && parts.every(
    (part, index) => String(part["col"]).toLowerCase() === columns[index].toLowerCase() && part["prefix"] === null && part["direction"] !== "D"
  );
}

// src/database/mysql-ledger.ts
var ledgerTable = "sluice_changes";
var noSuchTable = 1146;
var denied = /* @__PURE__ */ new Set([1142, 1044]);
var nowMs = "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)";
var table = `CREATE TABLE IF NOT EXISTS ${ledgerTable} (
  change_id varchar(190) NOT NULL,
  phase varchar(20) NOT NULL,
  state varchar(20) NOT NULL,
  digest varchar(190) NOT NULL,
  steps longtext NOT NULL,
  begun varchar(190) NULL,
  run_id varchar(190) NOT NULL,
  attempt int NOT NULL,
  error text NULL,
  backfill longtext NULL,
  in_flight longtext NULL,
  started_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL,
  PRIMARY KEY (change_id, phase)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;
async function ensureMysqlLedger(session, signal) {
  const look2 = `SELECT in_flight FROM ${ledgerTable} LIMIT 0`;
  try {
    await session.query(look2, signal);
  } catch (error) {
    if (errorNumberOf(error) !== noSuchTable) throw mayNot(error);
    await session.query(table, signal).catch((refused) => {
      throw mayNot(refused);
    });
    await session.query(look2, signal);
  }
}
function mayNot(error) {
  if (!denied.has(errorNumberOf(error)) || !(error instanceof DatabaseFault)) return error;
  return mysqlRefusal(
    `The user may not keep the ledger of migrations, the table ${ledgerTable} of this database: GRANT CREATE, SELECT, INSERT, UPDATE ON it to the user (${error.message})`
  );
}
async function readMysqlLedger(session, signal, mayLack) {
  const reading = session.query(`SELECT * FROM ${ledgerTable} ORDER BY change_id, phase`, signal);
  const [found] = await reading.catch((error) => {
    if (mayLack && errorNumberOf(error) === noSuchTable) return [{ rows: [] }];
    throw error;
  });
  return found.rows.map((row) => {
    const text = (name) => String(row[name]);
    return {
      change: text("change_id"),
      phase: text("phase"),
      state: text("state"),
      digest: text("digest"),
      steps: JSON.parse(text("steps")),
      ...row["begun"] === null ? {} : { begun: text("begun") },
      run: text("run_id"),
      attempt: Number(row["attempt"]),
      ...row["error"] === null ? {} : { error: text("error") },
      ...row["backfill"] === null ? {} : { backfill: JSON.parse(text("backfill")) },
      startedAtMs: Number(row["started_at_ms"]),
      updatedAtMs: Number(row["updated_at_ms"])
    };
  });
}
function saveMysqlSql(entry) {
  const { change, phase, state, digest, steps, begun, run: run2, attempt, error, backfill } = entry;
  const kept = ["state", "digest", "steps", "begun", "run_id", "attempt", "error"];
  const values = [
    ...[change, phase, state, digest, JSON.stringify(steps), begun, run2].map(mysqlText),
    String(Math.trunc(attempt)),
    mysqlText(error),
    mysqlText(backfill && JSON.stringify(backfill)),
    nowMs,
    nowMs
  ];
  return [
    `INSERT INTO ${ledgerTable} (change_id, phase, state, digest, steps, begun, run_id, attempt, error, backfill, started_at_ms, updated_at_ms)`,
    `VALUES (${values.join(", ")})`,
    `ON DUPLICATE KEY UPDATE ${kept.map((column) => `${column} = VALUES(${column})`).join(", ")},`,
    `backfill = COALESCE(VALUES(backfill), backfill), updated_at_ms = VALUES(updated_at_ms)`
  ].join(" ");
}
async function readInFlight(session, { change, phase }, signal) {
  const [found] = await session.query(
    `SELECT in_flight FROM ${ledgerTable} WHERE change_id = ${mysqlText(change)} AND phase = ${mysqlText(phase)}`,
    signal
  );
  const text = found.rows[0]?.["in_flight"];
  return typeof text === "string" ? JSON.parse(text) : void 0;
}
function inFlightSql({ change, phase }, inFlight) {
  const value = mysqlText(inFlight && JSON.stringify(inFlight));
  return `UPDATE ${ledgerTable} SET in_flight = ${value} WHERE change_id = ${mysqlText(change)} AND phase = ${mysqlText(phase)}`;
}

// src/database/mysql-performing.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var import_promises = __toESM(require_promises(), 1);
var unhurried = new AbortController().signal;
var againMs = 5;
var alreadySo = /* @__PURE__ */ new Set([1050, 1051, 1054, 1060, 1061, 1068, 1091, 1146, 1304, 1305, 1359, 1360, 1507, 1826, 3822]);
var noSuchTable2 = 1146;
var denied2 = /* @__PURE__ */ new Set([1044, 1142]);
var leastSeconds = 1;
var ledgerSeconds = 30;
var changing = ["INSERT", "UPDATE", "DELETE", "REPLACE"];
async function performOnMysql(session, server, step, entry, lockMs, signal) {
  const read = tokensOf(step.sql);
  const tokens = "wrong" in read ? [] : read.tokens.filter(({ kind }) => kind !== "comment" && kind !== "hint");
  if (changing.includes(verbOf(tokens))) {
    const [problem] = await withoutTransactions(session, step.sql, signal);
    if (problem !== void 0) throw mysqlRefusal(`The rows cannot be changed together with the ledger: ${problem}`);
    await session.query(waitSql(wholeSeconds(lockMs)), signal);
    await transactOnMysql(session, [saveMysqlSql(entry), step.sql], signal);
    return;
  }
  const sql = (0, import_node_crypto.createHash)("sha256").update(step.sql).digest("hex");
  const noted = await readInFlight(session, entry, signal);
  const now = await lookOf(session, step.relations, signal);
  const mine = noted?.sql === sql ? noted : void 0;
  if (mine !== void 0 && cannotBeTold(tokens, mine.before !== now)) throw mysqlRefusal(untold);
  const note = { sql, before: mine?.before ?? now };
  if (mine === void 0) await session.query(inFlightSql(entry, note), signal);
  try {
    await runForms(session, server, step, lockMs, signal);
  } catch (error) {
    const done = alreadySo.has(errorNumberOf(error)) && mine !== void 0 && mine.before !== now;
    if (!done) {
      const known = error instanceof DatabaseFault && (error.kind === "refused" || error.kind === "busy");
      if (known && mine === void 0) await session.query(inFlightSql(entry, void 0), unhurried).catch(() => void 0);
      throw error;
    }
  }
  await session.query(waitSql(ledgerSeconds), unhurried);
  await transactOnMysql(session, [saveMysqlSql(entry), inFlightSql(entry, void 0)], unhurried);
}
var untold = `A run before this one has begun the statement, and it cannot be told whether it came through; done again it would do more. Look: where it was done, take it out of its file; where it was not, set in_flight of its line in ${ledgerTable} to NULL`;
var shown = ["alter-partition", "not-repeatable"];
var hidden = ["truncate", "call-routine", "load-data", "unknown-statement"];
function cannotBeTold(tokens, differs) {
  const rules = look(tokens, "expand").map(({ rule }) => rule);
  return rules.some((rule) => hidden.includes(rule) || differs && shown.includes(rule));
}
async function runForms(session, server, step, lockMs, signal) {
  const forms2 = formsOf(step.sql);
  for (const [index, sql] of forms2.entries()) {
    try {
      return await runForm(session, server, sql, step.relations, lockMs, signal);
    } catch (error) {
      if (!unsupported.has(errorNumberOf(error)) || index === forms2.length - 1) throw error;
    }
  }
}
async function runForm(session, { neverQueues }, sql, relations, lockMs, signal) {
  const quick = isQuick(sql);
  if (neverQueues && quick) return insist(session, sql, lockMs, signal);
  if (neverQueues && relations.length > 0) {
    const tables = relations.map((relation) => `${mysqlName(relation)} WRITE`).join(", ");
    await insist(session, `LOCK TABLES ${tables}; UNLOCK TABLES`, lockMs, signal).catch((error) => {
      if (!denied2.has(errorNumberOf(error))) throw error;
    });
  }
  await session.query(`${waitSql(leastSeconds)}; ${sql}`, signal);
}
async function insist(session, sql, forMs, signal) {
  await session.query(waitSql(0), signal);
  const untilMs = performance.now() + forMs;
  for (; ; ) {
    try {
      await session.query(sql, signal);
      return;
    } catch (error) {
      const busy2 = error instanceof DatabaseFault && error.kind === "busy";
      if (!busy2 || performance.now() >= untilMs) throw error;
      await (0, import_promises.setTimeout)(againMs, void 0, { signal }).catch(() => {
        throw cancelledFault();
      });
    }
  }
}
function isQuick(sql) {
  const read = tokensOf(sql);
  const { algorithm } = statedIn("wrong" in read ? [] : read.tokens);
  return algorithm === void 0 || algorithm === "INSTANT";
}
async function transactOnMysql(session, statements, signal) {
  try {
    const results = await session.query(["START TRANSACTION", ...statements, "COMMIT"].join("\n; "), signal);
    return results.slice(1, -1).map(({ count }) => count);
  } catch (error) {
    if (!(error instanceof DatabaseFault) || error.kind !== "lost") await session.query("ROLLBACK", unhurried).catch(() => void 0);
    throw error;
  }
}
function waitSql(seconds) {
  return `SET SESSION lock_wait_timeout = ${String(seconds)}, innodb_lock_wait_timeout = ${String(Math.max(1, seconds))}`;
}
function wholeSeconds(ms) {
  return Math.max(1, Math.ceil(ms / 1e3));
}
async function lookOf(session, relations, signal) {
  const hash = (0, import_node_crypto.createHash)("sha256");
  for (const relation of relations) {
    try {
      const [found] = await session.query(`SHOW CREATE TABLE ${mysqlName(relation)}`, signal);
      const text = Object.values(found.rows[0] ?? {})[1];
      hash.update(String(text).replace(/ AUTO_INCREMENT=\d+/, ""));
    } catch (error) {
      if (errorNumberOf(error) !== noSuchTable2) throw error;
      hash.update("\0absent");
    }
    const [triggers] = await session.query(`SHOW TRIGGERS WHERE \`Table\` = ${quotedTable(relation)}`, signal);
    for (const each2 of triggers.rows) hash.update(`\0${String(each2["Trigger"])}`);
  }
  return hash.digest("hex");
}
function quotedTable(relation) {
  const table2 = relation.split(".").at(-1) ?? "";
  return `'${table2.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

// src/database/mysql-backfill.ts
var timedOut = "57014";
var ambiguous = 1052;
function createMysqlBackfill(session, order) {
  const table2 = mysqlName(order.table);
  let key = [];
  let index = "";
  let prefix = "";
  let tripMs = 0;
  const findPrefix = async (signal) => {
    const names = ["", ...order.alias === void 0 ? [] : [`${mysqlName(order.alias)}.`], `${table2}.`];
    for (const [at, name] of names.entries()) {
      const never = key.map((column) => `${name}${column.name} IS NULL`).join(" AND ");
      try {
        await session.query(`EXPLAIN ${withRange(order.sql, never)}`, signal);
        return name;
      } catch (error) {
        if (errorNumberOf(error) !== ambiguous || at === names.length - 1) throw error;
      }
    }
    return "";
  };
  return {
    async survey(signal) {
      const found = await surveyMysqlKey(session, order.table, order.key, signal);
      const problems = [.../* @__PURE__ */ new Set([...found.problems, ...await withoutTransactions(session, order.sql, signal)])];
      if (problems.length > 0) return { ...found, problems };
      ({ key, index } = found);
      tripMs = Infinity;
      for (let trip = 0; trip < 3; trip += 1) tripMs = Math.min(tripMs, await timed(() => session.query("DO 0", signal)));
      prefix = await findPrefix(signal);
      return { problems: [], rowsEstimated: found.rowsEstimated };
    },
    async batch(entry, rows, limits, signal) {
      if (key.length === 0) throw new Error("A batch before the survey");
      const before = entry.backfill ?? { rowsDone: 0, rowsEstimated: -1 };
      const after = before.cursor;
      const [, ends] = await session.query(
        `${waitSql(wholeSeconds(limits.lockMs))}; ${boundarySql(table2, index, key, after, rows)}`,
        signal
      );
      const end = ends.rows[0];
      if (end === void 0) return { progress: before, rows: 0, changed: 0, tookMs: 0 };
      const upTo = key.map((_, at) => String(end[`k${String(at)}`]));
      const found = Number(end["n"]);
      const progress = { ...before, cursor: upTo, rowsDone: before.rowsDone + found };
      const condition = spanCondition(key, prefix, after, upTo);
      const statements = [saveMysqlSql({ ...entry, backfill: progress }), withRange(order.sql, condition)];
      let counts = [];
      const elapsedMs = await timed(async () => {
        counts = await endedAfter(limits.statementMs, signal, (ended2) => transactOnMysql(session, statements, ended2));
      });
      return { progress, rows: found, changed: counts[1] ?? 0, tookMs: Math.max(0, elapsedMs - tripMs) };
    }
  };
}
async function timed(work) {
  const sinceMs = performance.now();
  await work();
  return performance.now() - sinceMs;
}
async function endedAfter(ms, signal, work) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ms);
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } catch (error) {
    const ours = error instanceof DatabaseFault && error.kind === "cancelled" && !signal.aborted;
    if (ours) throw new DatabaseFault("refused", timedOut, `The batch took longer than ${String(ms)} ms`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
function boundarySql(table2, index, key, after, rows) {
  const names = key.map(({ name }) => name);
  const where = after === void 0 ? "" : ` WHERE ${beyond(key, "", ">", after)}`;
  const page = `SELECT ${names.join(", ")} FROM ${table2} FORCE INDEX (${index})${where} ORDER BY ${names.join(", ")} LIMIT ${String(rows)}`;
  const texts = key.map(({ name, form }, at) => `${form === "bytes" ? `HEX(${name})` : `CAST(${name} AS CHAR)`} AS k${String(at)}`);
  const last = names.map((name) => `${name} DESC`).join(", ");
  return `SELECT ${texts.join(", ")}, COUNT(*) OVER () AS n FROM (${page}) AS page ORDER BY ${last} LIMIT 1`;
}
function spanCondition(key, prefix, after, upTo) {
  if (after === void 0) return beyond(key, prefix, "<=", upTo);
  const same = Math.min(
    key.findIndex((_, at) => after[at] !== upTo[at]),
    key.length - 1
  );
  const shared = key.slice(0, Math.max(0, same));
  const rest = key.slice(shared.length);
  return [
    ...shared.map((column, at) => `${prefix}${column.name} = ${literalOf(column, upTo[at])}`),
    beyond(rest, prefix, ">", after.slice(shared.length)),
    beyond(rest, prefix, "<=", upTo.slice(shared.length))
  ].join(" AND ");
}
function beyond(key, prefix, operator, values) {
  const strict = operator === ">" ? ">" : "<";
  const parts = key.map((column, at) => {
    const before = key.slice(0, at).map((each2, index) => `${prefix}${each2.name} = ${literalOf(each2, values[index])}`);
    const last = at === key.length - 1 ? operator : strict;
    return [...before, `${prefix}${column.name} ${last} ${literalOf(column, values[at])}`].join(" AND ");
  });
  return parts.length === 1 ? parts[0] : `(${parts.map((each2) => `(${each2})`).join(" OR ")})`;
}
function literalOf({ form }, value = "") {
  if (form === "text") return mysqlText(value);
  if (form === "bytes") return `x'${value.replaceAll(/[^\dA-Fa-f]/g, "")}'`;
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw new DatabaseFault("refused", "", "The ledger holds a key that is no number");
  return value;
}

// src/database/mysql-facts.ts
var unwanted = ["ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "ANSI", "DB2", "MAXDB", "MSSQL", "ORACLE", "POSTGRESQL", "MYSQL323", "MYSQL40"];
var oldest = { mysql: [8, 0], mariadb: [10, 3] };
async function readMysqlFacts(session, signal) {
  const [asked, readOnly, galera, grants] = await session.query(
    [
      `SELECT VERSION() AS version, CONNECTION_ID() AS thread, UNIX_TIMESTAMP(NOW(3)) * 1000 AS at, @@sql_mode AS mode,
        IF(@@log_bin, @@binlog_format, '') AS binlog`,
      "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('read_only', 'innodb_read_only')",
      "SHOW VARIABLES LIKE 'wsrep_on'",
      "SHOW GRANTS"
    ].join("; "),
    signal
  );
  const row = asked.rows[0];
  const mariadb = /mariadb/i.test(row.version);
  const [major, minor, patch] = mysqlVersionOf(row.version);
  const least = mariadb ? oldest.mariadb : oldest.mysql;
  if (major < least[0] || major === least[0] && minor < least[1])
    throw mysqlRefusal(
      `${mariadb ? "MariaDB" : "MySQL"} ${String(major)}.${String(minor)} is too old: ${least.join(".")} is the oldest that can be used`
    );
  if (galera.rows.some((each2) => valueOf(each2) === "ON"))
    throw mysqlRefusal(
      "The server is one of a Galera cluster, where a lock of one server is unknown to the others: two runs could not be kept apart"
    );
  const facts = {
    server: `${mariadb ? "MariaDB" : "MySQL"} ${String(major)}.${String(minor)}`,
    // As the server itself counts: 80036, 101119.
    version: major * 1e4 + minor * 100 + patch,
    superuser: grants.rows.some((each2) => /^GRANT .*\b(SUPER|ALL PRIVILEGES)\b.* ON \*\.\*/.test(String(Object.values(each2)[0]))),
    replica: readOnly.rows.some((each2) => valueOf(each2) === "ON"),
    pooled: Number(row.thread) !== session.thread,
    atMs: Number(row.at)
  };
  await prepare(session, row, signal);
  return { facts, server: { mariadb, neverQueues: mariadb } };
}
function mysqlVersionOf(text) {
  const [, major = 0, minor = 0, patch = 0] = (/^(?:5\.5\.5-)?(\d+)\.(\d+)\.(\d+)/.exec(text) ?? []).map(Number);
  return [major, minor, patch];
}
function valueOf(row) {
  return row["Value"];
}
async function prepare(session, { mode, binlog }, signal) {
  const modes = new Set(mode.split(",").filter((each2) => each2 !== "" && !unwanted.includes(each2)));
  modes.add("STRICT_TRANS_TABLES");
  const isolation = binlog === "STATEMENT" ? "REPEATABLE READ" : "READ COMMITTED";
  await session.query(
    [
      `SET SESSION sql_mode = ${mysqlText([...modes].join(","))}, autocommit = 1, wait_timeout = 86400`,
      `SET SESSION TRANSACTION ISOLATION LEVEL ${isolation}`
    ].join("; "),
    signal
  );
}

// src/database/mysql-holders.ts
var unseen = /* @__PURE__ */ new Set([1142, 1054, 1146, 1109, 1227]);
async function mysqlBlockers(session, own, relations, olderThanMs, signal) {
  if (relations.length === 0) return [];
  const wanted = relations.map((relation) => {
    const [table2, schema] = relation.split(".").reverse();
    return `(held.OBJECT_SCHEMA = ${schema === void 0 ? "DATABASE()" : mysqlText(schema)} AND held.OBJECT_NAME = ${mysqlText(table2)})`;
  });
  const sql = `SELECT thread.PROCESSLIST_ID AS pid, thread.PROCESSLIST_USER AS user, thread.PROCESSLIST_COMMAND AS state,
      held.OBJECT_NAME AS relation, MAX(held.LOCK_TYPE LIKE '%WRITE%' OR held.LOCK_TYPE LIKE 'EXCLUSIVE%') AS writes,
      MAX(attribute.ATTR_VALUE) AS application,
      MAX(COALESCE(TIMESTAMPDIFF(MICROSECOND, trx.trx_started, NOW(6)) / 1000, thread.PROCESSLIST_TIME * 1000)) AS age
    FROM performance_schema.metadata_locks AS held
    JOIN performance_schema.threads AS thread ON thread.THREAD_ID = held.OWNER_THREAD_ID
    LEFT JOIN information_schema.INNODB_TRX AS trx ON trx.trx_mysql_thread_id = thread.PROCESSLIST_ID
    LEFT JOIN performance_schema.session_connect_attrs AS attribute
      ON attribute.PROCESSLIST_ID = thread.PROCESSLIST_ID AND attribute.ATTR_NAME = 'program_name'
    WHERE held.OBJECT_TYPE = 'TABLE' AND held.LOCK_STATUS = 'GRANTED' AND thread.PROCESSLIST_ID <> ${String(own)} AND (${wanted.join(" OR ")})
    GROUP BY 1, 2, 3, 4 ORDER BY age DESC`;
  const [found] = await seen(session.query(sql, signal));
  return (found?.rows ?? []).map((row) => {
    const text = (name) => tidy(String(row[name] ?? ""));
    return {
      pid: Number(row["pid"]),
      application: text("application"),
      user: text("user"),
      state: text("state"),
      ageMs: Number(row["age"]),
      relation: text("relation"),
      mode: Number(row["writes"]) === 1 ? "ROW EXCLUSIVE" : "ACCESS SHARE"
    };
  }).filter(({ ageMs }) => ageMs >= olderThanMs);
}
async function mysqlProgress(session, { mariadb }, thread, signal) {
  const sql = mariadb ? `SELECT STATE AS stage, PROGRESS AS percent FROM information_schema.PROCESSLIST WHERE ID = ${String(thread)} AND MAX_STAGE > 0` : `SELECT stage.EVENT_NAME AS stage, 100 * stage.WORK_COMPLETED / stage.WORK_ESTIMATED AS percent
       FROM performance_schema.events_stages_current AS stage JOIN performance_schema.threads AS thread USING (THREAD_ID)
       WHERE thread.PROCESSLIST_ID = ${String(thread)} AND stage.WORK_ESTIMATED > 0`;
  const [found] = await seen(session.query(sql, signal));
  const row = found?.rows[0];
  return row && `${tidy(String(row["stage"]))}: ${String(Math.floor(Number(row["percent"])))} %`;
}
async function seen(asked) {
  try {
    return await asked;
  } catch (error) {
    if (unseen.has(errorNumberOf(error))) return [];
    throw error;
  }
}

// src/database/mysql-lock.ts
var import_node_crypto2 = __toESM(require_node_crypto(), 1);
function lockNameOf(database) {
  const name = `sluice/${database}`;
  return name.length <= 64 ? name : `sluice/${(0, import_node_crypto2.createHash)("sha256").update(database).digest("hex").slice(0, 40)}`;
}
async function tryMysqlLock(session, { database, replaced }, signal) {
  const name = mysqlText(lockNameOf(database));
  const take = `SELECT IF(IS_USED_LOCK(${name}) = CONNECTION_ID(), 1, GET_LOCK(${name}, 0)) AS taken`;
  const [tried] = await session.query(take, signal);
  const [held] = await session.query(`SELECT IS_USED_LOCK(${name}) AS holder, CONNECTION_ID() AS own`, signal);
  const { holder, own } = held.rows[0];
  const taken = Number(tried.rows[0]?.["taken"]) === 1;
  if (taken && holder !== own)
    throw mysqlRefusal("The lock is not held by the session that took it: connect to the server itself, not by way of a pooler");
  return taken ? {} : { heldBy: await wordsOf2(session, holder, signal), ...replaced.has(Number(holder)) && { own: true } };
}
async function wordsOf2(session, holder, signal) {
  if (holder === null) return "a session that has ended since";
  const [who, running] = await session.query(
    [
      `SELECT USER AS user FROM information_schema.PROCESSLIST WHERE ID = ${String(Number(holder))}`,
      `SELECT run_id, attempt, change_id, phase FROM ${ledgerTable} WHERE state = 'running' ORDER BY updated_at_ms DESC LIMIT 1`
    ].join("; "),
    signal
  );
  const user = who.rows[0]?.["user"];
  const row = running.rows[0];
  const session_ = `session ${String(holder)}${typeof user === "string" ? ` of ${tidy(user)}` : ""}`;
  if (row === void 0) return session_;
  const at = `${tidy(String(row["change_id"]))} ${tidy(String(row["phase"]))}`;
  return `run ${tidy(String(row["run_id"]))}, attempt ${String(row["attempt"])}, at ${at} (${session_})`;
}

// src/database/mysql-pressure.ts
var readOnlyTransaction = 1792;
var unseen2 = /* @__PURE__ */ new Set([1044, 1054, 1109, 1142, 1146, 1227]);
function createMysqlPressure(side, server, thread, limits) {
  let memory = noPressureMemory;
  const ask = async (sql, signal) => {
    try {
      return (await side.query(sql, signal))[0]?.rows ?? [];
    } catch (error) {
      if (unseen2.has(errorNumberOf(error))) return [];
      throw error;
    }
  };
  return async (signal) => {
    const [waits] = await ask(waitsSql(server(), thread()), signal);
    const replicas = await ask(auroraSql, signal);
    const [clock] = await ask("SELECT UNIX_TIMESTAMP(NOW(3)) * 1000 AS at", signal);
    const found = pressing(
      {
        atMs: Number(clock?.["at"] ?? 0),
        replicas: replicas.map((row) => ({ name: tidy(String(row["name"])), lagMs: Number(row["lag_ms"]) })),
        vacuums: 0,
        longestWaitMs: Number(waits?.["wait_ms"] ?? 0)
      },
      limits,
      memory
    );
    memory = found.memory;
    return found.reasons;
  };
}
function createMysqlQueryPressure(side, query) {
  return async (signal) => {
    const results = await side.query(`START TRANSACTION READ ONLY; ${ended(query)}
; COMMIT`, signal).catch((error) => {
      if (!(error instanceof DatabaseFault) || error.kind === "cancelled") throw error;
      const { kind, sqlState, message } = error;
      if (errorNumberOf(error) === readOnlyTransaction)
        throw new DatabaseFault("refused", sqlState, `throttle-query may only read: ${message}`);
      throw new DatabaseFault(kind, sqlState, `throttle-query: ${message}`);
    });
    return (results[1]?.rows ?? []).flatMap((row) => objection(Object.values(row)[0]) ?? []);
  };
}
function waitsSql({ mariadb }, thread) {
  const [table2, waiting, blocking] = mariadb ? ["information_schema.INNODB_LOCK_WAITS", "requesting_trx_id", "blocking_trx_id"] : ["performance_schema.data_lock_waits", "REQUESTING_ENGINE_TRANSACTION_ID", "BLOCKING_ENGINE_TRANSACTION_ID"];
  return `SELECT MAX(TIMESTAMPDIFF(MICROSECOND, theirs.trx_wait_started, NOW(6)) / 1000) AS wait_ms
    FROM ${table2} AS waits
    JOIN information_schema.INNODB_TRX AS theirs ON theirs.trx_id = waits.${waiting}
    JOIN information_schema.INNODB_TRX AS ours ON ours.trx_id = waits.${blocking}
    WHERE ours.trx_mysql_thread_id = ${String(thread)}`;
}
var auroraSql = `SELECT SERVER_ID AS name, REPLICA_LAG_IN_MILLISECONDS AS lag_ms FROM information_schema.REPLICA_HOST_STATUS
  WHERE SESSION_ID <> 'MASTER_SESSION_ID'`;

// src/database/mysql.ts
var unhurried2 = new AbortController().signal;
var sameColumnTwice = 1060;
function createMysql({ url, run: run2, ca, looks }) {
  const address = readMysqlAddress(url);
  const options = { application: `sluice/${run2}`, ...ca === void 0 ? {} : { ca } };
  let main;
  let second;
  const replaced = /* @__PURE__ */ new Set();
  let server = { mariadb: false, neverQueues: false };
  const side = {
    async query(sql, signal) {
      if (second?.alive !== true) second = await openMysqlSession(address, options, signal);
      return second.query(sql, signal);
    }
  };
  const session = {
    query: (sql, signal) => main === void 0 ? Promise.reject(lostFault("There is no connection to the database")) : main.query(sql, signal)
  };
  return {
    name: address.name,
    async connect(signal) {
      if (main) replaced.add(main.thread);
      main?.end();
      main = await openMysqlSession(
        address,
        { ...options, cancel: (thread) => side.query(`KILL QUERY ${String(thread)}`, unhurried2) },
        signal
      );
      const found = await readMysqlFacts(main, signal);
      server = found.server;
      if (looks) await main.query("SET SESSION TRANSACTION READ ONLY", signal);
      else if (!found.facts.pooled && !found.facts.replica) await ensureMysqlLedger(main, signal);
      return found.facts;
    },
    lock: (signal) => tryMysqlLock(session, { database: address.database, replaced }, signal),
    ledger: (signal) => readMysqlLedger(session, signal, looks ?? false),
    // Its server is asked for the way in which it can do a statement, and refuses what it cannot.
    catalog: () => Promise.resolve(emptyCatalog),
    async save(entry, signal) {
      await session.query(saveMysqlSql(entry), signal);
    },
    blockers: (relations, _mode, olderThanMs, signal) => mysqlBlockers(side, main?.thread ?? 0, relations, olderThanMs, signal),
    snapshots: () => Promise.resolve([]),
    perform: (step, entry, { lockMs }, signal) => performOnMysql(session, server, step, entry, lockMs, signal),
    async index({ index }, signal) {
      return (await tablesWith(session, index, signal)).length === 0 ? "absent" : "valid";
    },
    left: () => Promise.resolve([]),
    async dropIndex(name, signal) {
      const tables = await tablesWith(session, name, signal);
      if (tables.length > 1) throw mysqlRefusal(`Several tables have an index ${name}: name it as table.index`);
      const index = mysqlName(name.split(".").at(-1) ?? "");
      if (tables[0] === void 0) return;
      await session.query(`${waitSql(1)}; ALTER TABLE ${mysqlName(tables[0])} DROP INDEX ${index}, ALGORITHM=INPLACE, LOCK=NONE`, signal);
    },
    progress: (signal) => mysqlProgress(side, server, main?.thread ?? 0, signal),
    backfill: (order) => createMysqlBackfill(session, order),
    pressures: (_table, limits, query) => [
      createMysqlPressure(
        side,
        () => server,
        () => main?.thread ?? 0,
        limits
      ),
      ...query === void 0 ? [] : [createMysqlQueryPressure(side, query)]
    ],
    async verify(queries, signal) {
      const counts = [];
      for (const query of queries) {
        try {
          const statements = ["START TRANSACTION READ ONLY", `SELECT COUNT(*) AS found FROM (
${query}
) AS found_rows`];
          counts.push(Number((await session.query(statements.join("; "), signal))[1].rows[0]["found"]));
        } catch (error) {
          if (errorNumberOf(error) !== sameColumnTwice) throw error;
          throw new DatabaseFault("refused", "", "A query of verify.sql has two columns of one name: give them names of their own");
        } finally {
          if (main?.alive === true) await session.query("ROLLBACK", unhurried2).catch(() => void 0);
        }
      }
      return counts;
    },
    close() {
      main?.end();
      second?.end();
      main = second = void 0;
      return Promise.resolve();
    }
  };
}
async function tablesWith(session, name, signal) {
  const [index, table2] = name.split(".").reverse();
  const of = table2 === void 0 ? "" : ` AND TABLE_NAME = ${mysqlText(table2)}`;
  const [found] = await session.query(
    `SELECT DISTINCT TABLE_NAME AS name FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND INDEX_NAME = ${mysqlText(index)}${of}`,
    signal
  );
  return found.rows.map((row) => String(row["name"]));
}
export {
  createMysql
};
