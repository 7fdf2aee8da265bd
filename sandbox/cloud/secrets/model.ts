export interface SecretsTables {
  /** Deleted ones included, while they can be restored. */
  readonly byName: Map<string, SecretRow>
}

export interface SecretRow {
  readonly arn: string
  readonly name: string
  readonly createdAt: Date
  /** Newest first. */
  versions: readonly SecretVersion[]
  deletedAt: Date | undefined
}

export interface SecretVersion {
  readonly id: string
  readonly createdAt: Date
  readonly text: string | undefined
  readonly bytes: Uint8Array | undefined
  readonly stages: readonly string[]
}
