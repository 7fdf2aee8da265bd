import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { service, setStage, taskDefinition } from '../../demo/stage.ts'
import { stories } from '../../demo/stories.ts'

/**
 * `node test/workflows/stage.ts <folder>`: puts the service of the demo into the sandbox that AWS_ENDPOINT_URL names, waits until it
 * serves its baseline, and writes a task definition for each version a workflow may roll to: `<folder>/<version>.json`. The only line
 * on stdout is `url=...`, where the load balancer listens.
 */
const [folder] = process.argv.slice(2)
const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env
if (folder === undefined || !AWS_ENDPOINT_URL || !AWS_REGION || !AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
  throw new Error('usage: node test/workflows/stage.ts <folder>, with the environment that the sandbox prints')
}

/** What the demo tells; a second release that does not start, for a run never rolls out twice what it has rolled back once; and a good one. */
const candidates = [
  ...stories.map(({ candidate }) => candidate),
  { version: 'v5', environment: { CRASH_AFTER_MS: '0', EXIT_CODE: '7' } },
  { version: 'v6', environment: {} },
] as const

const stage = await setStage(AWS_REGION, { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY }, 125)
await stage.ready(AbortSignal.timeout(120_000))
stage.close()
mkdirSync(folder, { recursive: true })
for (const { version, environment } of candidates) {
  writeFileSync(join(folder, `${version}.json`), JSON.stringify(taskDefinition(version, environment, AWS_REGION), undefined, 2))
}
console.error(`${service} serves its baseline; task definitions are in ${resolve(folder)}`)
console.log(`url=${stage.url}`)
