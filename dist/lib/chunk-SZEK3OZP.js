// src/runner/json-mistake.ts
var words = {
  value: "a value",
  "first element": 'a value or "]"',
  "first member": 'a name in double quotes or "}"',
  name: "a name in double quotes",
  colon: '":"',
  "after element": '"," or "]"',
  "after member": '"," or "}"',
  end: "the end of the file"
};
var token = /[ \t\r\n]*(?:(?<mark>[{}[\],:])|(?<string>"(?:[^"\\\p{Cc}]|\u007f|[\u0080-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?<scalar>(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])))/uy;
function jsonMistake(text) {
  const open = [];
  let expected = "value";
  let offset = 0;
  for (; ; ) {
    token.lastIndex = offset;
    const groups = token.exec(text)?.groups;
    const start = offset + /^[ \t\r\n]*/.exec(text.slice(offset))[0].length;
    if (groups === void 0) {
      if (start === text.length && expected === "end") return void 0;
      return { offset: start, expected: words[expected] };
    }
    const next = after(expected, groups, open);
    if (next === void 0) return { offset: start, expected: words[expected] };
    expected = next;
    offset = token.lastIndex;
  }
}
function after(expected, { mark, string }, open) {
  const enclosing = () => open.length === 0 ? "end" : open.at(-1) === "{" ? "after member" : "after element";
  const close = () => {
    open.pop();
    return enclosing();
  };
  switch (expected) {
    case "first element":
    case "value":
      if (mark === void 0) return enclosing();
      if (mark === "]" && expected === "first element") return close();
      if (mark !== "{" && mark !== "[") return void 0;
      open.push(mark);
      return mark === "{" ? "first member" : "first element";
    case "first member":
    case "name":
      if (string !== void 0) return "colon";
      return mark === "}" && expected === "first member" ? close() : void 0;
    case "colon":
      return mark === ":" ? "value" : void 0;
    case "after element":
      return mark === "," ? "value" : mark === "]" ? close() : void 0;
    case "after member":
      return mark === "," ? "name" : mark === "}" ? close() : void 0;
    case "end":
      return void 0;
  }
}

// src/runner/document.ts
async function readDocument(host, path) {
  let text;
  try {
    text = host.readFile(path).replace(/^\uFEFF/, "");
  } catch (thrown) {
    return { problems: [unreadable(path, thrown)] };
  }
  const made = /\.json$/i.test(path) ? readJson(text) : (await import("./yaml-text-WB4VESTP.js")).readYaml(text);
  if ("value" in made) return made;
  return { problems: made.problems.map((problem) => `"${path}" is not valid ${/\.json$/i.test(path) ? "JSON" : "YAML"}: ${problem}`) };
}
function isFilePath(text) {
  return /\.(json|ya?ml)$/i.test(text);
}
function unreadable(path, thrown) {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "ENOENT";
  return code === "ENOENT" ? `there is no file "${path}" in the workspace; check the path, and that a checkout step comes before this one` : `the file "${path}" cannot be read (${code})`;
}
function readJson(text) {
  try {
    return { value: JSON.parse(text) };
  } catch {
    const mistake = jsonMistake(text);
    return { problems: [mistake === void 0 ? "it cannot be parsed" : `${place(text, mistake.offset)}: ${mistake.expected} is expected`] };
  }
}
function place(text, offset) {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `line ${String(before.length)}, column ${String(before.at(-1).length + 1)}`;
}

export {
  readDocument,
  isFilePath
};
