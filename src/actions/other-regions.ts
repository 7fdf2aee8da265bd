import { createSend, type Sender } from '../aws/send.ts'

/** Asks in other regions while the work goes on; all connections end with it. */
export async function withRegions<T>(userAgent: string, work: (sendIn: (region: string) => Sender['send']) => Promise<T>): Promise<T> {
  const senders: Sender[] = []
  try {
    return await work((region) => {
      const sender = createSend({ region, userAgent })
      senders.push(sender)
      return sender.send
    })
  } finally {
    for (const sender of senders) sender.close()
  }
}
