import {
  ENV_ACCOUNT_ID,
  ENV_CREDENTIAL_SCOPE,
  ENV_EXPIRATION,
  ENV_KEY,
  ENV_SECRET,
  ENV_SESSION,
  fromEnv
} from "./chunk-CLCWYQMV.js";
import "./chunk-A72WPV6S.js";
import "./chunk-3SFALXPU.js";
import "./chunk-TZTNEUZK.js";
import "./chunk-PRLU3AP7.js";
import "./chunk-2GJBZ4UC.js";
import "./chunk-TRTQSARU.js";
export {
  ENV_ACCOUNT_ID,
  ENV_CREDENTIAL_SCOPE,
  ENV_EXPIRATION,
  ENV_KEY,
  ENV_SECRET,
  ENV_SESSION,
  fromEnv
};
