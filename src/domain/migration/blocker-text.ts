import { span } from '../render/time.ts'
import type { Blocker } from './model.ts'

const mostTold = 3

/** The oldest of them, each in a few words. Texts of queries are not among what is known. */
export function blockersText(blockers: readonly Blocker[]): string {
  const rest = blockers.length - mostTold
  const told = blockers.slice(0, mostTold).map(blockerText).join('; ')
  return rest > 0 ? `${told}; and ${rest} more` : told
}

function blockerText({ pid, application, user, state, ageMs, relation, mode }: Blocker): string {
  const who = pid === 0 ? application : `session ${pid}${application === '' ? '' : ` "${application}"`}`
  const details = [user === '' ? '' : `of ${user}`, state].filter((detail) => detail !== '').join(', ')
  const holds = relation === '' ? 'a snapshot' : `${mode} on ${relation}`
  return `${who}${details === '' ? '' : ` (${details})`} holds ${holds} for ${span(ageMs)}`
}
