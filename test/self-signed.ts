import { execFileSync } from 'node:child_process'

/** Makes `key.pem` and `cert.pem` in a folder: for two days, for one host, and its own authority. Needs openssl. */
export function makeCertificate(folder: string, host: string): void {
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    'key.pem',
    '-out',
    'cert.pem',
    '-days',
    '2',
  ]
  const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`]
  execFileSync('openssl', ['req', '-x509', ...key, ...names], { cwd: folder, stdio: 'ignore' })
}
