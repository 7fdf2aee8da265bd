import {
  __commonJS
} from "./chunk-PIRHQTI4.js";

// builtin:node:buffer
var require_node_buffer = __commonJS({
  "builtin:node:buffer"(exports, module) {
    module.exports = process.getBuiltinModule("node:buffer");
  }
});

export {
  require_node_buffer
};
