import {
  __commonJS
} from "./chunk-PIRHQTI4.js";

// builtin:node:stream
var require_node_stream = __commonJS({
  "builtin:node:stream"(exports, module) {
    module.exports = process.getBuiltinModule("node:stream");
  }
});

export {
  require_node_stream
};
