import type { ServiceEvent } from '@aws-sdk/client-ecs'

/** Most lines told at once; of more only the latest are. */
const most = 20

/** What every rollout does, and the counts of tasks and the timeline tell already. Events in words not known here are told. */
const routine = [
  /has started \d+ tasks: [^.]*\.$/,
  /has stopped \d+ running tasks: /,
  /stopped \d+ pending tasks\.$/,
  /(de)?registered \d+ targets in /,
  /has begun draining connections /,
  /has reached a steady state\.$/,
  /deployment completed\.$/,
]

/** Tells each event of a service that is out of the ordinary, once, oldest first, from a moment on. */
export function createServiceNews(): (events: readonly ServiceEvent[], sinceMs: number) => readonly string[] {
  const told = new Set<string>()
  return (events, sinceMs) => {
    const fresh = events.filter((event) => {
      const id = event.id ?? `${String(event.createdAt?.getTime())} ${event.message ?? ''}`
      if (told.has(id) || (event.createdAt?.getTime() ?? 0) < sinceMs) return false
      told.add(id)
      return event.message !== undefined && !routine.some((words) => words.test(event.message!))
    })
    const ordered = fresh.sort((a, b) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0))
    return ordered.slice(-most).map((event) => event.message!)
  }
}
