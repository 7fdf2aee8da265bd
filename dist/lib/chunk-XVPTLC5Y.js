import {
  isFilePath,
  readDocument
} from "./chunk-SZEK3OZP.js";
import {
  applyImages,
  parseTaskDefinition
} from "./chunk-PQEJCLZX.js";

// src/actions/wanted-content.ts
function readWantedContent(host) {
  let read;
  const made = (name) => read ??= contentOf(host, name);
  return {
    rules: [
      {
        about: ["task-definition"],
        check: async (values) => {
          const content = await made(values["task-definition"]);
          return "problems" in content ? content.problems : void 0;
        }
      },
      {
        about: ["images", "task-definition"],
        check: async (values) => {
          const content = await made(values["task-definition"]);
          if ("problems" in content || content.value.kind !== "document") return void 0;
          const fitted = applyImages(content.value.document, imagesIn(values.images));
          return "problems" in fitted ? fitted.problems.map((problem) => problem.replace(/^images: /, "")) : void 0;
        }
      }
    ],
    of: async (name) => {
      const content = await made(name);
      if ("problems" in content) throw new Error(`task-definition was used although it is wrong: ${content.problems.join("; ")}`);
      return content.value;
    }
  };
}
function imagesIn(images) {
  return [...images].map(([container, image]) => ({ container, image }));
}
async function contentOf(host, name) {
  if (name === void 0) return { value: { kind: "running" } };
  if (!isFilePath(name)) return { value: { kind: "named", name } };
  const document = await readDocument(host, name);
  if ("problems" in document) return document;
  const definition = parseTaskDefinition(document.value);
  return "problems" in definition ? definition : { value: { kind: "document", document: definition.value } };
}

export {
  readWantedContent,
  imagesIn
};
