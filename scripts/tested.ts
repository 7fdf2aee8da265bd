// What vitest wrote of a run: how many passed, failed and were skipped on the first line, then a line of each that failed.
// usage: node scripts/tested.ts <results.json>
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

interface Results {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

const firstLine = (text: string): string => text.trim().split('\n', 1)[0] ?? ''

const [file = ''] = process.argv.slice(2)
const results = JSON.parse(readFileSync(file, 'utf8')) as Results

const failed = results.testResults
  .filter(({ status }) => status === 'failed')
  .flatMap(({ name, message, assertionResults }) => {
    const path = relative('.', name)
    const tests = assertionResults.filter(({ status }) => status === 'failed')
    // A file that could not be loaded, or whose set-up failed, has no test that did.
    if (tests.length === 0) return [`${path}: ${firstLine(message)}`]
    return tests.map(({ fullName, failureMessages }) => `${path}: ${fullName}: ${firstLine(failureMessages.join('\n'))}`)
  })

console.log([results.numPassedTests, results.numFailedTests, results.numPendingTests + results.numTodoTests].join(' '))
for (const line of failed) console.log(`  failed ${line}`)
