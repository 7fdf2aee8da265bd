import {
  require_node_child_process
} from "./chunk-3QF5I7JV.js";
import {
  require_node_process
} from "./chunk-2DMUWFHC.js";
import {
  __toESM
} from "./chunk-PIRHQTI4.js";

// src/shell/run-shell.ts
var import_node_child_process = __toESM(require_node_child_process(), 1);
var import_node_process = __toESM(require_node_process(), 1);
var graceMs = 1e3;
var shells = [
  ["bash", "--noprofile", "--norc", "-euo", "pipefail", "-c"],
  ["sh", "-eu", "-c"]
];
async function runShell(run, signal) {
  for (const shell of shells) {
    const end = signal.aborted ? "late" : await runIn(shell, run, signal);
    if (end !== "missing") return end;
  }
  return "no shell";
}
async function runIn([file, ...flags], { command, env, limitMs, hear }, signal) {
  const child = (0, import_node_child_process.spawn)(file, [...flags, command], {
    env: ownEnvironment(env),
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that what the command started ends with it.
    detached: true
  });
  let late = false;
  let killer;
  const stop = () => {
    signalGroup(child, "SIGTERM");
    killer ??= setTimeout(() => signalGroup(child, "SIGKILL"), graceMs);
  };
  const stopLate = () => {
    late = true;
    stop();
  };
  hear(child.stdout, child.stderr, stop);
  const timer = setTimeout(stopLate, limitMs);
  signal.addEventListener("abort", stopLate, { once: true });
  try {
    const end = await endOf(child);
    return late ? "late" : end;
  } finally {
    clearTimeout(timer);
    clearTimeout(killer);
    signal.removeEventListener("abort", stopLate);
  }
}
function ownEnvironment(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(INPUT|STATE|ACTIONS_RUNTIME)_/.test(name)));
}
function endOf(child) {
  return new Promise((resolve) => {
    let end = "";
    let timer;
    child.on("error", (error) => resolve(error.code === "ENOENT" ? "missing" : error.message));
    child.on("exit", (code, by) => {
      end = code === null ? `signal ${String(by)}` : `exit code ${String(code)}`;
      signalGroup(child, "SIGKILL");
      timer = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, graceMs);
    });
    child.on("close", () => {
      clearTimeout(timer);
      resolve(end);
    });
  });
}
function signalGroup({ pid }, name) {
  if (pid === void 0) return;
  try {
    (0, import_node_process.kill)(-pid, name);
  } catch {
  }
}

export {
  runShell
};
