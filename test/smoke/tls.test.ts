import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createSmokeJudge } from '../../src/smoke/http.ts'
import { makeCertificate } from '../self-signed.ts'
import { evidenceOf, requestsOf, serve } from './backends.ts'

let folder = ''
let key = ''
let cert = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-tls-'))
  makeCertificate(folder, 'shop.test')
  key = readFileSync(join(folder, 'key.pem'), 'utf8')
  cert = readFileSync(join(folder, 'cert.pem'), 'utf8')
})
afterAll(() => rmSync(folder, { recursive: true }))

const system = getCACertificates('default')
afterEach(() => setDefaultCACertificates(system))

async function judge(entry: object, scheme = 'https') {
  const asked: string[] = []
  const backend = await serve((request, response) => {
    asked.push(String('servername' in request.socket && request.socket.servername))
    response.end()
  }, createServer({ key, cert }))
  const base = new URL(`${scheme}://127.0.0.1:${String(backend.port)}`)
  const requests = requestsOf({ retries: 0, ...entry })
  const evidence = await evidenceOf(createSmokeJudge({ base, side: 'green', requests, timeoutMs: 20_000, nowMs: () => performance.now() }))
  return { ...evidence, asked }
}

describe('over TLS', () => {
  test('a certificate signed by itself is refused', async () => {
    const { verdict, because, asked } = await judge({ headers: { host: 'shop.test' } })
    expect(verdict).toBe('fail')
    expect(because).toContain('the certificate is signed by itself (DEPTH_ZERO_SELF_SIGNED_CERT)')
    expect(asked).toEqual([])
  })

  test('a certificate that is trusted is asked for under the name the request is addressed to', async () => {
    setDefaultCACertificates([...system, cert])
    expect(await judge({ headers: { host: 'shop.test:8443' } })).toMatchObject({ verdict: 'pass', asked: ['shop.test'] })
  })

  test.each<[string, object]>([
    ['another name', { headers: { host: 'other.test' } }],
    ['an address', {}],
  ])('a certificate that is trusted for %s is refused', async (_, entry) => {
    setDefaultCACertificates([...system, cert])
    const { verdict, because, asked } = await judge(entry)
    expect(verdict).toBe('fail')
    expect(because).toContain('the certificate is for another name (ERR_TLS_CERT_ALTNAME_INVALID)')
    expect(asked).toEqual([])
  })

  test('a server without TLS is told', async () => {
    const { port } = await serve((_, response) => void response.end())
    const base = new URL(`https://127.0.0.1:${String(port)}`)
    const options = { base, side: 'green', requests: requestsOf({ retries: 0 }), timeoutMs: 20_000, nowMs: () => performance.now() }
    const { because } = await evidenceOf(createSmokeJudge(options))
    expect(because).toContain('there is no TLS (EPROTO)')
  })
})
