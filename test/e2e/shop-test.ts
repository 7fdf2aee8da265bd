import { test, vi } from 'vitest'
import { openPairShop, type PairShop, type PairShopOptions } from './pair-shop.ts'
import { fast, openSandbox, type Sandbox } from './sandbox.ts'
import { openShop, type Shop, type ShopOptions } from './shop.ts'

/** A rollout takes its time: claim, polls and the way back are real seconds, on a slow machine many. */
const limitMs = 240_000

// Rollouts mostly wait: many of them at a time cost little more than one.
vi.setConfig({ maxConcurrency: 10 })

/** Slow and rare ones run only when asked for: in the full check and in the acceptance, not with every `npm test`. */
export const thorough = process.env['SLUICE_THOROUGH'] === '1'

interface TestOptions {
  readonly limitMs?: number
  readonly flags?: readonly string[]
  readonly thorough?: true
}

/** One test with a sandbox and a shop of its own, both gone afterwards. */
export function shopTest(name: string, options: ShopOptions & TestOptions, work: (shop: Shop) => Promise<void>): void {
  sandboxTest(name, options, (sandbox) => openShop(sandbox, options), work)
}

/** One test with a sandbox and a pair of services of its own, both gone afterwards. */
export function pairTest(name: string, options: PairShopOptions & TestOptions, work: (shop: PairShop) => Promise<void>): void {
  sandboxTest(name, options, (sandbox) => openPairShop(sandbox, options), work)
}

function sandboxTest<S extends { close(): void }>(
  name: string,
  options: TestOptions,
  open: (sandbox: Sandbox) => Promise<S>,
  work: (shop: S) => Promise<void>,
): void {
  test.runIf(options.thorough !== true || thorough)(name, { timeout: options.limitMs ?? limitMs }, async () => {
    const sandbox = await openSandbox([...fast, ...(options.flags ?? [])])
    try {
      const shop = await open(sandbox)
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
