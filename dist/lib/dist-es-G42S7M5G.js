import {
  ENV_ACCOUNT_ID,
  ENV_CREDENTIAL_SCOPE,
  ENV_EXPIRATION,
  ENV_KEY,
  ENV_SECRET,
  ENV_SESSION,
  fromEnv
} from "./chunk-A6YWIY7O.js";
import "./chunk-4LLK5U3G.js";
import "./chunk-2DMUWFHC.js";
import "./chunk-LZZSYDPF.js";
import "./chunk-MCJ4XVFI.js";
import "./chunk-U2SLXOCD.js";
import "./chunk-UZFJIOFA.js";
import "./chunk-QBMMCWS4.js";
import "./chunk-QYINBN5N.js";
import "./chunk-PIRHQTI4.js";
export {
  ENV_ACCOUNT_ID,
  ENV_CREDENTIAL_SCOPE,
  ENV_EXPIRATION,
  ENV_KEY,
  ENV_SECRET,
  ENV_SESSION,
  fromEnv
};
