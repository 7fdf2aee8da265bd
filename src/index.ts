import type { ActionModule } from './runner/action.ts'
import { failWith } from './runner/finish.ts'
import { processHost } from './runner/host.ts'
import { listenForSignals } from './runner/signals.ts'

/** Every action of the suite; each is loaded when it is run, and is a chunk of its own in dist. */
export const actions = {
  'bluegreen-swap': () => import('./actions/bluegreen-swap.ts'),
  'canary-gate': () => import('./actions/canary-gate.ts'),
  'migrate-expand-contract': () => import('./actions/migrate-expand-contract.ts'),
  'rolling-ecs': () => import('./actions/rolling-ecs.ts'),
  rollback: () => import('./actions/rollback.ts'),
} satisfies Record<string, () => Promise<ActionModule>>

export type ActionName = keyof typeof actions

/** Runs one stage of an action as the step of a workflow, and ends the process. */
export async function run(action: ActionName, stage: 'main' | 'post'): Promise<void> {
  // A signal during the loading below must not kill the process before it has written why.
  const cancelled = listenForSignals(process)
  const host = processHost(cancelled)
  try {
    const loaded: ActionModule = await actions[action]()
    if (stage === 'main') await loaded.main(host)
    else await loaded.post?.(host)
  } catch (thrown) {
    failWith(host, action, thrown)
  }
  await Promise.all([written(process.stdout), written(process.stderr)])
  // Left to itself, node waits for threads that still compile and sockets that still linger, while the runner counts to its SIGKILL.
  process.exit(host.failed() ? 1 : 0)
}

/** Where nobody reads any more, nothing is waited for. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((settle) => stream.write('', () => settle()))
}
