import {
  __commonJS
} from "./chunk-PIRHQTI4.js";

// builtin:node:events
var require_node_events = __commonJS({
  "builtin:node:events"(exports, module) {
    module.exports = process.getBuiltinModule("node:events");
  }
});

// builtin:node:tls
var require_node_tls = __commonJS({
  "builtin:node:tls"(exports, module) {
    module.exports = process.getBuiltinModule("node:tls");
  }
});

// builtin:node:string_decoder
var require_node_string_decoder = __commonJS({
  "builtin:node:string_decoder"(exports, module) {
    module.exports = process.getBuiltinModule("node:string_decoder");
  }
});

export {
  require_node_events,
  require_node_tls,
  require_node_string_decoder
};
