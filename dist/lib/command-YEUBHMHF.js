import {
  hearLines
} from "./chunk-P7AYOD5O.js";
import {
  runShell
} from "./chunk-NDM2ZIBU.js";
import {
  judgeBy,
  secondsText
} from "./chunk-DQH7NSDE.js";
import {
  quoted
} from "./chunk-JCGEUKZT.js";
import "./chunk-3QF5I7JV.js";
import "./chunk-M444EUFH.js";
import "./chunk-2DMUWFHC.js";
import "./chunk-PIRHQTI4.js";

// src/smoke/command.ts
function createCommandJudge(options) {
  return judgeBy(createCommandTest(options), options.timeoutMs);
}
function createCommandTest({ command, env, url, side, revision, onLine, nowMs }) {
  return async (limitMs, signal) => {
    signal.throwIfAborted();
    const startedAtMs = nowMs();
    const heard = hearLines(onLine);
    const told = { SLUICE_TEST_URL: url, SLUICE_SIDE: side, SLUICE_REVISION: revision };
    const end = await runShell({ command, env: { ...env, ...told }, limitMs, hear: heard.hear }, signal);
    signal.throwIfAborted();
    const took = secondsText(nowMs() - startedAtMs);
    const last = heard.last() === "" ? "" : `: ${quoted(heard.last(), 200)}`;
    if (end === "exit code 0") return { verdict: "pass", because: `the smoke command ended with exit code 0 after ${took}` };
    return { verdict: "fail", because: `the smoke command ${failure(end, took, limitMs)}${last}` };
  };
}
function failure(end, took, limitMs) {
  switch (end) {
    case "no shell":
      return "could not be started: there is neither bash nor sh on the PATH";
    case "late":
      return `was ended after ${secondsText(limitMs)}`;
    default:
      return `ended with ${end} after ${took}`;
  }
}
export {
  createCommandJudge,
  createCommandTest
};
