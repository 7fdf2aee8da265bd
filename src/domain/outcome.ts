/** How an action ended. The job fails on the last two. */
export const outcomes = ['succeeded', 'no-op', 'paused', 'waiting', 'rolled-back', 'failed'] as const
export type Outcome = (typeof outcomes)[number]

/** Why an action ended so: a closed list, each with an anchor of the same name in docs/runbook.md. Public API. */
export const reasonCodes = [
  'DEPLOYED',
  'STAGED',
  'SWAPPED',
  'PROMOTED',
  'GATE_PASSED',
  'FINISHED',
  'NO_CHANGE',
  'PLANNED',
  'NO_TASKS',
  'INPUT_INVALID',
  'PREFLIGHT_FAILED',
  'STEPS_NOT_NATIVE',
  'RULE_NOT_LISTED',
  'SIDE_HAS_OTHER_TRAFFIC',
  'SESSION_TOO_SHORT',
  'SECRET_PLAINTEXT',
  'IMAGE_NOT_PINNED',
  'ROLLOUT_IN_PROGRESS',
  'PLAN_CHANGED',
  'SUPERSEDED',
  'RECORD_LOST',
  'TIMED_OUT',
  'CANCELLED',
  'CANCELLED_LEFT_RUNNING',
  'TASK_START_FAILED',
  'TASK_EXITED',
  'TARGET_UNHEALTHY',
  'CONTAINER_UNHEALTHY',
  'BREAKER_TRIPPED',
  'ALARM_TRIGGERED',
  'SMOKE_FAILED',
  'ANALYSIS_FAILED',
  'ANALYSIS_INCONCLUSIVE',
  'METRICS_UNAVAILABLE',
  'DEPLOYMENT_STOPPED',
  'ROLLED_BACK',
  'ROLLBACK_FAILED',
  'PAUSED_FOR_APPROVAL',
  'BAKE_CONTINUES',
  'LINTED',
  'MIGRATION_UNSAFE',
  'BACKFILL_CONTINUES',
  'MIGRATED',
  'LOCK_BUSY',
  'MIGRATION_FAILED',
  'DRIFT_FOUND',
  'DATABASE_UNREACHABLE',
  'CREDENTIALS_EXPIRED',
  'ACCESS_DENIED',
  'THROTTLED',
  'AWS_ERROR',
  'ROLLOUT_TOKEN_INVALID',
  'INTERNAL_ERROR',
] as const
export type ReasonCode = (typeof reasonCodes)[number]

/** Whether the step fails: a rolled back rollout is never green. */
export function fails(outcome: Outcome): boolean {
  return outcome === 'rolled-back' || outcome === 'failed'
}
