import type { ScalableTarget, SuspendedState, TargetTrackingScalingPolicyConfiguration } from '@aws-sdk/client-application-auto-scaling'
import type { Lagged } from '../../lag.ts'

export interface AutoScalingTables {
  /** By resource id, `service/<cluster>/<service>`. */
  readonly targets: Map<string, ScalableTargetRow>
}

export interface ScalableTargetRow {
  readonly arn: string
  readonly resourceId: string
  readonly createdAt: Date
  roleArn: string
  minCapacity: number
  maxCapacity: number
  suspended: Readonly<Record<keyof SuspendedState, boolean>>
  /** By name. */
  readonly policies: Map<string, ScalingPolicyRow>
  /** The last time capacity was added, and what it was before: a further scale-out within the cooldown counts from there. */
  lastOut: { readonly atMs: number; readonly from: number } | undefined
  lastInAtMs: number | undefined
  readonly seen: Lagged<ScalableTarget>
}

/** A target tracking policy on the requests per target of one group. */
export interface ScalingPolicyRow {
  readonly arn: string
  readonly name: string
  readonly createdAt: Date
  readonly configuration: TargetTrackingScalingPolicyConfiguration
  /** Names of its alarms; that for scaling in is absent when scale-in is disabled. */
  readonly high: string
  readonly low: string | undefined
  /** The newest point its alarms have seen. */
  latest: number | undefined
}
