import {
  runShell
} from "./chunk-TUBOGP42.js";
import {
  judgeBy,
  secondsText
} from "./chunk-DQH7NSDE.js";
import {
  quoted
} from "./chunk-JCGEUKZT.js";
import "./chunk-PSYDR2IS.js";
import "./chunk-M444EUFH.js";
import "./chunk-3SFALXPU.js";
import "./chunk-TRTQSARU.js";

// src/smoke/command.ts
var mostLines = 1e3;
var longestLine = 4096;
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
function hearLines(onLine) {
  let last = "";
  let heard = 0;
  const tell = (line) => {
    const cut = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
    if (cut.trim() !== "") last = cut.trim();
    heard += 1;
    if (heard <= mostLines) onLine(cut);
    else if (heard === mostLines + 1) onLine(`… more than ${String(mostLines)} lines; the rest is not shown`);
  };
  const hear = (stream) => {
    let rest = "";
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      const lines = (rest + text).split(/\r\n|\r(?!$)|\n/);
      rest = lines.pop() ?? "";
      lines.forEach(tell);
      if (rest.length > longestLine) rest = rest.slice(0, longestLine + 1);
    });
    stream.on("close", () => {
      if (rest !== "") tell(rest.replace(/\r$/, ""));
      rest = "";
    });
  };
  return { hear: (...[output, errors]) => [output, errors].forEach(hear), last: () => last };
}
export {
  createCommandJudge,
  createCommandTest
};
