import { describe } from 'vitest'
import { interruptions } from './canary-cancelled.ts'
import { goodEnds } from './canary-ends.ts'
import { badEnds } from './canary-fails.ts'
import { refusals } from './canary-refused.ts'
import { undecided } from './canary-undecided.ts'
import { watching } from './canary-watch.ts'

/** The committed dist as a process, as the runner starts it, against the sandbox under load. */
describe.concurrent('canary-gate', () => {
  describe('a canary', goodEnds)
  describe('a canary that does not hold', badEnds)
  describe('a canary without enough evidence', undecided)
  describe('a canary', interruptions)
  describe('a gate that only judges', watching)
  describe('is refused', refusals)
})
