import {
  SluiceError
} from "./chunk-M444EUFH.js";

// src/smoke/finding.ts
function judgeBy(test, limitMs) {
  return {
    async judge(checks, fromMs, toMs, signal) {
      const own = checks.filter((check) => check.kind === "smoke");
      if (own.length === 0) return [];
      const { verdict, because } = await test(limitMs, signal).catch((thrown) => {
        if (!signal.aborted) throw thrown;
        throw new SluiceError("CANCELLED", "The smoke test was given up because the step was cancelled", { cause: thrown });
      });
      return own.map((check) => ({ check: check.name, verdict, because, fromMs, toMs }));
    }
  };
}
function secondsText(ms) {
  return ms < 1e3 ? `${String(Math.round(ms))} ms` : `${String(Number((ms / 1e3).toFixed(1)))} s`;
}

export {
  judgeBy,
  secondsText
};
