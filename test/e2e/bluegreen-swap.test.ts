import { describe } from 'vitest'
import { cancellations } from './bluegreen-cancelled.ts'
import { goodEnds } from './bluegreen-ends.ts'
import { foreignHands } from './bluegreen-foreign.ts'
import { badEnds } from './bluegreen-gates.ts'
import { permissions } from './bluegreen-permissions.ts'
import { refusals } from './bluegreen-refused.ts'

/** The committed dist as a process, as the runner starts it, against the sandbox. */
describe.concurrent('bluegreen-swap', () => {
  describe('a rollout', goodEnds)
  describe('a candidate', badEnds)
  describe('a rollout under way', foreignHands)
  describe('a cancelled step', cancellations)
  describe('is refused', refusals)
  describe('the permissions an owner is told to give', permissions)
})
