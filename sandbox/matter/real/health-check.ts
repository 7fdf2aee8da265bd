import { spawn } from 'node:child_process'
import type { ContainerLaunch } from '../ports.ts'
import type { Program } from './container.ts'

/**
 * Runs a container's HEALTHCHECK: the first success makes it healthy, `retries` failures in a row make it unhealthy, failures within the
 * start period do not count until a check has succeeded. https://docs.docker.com/reference/dockerfile/#healthcheck
 * The command runs in the container's environment; `localhost` and `127.0.0.1` in it mean the container's own address.
 * Returns a function that ends the checks.
 */
export function runHealthCheck(
  check: NonNullable<ContainerLaunch['healthCheck']>,
  program: Program,
  host: string,
  changed: (healthy: boolean) => void,
): () => void {
  const [kind, ...words] = check.command
  if (kind === undefined || kind === 'NONE') return () => {}
  const argv = kind === 'CMD-SHELL' ? ['/bin/sh', '-c', words.join(' ')] : kind === 'CMD' ? words : check.command
  const [file, ...rest] = argv.map((word) => word.replace(/(?<![\w.])(localhost|127\.0\.0\.1)(?![\w.])/g, host))
  const startedMs = performance.now()
  let state: boolean | undefined
  let failures = 0
  let over = false
  let timer = setTimeout(once, check.intervalMs)

  function once(): void {
    const atMs = performance.now()
    const child = spawn(file ?? '', rest, { env: program.environment, stdio: 'ignore', timeout: check.timeoutMs, killSignal: 'SIGKILL' })
    let counted = false
    const count = (passed: boolean): void => {
      if (counted || over) return
      counted = true
      judge(passed, atMs - startedMs)
      timer = setTimeout(once, check.intervalMs)
    }
    child.on('error', () => count(false))
    child.on('exit', (code) => count(code === 0))
  }

  function judge(passed: boolean, ageMs: number): void {
    if (!passed && state === undefined && ageMs < check.startPeriodMs) return
    failures = passed ? 0 : failures + 1
    const next = passed ? true : failures >= check.retries ? false : state
    if (next === undefined || next === state) return
    state = next
    changed(next)
  }

  return () => {
    over = true
    clearTimeout(timer)
  }
}
