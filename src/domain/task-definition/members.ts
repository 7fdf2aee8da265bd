/** What a member of a document may hold. */
export type Shape =
  | { readonly kind: 'text' | 'whole' | 'boolean' }
  /** A number that the API wants as text: both spellings are taken. */
  | { readonly kind: 'digits' }
  | { readonly kind: 'map' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'object'; readonly members: Readonly<Record<string, Shape>>; readonly required: readonly string[] }

const text: Shape = { kind: 'text' }
const whole: Shape = { kind: 'whole' }
const boolean: Shape = { kind: 'boolean' }
const digits: Shape = { kind: 'digits' }
const map: Shape = { kind: 'map' }
const list = (of: Shape): Shape => ({ kind: 'list', of })
const object = (members: Readonly<Record<string, Shape>>, ...required: string[]): Shape => ({ kind: 'object', members, required })

const pairs = list(object({ name: text, value: text }, 'name', 'value'))
const secrets = list(object({ name: text, valueFrom: text }, 'name', 'valueFrom'))

const container = object(
  {
    name: text,
    image: text,
    repositoryCredentials: object({ credentialsParameter: text }, 'credentialsParameter'),
    cpu: whole,
    memory: whole,
    memoryReservation: whole,
    links: list(text),
    portMappings: list(
      object({ containerPort: whole, hostPort: whole, protocol: text, name: text, appProtocol: text, containerPortRange: text }),
    ),
    essential: boolean,
    restartPolicy: object({ enabled: boolean, ignoredExitCodes: list(whole), restartAttemptPeriod: whole }, 'enabled'),
    entryPoint: list(text),
    command: list(text),
    environment: pairs,
    environmentFiles: list(object({ value: text, type: text }, 'value', 'type')),
    mountPoints: list(object({ sourceVolume: text, containerPath: text, readOnly: boolean })),
    volumesFrom: list(object({ sourceContainer: text, readOnly: boolean })),
    linuxParameters: object({
      capabilities: object({ add: list(text), drop: list(text) }),
      devices: list(object({ hostPath: text, containerPath: text, permissions: list(text) }, 'hostPath')),
      initProcessEnabled: boolean,
      sharedMemorySize: whole,
      tmpfs: list(object({ containerPath: text, size: whole, mountOptions: list(text) }, 'containerPath', 'size')),
      maxSwap: whole,
      swappiness: whole,
    }),
    secrets,
    dependsOn: list(object({ containerName: text, condition: text }, 'containerName', 'condition')),
    startTimeout: whole,
    stopTimeout: whole,
    versionConsistency: text,
    hostname: text,
    user: text,
    workingDirectory: text,
    disableNetworking: boolean,
    privileged: boolean,
    readonlyRootFilesystem: boolean,
    dnsServers: list(text),
    dnsSearchDomains: list(text),
    extraHosts: list(object({ hostname: text, ipAddress: text }, 'hostname', 'ipAddress')),
    dockerSecurityOptions: list(text),
    interactive: boolean,
    pseudoTerminal: boolean,
    dockerLabels: map,
    ulimits: list(object({ name: text, softLimit: whole, hardLimit: whole }, 'name', 'softLimit', 'hardLimit')),
    logConfiguration: object({ logDriver: text, options: map, secretOptions: secrets }, 'logDriver'),
    healthCheck: object({ command: list(text), interval: whole, timeout: whole, retries: whole, startPeriod: whole }, 'command'),
    systemControls: list(object({ namespace: text, value: text })),
    resourceRequirements: list(
      object(
        { type: text, value: text, sharingStrategy: object({ nvidiaMps: object({ memory: whole, maxComputePercent: whole }) }) },
        'type',
        'value',
      ),
    ),
    firelensConfiguration: object({ type: text, options: map }, 'type'),
    credentialSpecs: list(text),
  },
  'name',
)

const volume = object({
  name: text,
  host: object({ sourcePath: text }),
  dockerVolumeConfiguration: object({ scope: text, autoprovision: boolean, driver: text, driverOpts: map, labels: map }),
  efsVolumeConfiguration: object(
    {
      fileSystemId: text,
      rootDirectory: text,
      transitEncryption: text,
      transitEncryptionPort: whole,
      authorizationConfig: object({ accessPointId: text, iam: text }),
    },
    'fileSystemId',
  ),
  s3filesVolumeConfiguration: object({ fileSystemArn: text, rootDirectory: text, transitEncryptionPort: whole, accessPointArn: text }),
  fsxWindowsFileServerVolumeConfiguration: object(
    { fileSystemId: text, rootDirectory: text, authorizationConfig: object({ credentialsParameter: text, domain: text }) },
    'fileSystemId',
    'rootDirectory',
  ),
  configuredAtLaunch: boolean,
})

/** What RegisterTaskDefinition takes. Source: its reference page in the ECS API; a test holds it to the model of the SDK. */
export const registrationShape: Shape = object(
  {
    family: text,
    containerDefinitions: list(container),
    taskRoleArn: text,
    executionRoleArn: text,
    networkMode: text,
    volumes: list(volume),
    placementConstraints: list(object({ type: text, expression: text })),
    requiresCompatibilities: list(text),
    cpu: digits,
    memory: digits,
    tags: list(object({ key: text, value: text })),
    pidMode: text,
    ipcMode: text,
    proxyConfiguration: object({ containerName: text, type: text, properties: pairs }, 'containerName'),
    inferenceAccelerators: list(object({ deviceName: text, deviceType: text }, 'deviceName', 'deviceType')),
    ephemeralStorage: object({ sizeInGiB: whole }, 'sizeInGiB'),
    runtimePlatform: object({ cpuArchitecture: text, operatingSystemFamily: text }),
    enableFaultInjection: boolean,
  },
  'family',
  'containerDefinitions',
)

/** What DescribeTaskDefinition adds and RegisterTaskDefinition does not take. */
export const readOnlyMembers: ReadonlySet<string> = new Set([
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
])
