import {
  failWith
} from "./chunk-SBHFMFW5.js";
import {
  localNowMs
} from "./chunk-N7OTRSLU.js";
import "./chunk-M444EUFH.js";
import {
  require_node_path
} from "./chunk-MCJ4XVFI.js";
import {
  require_node_fs
} from "./chunk-QBMMCWS4.js";
import {
  require_node_crypto
} from "./chunk-QYINBN5N.js";
import {
  __toESM
} from "./chunk-PIRHQTI4.js";

// src/runner/environment.ts
function readJobFacts(env, workingFolder) {
  const text = (name) => env[name] ?? "";
  const attempt = Number(text("GITHUB_RUN_ATTEMPT"));
  return {
    runId: text("GITHUB_RUN_ID"),
    runAttempt: Number.isInteger(attempt) && attempt > 0 ? attempt : 1,
    repository: text("GITHUB_REPOSITORY"),
    sha: text("GITHUB_SHA"),
    ref: text("GITHUB_REF"),
    actor: text("GITHUB_ACTOR"),
    workflow: text("GITHUB_WORKFLOW"),
    job: text("GITHUB_JOB"),
    eventName: text("GITHUB_EVENT_NAME"),
    serverUrl: text("GITHUB_SERVER_URL") || "https://github.com",
    apiUrl: text("GITHUB_API_URL") || "https://api.github.com",
    workspace: text("GITHUB_WORKSPACE") || workingFolder,
    tempFolder: text("RUNNER_TEMP"),
    debug: text("RUNNER_DEBUG") === "1"
  };
}

// src/runner/files.ts
var import_node_fs = __toESM(require_node_fs(), 1);
var import_node_path = __toESM(require_node_path(), 1);
var localFiles = {
  append: (path, text) => {
    (0, import_node_fs.appendFileSync)(path, text, "utf8");
  },
  write: (path, text) => {
    (0, import_node_fs.writeFileSync)(path, text, "utf8");
  },
  read: (path) => (0, import_node_fs.readFileSync)(path, "utf8"),
  size: (path) => (0, import_node_fs.statSync)(path, { throwIfNoEntry: false })?.size ?? 0,
  list: (folder) => (0, import_node_fs.readdirSync)(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory()).map((entry) => (0, import_node_path.relative)(folder, `${entry.parentPath}${import_node_path.sep}${entry.name}`).replaceAll(import_node_path.sep, "/")).sort()
};

// src/runner/commands.ts
function workflowCommand(name, message, properties = {}) {
  const written2 = Object.entries(properties).filter(([, value]) => value !== void 0 && value !== "").map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(",");
  return `::${name}${written2 === "" ? "" : ` ${written2}`}::${escapeMessage(message)}`;
}
function escapeMessage(text) {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function escapeProperty(text) {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
var lineEnds = /\r\n|\r|\n/;
function harmlessLines(text) {
  return text.split(lineEnds).map(
    (line) => line.replace(/^[\s\p{C}]*::/u, (start) => `| ${start.trimStart()}`).replaceAll("##[", "## [").replaceAll(control, picture)
  );
}
var control = /[\u0000-\u0008\u000B-\u001F\u007F]/g;
function picture(character) {
  return character === "" ? "␡" : String.fromCharCode(9216 + character.charCodeAt(0));
}

// src/runner/log.ts
var annotationsPerKind = 10;
var annotationCharacters = 4096;
function createLog(write, masks) {
  const shown = { notice: 0, warning: 0, error: 0 };
  const line = (text) => {
    for (const each of harmlessLines(masks.redact(text))) write(each);
  };
  const annotate = (kind, text, place = {}) => {
    const safe = masks.redact(text);
    shown[kind] += 1;
    if (shown[kind] > annotationsPerKind) {
      line(`${kind}: ${place.title === void 0 ? "" : `${place.title}: `}${safe}`);
      return;
    }
    const cut = safe.length > annotationCharacters ? `${safe.slice(0, annotationCharacters - 1)}…` : safe;
    const { title, ...position } = place;
    write(workflowCommand(kind, cut, { ...position, ...title === void 0 ? {} : { title: masks.redact(title) } }));
    if (cut !== safe) line(safe);
  };
  return {
    line,
    group(title, lines) {
      write(workflowCommand("group", harmlessLines(masks.redact(title)).join(" ")));
      for (const each of lines) line(each);
      write(workflowCommand("endgroup", ""));
    },
    debug: (text) => {
      write(workflowCommand("debug", masks.redact(text)));
    },
    notice: (text, place) => {
      annotate("notice", text, place);
    },
    warning: (text, place) => {
      annotate("warning", text, place);
    },
    error: (text, place) => {
      annotate("error", text, place);
    }
  };
}

// src/runner/masks.ts
var shortestSecret = 3;
function createMasks(write) {
  const secrets = /* @__PURE__ */ new Set();
  let longestFirst = [];
  return {
    add(secret) {
      for (const line of [secret, ...secret.split(/\r\n|\r|\n/)].map((each) => each.trim())) {
        if (line.length < shortestSecret || secrets.has(line)) continue;
        secrets.add(line);
        write(workflowCommand("add-mask", line));
      }
      longestFirst = [...secrets].sort((a, b) => b.length - a.length);
    },
    redact(text) {
      return longestFirst.reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
    }
  };
}

// src/runner/keyed-file.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
function keyedEntry(name, value, delimiter = `end_${(0, import_node_crypto.randomUUID)()}`) {
  if (name.includes(delimiter) || value.includes(delimiter)) throw new Error(`the value of ${name} contains its own delimiter`);
  return `${name}<<${delimiter}
${value}
${delimiter}
`;
}

// src/runner/outputs.ts
function createOutputs(path, files, log) {
  const values = /* @__PURE__ */ new Map();
  return {
    set(name, value) {
      values.set(name, value);
      if (path === void 0) log.line(`output ${name} = ${value}`);
      else files.append(path, keyedEntry(name, value));
    },
    all: () => values
  };
}

// src/runner/state.ts
function createState(env, files) {
  const path = env["GITHUB_STATE"];
  return {
    save(name, value) {
      if (path !== void 0 && path !== "") files.append(path, keyedEntry(name, value));
    },
    read: (name) => env[`STATE_${name}`] ?? ""
  };
}

// src/runner/summary.ts
var limitBytes = 1048576;
var noteBytes = 256;
function createSummary(path, files, masks) {
  return {
    append(sections) {
      if (path === void 0) return;
      const text = fitSections(
        sections.map((each) => masks.redact(each)),
        limitBytes - files.size(path)
      );
      if (text !== "") files.append(path, text);
    }
  };
}
function fitSections(sections, roomBytes) {
  let text = "";
  let usedBytes = 0;
  for (const [index, section] of sections.entries()) {
    const block = `${section.trimEnd()}

`;
    const blockBytes = utf8Bytes(block);
    const last = index === sections.length - 1;
    if (usedBytes + blockBytes <= roomBytes - (last ? 0 : noteBytes)) {
      text += block;
      usedBytes += blockBytes;
      continue;
    }
    if (roomBytes - usedBytes < noteBytes) return text;
    const head = index === 0 ? cutBetweenLines(section, roomBytes - noteBytes) : "";
    const left = sections.length - index;
    return `${text}${head}_Cut here: ${String(left)} of ${String(sections.length)} sections would exceed the size GitHub shows._
`;
  }
  return text;
}
function cutBetweenLines(section, roomBytes) {
  const kept = [];
  let usedBytes = 0;
  for (const line of section.split("\n")) {
    usedBytes += utf8Bytes(line) + 1;
    if (usedBytes > roomBytes - noteBytes) break;
    kept.push(line);
  }
  const fenceOpen = kept.filter((line) => line.trimStart().startsWith("```")).length % 2 === 1;
  const text = kept.join("\n");
  const open = text.split("<details").length - text.split("</details>").length;
  return `${text}
${fenceOpen ? "```\n" : ""}${"</details>\n".repeat(Math.max(0, open))}
`;
}
function utf8Bytes(text) {
  return Buffer.byteLength(text, "utf8");
}

// src/runner/host.ts
function createHost(from) {
  const { env, files } = from;
  const job = readJobFacts(env, from.workingFolder);
  const line = (text) => {
    from.write(`${text}
`);
  };
  const masks = createMasks(line);
  const log = createLog(line, masks);
  const inWorkspace = (path) => /^([A-Za-z]:)?[\\/]/.test(path) ? path : `${job.workspace}/${path}`;
  let failed = false;
  return {
    env,
    job,
    log,
    masks,
    outputs: createOutputs(env["GITHUB_OUTPUT"] || void 0, files, log),
    summary: createSummary(env["GITHUB_STEP_SUMMARY"] || void 0, files, masks),
    state: createState(env, files),
    cancelled: from.cancelled,
    event() {
      const path = env["GITHUB_EVENT_PATH"];
      if (path === void 0 || path === "" || files.size(path) === 0) return {};
      const parsed = JSON.parse(files.read(path));
      return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
    },
    readFile: (path) => files.read(inWorkspace(path)),
    listFiles: (folder) => files.list(inWorkspace(folder)),
    leaveFile(name, text) {
      const path = `${job.tempFolder || job.workspace}/${name}`;
      files.write(path, masks.redact(text));
      return path;
    },
    fail(text, title) {
      failed = true;
      log.error(text, title === void 0 ? {} : { title });
    },
    failed: () => failed
  };
}
function processHost(cancelled) {
  return createHost({
    env: process.env,
    workingFolder: process.cwd(),
    write: (text) => {
      process.stdout.write(text);
    },
    files: localFiles,
    cancelled
  });
}

// src/runner/signals.ts
var lateMs = 5500;
function listenForSignals(source, nowMs = localNowMs) {
  const controller = new AbortController();
  const late = new AbortController();
  let atMs;
  let by;
  for (const name of ["SIGINT", "SIGTERM"]) {
    source.on(name, () => {
      if (atMs !== void 0) return;
      atMs = nowMs();
      by = name;
      setTimeout(() => late.abort(), lateMs);
      controller.abort();
    });
  }
  return { signal: controller.signal, late: late.signal, atMs: () => atMs, by: () => by };
}

// src/index.ts
var actions = {
  "bluegreen-swap": () => import("./bluegreen-swap-TYW3Y2NZ.js"),
  "canary-gate": () => import("./canary-gate-RF35YNPW.js"),
  "migrate-expand-contract": () => import("./migrate-expand-contract-RCLNHUG6.js"),
  "rolling-ecs": () => import("./rolling-ecs-PCNW3TAX.js"),
  rollback: () => import("./rollback-QKIC6BVV.js")
};
async function run(action, stage) {
  const cancelled = listenForSignals(process);
  const host = processHost(cancelled);
  try {
    const loaded = await actions[action]();
    if (stage === "main") await loaded.main(host);
    else await loaded.post?.(host);
  } catch (thrown) {
    failWith(host, action, thrown);
  }
  await Promise.all([written(process.stdout), written(process.stderr)]);
  process.exit(host.failed() ? 1 : 0);
}
function written(stream) {
  return new Promise((settle) => stream.write("", () => settle()));
}
export {
  actions,
  run
};
