// src/domain/smoke/request.ts
function fillSide(request, side) {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, fillText(value, side)]);
  return {
    ...request,
    path: fillText(request.path, side),
    headers: Object.fromEntries(headers),
    ...request.body !== void 0 && { body: fillText(request.body, side) }
  };
}
function fillText(text, side) {
  return text.replaceAll("{side}", () => side);
}
function statusText(status) {
  return status.map(({ from, to }) => from === to ? String(from) : `${String(Math.floor(from / 100))}xx`).join(" or ");
}

// src/domain/smoke/json-path.ts
function parseJsonPath(text) {
  if (text === "$") return [];
  const rest = /^\$(?=[.[])/.test(text) ? text.slice(1) : /^\[/.test(text) ? text : `.${text}`;
  if (!/^(?:\.[^\s.[\]]+|\[\d{1,6}\])+$/.test(rest)) return void 0;
  return [...rest.matchAll(/\.([^\s.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
}
function atJsonPath(value, steps) {
  return steps.reduce((inner, step) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner) !== (typeof step === "number")) return void 0;
    return Object.hasOwn(inner, step) ? inner[step] : void 0;
  }, value);
}

export {
  parseJsonPath,
  atJsonPath,
  fillSide,
  fillText,
  statusText
};
