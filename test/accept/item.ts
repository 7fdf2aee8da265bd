/** What one acceptance item found. */
export interface Found {
  readonly ok: boolean
  /** Set when the item could not run for want of a tool: told by name, never counted as a pass of what it proves. */
  readonly skipped?: string
  readonly figures: Readonly<Record<string, unknown>>
}

export interface Item {
  readonly name: string
  /** What holds when it is ok, in a sentence. */
  readonly claim: string
  run(progress: (text: string) => void): Promise<Found>
}
