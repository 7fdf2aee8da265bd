import { describe } from 'vitest'
import { pairRollbacks } from './rollback-pair.ts'
import { rollingRollbacks } from './rollback-rolling.ts'

/** The committed dist as a process, as the runner starts it, against the sandbox. */
describe.concurrent('rollback', () => {
  describe('a pair', pairRollbacks)
  describe('a service', rollingRollbacks)
})
