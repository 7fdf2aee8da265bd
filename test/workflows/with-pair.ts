import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startProgram } from '../../demo/program.ts'
import { taskDefinition } from '../../demo/stage.ts'
import { createPair } from './pair.ts'

/**
 * `node test/workflows/with-pair.ts <command> [<argument> ...]`: runs the command beside a sandbox that holds a pair of services. Ends with
 * the exit code of the command, or with 3 where that leaves over anything that a rollout must have put back at its end. The jobs of a
 * workflow share one cloud, so it is none of theirs. The command finds credentials and endpoint; SHOP_URL; TEST_RULES, one on each line;
 * SHOP_RELEASES, a folder with a task definition for each version; and the node that runs this first in PATH.
 */
const [command, ...args] = process.argv.slice(2)
if (command === undefined) throw new Error('usage: node test/workflows/with-pair.ts <command> [<argument> ...]')

/** Each version is rolled out once: a run does not try again what it has rolled back. */
const versions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  v2: {},
  // Well by its health checks, and unable to answer anything else.
  v3: { ERROR_RATE: '1' },
  v4: {},
  v5: {},
}

const releases = mkdtempSync(join(tmpdir(), 'sluice-releases-'))
const sandbox = startProgram('sandbox/main.ts', [...['--port', '0', '--time-scale', '10', '--metric-period', '2', '--metric-delay', '1']])
try {
  const { env } = (await sandbox.next()) as { readonly env: Readonly<Record<string, string>> }
  const region = env['AWS_REGION']!
  for (const [version, environment] of Object.entries(versions)) {
    writeFileSync(join(releases, `${version}.json`), JSON.stringify(taskDefinition(version, environment, region), undefined, 2))
  }
  const pair = await createPair(region, env)
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      ...env,
      PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`,
      SHOP_URL: pair.url,
      SHOP_RELEASES: releases,
      TEST_RULES: Object.values(pair.testRules).join('\n'),
    },
  })
  const [status] = (await once(child, 'exit')) as [number | null]
  // What was written last may be read only a moment later.
  let left = await pair.leftOver()
  for (const untilMs = performance.now() + 5_000; left.length > 0 && performance.now() < untilMs; left = await pair.leftOver())
    await delay(250)
  for (const each of left) console.error(`left over: ${each}`)
  pair.close()
  process.exitCode = left.length > 0 ? 3 : (status ?? 2)
} finally {
  await sandbox.end()
  rmSync(releases, { recursive: true, force: true })
}
