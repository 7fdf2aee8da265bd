import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { Source } from '../../src/domain/metrics/model.ts'
import { createHttpJsonProvider } from '../../src/metrics/http-json.ts'
import { arms, compared, type Loopback, minuteMs, never, optionsOf, serve } from './loopback.ts'

const origin = 1_800_000_000_000
const delayed = (minutes: number): number => origin + minutes * minuteMs + 30_000

let server: Loopback | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

async function stage(listener: RequestListener, more: Partial<Extract<Source, { kind: 'http-json' }>> = {}, options: object = {}) {
  const opened = (server = await serve(listener))
  const source = { kind: 'http-json', url: `${opened.url}/{side}/{from}/{to}`, bad: 'x', total: 'n', headers: {}, ...more } as const
  const made = optionsOf([compared('own', { ...source, url: source.url.replace('SERVER', opened.url) })], options)
  return { ...opened, options: made, provider: createHttpJsonProvider(made) }
}

const answer =
  (body: unknown, status = 200): RequestListener =>
  (_, response) =>
    void response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))

describe('documents', () => {
  test('are asked for by arm and interval, in seconds', async () => {
    const { provider, requests } = await stage(answer({ n: 10, x: 1 }))
    await provider.rows(['own'], origin, delayed(2), never)
    const [from, middle, to] = [0, 60, 120].map((seconds) => String(origin / 1000 + seconds))
    expect(requests.map(({ url }) => url).sort()).toEqual([
      `/blue/${from}/${middle}`,
      `/blue/${middle}/${to}`,
      `/green/${from}/${middle}`,
      `/green/${middle}/${to}`,
    ])
  })

  test('are asked for once, but the last three again', async () => {
    const { provider, requests } = await stage(answer({ n: 10, x: 1 }))
    const asked = async (minutes: number): Promise<number> => {
      const before = requests.length
      expect(await provider.rows(['own'], origin, delayed(minutes), never)).toHaveLength(minutes)
      return requests.length - before
    }
    expect(await asked(5)).toBe(10)
    expect(await asked(5)).toBe(6)
    expect(await asked(6)).toBe(6)
    expect(await asked(12)).toBe(12)
  })

  test('that were had are kept when another one fails', async () => {
    let broken = true
    const { provider, requests } = await stage((request, response) => {
      const last = request.url!.startsWith(`/green/${String(origin / 1000 + 9 * 60)}/`)
      response.writeHead(last && broken ? 500 : 200).end('{"n":1,"x":0}')
    })
    await expect(provider.rows(['own'], origin, delayed(10), never)).rejects.toMatchObject({
      reasonCode: 'METRICS_UNAVAILABLE',
      message: expect.stringMatching(
        /^own of green \(shop:8\) from 08:09:00 at http:.* cannot be read: status 500: '{"n":1,"x":0}'$/,
      ) as string,
    })
    broken = false
    const before = requests.length
    expect(await provider.rows(['own'], origin, delayed(10), never)).toHaveLength(10)
    expect(requests.length - before).toBeLessThanOrEqual(7)
  })

  test.each<[string, unknown, object | undefined]>([
    ['whole numbers', { n: 7, x: 2 }, { n: 7, x: 2 }],
    ['whole numbers as text', { n: '7', x: '2.0' }, { n: 7, x: 2 }],
    ['no requests, and so no bad ones', { n: 0 }, { n: 0, x: 0 }],
    ['nothing', {}, undefined],
    ['null', { n: null, x: null }, undefined],
    ['an empty text', { n: '', x: '' }, undefined],
    ['null itself', 'null', undefined],
  ])('may hold %s', async (_, body, counts) => {
    const { provider } = await stage(
      (request, response) =>
        void response.end(request.url!.startsWith('/blue') ? '{"n":9,"x":0}' : typeof body === 'string' ? body : JSON.stringify(body)),
    )
    const [row] = await provider.rows(['own'], origin, delayed(1), never)
    expect(row!.samples['own']).toEqual({ canary: counts ?? { n: 0, x: 0 }, baseline: { n: 9, x: 0 } })
  })

  test.each<[string, unknown, number, string]>([
    ['no count of bad requests', { n: 7 }, 200, 'x is absent, which counts nothing'],
    ['null for bad requests', { n: 7, x: null }, 200, 'x is null, which counts nothing'],
    ['parts of requests', { n: 7.5, x: 1 }, 200, 'n is 7.5, which counts nothing'],
    ['less than none', { n: 7, x: -1 }, 200, 'x is -1, which counts nothing'],
    ['words', { n: 'NaN', x: 1 }, 200, 'n is "NaN", which counts nothing'],
    ['more bad requests than there are', { n: 7, x: 8 }, 200, 'x is 8, and n only 7'],
    ['no JSON', '<html>', 200, 'it is no JSON: "<html>"'],
    ['a number that is none', '{"n":NaN}', 200, 'it is no JSON: '],
    ['a failure', 'no such table', 404, 'status 404: "no such table"'],
    ['another address', '', 302, 'status 302: an empty answer'],
  ])('that hold %s are unavailable', async (_, body, status, because) => {
    const { provider } = await stage(answer(body, status))
    await expect(provider.rows(['own'], origin, delayed(1), never)).rejects.toMatchObject({
      reasonCode: 'METRICS_UNAVAILABLE',
      message: expect.stringContaining(`cannot be read: ${because}`) as string,
    })
  })

  test('that never come are given up', async () => {
    const { provider } = await stage(() => undefined, {}, { timeoutMs: 50 })
    await expect(provider.rows(['own'], origin, delayed(3), never)).rejects.toMatchObject({
      reasonCode: 'METRICS_UNAVAILABLE',
      message: expect.stringContaining('no answer within') as string,
    })
  })

  test('are asked for with names that are escaped, and secrets that are masked and not told', async () => {
    const named = { canary: { ...arms.canary, service: 'a/b?c&d' }, baseline: arms.baseline }
    const more = { url: 'SERVER/{service}?key=abc&from={from}', headers: { authorization: 'Bearer {env.TOKEN}', 'x-side': '{side}' } }
    const { provider, requests, options } = await stage(answer('oops', 500), more, { arms: named, env: { TOKEN: 'geheim' } })
    expect(options.masked).toContain('geheim')
    const error = (await provider.rows(['own'], origin, delayed(1), never).catch((thrown: unknown) => thrown)) as Error
    expect(error.message).not.toMatch(/geheim|abc/)
    expect(requests.map(({ url }) => url)).toContain(`/a%2Fb%3Fc%26d?key=abc&from=${String(origin / 1000)}`)
    expect(requests.map(({ headers }) => [headers.authorization, headers['x-side']])).toContainEqual(['Bearer geheim', 'green'])
  })

  test('at an address that placeholders spoil are refused at once', async () => {
    await expect(stage(answer(''), { url: 'http://{group}/{from}' })).rejects.toMatchObject({ reasonCode: 'INPUT_INVALID' })
  })
})
