import { quoted } from '../document.ts'
import type { SmokeRequest } from './request.ts'

const secretName = /auth|cookie|token|secret|passw|credential|session|signature|(api|access|private)[-_]?key/i
const parameter = /([?&])([^=&]+)=([^&]*)/g
/** Shorter parts would blot out words that have nothing to do with them. */
const shortestSecret = 6

/** Whether what stands under this name (a header, a parameter) is not to be shown. */
export function isSecretName(name: string): boolean {
  return secretName.test(name)
}

/** Method, address and headers for a person, without values that are secret by their names. `base` is `https://host:port`, or more. */
export function requestText({ method, path, headers }: SmokeRequest, base: string): string {
  const address = path.replaceAll(parameter, (whole, start: string, name: string) => (isSecretName(name) ? `${start}${name}=***` : whole))
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${isSecretName(name) ? '***' : quoted(value, 60).slice(1, -1)}`)
  const shown = address.length > 120 ? `${address.slice(0, 119)}…` : address
  return `${method} ${base}${shown}${lines.length > 0 ? ` (${lines.join(', ')})` : ''}`
}

/** Replaces the secret values of a request, and the parts they consist of, in what came back: services echo what they were sent. */
export function hider({ path, headers }: SmokeRequest): (text: string) => string {
  const named = Object.entries(headers).filter(([name]) => isSecretName(name))
  const parameters = [...path.matchAll(parameter)].filter(([, , name]) => isSecretName(name!))
  const values = [...named.map(([, value]) => value), ...parameters.map(([, , , value]) => value!)]
  const secrets = values.flatMap((value) => [value, ...value.split(/[\s;,=]+/)]).filter((part) => part.length >= shortestSecret)
  const longestFirst = [...new Set(secrets)].sort((a, b) => b.length - a.length)
  return (text) => longestFirst.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
}
