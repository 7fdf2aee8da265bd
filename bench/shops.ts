import { openPairShop, type PairShop, type PairShopOptions } from '../test/e2e/pair-shop.ts'
import { openSandbox, type Sandbox } from '../test/e2e/sandbox.ts'
import { openShop, type Shop } from '../test/e2e/shop.ts'

/** Work in a shop and a sandbox of its own, both gone afterwards. */
export function inShop<T>(work: (shop: Shop) => Promise<T>): Promise<T> {
  return inSandbox(openShop, work)
}

export function inPair<T>(work: (shop: PairShop) => Promise<T>, options: PairShopOptions = {}): Promise<T> {
  return inSandbox((sandbox) => openPairShop(sandbox, options), work)
}

async function inSandbox<S extends { close(): void }, T>(
  open: (sandbox: Sandbox) => Promise<S>,
  work: (shop: S) => Promise<T>,
): Promise<T> {
  const sandbox = await openSandbox()
  try {
    const shop = await open(sandbox)
    try {
      return await work(shop)
    } finally {
      shop.close()
    }
  } finally {
    await sandbox.close()
  }
}
