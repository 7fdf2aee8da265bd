import type { RunnerHost } from '../runner/host.ts'
import type { Concerning } from './conclude.ts'

/** The variable of the AWS CLI, where the job sets it: from `aws-expiration` of aws-actions/configure-aws-credentials, for one. */
export function sessionEnd({ env }: RunnerHost): { readonly credentialsExpireAtMs?: number } {
  const atMs = Date.parse(env['AWS_CREDENTIAL_EXPIRATION'] ?? '')
  return Number.isFinite(atMs) ? { credentialsExpireAtMs: atMs } : {}
}

/** Outputs that every rollout of a pair tells. Which side is live follows from who is what and from the weight last heard of. */
export function sidesTold(
  arnOf: (revision: string) => string,
  testUrl: string | undefined,
): Required<Pick<Concerning, 'outputsOf' | 'outputsAt'>> {
  let weight = 0
  return {
    outputsAt(event) {
      if (event.kind === 'acted' && event.act.kind === 'shift') ({ weight } = event.act)
      else if ('weight' in event && event.weight !== undefined) ({ weight } = event)
      return event.kind === 'ended' && event.resumeAtMs !== undefined ? { 'resume-at': new Date(event.resumeAtMs).toISOString() } : {}
    },
    outputsOf({ from, to, names }) {
      const arns = { 'task-definition-arn': arnOf(to), 'previous-task-definition-arn': arnOf(from) }
      if (!names) return arns
      const [live, idle] = weight > 50 ? [names.candidate, names.baseline] : [names.baseline, names.candidate]
      return { ...arns, live, idle, ...(testUrl !== undefined && { 'test-url': testUrl.replaceAll('{side}', idle) }) }
    },
  }
}
