import {
  defaultProvider
} from "./chunk-B2H7AVDX.js";
import {
  AwsJson1_1Protocol,
  AwsSdkSigV4Signer,
  NODE_AUTH_SCHEME_PREFERENCE_OPTIONS,
  resolveAwsSdkSigV4Config
} from "./chunk-XK6I6MBW.js";
import {
  Sha256Node
} from "./chunk-OQHRWBBP.js";
import "./chunk-CWFCOPEG.js";
import "./chunk-A6YWIY7O.js";
import {
  NodeHttpHandler
} from "./chunk-5Q5GE5NK.js";
import "./chunk-V2FECKDO.js";
import {
  BinaryDecisionDiagram,
  Client,
  DEFAULT_RETRY_MODE,
  DefaultIdentityProviderConfig,
  EndpointCache,
  NODE_APP_ID_CONFIG_OPTIONS,
  NODE_MAX_ATTEMPT_CONFIG_OPTIONS,
  NODE_RETRY_MODE_CONFIG_OPTIONS,
  NoOpLogger,
  ServiceException,
  awsEndpointFunctions,
  createDefaultUserAgentProvider,
  customEndpointFunctions,
  decideEndpoint,
  emitWarningIfUnsupportedVersion,
  emitWarningIfUnsupportedVersion2,
  getAwsRegionExtensionConfiguration,
  getDefaultExtensionConfiguration,
  getEndpointPlugin,
  getHostHeaderPlugin,
  getHttpAuthSchemeEndpointRuleSetPlugin,
  getHttpSigningPlugin,
  getLoggerPlugin,
  getRecursionDetectionPlugin,
  getRetryPlugin,
  getUserAgentPlugin,
  loadConfigsForDefaultMode,
  makeBuilder,
  resolveAwsRegionExtensionConfiguration,
  resolveDefaultRuntimeConfig,
  resolveEndpointConfig,
  resolveHostHeaderConfig,
  resolveRetryConfig,
  resolveUserAgentConfig
} from "./chunk-4LLK5U3G.js";
import "./chunk-2DMUWFHC.js";
import {
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
  NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS,
  NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS,
  getContentLengthPlugin,
  getHttpHandlerExtensionConfiguration,
  loadConfig,
  resolveDefaultsModeConfig,
  resolveHttpHandlerRuntimeConfig,
  resolveRegionConfig
} from "./chunk-LZZSYDPF.js";
import "./chunk-MCJ4XVFI.js";
import {
  TypeRegistry,
  calculateBodyLength,
  fromBase64,
  fromUtf8,
  getSchemaSerdePlugin,
  getSmithyContext,
  normalizeProvider,
  parseUrl,
  streamCollector,
  toBase64,
  toUtf8
} from "./chunk-U2SLXOCD.js";
import "./chunk-UZFJIOFA.js";
import "./chunk-QBMMCWS4.js";
import "./chunk-QYINBN5N.js";
import "./chunk-PIRHQTI4.js";

// node_modules/@aws-sdk/client-application-auto-scaling/dist-es/auth/httpAuthSchemeProvider.js
var defaultApplicationAutoScalingHttpAuthSchemeParametersProvider = async (config, context, input) => {
  return {
    operation: getSmithyContext(context).operation,
    region: await normalizeProvider(config.region)() || (() => {
      throw new Error("expected `region` to be configured for `aws.auth#sigv4`");
    })()
  };
};
function createAwsAuthSigv4HttpAuthOption(authParameters) {
  return {
    schemeId: "aws.auth#sigv4",
    signingProperties: {
      name: "application-autoscaling",
      region: authParameters.region
    },
    propertiesExtractor: (config, context) => ({
      signingProperties: {
        config,
        context
      }
    })
  };
}
var defaultApplicationAutoScalingHttpAuthSchemeProvider = (authParameters) => {
  const options = [];
  switch (authParameters.operation) {
    default: {
      options.push(createAwsAuthSigv4HttpAuthOption(authParameters));
    }
  }
  return options;
};
var resolveHttpAuthSchemeConfig = (config) => {
  const config_0 = resolveAwsSdkSigV4Config(config);
  return Object.assign(config_0, {
    authSchemePreference: normalizeProvider(config.authSchemePreference ?? [])
  });
};

// node_modules/@aws-sdk/client-application-auto-scaling/dist-es/endpoint/EndpointParameters.js
var resolveClientEndpointParameters = (options) => {
  return Object.assign(options, {
    useDualstackEndpoint: options.useDualstackEndpoint ?? false,
    useFipsEndpoint: options.useFipsEndpoint ?? false,
    defaultSigningName: "application-autoscaling"
  });
};
var commonParams = {
  UseFIPS: { type: "builtInParams", name: "useFipsEndpoint" },
  Endpoint: { type: "builtInParams", name: "endpoint" },
  Region: { type: "builtInParams", name: "region" },
  UseDualStack: { type: "builtInParams", name: "useDualstackEndpoint" }
};

// node_modules/@aws-sdk/client-application-auto-scaling/package.json
var package_default = {
  name: "@aws-sdk/client-application-auto-scaling",
  version: "3.1141.0",
  description: "AWS SDK for JavaScript Application Auto Scaling Client for Node.js, Browser and React Native",
  homepage: "https://github.com/aws/aws-sdk-js-v3/tree/main/clients/client-application-auto-scaling",
  license: "Apache-2.0",
  author: {
    name: "AWS SDK for JavaScript Team",
    url: "https://aws.amazon.com/sdk-for-javascript/"
  },
  repository: {
    type: "git",
    url: "https://github.com/aws/aws-sdk-js-v3.git",
    directory: "clients/client-application-auto-scaling"
  },
  files: [
    "dist-*/**"
  ],
  sideEffects: false,
  main: "./dist-cjs/index.js",
  module: "./dist-es/index.js",
  browser: {
    "./dist-es/runtimeConfig": "./dist-es/runtimeConfig.browser"
  },
  types: "./dist-types/index.d.ts",
  typesVersions: {
    "<4.5": {
      "dist-types/*": [
        "dist-types/ts3.4/*"
      ]
    }
  },
  "react-native": {
    "./dist-es/runtimeConfig": "./dist-es/runtimeConfig.native"
  },
  scripts: {
    build: "concurrently 'yarn:build:types' 'yarn:build:es' && yarn build:cjs",
    "build:cjs": "node ../../scripts/compilation/inline",
    "build:es": "premove dist-es && tsc -p tsconfig.es.json",
    "build:include:deps": 'yarn g:turbo run build -F="$npm_package_name"',
    "build:types": "premove dist-types && tsc -p tsconfig.types.json",
    "build:types:downlevel": "downlevel-dts dist-types dist-types/ts3.4",
    clean: "premove dist-cjs dist-es dist-types",
    "extract:docs": "api-extractor run --local",
    "generate:client": "node ../../scripts/generate-clients/single-service",
    "test:index": "tsc -p tsconfig.test.json && node ./test/index-objects.spec.mjs"
  },
  dependencies: {
    "@aws-sdk/core": "^3.978.1",
    "@aws-sdk/credential-provider-node": "^3.972.84",
    "@aws-sdk/types": "^3.974.6",
    "@smithy/core": "^3.35.0",
    "@smithy/fetch-http-handler": "^5.8.0",
    "@smithy/node-http-handler": "^4.12.1",
    "@smithy/types": "^4.19.0",
    tslib: "^2.6.2"
  },
  devDependencies: {
    "@tsconfig/node20": "20.1.8",
    "@types/node": "^20.14.8",
    concurrently: "7.0.0",
    "downlevel-dts": "0.10.1",
    premove: "4.0.0",
    typescript: "~7.0.2"
  },
  engines: {
    node: ">=20.0.0"
  }
};

// node_modules/@aws-sdk/client-application-auto-scaling/dist-es/endpoint/bdd.js
var k = "ref";
var a = -1;
var b = true;
var c = "isSet";
var d = "PartitionResult";
var e = "booleanEquals";
var f = "getAttr";
var g = { [k]: "Endpoint" };
var h = { [k]: d };
var i = {};
var j = [{ [k]: "Region" }];
var _data = {
  conditions: [
    [c, [g]],
    [c, j],
    ["aws.partition", j, d],
    [e, [{ [k]: "UseFIPS" }, b]],
    [e, [{ [k]: "UseDualStack" }, b]],
    [e, [{ fn: f, argv: [h, "supportsDualStack"] }, b]],
    [e, [{ fn: f, argv: [h, "supportsFIPS"] }, b]],
    ["stringEquals", [{ fn: f, argv: [h, "name"] }, "aws-us-gov"]]
  ],
  results: [
    [a],
    [a, "Invalid Configuration: FIPS and custom endpoint are not supported"],
    [a, "Invalid Configuration: Dualstack and custom endpoint are not supported"],
    [g, i],
    ["https://application-autoscaling-fips.{Region}.{PartitionResult#dualStackDnsSuffix}", i],
    [a, "FIPS and DualStack are enabled, but this partition does not support one or both"],
    ["https://application-autoscaling.{Region}.amazonaws.com", i],
    ["https://application-autoscaling-fips.{Region}.{PartitionResult#dnsSuffix}", i],
    [a, "FIPS is enabled but this partition does not support FIPS"],
    ["https://application-autoscaling.{Region}.{PartitionResult#dualStackDnsSuffix}", i],
    [a, "DualStack is enabled but this partition does not support DualStack"],
    ["https://application-autoscaling.{Region}.{PartitionResult#dnsSuffix}", i],
    [a, "Invalid Configuration: Missing Region"]
  ]
};
var root = 2;
var r = 1e8;
var nodes = new Int32Array([
  -1,
  1,
  -1,
  0,
  13,
  3,
  1,
  4,
  r + 12,
  2,
  5,
  r + 12,
  3,
  8,
  6,
  4,
  7,
  r + 11,
  5,
  r + 9,
  r + 10,
  4,
  11,
  9,
  6,
  10,
  r + 8,
  7,
  r + 6,
  r + 7,
  5,
  12,
  r + 5,
  6,
  r + 4,
  r + 5,
  3,
  r + 1,
  14,
  4,
  r + 2,
  r + 3
]);
var bdd = BinaryDecisionDiagram.from(nodes, root, _data.conditions, _data.results);

// node_modules/@aws-sdk/client-application-auto-scaling/dist-es/endpoint/endpointResolver.js
var cache = new EndpointCache({
  size: 50,
  params: ["Endpoint", "Region", "UseDualStack", "UseFIPS"]
});
var defaultEndpointResolver = (endpointParams, context = {}) => {
  return cache.get(endpointParams, () => decideEndpoint(bdd, {
    endpointParams,
    logger: context.logger
  }));
};
customEndpointFunctions.aws = awsEndpointFunctions;

// node_modules/@aws-sdk/client-application-auto-scaling/dist-es/models/ApplicationAutoScalingServiceException.js
var ApplicationAutoScalingServiceException = class _ApplicationAutoScalingServiceException extends ServiceException {
  constructor(options) {
    super(options);
    Object.setPrototypeOf(this, _ApplicationAutoScalingServiceException.prototype);
  }
};

// node_modules/@aws-sdk/client-application-auto-scaling/dist-es/models/errors.js
var ConcurrentUpdateException = class _ConcurrentUpdateException extends ApplicationAutoScalingServiceException {
  name = "ConcurrentUpdateException";
  $fault = "server";
  Message;
  constructor(opts) {
    super({
      name: "ConcurrentUpdateException",
      $fault: "server",
      ...opts
    });
    Object.setPrototypeOf(this, _ConcurrentUpdateException.prototype);
    this.Message = opts.Message;
  }
};
var InternalServiceException = class _InternalServiceException extends ApplicationAutoScalingServiceException {
  name = "InternalServiceException";
  $fault = "server";
  Message;
  constructor(opts) {
    super({
      name: "InternalServiceException",
      $fault: "server",
      ...opts
    });
    Object.setPrototypeOf(this, _InternalServiceException.prototype);
    this.Message = opts.Message;
  }
};
var ObjectNotFoundException = class _ObjectNotFoundException extends ApplicationAutoScalingServiceException {
  name = "ObjectNotFoundException";
  $fault = "client";
  Message;
  constructor(opts) {
    super({
      name: "ObjectNotFoundException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _ObjectNotFoundException.prototype);
    this.Message = opts.Message;
  }
};
var ValidationException = class _ValidationException extends ApplicationAutoScalingServiceException {
  name = "ValidationException";
  $fault = "client";
  Message;
  constructor(opts) {
    super({
      name: "ValidationException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _ValidationException.prototype);
    this.Message = opts.Message;
  }
};
var InvalidNextTokenException = class _InvalidNextTokenException extends ApplicationAutoScalingServiceException {
  name = "InvalidNextTokenException";
  $fault = "client";
  Message;
  constructor(opts) {
    super({
      name: "InvalidNextTokenException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InvalidNextTokenException.prototype);
    this.Message = opts.Message;
  }
};
var FailedResourceAccessException = class _FailedResourceAccessException extends ApplicationAutoScalingServiceException {
  name = "FailedResourceAccessException";
  $fault = "client";
  Message;
  constructor(opts) {
    super({
      name: "FailedResourceAccessException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _FailedResourceAccessException.prototype);
    this.Message = opts.Message;
  }
};
var ResourceNotFoundException = class _ResourceNotFoundException extends ApplicationAutoScalingServiceException {
  name = "ResourceNotFoundException";
  $fault = "client";
  Message;
  ResourceName;
  constructor(opts) {
    super({
      name: "ResourceNotFoundException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _ResourceNotFoundException.prototype);
    this.Message = opts.Message;
    this.ResourceName = opts.ResourceName;
  }
};
var LimitExceededException = class _LimitExceededException extends ApplicationAutoScalingServiceException {
  name = "LimitExceededException";
  $fault = "client";
  Message;
  constructor(opts) {
    super({
      name: "LimitExceededException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _LimitExceededException.prototype);
    this.Message = opts.Message;
  }
};
var TooManyTagsException = class _TooManyTagsException extends ApplicationAutoScalingServiceException {
  name = "TooManyTagsException";
  $fault = "client";
  Message;
  ResourceName;
  constructor(opts) {
    super({
      name: "TooManyTagsException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _TooManyTagsException.prototype);
    this.Message = opts.Message;
    this.ResourceName = opts.ResourceName;
  }
};

// node_modules/@aws-sdk/client-application-auto-scaling/dist-es/schemas/schemas_0.js
var _CCMS = "CustomizedCapacityMetricSpecification";
var _CF = "CapacityForecast";
var _CLMS = "CustomizedLoadMetricSpecification";
var _CSMS = "CustomizedScalingMetricSpecification";
var _CT = "CreationTime";
var _CUE = "ConcurrentUpdateException";
var _D = "Dimensions";
var _DSARescr = "DescribeScheduledActionsRequest";
var _DSIS = "DynamicScalingInSuspended";
var _DSOS = "DynamicScalingOutSuspended";
var _DSPRes = "DescribeScalingPoliciesRequest";
var _DSTRes = "DescribeScalableTargetsRequest";
var _DSTResc = "DescribeScalableTargetsResponse";
var _DSTe = "DescribeScalableTargets";
var _E = "Expression";
var _FRAE = "FailedResourceAccessException";
var _I = "Id";
var _INTE = "InvalidNextTokenException";
var _ISE = "InternalServiceException";
var _L = "Label";
var _LEE = "LimitExceededException";
var _LF = "LoadForecast";
var _LTFRRi = "ListTagsForResourceResponse";
var _M = "Message";
var _MC = "MaxCapacity";
var _MCi = "MinCapacity";
var _MDQ = "MetricDataQueries";
var _MN = "MetricName";
var _MR = "MaxResults";
var _MS = "MetricSpecification";
var _MSe = "MetricStat";
var _Met = "Metric";
var _N = "Namespace";
var _NT = "NextToken";
var _Na = "Name";
var _ONFE = "ObjectNotFoundException";
var _PC = "PredictedCapacity";
var _PLMS = "PredefinedLoadMetricSpecification";
var _PMPS = "PredefinedMetricPairSpecification";
var _PMT = "PredefinedMetricType";
var _PNo = "PolicyNames";
var _PSCMS = "PredictiveScalingCustomizedMetricSpecification";
var _PSM = "PredictiveScalingMetric";
var _PSMD = "PredictiveScalingMetricDimension";
var _PSMDQ = "PredictiveScalingMetricDataQuery";
var _PSMDQr = "PredictiveScalingMetricDataQueries";
var _PSMDr = "PredictiveScalingMetricDimensions";
var _PSMS = "PredictiveScalingMetricSpecification";
var _PSMSr = "PredefinedScalingMetricSpecification";
var _PSMSre = "PredictiveScalingMetricStat";
var _PSPLMS = "PredictiveScalingPredefinedLoadMetricSpecification";
var _PSPMPS = "PredictiveScalingPredefinedMetricPairSpecification";
var _PSPSMS = "PredictiveScalingPredefinedScalingMetricSpecification";
var _RARN = "ResourceARN";
var _RARNo = "RoleARN";
var _RD = "ReturnData";
var _RI = "ResourceId";
var _RIe = "ResourceIds";
var _RL = "ResourceLabel";
var _RN = "ResourceName";
var _RNFE = "ResourceNotFoundException";
var _RST = "RegisterScalableTarget";
var _RSTR = "RegisterScalableTargetRequest";
var _RSTRe = "RegisterScalableTargetResponse";
var _SANc = "ScheduledActionNames";
var _SD = "ScalableDimension";
var _SN = "ServiceNamespace";
var _SS = "SuspendedState";
var _SSS = "ScheduledScalingSuspended";
var _ST = "ScalableTargets";
var _STARN = "ScalableTargetARN";
var _STc = "ScalableTarget";
var _St = "Stat";
var _T = "Timestamps";
var _TK = "TagKeys";
var _TMTE = "TooManyTagsException";
var _TRR = "TagResourceRequest";
var _TV = "TargetValue";
var _Ta = "Tags";
var _U = "Unit";
var _URR = "UntagResourceRequest";
var _V = "Values";
var _VE = "ValidationException";
var _Va = "Value";
var _aQE = "awsQueryError";
var _c = "client";
var _e = "error";
var _hE = "httpError";
var _s = "smithy.ts.sdk.synthetic.com.amazonaws.applicationautoscaling";
var _se = "server";
var n0 = "com.amazonaws.applicationautoscaling";
var _s_registry = new TypeRegistry(_s);
var ApplicationAutoScalingServiceException$ = [-3, _s, "ApplicationAutoScalingServiceException", 0, [], []];
_s_registry.registerError(ApplicationAutoScalingServiceException$, ApplicationAutoScalingServiceException);
var n0_registry = new TypeRegistry(n0);
var ConcurrentUpdateException$ = [
  -3,
  n0,
  _CUE,
  { [_aQE]: [`ConcurrentUpdateException`, 500], [_e]: _se, [_hE]: 500 },
  [_M],
  [0]
];
n0_registry.registerError(ConcurrentUpdateException$, ConcurrentUpdateException);
var FailedResourceAccessException$ = [
  -3,
  n0,
  _FRAE,
  { [_aQE]: [`FailedResourceAccessException`, 400], [_e]: _c, [_hE]: 400 },
  [_M],
  [0]
];
n0_registry.registerError(FailedResourceAccessException$, FailedResourceAccessException);
var InternalServiceException$ = [
  -3,
  n0,
  _ISE,
  { [_aQE]: [`InternalServiceException`, 500], [_e]: _se, [_hE]: 500 },
  [_M],
  [0]
];
n0_registry.registerError(InternalServiceException$, InternalServiceException);
var InvalidNextTokenException$ = [
  -3,
  n0,
  _INTE,
  { [_aQE]: [`InvalidNextTokenException`, 400], [_e]: _c, [_hE]: 400 },
  [_M],
  [0]
];
n0_registry.registerError(InvalidNextTokenException$, InvalidNextTokenException);
var LimitExceededException$ = [
  -3,
  n0,
  _LEE,
  { [_aQE]: [`LimitExceededException`, 400], [_e]: _c, [_hE]: 400 },
  [_M],
  [0]
];
n0_registry.registerError(LimitExceededException$, LimitExceededException);
var ObjectNotFoundException$ = [
  -3,
  n0,
  _ONFE,
  { [_aQE]: [`ObjectNotFoundException`, 400], [_e]: _c, [_hE]: 400 },
  [_M],
  [0]
];
n0_registry.registerError(ObjectNotFoundException$, ObjectNotFoundException);
var ResourceNotFoundException$ = [
  -3,
  n0,
  _RNFE,
  { [_e]: _c, [_hE]: 404 },
  [_M, _RN],
  [0, 0]
];
n0_registry.registerError(ResourceNotFoundException$, ResourceNotFoundException);
var TooManyTagsException$ = [
  -3,
  n0,
  _TMTE,
  { [_e]: _c, [_hE]: 400 },
  [_M, _RN],
  [0, 0]
];
n0_registry.registerError(TooManyTagsException$, TooManyTagsException);
var ValidationException$ = [
  -3,
  n0,
  _VE,
  { [_aQE]: [`ValidationException`, 400], [_e]: _c, [_hE]: 400 },
  [_M],
  [0]
];
n0_registry.registerError(ValidationException$, ValidationException);
var errorTypeRegistries = [
  _s_registry,
  n0_registry
];
var CapacityForecast$ = [
  3,
  n0,
  _CF,
  0,
  [_T, _V],
  [64 | 4, 64 | 1],
  2
];
var DescribeScalableTargetsRequest$ = [
  3,
  n0,
  _DSTRes,
  0,
  [_SN, _RIe, _SD, _MR, _NT],
  [0, 64 | 0, 0, 1, 0],
  1
];
var DescribeScalableTargetsResponse$ = [
  3,
  n0,
  _DSTResc,
  0,
  [_ST, _NT],
  [() => ScalableTargets, 0]
];
var DescribeScalingPoliciesRequest$ = [
  3,
  n0,
  _DSPRes,
  0,
  [_SN, _PNo, _RI, _SD, _MR, _NT],
  [0, 64 | 0, 0, 0, 1, 0],
  1
];
var DescribeScheduledActionsRequest$ = [
  3,
  n0,
  _DSARescr,
  0,
  [_SN, _SANc, _RI, _SD, _MR, _NT],
  [0, 64 | 0, 0, 0, 1, 0],
  1
];
var ListTagsForResourceResponse$ = [
  3,
  n0,
  _LTFRRi,
  0,
  [_Ta],
  [128 | 0]
];
var LoadForecast$ = [
  3,
  n0,
  _LF,
  0,
  [_T, _V, _MS],
  [64 | 4, 64 | 1, () => PredictiveScalingMetricSpecification$],
  3
];
var PredictiveScalingCustomizedMetricSpecification$ = [
  3,
  n0,
  _PSCMS,
  0,
  [_MDQ],
  [() => PredictiveScalingMetricDataQueries],
  1
];
var PredictiveScalingMetric$ = [
  3,
  n0,
  _PSM,
  0,
  [_D, _MN, _N],
  [() => PredictiveScalingMetricDimensions, 0, 0]
];
var PredictiveScalingMetricDataQuery$ = [
  3,
  n0,
  _PSMDQ,
  0,
  [_I, _E, _MSe, _L, _RD],
  [0, 0, () => PredictiveScalingMetricStat$, 0, 2],
  1
];
var PredictiveScalingMetricDimension$ = [
  3,
  n0,
  _PSMD,
  0,
  [_Na, _Va],
  [0, 0],
  2
];
var PredictiveScalingMetricSpecification$ = [
  3,
  n0,
  _PSMS,
  0,
  [_TV, _PMPS, _PSMSr, _PLMS, _CSMS, _CLMS, _CCMS],
  [1, () => PredictiveScalingPredefinedMetricPairSpecification$, () => PredictiveScalingPredefinedScalingMetricSpecification$, () => PredictiveScalingPredefinedLoadMetricSpecification$, () => PredictiveScalingCustomizedMetricSpecification$, () => PredictiveScalingCustomizedMetricSpecification$, () => PredictiveScalingCustomizedMetricSpecification$],
  1
];
var PredictiveScalingMetricStat$ = [
  3,
  n0,
  _PSMSre,
  0,
  [_Met, _St, _U],
  [() => PredictiveScalingMetric$, 0, 0],
  2
];
var PredictiveScalingPredefinedLoadMetricSpecification$ = [
  3,
  n0,
  _PSPLMS,
  0,
  [_PMT, _RL],
  [0, 0],
  1
];
var PredictiveScalingPredefinedMetricPairSpecification$ = [
  3,
  n0,
  _PSPMPS,
  0,
  [_PMT, _RL],
  [0, 0],
  1
];
var PredictiveScalingPredefinedScalingMetricSpecification$ = [
  3,
  n0,
  _PSPSMS,
  0,
  [_PMT, _RL],
  [0, 0],
  1
];
var RegisterScalableTargetRequest$ = [
  3,
  n0,
  _RSTR,
  0,
  [_SN, _RI, _SD, _MCi, _MC, _RARNo, _SS, _Ta],
  [0, 0, 0, 1, 1, 0, () => SuspendedState$, 128 | 0],
  3
];
var RegisterScalableTargetResponse$ = [
  3,
  n0,
  _RSTRe,
  0,
  [_STARN],
  [0]
];
var ScalableTarget$ = [
  3,
  n0,
  _STc,
  0,
  [_SN, _RI, _SD, _MCi, _MC, _RARNo, _CT, _PC, _SS, _STARN],
  [0, 0, 0, 1, 1, 0, 4, 1, () => SuspendedState$, 0],
  7
];
var SuspendedState$ = [
  3,
  n0,
  _SS,
  0,
  [_DSIS, _DSOS, _SSS],
  [2, 2, 2]
];
var TagResourceRequest$ = [
  3,
  n0,
  _TRR,
  0,
  [_RARN, _Ta],
  [0, 128 | 0],
  2
];
var UntagResourceRequest$ = [
  3,
  n0,
  _URR,
  0,
  [_RARN, _TK],
  [0, 64 | 0],
  2
];
var PredictiveScalingForecastTimestamps = 64 | 4;
var PredictiveScalingForecastValues = 64 | 1;
var PredictiveScalingMetricDataQueries = [
  1,
  n0,
  _PSMDQr,
  0,
  () => PredictiveScalingMetricDataQuery$
];
var PredictiveScalingMetricDimensions = [
  1,
  n0,
  _PSMDr,
  0,
  () => PredictiveScalingMetricDimension$
];
var ResourceIdsMaxLen1600 = 64 | 0;
var ScalableTargets = [
  1,
  n0,
  _ST,
  0,
  () => ScalableTarget$
];
var TagKeyList = 64 | 0;
var TagMap = 128 | 0;
var DescribeScalableTargets$ = [
  9,
  n0,
  _DSTe,
  0,
  () => DescribeScalableTargetsRequest$,
  () => DescribeScalableTargetsResponse$
];
var RegisterScalableTarget$ = [
  9,
  n0,
  _RST,
  0,
  () => RegisterScalableTargetRequest$,
  () => RegisterScalableTargetResponse$
];

// node_modules/@aws-sdk/client-application-auto-scaling/dist-es/runtimeConfig.shared.js
var getRuntimeConfig = (config) => {
  return {
    apiVersion: "2016-02-06",
    base64Decoder: config?.base64Decoder ?? fromBase64,
    base64Encoder: config?.base64Encoder ?? toBase64,
    disableHostPrefix: config?.disableHostPrefix ?? false,
    endpointProvider: config?.endpointProvider ?? defaultEndpointResolver,
    extensions: config?.extensions ?? [],
    httpAuthSchemeProvider: config?.httpAuthSchemeProvider ?? defaultApplicationAutoScalingHttpAuthSchemeProvider,
    httpAuthSchemes: config?.httpAuthSchemes ?? [
      {
        schemeId: "aws.auth#sigv4",
        identityProvider: (ipc) => ipc.getIdentityProvider("aws.auth#sigv4"),
        signer: new AwsSdkSigV4Signer()
      }
    ],
    logger: config?.logger ?? new NoOpLogger(),
    protocol: config?.protocol ?? AwsJson1_1Protocol,
    protocolSettings: config?.protocolSettings ?? {
      defaultNamespace: "com.amazonaws.applicationautoscaling",
      errorTypeRegistries,
      version: "2016-02-06",
      serviceTarget: "AnyScaleFrontendService"
    },
    serviceId: config?.serviceId ?? "Application Auto Scaling",
    sha256: config?.sha256 ?? Sha256Node,
    urlParser: config?.urlParser ?? parseUrl,
    utf8Decoder: config?.utf8Decoder ?? fromUtf8,
    utf8Encoder: config?.utf8Encoder ?? toUtf8
  };
};

// node_modules/@aws-sdk/client-application-auto-scaling/dist-es/runtimeConfig.js
var getRuntimeConfig2 = (config) => {
  emitWarningIfUnsupportedVersion2(process.version);
  const defaultsMode = resolveDefaultsModeConfig(config);
  const defaultConfigProvider = () => defaultsMode().then(loadConfigsForDefaultMode);
  const clientSharedValues = getRuntimeConfig(config);
  emitWarningIfUnsupportedVersion(process.version);
  const loaderConfig = {
    profile: config?.profile,
    logger: clientSharedValues.logger
  };
  return {
    ...clientSharedValues,
    ...config,
    runtime: "node",
    defaultsMode,
    authSchemePreference: config?.authSchemePreference ?? loadConfig(NODE_AUTH_SCHEME_PREFERENCE_OPTIONS, loaderConfig),
    bodyLengthChecker: config?.bodyLengthChecker ?? calculateBodyLength,
    credentialDefaultProvider: config?.credentialDefaultProvider ?? defaultProvider,
    defaultUserAgentProvider: config?.defaultUserAgentProvider ?? createDefaultUserAgentProvider({ serviceId: clientSharedValues.serviceId, clientVersion: package_default.version }),
    maxAttempts: config?.maxAttempts ?? loadConfig(NODE_MAX_ATTEMPT_CONFIG_OPTIONS, config),
    region: config?.region ?? loadConfig(NODE_REGION_CONFIG_OPTIONS, { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...loaderConfig }),
    requestHandler: NodeHttpHandler.create(config?.requestHandler ?? defaultConfigProvider),
    retryMode: config?.retryMode ?? loadConfig({
      ...NODE_RETRY_MODE_CONFIG_OPTIONS,
      default: async () => (await defaultConfigProvider()).retryMode || DEFAULT_RETRY_MODE
    }, config),
    streamCollector: config?.streamCollector ?? streamCollector,
    useDualstackEndpoint: config?.useDualstackEndpoint ?? loadConfig(NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS, loaderConfig),
    useFipsEndpoint: config?.useFipsEndpoint ?? loadConfig(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS, loaderConfig),
    userAgentAppId: config?.userAgentAppId ?? loadConfig(NODE_APP_ID_CONFIG_OPTIONS, loaderConfig)
  };
};

// node_modules/@aws-sdk/client-application-auto-scaling/dist-es/auth/httpAuthExtensionConfiguration.js
var getHttpAuthExtensionConfiguration = (runtimeConfig) => {
  const _httpAuthSchemes = runtimeConfig.httpAuthSchemes;
  let _httpAuthSchemeProvider = runtimeConfig.httpAuthSchemeProvider;
  let _credentials = runtimeConfig.credentials;
  return {
    setHttpAuthScheme(httpAuthScheme) {
      const index = _httpAuthSchemes.findIndex((scheme) => scheme.schemeId === httpAuthScheme.schemeId);
      if (index === -1) {
        _httpAuthSchemes.push(httpAuthScheme);
      } else {
        _httpAuthSchemes.splice(index, 1, httpAuthScheme);
      }
    },
    httpAuthSchemes() {
      return _httpAuthSchemes;
    },
    setHttpAuthSchemeProvider(httpAuthSchemeProvider) {
      _httpAuthSchemeProvider = httpAuthSchemeProvider;
    },
    httpAuthSchemeProvider() {
      return _httpAuthSchemeProvider;
    },
    setCredentials(credentials) {
      _credentials = credentials;
    },
    credentials() {
      return _credentials;
    }
  };
};
var resolveHttpAuthRuntimeConfig = (config) => {
  return {
    httpAuthSchemes: config.httpAuthSchemes(),
    httpAuthSchemeProvider: config.httpAuthSchemeProvider(),
    credentials: config.credentials()
  };
};

// node_modules/@aws-sdk/client-application-auto-scaling/dist-es/runtimeExtensions.js
var resolveRuntimeExtensions = (runtimeConfig, extensions) => {
  const extensionConfiguration = Object.assign(getAwsRegionExtensionConfiguration(runtimeConfig), getDefaultExtensionConfiguration(runtimeConfig), getHttpHandlerExtensionConfiguration(runtimeConfig), getHttpAuthExtensionConfiguration(runtimeConfig));
  extensions.forEach((extension) => extension.configure(extensionConfiguration));
  return Object.assign(runtimeConfig, resolveAwsRegionExtensionConfiguration(extensionConfiguration), resolveDefaultRuntimeConfig(extensionConfiguration), resolveHttpHandlerRuntimeConfig(extensionConfiguration), resolveHttpAuthRuntimeConfig(extensionConfiguration));
};

// node_modules/@aws-sdk/client-application-auto-scaling/dist-es/ApplicationAutoScalingClient.js
var ApplicationAutoScalingClient = class extends Client {
  config;
  constructor(...[configuration]) {
    const _config_0 = getRuntimeConfig2(configuration || {});
    super(_config_0);
    this.initConfig = _config_0;
    const _config_1 = resolveClientEndpointParameters(_config_0);
    const _config_2 = resolveUserAgentConfig(_config_1);
    const _config_3 = resolveRetryConfig(_config_2);
    const _config_4 = resolveRegionConfig(_config_3);
    const _config_5 = resolveHostHeaderConfig(_config_4);
    const _config_6 = resolveEndpointConfig(_config_5);
    const _config_7 = resolveHttpAuthSchemeConfig(_config_6);
    const _config_8 = resolveRuntimeExtensions(_config_7, configuration?.extensions || []);
    this.config = _config_8;
    this.middlewareStack.use(getSchemaSerdePlugin(this.config));
    this.middlewareStack.use(getUserAgentPlugin(this.config));
    this.middlewareStack.use(getRetryPlugin(this.config));
    this.middlewareStack.use(getContentLengthPlugin(this.config));
    this.middlewareStack.use(getHostHeaderPlugin(this.config));
    this.middlewareStack.use(getLoggerPlugin(this.config));
    this.middlewareStack.use(getRecursionDetectionPlugin(this.config));
    this.middlewareStack.use(getHttpAuthSchemeEndpointRuleSetPlugin(this.config, {
      httpAuthSchemeParametersProvider: defaultApplicationAutoScalingHttpAuthSchemeParametersProvider,
      identityProviderConfigProvider: async (config) => new DefaultIdentityProviderConfig({
        "aws.auth#sigv4": config.credentials
      })
    }));
    this.middlewareStack.use(getHttpSigningPlugin(this.config));
  }
  destroy() {
    super.destroy();
  }
};

// node_modules/@aws-sdk/client-application-auto-scaling/dist-es/commandBuilder.js
var command = makeBuilder(commonParams, "AnyScaleFrontendService", "ApplicationAutoScalingClient", getEndpointPlugin);
var _ep0 = {};
var _mw0 = (Command, cs, config, o) => [];

// node_modules/@aws-sdk/client-application-auto-scaling/dist-es/commands/DescribeScalableTargetsCommand.js
var DescribeScalableTargetsCommand = class extends command(_ep0, _mw0, "DescribeScalableTargets", DescribeScalableTargets$) {
};

// node_modules/@aws-sdk/client-application-auto-scaling/dist-es/commands/RegisterScalableTargetCommand.js
var RegisterScalableTargetCommand = class extends command(_ep0, _mw0, "RegisterScalableTarget", RegisterScalableTarget$) {
};

// src/aws/clients/autoscaling.ts
var create = (config) => new ApplicationAutoScalingClient(config);
var commands = {
  "application-autoscaling:DescribeScalableTargets": DescribeScalableTargetsCommand,
  "application-autoscaling:RegisterScalableTarget": RegisterScalableTargetCommand
};
export {
  commands,
  create
};
