import { describe } from 'vitest'
import { cancellations } from './rolling-cancelled.ts'
import { endings } from './rolling-ends.ts'
import { foreignHands } from './rolling-foreign.ts'
import { hostileWords } from './rolling-hostile.ts'
import { permissions } from './rolling-permissions.ts'
import { slowEnds } from './rolling-slow.ts'

/**
 * The committed dist as a process, as the runner starts it, against the sandbox. All in one file, since rollouts mostly wait and can do
 * so together.
 */
describe.concurrent('rolling-ecs', () => {
  describe('a rollout', endings)
  describe('a rollout under way', foreignHands)
  describe('a cancelled step', cancellations)
  describe('a candidate that prints commands', hostileWords)
  describe('a rollout that does not get there', slowEnds)
  describe('the permissions an owner is told to give', permissions)
})
