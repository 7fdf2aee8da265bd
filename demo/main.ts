import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { page } from './page.ts'
import { play } from './play.ts'
import type { Story } from './stories.ts'
import { stories } from './stories.ts'
import type { StoryRecord } from './story-record.ts'
import { createTerminal, table, wantsColour } from './terminal.ts'

const folder = resolve(import.meta.dirname, '../.sluice/demo')
const terminal = createTerminal({
  write: (text) => process.stdout.write(text),
  colour: wantsColour(process.stdout.isTTY, process.env),
  nowMs: () => performance.now(),
})

/** `npm run demo [-- <story> ...]`: plays the stories, writes the page. Exit code 0 only when all went as told, 130 when cancelled. */
async function main(): Promise<void> {
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((name) => !stories.some((story) => story.name === name))
  if (unknown.length > 0) {
    const known = stories.map((story) => `  ${story.name.padEnd(9)}${story.plot}`)
    terminal.line(`There is no story ${unknown.join(', ')}. There are:\n${known.join('\n')}`)
    process.exitCode = 2
    return
  }
  const cancelled = listenForCtrlC()
  const records: StoryRecord[] = []
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  try {
    for (const story of stories.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
      records.push(await playFairly(story, cancelled))
      writeFileSync(resolve(folder, 'index.html'), page(records, Date.now()))
    }
  } catch (error) {
    if (!cancelled.aborted) terminal.verdict(false, `cannot be played: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = cancelled.aborted ? 130 : 1
  }
  if (records.length > 0) conclude(records)
  if (records.some((record) => record.deviations.length > 0)) process.exitCode ||= 1
}

/** A run whose load generator was held up by a busy machine says nothing against the rollout: it is played once more. */
async function playFairly(story: Story, cancelled: AbortSignal): Promise<StoryRecord> {
  for (let attempt = 1; ; attempt++) {
    terminal.story(story.name, story.plot)
    const record = await play(story, resolve(folder, story.name), terminal, cancelled)
    const { requests, failed, latenessMs } = record.load
    const told = record.deviations.length === 0
    terminal.verdict(
      told,
      `${told ? 'as told' : 'not as told'}: ${record.outcome}, ${record.reasonCode}; ${requests} requests, ${failed} failed`,
    )
    for (const deviation of record.deviations) terminal.line(`    ${deviation}`)
    if (told || !record.load.void || attempt === 2) return record
    terminal.line(`    The load was sent late (p99 ${latenessMs.p99} ms): this machine is busy, and the story is played once more.`)
  }
}

function conclude(records: readonly StoryRecord[]): void {
  terminal.line()
  const rows = records.map((record) => [
    record.story,
    String(record.load.requests),
    String(record.load.failed),
    ((record.endedAtMs - record.startedAtMs) / 1000).toFixed(1),
    record.outcome,
    record.reasonCode,
    record.deviations.length === 0 ? 'yes' : 'no',
  ])
  for (const line of table(['story', 'requests', 'failed', 'seconds', 'outcome', 'reason', 'as told'], rows)) terminal.line(`  ${line}`)
  terminal.line()
  terminal.line(`  The pictures: ${relative(process.cwd(), resolve(folder, 'index.html'))}`)
}

/** The first Ctrl-C ends the story in order: the action goes home as on GitHub, then everything is removed. A second one does not wait. */
function listenForCtrlC(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Whatever is left notices that its pipe is closed and ends by itself.
      if (controller.signal.aborted) process.exit(130)
      terminal.line('\n  cancelled: what was started is told, ended and removed')
      controller.abort()
    })
  }
  return controller.signal
}

await main()
