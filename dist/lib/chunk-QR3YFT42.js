import {
  SluiceError
} from "./chunk-M444EUFH.js";

// src/aws/metric-reader.ts
var queriesMost = 500;
function createMetricReader(send) {
  let open;
  return {
    read(queries, startMs, endMs, signal) {
      if (queries.length === 0) return Promise.resolve(/* @__PURE__ */ new Map());
      if (open === void 0 || !mayJoin(open, queries, startMs, endMs, signal)) {
        const own = [];
        const points = Promise.resolve().then(() => {
          if (open?.points === points) open = void 0;
          return readPoints(send, own, startMs, endMs, signal);
        });
        open = { queries: own, startMs, endMs, signal, points };
      }
      open.queries.push(...queries);
      return open.points;
    }
  };
}
function pointAt(points, id, atMs) {
  const value = points.get(id)?.get(atMs);
  return value !== void 0 && Number.isFinite(value) ? value : void 0;
}
function momentsOf(points, ids) {
  const moments = new Set(ids.flatMap((id) => [...points.get(id)?.keys() ?? []]));
  return [...moments].sort((a, b) => a - b);
}
function mayJoin(batch, queries, startMs, endMs, signal) {
  if (batch.startMs !== startMs || batch.endMs !== endMs || batch.signal !== signal) return false;
  if (batch.queries.length + queries.length > queriesMost) return false;
  const taken = new Set(batch.queries.map(({ Id }) => Id));
  return queries.every(({ Id }) => !taken.has(Id));
}
async function readPoints(send, queries, startMs, endMs, signal) {
  const points = /* @__PURE__ */ new Map();
  const status = /* @__PURE__ */ new Map();
  const labels = /* @__PURE__ */ new Map();
  let NextToken;
  do {
    const range = { StartTime: new Date(startMs), EndTime: new Date(endMs), ScanBy: "TimestampAscending" };
    const input = { MetricDataQueries: [...queries], ...range, ...NextToken !== void 0 && { NextToken } };
    const answer = await send("cloudwatch:GetMetricData", input, signal);
    for (const { Id = "", Label, Timestamps = [], Values = [], StatusCode = "Complete" } of answer.MetricDataResults ?? []) {
      if (labels.has(Id) && labels.get(Id) !== Label) throw severalSeries(queries, Id);
      labels.set(Id, Label);
      const known = points.get(Id) ?? /* @__PURE__ */ new Map();
      points.set(Id, known);
      status.set(Id, StatusCode);
      for (const [index, time] of Timestamps.entries()) {
        const value = Values[index];
        if (value !== void 0) known.set(time.getTime(), value);
      }
    }
    NextToken = answer.NextToken;
  } while (NextToken !== void 0);
  for (const query of queries) if (query.ReturnData !== false) assertWhole(status.get(query.Id ?? ""), nameOf(query));
  return points;
}
function nameOf({ Id = "", MetricStat, Expression }) {
  return MetricStat?.Metric?.MetricName ?? Expression?.replaceAll(`${Id}_`, "") ?? Id;
}
function assertWhole(status, metric) {
  if (status === "Complete") return;
  if (status === "Forbidden") {
    throw new SluiceError("ACCESS_DENIED", `The role of this job may not read the metric ${metric}`, {
      hint: "Allow cloudwatch:GetMetricData in its policy; docs/iam.md lists what each action needs."
    });
  }
  throw new SluiceError("AWS_ERROR", `CloudWatch answered ${metric} in part (${status ?? "not at all"})`);
}
function severalSeries(queries, id) {
  const query = queries.find(({ Id }) => Id === id);
  return new SluiceError("METRICS_UNAVAILABLE", `CloudWatch answered ${query === void 0 ? id : nameOf(query)} with several series`, {
    hint: "Make one series of them, such as SUM(SEARCH(…))."
  });
}

export {
  createMetricReader,
  pointAt,
  momentsOf,
  nameOf
};
