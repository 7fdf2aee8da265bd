import type { PairRule } from './pair.ts'
import { actionsWith, type ShiftTerms } from './pair-rules.ts'

/** A word of a shell command: as it is where it may stand so, else in single quotes. */
export function shellWord(text: string): string {
  return /^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** The commands of a shift. ARNs hold the account, which is not ours to show: AWS is asked for it. */
export function explainShift(rules: readonly PairRule[], weight: number, terms: (rule: PairRule) => ShiftTerms): readonly string[] {
  const lines = rules.map((rule) => {
    const actions = JSON.stringify(actionsWith(rule, weight, terms(rule)))
    const [command, place, list] = rule.isDefault
      ? ['modify-listener', '--listener-arn', '--default-actions']
      : ['modify-rule', '--rule-arn', '--actions']
    return `aws elbv2 ${command} ${place} ${lookedUp(rule.arn)} ${list} ${lookedUp(actions)}`
  })
  return lines.length === 0 ? [] : ['ACCOUNT=$(aws sts get-caller-identity --query Account --output text)', ...lines]
}

/** A word with the account filled in by the shell. */
function lookedUp(text: string): string {
  const word = shellWord(text)
  return word.replaceAll(/(?<=:)\d{12}(?=:)/g, word === text ? '"$ACCOUNT"' : `'"$ACCOUNT"'`)
}
