/** What the sandbox can be told. Seconds on the command line, milliseconds inside. */
export interface SandboxFlags {
  readonly port: number
  readonly timeScale: number
  readonly metricPeriodMs: number
  readonly metricDelayMs: number
  readonly readLagMs: number
  readonly propagationMs: number
  readonly seed: number
  readonly throttle: boolean
}

interface Flag {
  readonly value: string
  readonly otherwise: number
  readonly meaning: string
  readonly wanted: string
  readonly lawful: (value: number) => boolean
}

const whole = (value: number): boolean => Number.isInteger(value) && value >= 0
const seconds = { value: 'S', wanted: 'seconds, 0 or more', lawful: (value: number) => value >= 0 }

const flags: Readonly<Record<string, Flag>> = {
  '--port': {
    value: 'N',
    otherwise: 4566,
    meaning: 'port of the API on 127.0.0.1; 0 is any free one',
    wanted: 'a port, 0 to 65535',
    lawful: (value) => whole(value) && value <= 65_535,
  },
  '--time-scale': {
    value: 'N',
    otherwise: 1,
    meaning: 'divides every duration of the model',
    wanted: 'a number of at least 1',
    lawful: (value) => value >= 1,
  },
  '--metric-period': {
    ...seconds,
    otherwise: 60,
    meaning: 'length of a CloudWatch point',
    wanted: 'seconds, at least 1',
    lawful: (value) => value >= 1,
  },
  '--metric-delay': { ...seconds, otherwise: 60, meaning: 'how late a CloudWatch point can be read' },
  '--read-lag': { ...seconds, otherwise: 3, meaning: 'reads lag behind writes by at most this' },
  '--propagation': { ...seconds, otherwise: 5, meaning: 'the data plane follows the control plane within this' },
  '--seed': { value: 'N', otherwise: 1, meaning: 'of everything drawn at random', wanted: 'a whole number', lawful: whole },
}
const switches: Readonly<Record<string, string>> = {
  '--throttle': "refuse calls beyond AWS's documented rates",
  '--help': 'say this',
}

/** Reads the command line (without program names). Every mistake is told at once. */
export function readFlags(
  argv: readonly string[],
): { readonly flags: SandboxFlags; readonly help: boolean } | { readonly mistakes: readonly string[] } {
  const values = new Map<string, number>()
  const switched = new Set<string>()
  const mistakes: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const [name = '', inline] = argv[at]!.split('=', 2)
    const flag = Object.hasOwn(flags, name) ? flags[name] : undefined
    if (flag !== undefined) {
      const following = argv[at + 1]
      const text = inline ?? (following !== undefined && !following.startsWith('--') ? argv[++at] : undefined)
      const value = text === undefined || text.trim() === '' ? NaN : Number(text)
      if (!Number.isFinite(value) || !flag.lawful(value)) mistakes.push(`${name} wants ${flag.wanted}; given: ${text ?? 'nothing'}`)
      else values.set(name, value)
    } else if (Object.hasOwn(switches, name)) {
      if (inline === undefined) switched.add(name)
      else mistakes.push(`${name} takes no value; given: ${inline}`)
    } else mistakes.push(`${argv[at]} is not known; there are ${[...Object.keys(flags), ...Object.keys(switches)].join(', ')}`)
  }
  if (mistakes.length > 0) return { mistakes }
  const value = (name: string): number => values.get(name) ?? flags[name]!.otherwise
  return {
    help: switched.has('--help'),
    flags: {
      port: value('--port'),
      timeScale: value('--time-scale'),
      metricPeriodMs: value('--metric-period') * 1000,
      metricDelayMs: value('--metric-delay') * 1000,
      readLagMs: value('--read-lag') * 1000,
      propagationMs: value('--propagation') * 1000,
      seed: value('--seed'),
      throttle: switched.has('--throttle'),
    },
  }
}

export function usage(): string {
  const lines = [
    ...Object.entries(flags).map(([name, flag]) => [`${name} ${flag.value}`, `${flag.meaning} (${flag.otherwise})`] as const),
    ...Object.entries(switches),
  ]
  return ['usage: npm run sandbox -- [flags]', ...lines.map(([name, meaning]) => `  ${name.padEnd(20)}${meaning}`)].join('\n')
}
