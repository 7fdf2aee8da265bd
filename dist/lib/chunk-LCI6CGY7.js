import {
  __commonJS
} from "./chunk-PIRHQTI4.js";

// builtin:node:net
var require_node_net = __commonJS({
  "builtin:node:net"(exports, module) {
    module.exports = process.getBuiltinModule("node:net");
  }
});

export {
  require_node_net
};
