import {
  __commonJS
} from "./chunk-PIRHQTI4.js";

// builtin:node:https
var require_node_https = __commonJS({
  "builtin:node:https"(exports, module) {
    module.exports = process.getBuiltinModule("node:https");
  }
});

export {
  require_node_https
};
