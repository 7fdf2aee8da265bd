import { asSluiceError } from '../domain/errors.ts'
import { fails } from '../domain/outcome.ts'
import { summary } from '../domain/render/summary.ts'
import { failedResult, type Result } from '../domain/result.ts'
import type { RunnerHost } from './host.ts'
import { inputVariable } from './inputs.ts'

/** Writes outputs and summary, and only then fails the step. The same for every action of the suite; `sections` are its own. */
export function finish(host: RunnerHost, result: Result, sections: readonly string[] = []): void {
  host.outputs.set('outcome', result.outcome)
  host.outputs.set('reason-code', result.reasonCode)
  host.outputs.set('reason', host.masks.redact(result.reason))
  // What is told, and never its names: a password may be a word of ours.
  const redacted = (_name: string, value: unknown): unknown => (typeof value === 'string' ? host.masks.redact(value) : value)
  host.outputs.set('result', JSON.stringify(result, redacted))
  host.summary.append(summary(result, sections))
  const text = result.service === '' ? result.reason : `${result.service}: ${result.reason}`
  if (fails(result.outcome)) host.fail(text, result.reasonCode)
  else host.log.notice(text, { title: result.reasonCode })
}

/**
 * The end of an action that threw, most often because its inputs cannot be used: what it was about is what was typed, and the time
 * is this machine's, for AWS has not been asked. Error texts and their causes stand in the debug log with their stacks.
 */
export function failWith(host: RunnerHost, action: string, thrown: unknown): void {
  const error = asSluiceError(thrown)
  const typed = (name: string): string => (host.env[inputVariable(name)] ?? '').trim()
  const service = typed('service')
  const subject = { action, service: service.slice(service.lastIndexOf('/') + 1), environment: typed('environment'), from: '', to: '' }
  finish(host, failedResult(subject, error, Date.now()))
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) host.log.debug(cause.stack ?? cause.message)
}
