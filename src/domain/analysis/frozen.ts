import { membersIn, metricOf } from './members.ts'
import type { AnalysisSpec, Frozen, FrozenMember, Row } from './model.ts'
import { pastOverdispersion } from './overdispersion.ts'
import { faultIn } from './counts.ts'

/** What the baseline's past says, once and for all: later runs judge by the same numbers. Rows that cannot be used are left out. */
export function freeze(spec: AnalysisSpec, pastRows: readonly Row[]): Frozen {
  const rows = pastRows
    .filter((row) => row.minute < 0 && faultIn(row, Object.keys(row.metrics)) === undefined)
    .sort((a, b) => a.minute - b.minute)
  const names = [...membersIn(spec, rows).values()].flat().sort()
  return { members: names.map((name) => frozenMember(spec, rows, name)) }
}

function frozenMember(spec: AnalysisSpec, rows: readonly Row[], name: string): FrozenMember {
  const estimated = metricOf(spec, name)?.overdispersion === 'auto' ? pastOverdispersion(rows, name) : undefined
  const normal = normalShare(rows, name)
  return {
    name,
    ...(estimated !== undefined && { overdispersion: rounded(estimated) }),
    ...(normal !== undefined && { normal: rounded(normal) }),
  }
}

/** The median of five stretches of the past: an incident in one of them is not normal. */
function normalShare(rows: readonly Row[], name: string): number | undefined {
  const counts = rows.flatMap((row) => row.metrics[name]?.baseline ?? [])
  const share = (from: number, to: number): number | undefined => {
    const part = counts.slice(from, to)
    const n = part.reduce((sum, each) => sum + each.n, 0)
    return n > 0 ? part.reduce((sum, each) => sum + each.x, 0) / n : undefined
  }
  const parts = [0, 1, 2, 3, 4].flatMap((i) => share(Math.floor((counts.length * i) / 5), Math.floor((counts.length * (i + 1)) / 5)) ?? [])
  const median = parts.sort((a, b) => a - b)[Math.floor(parts.length / 2)]
  return median !== undefined && median > 0 ? median : share(0, counts.length)
}

/** As many digits as the text keeps, so that what is read back is the same. */
function rounded(value: number): number {
  return Number(value.toPrecision(5))
}

/** Compact, in the characters of a tag: `errors/2.1/0.001`, members one after the other with `+` between. */
export function frozenText({ members }: Frozen): string {
  return members
    .map(({ name, overdispersion, normal }) => [encoded(name), numberText(overdispersion), numberText(normal)].join('/'))
    .join('+')
}

/** Throws where the text is none of ours. */
export function frozenIn(text: string): Frozen {
  if (text === '') return { members: [] }
  const members = text.split('+').map((part): FrozenMember => {
    const [name, overdispersion, normal, ...rest] = part.split('/')
    if (!name || overdispersion === undefined || normal === undefined || rest.length > 0) throw unreadable(part)
    const phi = numberIn(overdispersion, 1, Number.MAX_VALUE)
    const share = numberIn(normal, 0, 1)
    return { name: decoded(name), ...(phi !== undefined && { overdispersion: phi }), ...(share !== undefined && { normal: share }) }
  })
  if (new Set(members.map(({ name }) => name)).size < members.length) throw unreadable(text)
  return { members }
}

function numberText(value: number | undefined): string {
  return value === undefined ? '' : String(rounded(value)).replace('e+', 'e')
}

function numberIn(text: string, least: number, most: number): number | undefined {
  if (text === '') return undefined
  const value = Number(text)
  if (!/^\d+(\.\d+)?(e-?\d+)?$/.test(text) || !(value >= least && value <= most)) throw unreadable(text)
  return value
}

/** Other characters as `=` and their UTF-16 number in four hexadecimal digits. */
function encoded(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9._:@-]/g, (char) => `=${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function decoded(text: string): string {
  if (!/^([A-Za-z0-9._:@-]|=[0-9a-f]{4})+$/.test(text)) throw unreadable(text)
  return text.replaceAll(/=([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

function unreadable(text: string): Error {
  return new Error(`${JSON.stringify(text.slice(0, 60))} is not what an analysis froze`)
}
