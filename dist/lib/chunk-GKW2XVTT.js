import {
  __commonJS
} from "./chunk-PIRHQTI4.js";

// builtin:node:http
var require_node_http = __commonJS({
  "builtin:node:http"(exports, module) {
    module.exports = process.getBuiltinModule("node:http");
  }
});

export {
  require_node_http
};
