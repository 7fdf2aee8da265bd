import type { CreateRuleInput } from '@aws-sdk/client-elastic-load-balancing-v2'
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
  return lines.length === 0 ? [] : [account, ...lines]
}

/** The commands that make rules for chosen users. */
export function explainMatch(rules: readonly CreateRuleInput[]): readonly string[] {
  const lines = rules.map(({ ListenerArn = '', Priority, Conditions, Actions, Transforms, Tags = [] }) => {
    const json = (value: unknown): string => lookedUp(JSON.stringify(value))
    const tags = Tags.map(({ Key = '', Value = '' }) => shellWord(`Key=${Key},Value=${Value}`)).join(' ')
    const place = `--listener-arn ${lookedUp(ListenerArn)} --priority ${String(Priority ?? '<none is free>')}`
    const rewrites = Transforms ? ` --transforms ${json(Transforms)}` : ''
    return `aws elbv2 create-rule ${place} --conditions ${json(Conditions)} --actions ${json(Actions)}${rewrites} --tags ${tags}`
  })
  return lines.length === 0 ? [] : [account, ...lines]
}

/** The commands that remove them; where none is known, where they are found. */
export function explainUnmatch(arns: readonly string[]): readonly string[] {
  if (arns.length === 0) return ['# each listener rule with the tag sluice.match: aws elbv2 delete-rule --rule-arn <its ARN>']
  return [account, ...arns.map((arn) => `aws elbv2 delete-rule --rule-arn ${lookedUp(arn)}`)]
}

const account = 'ACCOUNT=$(aws sts get-caller-identity --query Account --output text)'

/** A word with the account filled in by the shell. */
function lookedUp(text: string): string {
  const word = shellWord(text)
  return word.replaceAll(/(?<=:)\d{12}(?=:)/g, word === text ? '"$ACCOUNT"' : `'"$ACCOUNT"'`)
}
