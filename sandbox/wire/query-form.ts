import type { Service, Shape } from './codec.ts'

/**
 * The query protocol: parameters in (`Actions.member.1.ForwardConfig.TargetGroups.member.1.Weight=5`), XML out.
 * Protocol: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */

interface Tree {
  text?: string
  readonly parts: Map<string, Tree>
}

/** Reads the parameters into the form the SDK uses. What does not fit is passed on as text, for checkShape to name. */
export function fromQuery(shape: Shape, parameters: URLSearchParams): unknown {
  const root: Tree = { parts: new Map() }
  for (const [name, text] of parameters) {
    if (name === 'Action' || name === 'Version') continue
    let at = root
    for (const part of name.split('.')) {
      const next = at.parts.get(part) ?? { parts: new Map() }
      at.parts.set(part, next)
      at = next
    }
    at.text = text
  }
  return read(shape, root)
}

function read(shape: Shape, tree: Tree): unknown {
  const text = tree.text
  switch (shape.kind) {
    case 'structure': {
      const members = shape.members()
      return Object.fromEntries(
        [...tree.parts].map(([name, part]) => {
          const member = members.get(name)
          return [name, member === undefined ? (part.text ?? {}) : read(member.shape, part)]
        }),
      )
    }
    case 'list': {
      // An empty list is sent as the bare name with an empty value.
      if (tree.parts.size === 0) return text === '' ? [] : text
      const items = tree.parts.get('member')?.parts ?? new Map<string, Tree>()
      return [...items].sort(([left], [right]) => Number(left) - Number(right)).map(([, item]) => read(shape.of(), item))
    }
    case 'map': {
      const entries = tree.parts.get('entry')?.parts ?? new Map<string, Tree>()
      return Object.fromEntries(
        [...entries.values()].map((entry) => [
          entry.parts.get('key')?.text ?? '',
          read(shape.of(), entry.parts.get('value') ?? { parts: new Map() }),
        ]),
      )
    }
    case 'number':
      return text !== undefined && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text
    case 'timestamp': {
      const date = new Date(text ?? '')
      return Number.isNaN(date.getTime()) ? text : date
    }
    case 'blob':
      return text === undefined ? undefined : new Uint8Array(Buffer.from(text, 'base64'))
    default:
      return text ?? Object.fromEntries([...tree.parts].map(([name]) => [name, {}]))
  }
}

/** The answer to an operation. The value must have passed checkShape. */
export function toXml(service: Service, operation: string, shape: Shape, value: unknown, requestId: string): string {
  const result = `<${operation}Result>${content(shape, value)}</${operation}Result>`
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`
  return `<${operation}Response xmlns="${service.query?.xmlNamespace ?? ''}">${result}${metadata}</${operation}Response>\n`
}

/** An error in the query protocol. `members` are those of the error shape. */
export function errorXml(
  service: Service,
  code: string,
  fault: 'Sender' | 'Receiver',
  message: string,
  members: string,
  requestId: string,
): string {
  const error = `<Error><Type>${fault}</Type><Code>${escape(code)}</Code><Message>${escape(message)}</Message>${members}</Error>`
  return `<ErrorResponse xmlns="${service.query?.xmlNamespace ?? ''}">${error}<RequestId>${requestId}</RequestId></ErrorResponse>\n`
}

/** The members of a structure as elements, without an element around them. */
export function content(shape: Shape, value: unknown): string {
  if (value === undefined || value === null) return ''
  switch (shape.kind) {
    case 'structure': {
      const given = value as Readonly<Record<string, unknown>>
      return [...shape.members()]
        .filter(([name]) => given[name] !== undefined && given[name] !== null)
        .map(([name, member]) => `<${name}>${content(member.shape, given[name])}</${name}>`)
        .join('')
    }
    case 'list':
      return (value as readonly unknown[]).map((item) => `<member>${content(shape.of(), item)}</member>`).join('')
    case 'map':
      return Object.entries(value)
        .map(([key, item]) => `<entry><key>${escape(key)}</key><value>${content(shape.of(), item)}</value></entry>`)
        .join('')
    default:
      if (value instanceof Date) return value.toISOString()
      if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
      return escape(String(value as string | number | bigint | boolean))
  }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\r': '&#xD;' }

function escape(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => entities[character] ?? character)
}
