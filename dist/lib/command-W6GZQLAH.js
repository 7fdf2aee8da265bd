import {
  judgeBy,
  secondsText
} from "./chunk-DQH7NSDE.js";
import {
  quoted
} from "./chunk-JCGEUKZT.js";
import {
  require_node_child_process
} from "./chunk-PSYDR2IS.js";
import "./chunk-M444EUFH.js";
import {
  require_node_process
} from "./chunk-3SFALXPU.js";
import {
  __toESM
} from "./chunk-TRTQSARU.js";

// src/smoke/command.ts
var import_node_child_process = __toESM(require_node_child_process(), 1);
var import_node_process = __toESM(require_node_process(), 1);
var graceMs = 1e3;
var mostLines = 1e3;
var longestLine = 4096;
var shells = [
  ["bash", "--noprofile", "--norc", "-euo", "pipefail", "-c"],
  ["sh", "-eu", "-c"]
];
function createCommandJudge(options) {
  return judgeBy(createCommandTest(options), options.timeoutMs);
}
function createCommandTest(options) {
  return async (limitMs, signal) => {
    signal.throwIfAborted();
    for (const shell of shells) {
      const found = await run(shell, options, limitMs, signal);
      if (found) return found;
    }
    return { verdict: "fail", because: "the smoke command could not be started: there is neither bash nor sh on the PATH" };
  };
}
async function run([file, ...flags], { command, env, url, side, revision, onLine, nowMs }, limitMs, signal) {
  const startedAtMs = nowMs();
  const child = (0, import_node_child_process.spawn)(file, [...flags, command], {
    env: { ...ownEnvironment(env), SLUICE_TEST_URL: url, SLUICE_SIDE: side, SLUICE_REVISION: revision },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that what the script started ends with it.
    detached: true
  });
  const output = hearLines(child, onLine);
  let late = false;
  const stop = () => stopGroup(child);
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, limitMs);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const end = await endOf(child);
    if (end === "missing") return void 0;
    signal.throwIfAborted();
    const took = secondsText(nowMs() - startedAtMs);
    const last = output.last() === "" ? "" : `: ${quoted(output.last(), 200)}`;
    if (late) return { verdict: "fail", because: `the smoke command was ended after ${secondsText(limitMs)}${last}` };
    if (end === "exit code 0") return { verdict: "pass", because: `the smoke command ended with exit code 0 after ${took}` };
    return { verdict: "fail", because: `the smoke command ended with ${end} after ${took}${last}` };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}
function ownEnvironment(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(INPUT|STATE|ACTIONS_RUNTIME)_/.test(name)));
}
function endOf(child) {
  return new Promise((resolve, reject) => {
    let end = "";
    let timer;
    child.on("error", (error) => error.code === "ENOENT" ? resolve("missing") : reject(error));
    child.on("exit", (code, by) => {
      end = code === null ? `signal ${String(by)}` : `exit code ${String(code)}`;
      signalGroup(child, "SIGKILL");
      timer = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, graceMs);
    });
    child.on("close", () => {
      clearTimeout(timer);
      resolve(end);
    });
  });
}
function stopGroup(child) {
  signalGroup(child, "SIGTERM");
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), graceMs);
  child.on("exit", () => clearTimeout(timer));
}
function signalGroup({ pid }, name) {
  if (pid === void 0) return;
  try {
    (0, import_node_process.kill)(-pid, name);
  } catch {
  }
}
function hearLines(child, onLine) {
  let last = "";
  let heard = 0;
  const tell = (line) => {
    const cut = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
    if (cut.trim() !== "") last = cut.trim();
    heard += 1;
    if (heard <= mostLines) onLine(cut);
    else if (heard === mostLines + 1) onLine(`… more than ${String(mostLines)} lines; the rest is not shown`);
  };
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream?.setEncoding("utf8");
    stream?.on("data", (text) => {
      const lines = (rest + text).split(/\r\n|\r(?!$)|\n/);
      rest = lines.pop() ?? "";
      lines.forEach(tell);
      if (rest.length > longestLine) rest = rest.slice(0, longestLine + 1);
    });
    stream?.on("close", () => {
      if (rest !== "") tell(rest.replace(/\r$/, ""));
      rest = "";
    });
  }
  return { last: () => last };
}
export {
  createCommandJudge,
  createCommandTest
};
