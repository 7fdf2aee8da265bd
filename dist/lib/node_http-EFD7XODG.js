import {
  require_node_http
} from "./chunk-7NKGYUEA.js";
import "./chunk-TRTQSARU.js";
export default require_node_http();
