import fc from 'fast-check'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { groupNameBeside, testRules } from '../../src/domain/missing.ts'
import type { MissingPair } from '../../src/domain/missing.ts'
import { hclString } from '../../src/domain/render/hcl.ts'
import { missingAsCdk, missingAsTerraform } from '../../src/domain/render/missing.ts'
import { tsString } from '../../src/domain/render/typescript.ts'
import { anyPair, complete, conditionValue, defaultRule, groupName, https, rule, single } from '../docs/missing-sample.ts'

const hcl = (missing: MissingPair): string => missingAsTerraform(missing).join('\n')
const cdk = (missing: MissingPair): string => missingAsCdk(missing).join('\n')

/** The code of a line of HCL outside of its strings; a comment is none. Fails where a string does not end. */
function withoutStrings(line: string): string {
  if (/^\s*#/.test(line)) return ''
  const code = line.replaceAll(/"(?:[^"\\]|\\.)*"/gu, '""')
  expect(code.replaceAll('""', '')).not.toContain('"')
  return code
}

/** What HCL reads from a quoted template without interpolation: written from its specification, not from ours. */
function readHcl(quoted: string): string {
  const rest = quoted.slice(1, -1)
  let text = ''
  for (let at = 0; at < rest.length;) {
    const from = rest.slice(at)
    const [escape] = /^\\(?:u[0-9a-f]{4}|[nrt"\\])/.exec(from) ?? []
    if (escape !== undefined) {
      const known: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }
      text += escape[1] === 'u' ? String.fromCodePoint(Number.parseInt(escape.slice(2), 16)) : known[escape[1]!]!
      at += escape.length
    } else if (/^(?:\$\$|%%)\{/.test(from)) {
      text += from.slice(1, 3)
      at += 3
    } else {
      expect(from).not.toMatch(/^(?:\$\{|%\{|"|\\|[\n\r])/)
      text += from[0]!
      at += 1
    }
  }
  return text
}

function parsed(text: string): ts.SourceFile {
  const file = ts.createSourceFile('pair.ts', text, ts.ScriptTarget.ESNext, true)
  expect((file as unknown as { parseDiagnostics: readonly unknown[] }).parseDiagnostics).toEqual([])
  return file
}

/** Everything that is not the text of a string: whatever a name holds, this must not change. */
function codeOf(node: ts.Node): string {
  if (ts.isStringLiteral(node)) return 'string'
  const parts: string[] = []
  ts.forEachChild(node, (child) => void parts.push(codeOf(child)))
  return ts.isIdentifier(node) ? node.text : `(${node.kind} ${parts.join(' ')})`
}

describe('as Terraform', () => {
  test('one service and its rule become a pair', () => {
    expect(hcl(single)).toMatchSnapshot()
  })

  test('a default action is changed in its listener, with what stays before it', () => {
    const text = hcl({ ...single, rules: [{ ...defaultRule, before: ['authenticate-oidc'], stickinessSeconds: 300 }], guards: false })
    expect(text).toContain('resource "aws_lb_listener" "port_443" {')
    expect(text).toContain('  # Keep your action authenticate-oidc before this one.\n  default_action {')
    expect(text).toMatch(/stickiness \{\n\s+enabled += true\n\s+duration = 300/)
    expect(text).toContain('depends_on = [aws_lb_listener.port_443]')
    expect(text).toContain('priority     = 50000')
  })

  test('a group that is there is used, and only what is missing is printed', () => {
    const groupArn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop-web-green/0123456789abcdef'
    const text = hcl({ ...complete, lacks: { service: true, group: false }, other: { ...single.other, groupArn } })
    expect(text.match(/^resource .*/gm)).toEqual(['resource "aws_ecs_service" "green" {', 'resource "aws_appautoscaling_target" "green" {'])
    expect(text).toContain(`target_group_arn = "${groupArn}"`)
    expect(text).not.toContain('depends_on = []')
  })

  test('the change of an action and what makes Terraform ignore such changes are not applied at once', () => {
    const open = hcl({ ...single, guards: true })
    expect(open).toMatch(/# lifecycle \{\n {2}# {3}ignore_changes = \[action\]/)
    expect(open).not.toMatch(/^\s*ignore_changes = \[action\]/m)
    expect(hcl({ ...complete, guards: true })).toMatch(/^\s*ignore_changes = \[action\]/m)
  })

  test('nothing where nothing is missing', () => {
    expect(missingAsTerraform(complete)).toEqual([])
  })

  test('whatever a name holds is read back from its string', () => {
    fc.assert(
      fc.property(conditionValue, (text) => {
        expect(readHcl(hclString(text))).toBe(text)
      }),
    )
  })

  test('whatever names hold, each is one line and braces close', () => {
    fc.assert(
      fc.property(anyPair, (missing) => {
        const lines = missingAsTerraform(missing)
        expect(lines.filter((line) => /[\r\n\u2028\u2029]/.test(line))).toEqual([])
        const code = lines.map(withoutStrings).join('\n')
        expect(code).not.toMatch(/[^\x20-\x7e\n]/)
        let depth = 0
        for (const char of code) {
          if (char === '{') depth += 1
          if (char === '}') depth -= 1
          expect(depth).toBeGreaterThanOrEqual(0)
        }
        expect(depth).toBe(0)
      }),
    )
  })
})

describe('as CDK', () => {
  test('one service and its rule become a pair', () => {
    expect(cdk(single)).toMatchSnapshot()
  })

  test('a default action is handed to the listener of the owner', () => {
    const text = cdk({ ...single, rules: [{ ...defaultRule, stickinessSeconds: 300 }] })
    expect(text).toContain('const defaultAction443 = elb.ListenerAction.weightedForward(')
    expect(text).toContain('{ stickinessDuration: Duration.seconds(300) },')
    expect(text).toContain('return { defaultAction443 }')
  })

  test('nothing where nothing is missing; only comments where there is nothing to add', () => {
    expect(missingAsCdk(complete)).toEqual([])
    const guarded = missingAsCdk({ ...complete, guards: true })
    expect(guarded.length).toBeGreaterThan(0)
    expect(guarded.filter((line) => !line.startsWith('//'))).toEqual([])
  })

  test('never writes a count', () => {
    fc.assert(
      fc.property(anyPair, (missing) => {
        const code = codeOf(parsed(cdk(missing)))
        expect(code).not.toMatch(/desiredCount/i)
      }),
    )
  })

  test('imports what it uses and nothing else', () => {
    const trap = 'ecs.elb.ec2.applicationautoscaling.Duration.'
    fc.assert(
      fc.property(anyPair, (missing) => {
        const hostile = { ...missing, cluster: trap, service: { ...missing.service, name: trap }, other: { service: trap, group: trap } }
        const file = parsed(cdk(hostile))
        const used = new Set<string>()
        const visit = (node: ts.Node): void => {
          if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) used.add(node.expression.text)
          ts.forEachChild(node, visit)
        }
        file.statements.filter((each) => !ts.isImportDeclaration(each)).forEach(visit)
        const imported = file.statements.flatMap((each) => {
          if (!ts.isImportDeclaration(each) || each.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return []
          const { namedBindings } = each.importClause!
          return namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements.map(({ name }) => name.text) : []
        })
        const modules = [...used].filter((name) => ['Duration', 'applicationautoscaling', 'ec2', 'ecs', 'elb'].includes(name))
        expect([...imported].sort()).toEqual(modules.sort())
      }),
    )
  })

  test('whatever a name holds is read back from its string', () => {
    fc.assert(
      fc.property(conditionValue, (text) => {
        const [statement] = parsed(`x = ${tsString(text)}`).statements
        const assignment = (statement as ts.ExpressionStatement).expression as ts.BinaryExpression
        expect((assignment.right as ts.StringLiteral).text).toBe(text)
      }),
    )
  })

  test('whatever names hold, the code around them stays the same', () => {
    fc.assert(
      fc.property(anyPair, conditionValue, (missing, text) => {
        const renamed = { ...missing, cluster: text, group: { ...missing.group, name: text }, other: { service: text, group: text } }
        const named = { ...missing, cluster: 'a', group: { ...missing.group, name: 'a' }, other: { service: 'a', group: 'a' } }
        expect(codeOf(parsed(cdk(renamed)))).toBe(codeOf(parsed(cdk(named))))
      }),
    )
  })
})

describe('test rules', () => {
  test('stand before the production rule, where a number is free, and ask for the header as well', () => {
    expect(testRules(single).map(({ side, priority, conditions }) => [side, priority, conditions.at(-1)])).toEqual([
      ['blue', 8, { field: 'http-header', name: 'x-sluice-side', values: ['blue'] }],
      ['green', 7, { field: 'http-header', name: 'x-sluice-side', values: ['green'] }],
    ])
    expect(testRules(single)[0]!.conditions.slice(0, -1)).toEqual(rule.conditions)
  })

  test('leave out the conditions of a rule that has no room for one more value', () => {
    const full = { ...rule, conditions: [{ field: 'host-header' as const, values: ['a', 'b', 'c', 'd', 'e'] }] }
    expect(testRules({ ...single, rules: [full] })[0]!.conditions).toHaveLength(1)
  })

  test('are told to be impossible where no number is free', () => {
    const first = { ...rule, priority: 2, listener: { ...https, priorities: [1, 2] } }
    const crowded = { ...single, rules: [first] }
    expect(testRules(crowded)).toEqual([])
    for (const text of [hcl(crowded), cdk(crowded)])
      expect(text).toContain('A rule that leads to green alone, for tests, found no free priority')
  })
})

describe('a name for the second group', () => {
  test.each([
    ['shop-web', 'shop-web-green'],
    ['shop-web-blue', 'shop-web-green'],
    ['shop-web-green', 'green-shop-web'],
    ['a-name-that-is-quite-long-enough', 'a-name-that-is-quite-long-green'],
  ])('%s: %s', (name, made) => {
    expect(groupNameBeside(name, 'green')).toBe(made)
  })

  test('is one that AWS takes, and another', () => {
    fc.assert(
      fc.property(groupName, fc.constantFrom('blue' as const, 'green' as const), (name, side) => {
        const made = groupNameBeside(name, side)
        expect(made).toMatch(/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/)
        expect(made).not.toBe(name)
      }),
    )
  })
})
