import type { ReasonCode } from '../outcome.ts'

/**
 * A command that runs to its end, in a task of its own inside the network of a service. Work is never done by two tasks at a time: one that is found
 * running with what we ask for is followed instead of starting another, and one with something else is waited for.
 */

/** A task, by the last part of its ARN. */
export interface OneOffTask {
  readonly id: string
  /** `family:number` of what it runs. */
  readonly revision: string
  /** Whether it was started for what we ask for: the same revision and command, over the same changes. */
  readonly same: boolean
}

/** The answer to the wish to start a task. */
export type OneOffStart =
  | { readonly kind: 'started'; readonly task: OneOffTask }
  /** The task of this turn has been started before, and is over. */
  | { readonly kind: 'over'; readonly task: OneOffTask }
  /** Nothing was started: there is no place for it, which may change. */
  | { readonly kind: 'no-room'; readonly because: string }
  /** Nothing was started, and waiting will not change that. */
  | { readonly kind: 'refused'; readonly because: string; readonly hint: string }

/** How a task ended, by the container that is the command. No text in it is of the command's log. */
export type OneOffVerdict =
  | { readonly kind: 'succeeded'; readonly because: string }
  | {
      readonly kind: 'failed'
      readonly reasonCode: ReasonCode
      readonly because: string
      /** The next move. */
      readonly hint: string
      readonly details: readonly string[]
    }

export type OneOffSeen =
  /** ECS does not know it: not yet, or not any more. */
  | { readonly kind: 'missing' }
  /** `status` in ECS's words: PROVISIONING, PENDING, RUNNING, STOPPING. */
  | { readonly kind: 'alive'; readonly status: string }
  /** `lingers`: the command has ended and the task goes on without it, because other containers are the essential ones. */
  | { readonly kind: 'ended'; readonly verdict: OneOffVerdict; readonly lingers: boolean }

/** What the command printed since the last page. */
export interface LogPage {
  readonly lines: readonly string[]
  /** For the next page. */
  readonly cursor: string | undefined
  /** There are further lines already. */
  readonly more: boolean
  /** Why there will be no lines at all; absent while they may still come. */
  readonly never?: string
}

/** What is told while a task runs. `atMs` is AWS's time. Lines are as the command printed them: not to be trusted. */
export type OneOffEvent =
  /** Just before it is asked for the first time: from here on there may be a task. */
  | { readonly kind: 'task-starting'; readonly atMs: number }
  | { readonly kind: 'task-begun'; readonly atMs: number; readonly task: string; readonly adopted: boolean; readonly text: string }
  | { readonly kind: 'task-noted'; readonly atMs: number; readonly text: string }
  | { readonly kind: 'task-said'; readonly atMs: number; readonly lines: readonly string[] }

/** How the work ended for us. */
export type OneOffEnd =
  | { readonly kind: 'succeeded'; readonly task: string; readonly because: string }
  | {
      readonly kind: 'failed'
      /** Empty when none was started, or that is not known. */
      readonly task: string
      readonly reasonCode: ReasonCode
      readonly because: string
      readonly hint: string
      /** What ECS says about it. Lines of its log may hold values of rows, which have no place in a summary. */
      readonly details: readonly string[]
    }
