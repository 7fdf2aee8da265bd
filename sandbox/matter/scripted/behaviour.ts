import type { ContainerLaunch } from '../ports.ts'

/** How a container of image `sandbox/web` behaves: the meaning of its environment, as its web server gives it. Milliseconds are real ones. */
export interface Behaviour {
  readonly version: string
  /** Share of answers that are 500. */
  readonly errorRate: number
  readonly latencyMs: number
  readonly startDelayMs: number
  readonly crashAfterMs: number | undefined
  readonly exitCode: number
  readonly unhealthyAfterMs: number | undefined
  readonly neverAnswer: 'no' | 'requests' | 'all'
  readonly ignoreSigterm: boolean
  readonly shutdownMs: number
}

/** The behaviour of a container, or undefined when it has no program to run: another image and no command. */
export function behaviourOf(container: ContainerLaunch): Behaviour | undefined {
  const isWeb = /^sandbox\/web(:|@|$)/.test(container.image)
  if (!isWeb && container.entryPoint.length + container.command.length === 0) return undefined
  const { environment } = container
  const never = environment['NEVER_ANSWER'] ?? ''
  return {
    version: environment['VERSION'] ?? 'unknown',
    errorRate: numberOf(environment, 'ERROR_RATE') ?? 0,
    latencyMs: numberOf(environment, 'LATENCY_MS') ?? 0,
    startDelayMs: numberOf(environment, 'START_DELAY_MS') ?? 0,
    crashAfterMs: numberOf(environment, 'CRASH_AFTER_MS'),
    exitCode: numberOf(environment, 'EXIT_CODE') ?? 1,
    unhealthyAfterMs: numberOf(environment, 'UNHEALTHY_AFTER_MS'),
    neverAnswer: never === 'all' ? 'all' : isOn(never) ? 'requests' : 'no',
    ignoreSigterm: isOn(environment['IGNORE_SIGTERM'] ?? ''),
    shutdownMs: numberOf(environment, 'SHUTDOWN_MS') ?? 0,
  }
}

function numberOf(environment: Readonly<Record<string, string>>, name: string): number | undefined {
  const text = environment[name]
  return text === undefined || text === '' ? undefined : Number(text)
}

function isOn(text: string): boolean {
  return text !== '' && text !== '0' && text !== 'false'
}
