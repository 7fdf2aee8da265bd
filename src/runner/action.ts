import type { AnyFields } from './fields.ts'
import type { RunnerHost } from './host.ts'

/** The public face of an action: action.yml and the tables of its README are generated from it. */
export interface ActionMetadata {
  /** As in the folder's name and in `uses:`. */
  readonly name: string
  /** Shown as the action's name. */
  readonly title: string
  readonly description: string
  readonly icon: string
  readonly color: string
  readonly inputs: AnyFields
  /** Name to description. */
  readonly outputs: Readonly<Record<string, string>>
}

/** What the module of an action exports. `post` runs after all steps of the job, cancelled or not. */
export interface ActionModule {
  readonly metadata: ActionMetadata
  readonly main: (host: RunnerHost) => Promise<void>
  readonly post?: (host: RunnerHost) => Promise<void>
}
