import type { FaultOrder } from '../sandbox/wire/faults.ts'
import type { CallMade } from '../sandbox/wire/call-log.ts'

/** A sandbox of its own, as it said when it was ready. */
export interface Cloud {
  readonly endpoint: string
  readonly region: string
  readonly env: Readonly<Record<string, string>>
}

/** What was called with this access key, oldest first. */
export async function callsOf({ endpoint }: Cloud, accessKeyId: string): Promise<readonly CallMade[]> {
  const answer = await fetch(`${endpoint}/_sandbox/calls`)
  const { calls } = (await answer.json()) as { readonly calls: readonly CallMade[] }
  return calls.filter((call) => call.accessKeyId === accessKeyId)
}

/** Orders a bad day. Throws with what the sandbox has against it. */
export async function orderFault({ endpoint }: Cloud, fault: FaultOrder): Promise<void> {
  const answer = await fetch(`${endpoint}/_sandbox/faults`, { method: 'POST', body: JSON.stringify(fault) })
  if (!answer.ok) throw new Error(`the fault is not accepted: ${await answer.text()}`)
}
