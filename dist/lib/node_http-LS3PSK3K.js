import {
  require_node_http
} from "./chunk-GKW2XVTT.js";
import "./chunk-PIRHQTI4.js";
export default require_node_http();
