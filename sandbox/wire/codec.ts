import * as autoscaling from '@aws-sdk/client-application-auto-scaling'
import * as cloudwatch from '@aws-sdk/client-cloudwatch'
import * as logs from '@aws-sdk/client-cloudwatch-logs'
import * as ecs from '@aws-sdk/client-ecs'
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2'
import * as secrets from '@aws-sdk/client-secrets-manager'
import { NormalizedSchema } from '@smithy/core/schema'
import enumMembers from './enum-members.json' with { type: 'json' }

/**
 * The shapes of the AWS services as the SDK clients know them. This is the only file that touches their schema internals
 * (exported, but not promised: operations are `[9, namespace, name, traits, () => input, () => output]`, errors begin with -3).
 */

/** A value's form on the wire. Structures name their members lazily because shapes may contain themselves. */
export type Shape =
  | { readonly kind: 'structure'; readonly name: string; readonly union: boolean; readonly members: () => ReadonlyMap<string, Member> }
  | { readonly kind: 'list'; readonly of: () => Shape }
  | { readonly kind: 'map'; readonly of: () => Shape }
  | { readonly kind: 'string'; readonly values?: readonly string[] }
  | { readonly kind: 'number' | 'boolean' | 'timestamp' | 'blob' | 'document' }

export interface Member {
  readonly shape: Shape
  readonly required: boolean
}

export interface Operation {
  readonly name: string
  readonly input: Shape
  readonly output: Shape
}

export interface ErrorShape {
  /** The class name in the SDK, `TargetGroupNotFoundException`. */
  readonly name: string
  /** The code on the query wire, `TargetGroupNotFound`. */
  readonly queryCode: string
  readonly status: number
  readonly shape: Shape
}

export type Prefix = 'ecs' | 'elasticloadbalancing' | 'cloudwatch' | 'logs' | 'secretsmanager' | 'application-autoscaling'

export interface Service {
  /** As in IAM policies and in the spelling of `Cloud.call`. */
  readonly prefix: Prefix
  /** The service in the credential scope of a signature. */
  readonly signingName: string
  /** X-Amz-Target before the dot; absent where the service speaks query alone. */
  readonly target?: string
  readonly jsonVersion?: '1.0' | '1.1'
  /** Present where the query protocol is spoken. */
  readonly query?: { readonly version: string; readonly xmlNamespace: string }
  /** What an input that does not validate is called. */
  readonly invalid: 'InvalidParameterException' | 'ValidationError' | 'ValidationException'
  /** JSON errors also carry the query code (x-amzn-query-error). */
  readonly queryCompatible: boolean
  readonly operations: ReadonlyMap<string, Operation>
  /** By class name and by query code. */
  readonly errors: ReadonlyMap<string, ErrorShape>
}

type Module = Readonly<Record<string, unknown>>
type Schema = ReturnType<typeof NormalizedSchema.of>
type SchemaRef = Parameters<typeof NormalizedSchema.of>[0]
type Enums = Readonly<Record<string, Readonly<Record<string, string>>>>

const structures = new WeakMap<object, Shape>()

export const services: readonly Service[] = [
  service(ecs, {
    prefix: 'ecs',
    signingName: 'ecs',
    target: 'AmazonEC2ContainerServiceV20141113',
    jsonVersion: '1.1',
    invalid: 'InvalidParameterException',
    queryCompatible: false,
  }),
  service(elb, {
    prefix: 'elasticloadbalancing',
    signingName: 'elasticloadbalancing',
    query: { version: '2015-12-01', xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/' },
    invalid: 'ValidationError',
    queryCompatible: false,
  }),
  service(cloudwatch, {
    prefix: 'cloudwatch',
    signingName: 'monitoring',
    target: 'GraniteServiceVersion20100801',
    jsonVersion: '1.0',
    query: { version: '2010-08-01', xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/' },
    invalid: 'ValidationError',
    queryCompatible: true,
  }),
  service(logs, {
    prefix: 'logs',
    signingName: 'logs',
    target: 'Logs_20140328',
    jsonVersion: '1.1',
    invalid: 'InvalidParameterException',
    queryCompatible: false,
  }),
  service(secrets, {
    prefix: 'secretsmanager',
    signingName: 'secretsmanager',
    target: 'secretsmanager',
    jsonVersion: '1.1',
    invalid: 'ValidationException',
    queryCompatible: false,
  }),
  service(autoscaling, {
    prefix: 'application-autoscaling',
    signingName: 'application-autoscaling',
    target: 'AnyScaleFrontendService',
    jsonVersion: '1.1',
    invalid: 'ValidationException',
    queryCompatible: false,
  }),
]

function service(module: Module, known: Omit<Service, 'operations' | 'errors'>): Service {
  const enums = enumValues(module, (enumMembers as Readonly<Record<string, Enums>>)[known.prefix] ?? {})
  const operations = new Map<string, Operation>()
  const errors = new Map<string, ErrorShape>()
  for (const exported of Object.values(module)) {
    if (!Array.isArray(exported)) continue
    const entry = exported as readonly unknown[]
    const name = String(entry[2])
    if (entry[0] === 9) {
      operations.set(name, {
        name,
        input: shapeOf(NormalizedSchema.of(entry[4] as SchemaRef), enums),
        output: shapeOf(NormalizedSchema.of(entry[5] as SchemaRef), enums),
      })
    } else if (entry[0] === -3) {
      const schema = NormalizedSchema.of(entry as SchemaRef)
      const traits = schema.getMergedTraits() as { awsQueryError?: [string, number]; httpError?: number }
      const error: ErrorShape = {
        name,
        queryCode: traits.awsQueryError?.[0] ?? name,
        status: traits.awsQueryError?.[1] ?? traits.httpError ?? 400,
        shape: shapeOf(schema, enums),
      }
      errors.set(error.name, error)
      errors.set(error.queryCode, error)
    }
  }
  return { ...known, operations, errors }
}

/** `Structure.member` to the values its enum has in the client module. */
function enumValues(module: Module, members: Enums): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>()
  for (const [structure, enumByMember] of Object.entries(members)) {
    for (const [member, name] of Object.entries(enumByMember)) {
      const exported = module[name]
      if (exported === undefined) throw new Error(`enum-members.json names ${name}, which the client no longer exports: generate it again`)
      values.set(`${structure}.${member}`, Object.values(exported as object) as string[])
    }
  }
  return values
}

function shapeOf(schema: Schema, enums: ReadonlyMap<string, readonly string[]>, values?: readonly string[]): Shape {
  if (schema.isUnitSchema()) return { kind: 'structure', name: 'Unit', union: false, members: () => new Map() }
  if (schema.isStructSchema()) return structureOf(schema, enums)
  if (schema.isListSchema()) return { kind: 'list', of: once(() => shapeOf(schema.getValueSchema(), enums, values)) }
  if (schema.isMapSchema()) return { kind: 'map', of: once(() => shapeOf(schema.getValueSchema(), enums, values)) }
  if (schema.isTimestampSchema()) return { kind: 'timestamp' }
  if (schema.isBooleanSchema()) return { kind: 'boolean' }
  if (schema.isBlobSchema()) return { kind: 'blob' }
  if (schema.isDocumentSchema()) return { kind: 'document' }
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) return { kind: 'number' }
  return values === undefined ? { kind: 'string' } : { kind: 'string', values }
}

function structureOf(schema: Schema, enums: ReadonlyMap<string, readonly string[]>): Shape {
  // Static structures are arrays [3, namespace, name, traits, names, schemas, count of leading required members].
  const raw = schema.getSchema() as unknown as readonly [number, string, string, unknown, readonly string[], readonly unknown[], number?]
  const before = structures.get(raw)
  if (before !== undefined) return before
  const shape: Shape = {
    kind: 'structure',
    name: raw[2],
    union: schema.isUnionSchema(),
    members: once(() => {
      const members = new Map<string, Member>()
      for (const [name, member] of schema.structIterator()) {
        members.set(name, { shape: shapeOf(member, enums, enums.get(`${raw[2]}.${name}`)), required: members.size < (raw[6] ?? 0) })
      }
      return members
    }),
  }
  structures.set(raw, shape)
  return shape
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
