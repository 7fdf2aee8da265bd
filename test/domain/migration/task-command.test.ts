import { describe, expect, test } from 'vitest'
import { readTaskCommand } from '../../../src/domain/migration/task-command.ts'

describe('a command', () => {
  test.each<[string, readonly string[]]>([
    ['npx prisma migrate deploy', ['npx', 'prisma', 'migrate', 'deploy']],
    ['  rake\n  db:migrate\t', ['rake', 'db:migrate']],
    ['sh -c \'echo "$HOME" | cat\'', ['sh', '-c', 'echo "$HOME" | cat']],
    ['say "two words" \'\' ""', ['say', 'two words', '', '']],
    ['a"b c"\'d e\'f', ['ab cd ef']],
    ['a\\ b \\$HOME "\\$HOME \\x"', ['a b', '$HOME', '$HOME \\x']],
    ['migrate --path=a#b', ['migrate', '--path=a#b']],
  ])('%j is cut as a shell would cut it', (text, words) => {
    expect(readTaskCommand(text)).toEqual({ value: words })
  })

  test('that is a list is taken as it is', () => {
    expect(readTaskCommand(['sh', '-c', 'a | b && c > $D'])).toEqual({ value: ['sh', '-c', 'a | b && c > $D'] })
  })

  test.each(['a | b', 'a && b', 'a; b', 'a > b', 'a $B', 'a "$B"', 'a `b`', '(a)', 'a *', 'a # b'])(
    '%j needs a shell, and there is none',
    (text) => {
      const made = readTaskCommand(text)
      expect('problems' in made && made.problems).toEqual([
        expect.stringMatching(/no shell runs it: write it as a list, \["sh", "-c", "…"\]/),
      ])
    },
  )

  test.each<[unknown, string]>([
    ['', 'the command is empty'],
    ['   ', 'the command is empty'],
    [[], 'the command is empty'],
    [{ a: 1 }, 'the command is neither a list of words nor a text'],
    [7, 'the command is neither a list of words nor a text'],
    [['a', 7], 'word 2 of the command is no text: put it in quotes'],
    ['a "b', 'a quote of the command is not closed: "'],
    ['a \\', 'the command ends with a backslash'],
  ])('%j is a mistake', (value, problem) => {
    expect(readTaskCommand(value)).toEqual({ problems: [problem] })
  })

  test('is never shown in a mistake', () => {
    for (const text of ['login s3cret "$X"', "login 's3cret", 'login s3cret | x'])
      expect(JSON.stringify(readTaskCommand(text))).not.toContain('s3cret')
  })
})
