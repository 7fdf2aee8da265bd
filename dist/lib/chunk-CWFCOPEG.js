import {
  __commonJS
} from "./chunk-PIRHQTI4.js";

// builtin:node:zlib
var require_node_zlib = __commonJS({
  "builtin:node:zlib"(exports, module) {
    module.exports = process.getBuiltinModule("node:zlib");
  }
});

export {
  require_node_zlib
};
