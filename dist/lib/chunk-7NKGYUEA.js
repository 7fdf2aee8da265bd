import {
  __commonJS
} from "./chunk-TRTQSARU.js";

// builtin:node:http
var require_node_http = __commonJS({
  "builtin:node:http"(exports, module) {
    module.exports = process.getBuiltinModule("node:http");
  }
});

export {
  require_node_http
};
