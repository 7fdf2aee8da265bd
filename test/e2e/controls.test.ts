import { describe, expect, it } from 'vitest'
import { controls } from './controls.ts'
import { pairControls } from './pair-controls.ts'
import { thorough } from './shop-test.ts'

describe.runIf(thorough)('what loses requests on AWS loses them here', () => {
  it.for([...controls, ...pairControls])('$name', { timeout: 240_000 }, async (control) => {
    expect((await control.run()).failures).toBeGreaterThan(0)
  })
})
