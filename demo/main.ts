import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { harmed, harmTold } from './canary-record.ts'
import { page } from './page.ts'
import { play } from './play.ts'
import { createTurns, sideBySide } from './side-by-side.ts'
import { stories } from './stories.ts'
import type { Story } from './story.ts'
import type { StoryRecord } from './story-record.ts'
import { harmedS } from './story-record.ts'
import type { Terminal } from './terminal.ts'
import { createTerminal, table, wantsColour } from './terminal.ts'

const folder = resolve(import.meta.dirname, '../.sluice/demo')
const createTelling = (write: (text: string) => void): Terminal =>
  createTerminal({
    ...{ write, colour: wantsColour(process.stdout.isTTY, process.env), nowMs: () => performance.now() },
    columns: Math.max(80, process.stdout.columns || 100),
  })
const terminal = createTelling((text) => process.stdout.write(text))

/** Stories mostly wait, so that two cores carry four of them. */
const atATime = 4
/** Recovery waits until a dead runner must have spoken, so this one takes longest: it begins with the first. */
const longest = 'killed'

/** `npm run demo [-- <story> ...]`: plays the stories, writes the page. Exit code 0 only when all went as told, 130 when cancelled. */
async function main(): Promise<void> {
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((name) => !stories.some((story) => story.name === name))
  if (unknown.length > 0) {
    const known = stories.map((story) => `  ${story.name.padEnd(10)}${story.plot}`)
    terminal.line(`There is no story ${unknown.join(', ')}. There are:\n${known.join('\n')}`)
    process.exitCode = 2
    return
  }
  const cancelled = listenForCtrlC()
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const chosen = stories.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  const records = new Map<Story, StoryRecord>()
  const inOrder = (): readonly StoryRecord[] => chosen.flatMap((story) => records.get(story) ?? [])
  const turns = createTurns((text) => process.stdout.write(text))
  if (chosen.length > 1) terminal.line(`Up to ${atATime} stories are played at a time, and told one after the other.`)
  const begun = chosen.toSorted((a, b) => Number(b.name === longest) - Number(a.name === longest))
  await sideBySide(atATime, begun, async (story) => {
    if (cancelled.aborted) return
    const turn = chosen.indexOf(story)
    const telling = createTelling((text) => turns.write(turn, text))
    try {
      records.set(story, await playFairly(story, telling, cancelled))
      writeFileSync(resolve(folder, 'index.html'), page(inOrder(), Date.now()))
    } catch (error) {
      if (!cancelled.aborted) telling.verdict(false, `cannot be played: ${error instanceof Error ? error.message : String(error)}`)
      process.exitCode = cancelled.aborted ? 130 : 1
    }
    turns.end(turn)
  })
  if (records.size > 0) conclude(inOrder())
  if (inOrder().some((record) => record.deviations.length > 0)) process.exitCode ||= 1
}

/** A run whose load generator was held up by a busy machine says nothing against the rollout: it is played once more. */
async function playFairly(story: Story, telling: Terminal, cancelled: AbortSignal): Promise<StoryRecord> {
  for (let attempt = 1; ; attempt++) {
    telling.story(story.name, story.plot)
    const record = await play(story, resolve(folder, story.name), telling, cancelled)
    const { requests, failed, latenessMs } = record.load
    const told = record.deviations.length === 0
    const harm = failed === 0 ? '0 failed' : `${failed} failed, within ${harmedS(record.load)} s`
    const byCanary = record.canary ? `; verdict ${record.canary.verdict}, ${harmTold(record.canary)}` : ''
    const ended = `${record.outcome}, ${record.reasonCode}; ${requests} requests, ${harm}${byCanary}`
    telling.verdict(told, `${told ? 'as told' : 'not as told'}: ${ended}`)
    for (const deviation of record.deviations) telling.line(`    ${deviation}`)
    if (told || !record.load.void || attempt === 2) return record
    telling.line(`    The load was sent late (p99 ${latenessMs.p99} ms): this machine is busy, and the story is played once more.`)
  }
}

function conclude(records: readonly StoryRecord[]): void {
  terminal.line()
  const rows = records.map((record) => [
    record.story,
    String(record.load.requests),
    String(record.load.failed),
    record.canary ? String(harmed(record.canary)) : '–',
    ((record.endedAtMs - record.startedAtMs) / 1000).toFixed(1),
    record.outcome,
    record.reasonCode,
    record.deviations.length === 0 ? 'yes' : 'no',
  ])
  const harms = records.some(({ canary }) => canary)
  for (const line of table(['story', 'requests', 'failed', 'harmed', 'seconds', 'outcome', 'reason', 'as told'], rows))
    terminal.line(`  ${line}`)
  if (harms) terminal.line('\n  harmed: requests that went to the canary and failed, had no answer, or had it late')
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
