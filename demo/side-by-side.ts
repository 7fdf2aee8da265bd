/** Who tells writes at once; the others are kept until it is their turn. */
export interface Turns {
  write(turn: number, text: string): void
  /** This one has told everything; those that follow and have too are told in one go. */
  end(turn: number): void
}

/** What happens side by side is told one after the other, in the order of the turns. */
export function createTurns(write: (text: string) => void): Turns {
  const kept = new Map<number, string>()
  const ended = new Set<number>()
  let now = 0
  return {
    write(turn, text) {
      if (turn === now) write(text)
      else kept.set(turn, (kept.get(turn) ?? '') + text)
    },
    end(turn) {
      ended.add(turn)
      while (ended.has(now)) {
        now += 1
        write(kept.get(now) ?? '')
        kept.delete(now)
      }
    },
  }
}

/** Does all the work, at most so much of it at a time, begun in the order given. What fails must be caught by `work`. */
export async function sideBySide<T>(most: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next)
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, lane))
}
