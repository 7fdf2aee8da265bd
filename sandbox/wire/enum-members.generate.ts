import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Writes enum-members.json: which members of which structures are enums, read from the types of the SDK clients
 * (their run-time schemas say only "string"). Run it again when a client is updated: `node sandbox/wire/enum-members.generate.ts`.
 */
const clients = {
  ecs: 'client-ecs',
  elasticloadbalancing: 'client-elastic-load-balancing-v2',
  cloudwatch: 'client-cloudwatch',
  logs: 'client-cloudwatch-logs',
  secretsmanager: 'client-secrets-manager',
  'application-autoscaling': 'client-application-auto-scaling',
}

const here = dirname(fileURLToPath(import.meta.url))
const found: Record<string, Record<string, Record<string, string>>> = {}
for (const [prefix, client] of Object.entries(clients)) {
  const models = join(here, '../../node_modules/@aws-sdk', client, 'dist-types/models')
  const enums = new Set(
    [...readFileSync(join(models, 'enums.d.ts'), 'utf8').matchAll(/export declare const (\w+):/g)].map((match) => match[1]!),
  )
  const structures: Record<string, Record<string, string>> = {}
  for (const file of readdirSync(models).filter((name) => /^models_\d+\.d\.ts$/.test(name))) {
    for (const [, structure, body] of readFileSync(join(models, file), 'utf8').matchAll(/export interface (\w+) \{\n([\s\S]*?)\n\}/g)) {
      for (const [, member, type] of body!.matchAll(/^ {4}(\w+)\??: (?:Record<string, )?(\w+)(?:>|\[\])*(?: \| undefined)?;$/gm)) {
        if (enums.has(type!)) (structures[structure!] ??= {})[member!] = type!
      }
    }
  }
  found[prefix] = structures
}
writeFileSync(join(here, 'enum-members.json'), `${JSON.stringify(found, null, 1)}\n`)
