import { canaryStories } from './canary-stories.ts'
import { pairStories } from './pair-stories.ts'
import { rollingStories } from './rolling-stories.ts'
import type { Story } from './story.ts'

/** In the order in which they are told. */
export const stories: readonly Story[] = [...rollingStories, ...pairStories, ...canaryStories]
