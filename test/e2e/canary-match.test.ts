import { describe } from 'vitest'
import { chosenUsers } from './canary-match.ts'

/** The committed dist as a process, as the runner starts it, against the sandbox with real requests. */
describe.concurrent('chosen users', chosenUsers)
