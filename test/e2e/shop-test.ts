import { test, vi } from 'vitest'
import { fast, openSandbox } from './sandbox.ts'
import { openShop, type Shop, type ShopOptions } from './shop.ts'

/** A rollout takes its time: claim, polls and the way back are real seconds, on a slow machine many. */
const limitMs = 240_000

// Rollouts mostly wait: many of them at a time cost little more than one.
vi.setConfig({ maxConcurrency: 10 })

/** Slow and rare ones run only when asked for: in the full check and in the acceptance, not with every `npm test`. */
export const thorough = process.env['SLUICE_THOROUGH'] === '1'

/** One test with a sandbox and a shop of its own, both gone afterwards. */
export function shopTest(
  name: string,
  options: ShopOptions & { readonly flags?: readonly string[]; readonly thorough?: true },
  work: (shop: Shop) => Promise<void>,
): void {
  test.runIf(options.thorough !== true || thorough)(name, { timeout: limitMs }, async () => {
    const sandbox = await openSandbox([...fast, ...(options.flags ?? [])])
    try {
      const shop = await openShop(sandbox, options)
      try {
        await work(shop)
      } finally {
        shop.close()
      }
    } finally {
      await sandbox.close()
    }
  })
}
