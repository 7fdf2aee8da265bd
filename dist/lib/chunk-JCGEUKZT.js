// src/domain/document.ts
function wrong(place, value, expected) {
  place.problems.push(`${place.at} is ${shown(value)}: ${expected} is expected`);
}
function member(place, name) {
  return { ...place, at: /^[a-z-]+$/.test(name) ? `${place.at}.${name}` : `${place.at}[${quoted(name)}]` };
}
function element(place, index) {
  return { ...place, at: `${place.at}[${String(index)}]` };
}
function readMap(place, value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong(place, value, "a mapping");
  return Object.entries(value);
}
function readMembers(place, value, known) {
  const map = readMap(place, value);
  if (map === void 0) return void 0;
  for (const [name] of map) {
    if (!known.includes(name)) place.problems.push(`${member(place, name).at} is not known: ${known.join(", ")} are`);
  }
  return new Map(map.filter(([name, each]) => known.includes(name) && each !== null && each !== void 0));
}
function readText(place, value) {
  if (typeof value === "string") return value;
  return wrong(place, value, typeof value === "number" || typeof value === "boolean" ? "text (put it in quotes)" : "text");
}
function readWhole(place, value, least, most) {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  return wrong(place, value, `a whole number from ${String(least)} to ${String(most)}`);
}
function readDuration(place, value, least, most) {
  const match = typeof value === "string" && value !== "" ? /^(?:(\d{1,6})m)?(?:(\d{1,6})s)?(?:(\d{1,9})ms)?$/.exec(value) : null;
  const ms = match === null ? NaN : Number(match[1] ?? 0) * 6e4 + Number(match[2] ?? 0) * 1e3 + Number(match[3] ?? 0);
  if (ms >= least && ms <= most) return ms;
  return wrong(place, value, `a duration from ${durationText(least)} to ${durationText(most)}, such as 800ms or 2s,`);
}
function durationText(ms) {
  const parts = [
    [Math.floor(ms / 6e4), "m"],
    [Math.floor(ms / 1e3) % 60, "s"],
    [ms % 1e3, "ms"]
  ];
  return parts.filter(([count]) => count > 0).map(([count, unit]) => `${String(count)}${unit}`).join("") || "0s";
}
function shown(value) {
  if (value === void 0 || value === null || value === "") return "empty";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "a mapping";
  return String(value);
}
function quoted(text, most = 80) {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  const json = JSON.stringify(cut).replaceAll(unseen, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return cut.includes('"') && !cut.includes("'") ? `'${json.slice(1, -1).replaceAll('\\"', '"')}'` : json;
}
var unseen = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

export {
  wrong,
  member,
  element,
  readMap,
  readMembers,
  readText,
  readWhole,
  readDuration,
  durationText,
  shown,
  quoted
};
