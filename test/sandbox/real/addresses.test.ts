import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Addresses } from '../../../sandbox/matter/real/addresses.ts'
import { claimAddresses, onPorts } from '../../../sandbox/matter/real/addresses.ts'

const open: Addresses[] = []
afterEach(async () => {
  for (const addresses of open.splice(0)) await addresses.close()
})
async function claim(random?: () => number): Promise<Addresses> {
  const addresses = await claimAddresses(random)
  open.push(addresses)
  return addresses
}

describe('loopback addresses', () => {
  it('are of another block for each sandbox, even when both first try the same one', async () => {
    const draws = (): (() => number) => {
      let draw = 0.1
      return () => (draw = (draw + 0.13) % 1)
    }
    const [one, two] = [await claim(draws()), await claim(draws())]
    const block = (address: string): string => address.split('.').slice(0, 3).join('.')
    if (one.aliases) expect(block(one.allotTask())).not.toBe(block(two.allotTask()))
    else expect(one.locate(one.allotTask(), 80)).not.toEqual(two.locate(two.allotTask(), 80))
  })

  it('are used again only after all others, and never while in use', async () => {
    const addresses = await claim()
    const first = addresses.allotTask()
    addresses.releaseTask(first)
    addresses.releaseTask(first)
    const next = Array.from({ length: 199 }, () => addresses.allotTask())
    expect(new Set(next).size).toBe(199)
    expect(next.at(-1)).toBe(first)
    expect(() => addresses.allotTask()).toThrow(/all 199 task addresses/)
  })

  it('are names for ports of 127.0.0.1 where there are no aliases', async () => {
    const guard = createServer()
    await new Promise<void>((resolve) => guard.listen(0, '127.0.0.1', resolve))
    const base = (guard.address() as AddressInfo).port
    const addresses = onPorts(base, guard, 1024)
    open.push(addresses)
    const [one, two] = [addresses.allotTask(), addresses.allotTask()]
    expect(one).not.toBe(two)
    expect(addresses.locate(one, 8080)).toEqual({ host: '127.0.0.1', port: base + 1 })
    expect(addresses.locate(two, 8080)).toEqual({ host: '127.0.0.1', port: base + 2 })
    expect(addresses.locate(one, 8080)).toEqual({ host: '127.0.0.1', port: base + 1 })
    addresses.releaseTask(one)
    expect(addresses.locate(two, 8080)).toEqual({ host: '127.0.0.1', port: base + 2 })
    expect(addresses.allotLoadBalancer()).toBe('127.0.0.1')
  })
})
