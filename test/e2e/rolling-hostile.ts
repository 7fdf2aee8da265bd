import { expect } from 'vitest'
import { rollStep } from './roll-step.ts'
import { shopTest } from './shop-test.ts'

/** What a container of somebody else may print. Its last words are shown; none of them may be obeyed or rendered. */
const lines = [
  '::error::pwned by a log line',
  '::add-mask::web',
  '::set-output name=outcome::succeeded',
  '##[error]pwned the old way',
  'progress\r::warning::after a carriage return',
  '\u001b[2K\u001b[1A::notice::after an escape sequence',
  '<img src=x onerror=alert(1)> <script>alert(1)</script>',
  '@everyone ![x](https://evil.example/x.png) [click](https://evil.example) | cell | `tick` ``` fence, closes #1',
]

/** What a container prints is shown and does nothing. */
export function hostileWords(): void {
  shopTest('are shown and do nothing', {}, async (shop) => {
    const print = `for (const line of ${JSON.stringify(lines)}) console.log(line); setTimeout(() => process.exit(7), 200)`
    const candidate = await shop.register({}, { image: 'registry.example/hostile:1', command: ['node', '-e', print] })
    const step = await rollStep(shop, { inputs: { 'task-definition': candidate } })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'rolled-back', 'reason-code': 'TASK_EXITED' })
    // The runner obeys only what the action itself says: its one error, and no command a container printed.
    const kinds = step.commands.map((command) => command.name)
    expect(kinds.filter((kind) => !['error', 'warning', 'notice', 'group', 'endgroup', 'debug'].includes(kind))).toEqual([])
    expect(step.annotations.error).toHaveLength(1)
    for (const kind of ['warning', 'notice'] as const)
      expect(step.annotations[kind].join('\n')).not.toMatch(/carriage return|escape sequence/)
    expect(step.stdout).toContain('pwned by a log line')
    expect(step.told?.faults.flatMap((fault) => fault.details).join('\n')).toContain('pwned by a log line')
    // In the summary they are text: no tag, no image, no link, no mention.
    expect(step.summary).toContain('pwned by a log line')
    expect(renders(step.summary)).toEqual([])
  })
}

/** Markup that GitHub would render outside code: tags, images and links to elsewhere, mentions. */
function renders(markdown: string): readonly string[] {
  const withoutCode = markdown
    .replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1`*\s*$/gm, '')
    .replace(/<(pre|code)>[\s\S]*?<\/\1>/g, (block) => block.replace(/&[a-z]+;|&#\d+;/g, ''))
    .replace(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, '')
  return [...withoutCode.matchAll(/<(img|script)\b|\]\(https:\/\/evil|(?<![\w`])@everyone/gi)].map((match) => match[0])
}
