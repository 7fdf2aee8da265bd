import type { MatterEvent } from '../../sandbox/matter/ports.ts'
import { createScriptedMatter } from '../../sandbox/matter/scripted/scripted.ts'
import { createVirtualTimeline } from '../../sandbox/timeline.ts'
import { describeMatter } from '../contracts/matter.ts'

const TICK_MS = 100

describeMatter('scripted', () => {
  const events: MatterEvent[] = []
  const timeline = createVirtualTimeline()
  const startMs = timeline.nowMs()
  /** Requests asked for and not yet drawn. */
  let waiting = 0
  const perSecond = (): number => {
    const due = (waiting * 1000) / TICK_MS
    waiting = 0
    return due
  }
  const { tasks, traffic } = createScriptedMatter((event) => events.push(event), {
    timeline,
    seed: 1,
    load: { perSecond, tickMs: TICK_MS },
  })
  return Promise.resolve({
    tasks,
    traffic,
    events,
    until(condition) {
      while (!condition(events)) {
        if (timeline.nowMs() - startMs > 20_000 || !timeline.runNext()) return Promise.reject(new Error(`not within 20 s of virtual time`))
      }
      return Promise.resolve()
    },
    request(_address, _port, count) {
      waiting += count
      return Promise.resolve()
    },
    close() {
      traffic.stop()
      return Promise.resolve()
    },
  })
})
