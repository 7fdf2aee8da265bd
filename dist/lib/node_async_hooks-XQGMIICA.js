import {
  __commonJS
} from "./chunk-PIRHQTI4.js";

// builtin:node:async_hooks
var require_node_async_hooks = __commonJS({
  "builtin:node:async_hooks"(exports, module) {
    module.exports = process.getBuiltinModule("node:async_hooks");
  }
});
export default require_node_async_hooks();
