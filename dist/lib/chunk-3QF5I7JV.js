import {
  __commonJS
} from "./chunk-PIRHQTI4.js";

// builtin:node:child_process
var require_node_child_process = __commonJS({
  "builtin:node:child_process"(exports, module) {
    module.exports = process.getBuiltinModule("node:child_process");
  }
});

export {
  require_node_child_process
};
