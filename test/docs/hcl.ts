/**
 * Holds docs/terraform and what `missingAsTerraform` prints against the parser of HCL: they must be well formed, and laid out as it would lay
 * them out. One line, and the exit code says whether all held.
 * usage: node scripts/node24.mjs test/docs/hcl.ts <path of hclfmt (github.com/hashicorp/hcl/v2/cmd/hclfmt), terraform or tofu>
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import fc from 'fast-check'
import { missingAsTerraform } from '../../src/domain/render/missing.ts'
import { anyPair, defaultRule, single } from './missing-sample.ts'

const [tool] = process.argv.slice(2)
if (tool === undefined) throw new Error('usage: node scripts/node24.mjs test/docs/hcl.ts <path of hclfmt, terraform or tofu>')
const args = basename(tool).startsWith('hclfmt') ? ['-check'] : ['fmt', '-']

/** The text as the tool lays it out; fails where it is no HCL. */
function laidOut(name: string, text: string): string {
  const { status, stdout, stderr, error } = spawnSync(tool!, args, { input: text, encoding: 'utf8', timeout: 60_000 })
  if (status !== 0) throw new Error(`${name} is no HCL: ${error?.message ?? stderr}\n${text}`)
  return stdout
}

function check(name: string, text: string): void {
  const wanted = laidOut(name, text)
  if (wanted === text) return
  const lines = text.split('\n')
  const at = wanted.split('\n').findIndex((line, index) => line !== lines[index])
  throw new Error(
    `${name} line ${at + 1} is laid out otherwise: ${JSON.stringify(lines[at])}, wanted ${JSON.stringify(wanted.split('\n')[at])}`,
  )
}

const printed = (missing: typeof single): string => `${missingAsTerraform(missing).join('\n')}\n`

/** hclfmt without `-check`, for one, lays out anything. */
function checkTool(): void {
  for (const broken of ['x {\n', 'a = "${b"\n']) {
    let refused = false
    try {
      laidOut('', broken)
    } catch {
      refused = true
    }
    if (!refused) throw new Error(`${tool} takes ${JSON.stringify(broken)} for HCL`)
  }
}

try {
  laidOut('a comment', '# x\n')
  checkTool()
  const root = resolve(import.meta.dirname, '../../docs/terraform')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tf'))
  if (files.length === 0) throw new Error(`there is no .tf in ${root}`)
  for (const name of files) check(name, readFileSync(join(root, name), 'utf8'))
  check('one service', printed(single))
  check('a default action', printed({ ...single, rules: [defaultRule] }))
  const hostile = fc.sample(anyPair, { numRuns: 300, seed: 20_261_121 }).filter((missing) => missingAsTerraform(missing).length > 0)
  // One process for many: a name that broke out of its string would break what follows too.
  for (let at = 0; at < hostile.length; at += 20)
    check(
      'hostile names',
      hostile
        .slice(at, at + 20)
        .map(printed)
        .join('\n'),
    )
  console.log(`hcl: ${files.length} files and ${hostile.length + 2} printed texts are well formed`)
} catch (error) {
  console.error(`hcl: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
