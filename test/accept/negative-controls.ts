import { type Control, controls } from '../e2e/controls.ts'
import { pairControls } from '../e2e/pair-controls.ts'
import type { Item } from './item.ts'

export const negativeControls = itemOf(controls)
export const pairNegativeControls = itemOf(pairControls)

function itemOf(all: readonly Control[]): Item {
  return {
    name: 'negative-controls',
    claim: 'What loses requests on AWS loses them in the sandbox',
    async run(progress) {
      const figures: Record<string, unknown> = {}
      let ok = true
      for (const control of all) {
        const shown = await control.run()
        progress(`${shown.failures > 0 ? 'ok' : 'FAILED'}: ${control.name}: ${shown.failures} (${shown.seen})`)
        figures[control.name] = shown
        ok &&= shown.failures > 0
      }
      return { ok, figures }
    },
  }
}
