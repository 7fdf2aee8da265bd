import { rules } from '../src/domain/migration/lint/rules.ts'
import type { Rule } from '../src/domain/migration/lint/rule.ts'
import { mysqlRules } from '../src/domain/migration/mysql/rules.ts'
import type { SafetyClass } from '../src/domain/migration/model.ts'

const classes: readonly (readonly [SafetyClass, string])[] = [
  ['recipe', 'has a safe form'],
  ['new-column', 'needs a new column'],
  ['contract-only', 'contract only'],
  ['blocked', 'blocked'],
  ['expand-safe', 'safe'],
]

/** Every rule of the lint, by its class. */
export function renderRules(of: 'postgres' | 'mysql'): string {
  const all: Readonly<Record<string, Rule>> = of === 'postgres' ? rules : mysqlRules
  const rows = classes.flatMap(([name, words]) =>
    Object.entries(all)
      .filter(([, rule]) => rule.class === name)
      .map(
        ([rule, { meaning, advice, fixed }]) =>
          `| \`${rule}\` | ${words} | ${cell(meaning)} | ${cell(advice)}${fixed ? ' Cannot be allowed.' : ''} |`,
      ),
  )
  return ['| rule | class | what it is | instead |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
