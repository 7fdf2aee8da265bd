import {
  isFilePath,
  readDocument
} from "./chunk-SZEK3OZP.js";

// src/actions/documents.ts
function documentsOf(host) {
  const read = /* @__PURE__ */ new Map();
  const document = (text) => {
    const known = read.get(text) ?? documentOf(host, text);
    read.set(text, known);
    return known;
  };
  const made = async (text, parse) => {
    if (text === void 0) return void 0;
    const found = await document(text);
    return "problems" in found ? found : parse(found.value);
  };
  return {
    made,
    async wrongIn(text, parse) {
      const found = await made(text, parse);
      return found && "problems" in found ? found.problems : void 0;
    },
    async valueOf(text, parse) {
      const found = await made(text, parse);
      if (found && "problems" in found) throw new Error(`it was used although it is wrong: ${found.problems.join("; ")}`);
      return found?.value;
    }
  };
}
async function documentOf(host, text) {
  if (isFilePath(text) && !text.includes("\n")) return readDocument(host, text);
  return (await import("./yaml-text-WB4VESTP.js")).readYaml(text);
}

export {
  documentsOf
};
