/** What every SDK client is created with. */
export interface ClientConfig {
  readonly region: string
  readonly maxAttempts: number
  readonly customUserAgent: string
}
