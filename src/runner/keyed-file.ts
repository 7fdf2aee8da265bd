import { randomUUID } from 'node:crypto'

/**
 * One entry of GITHUB_OUTPUT or GITHUB_STATE. The delimiter is random, so that no value can end its own entry and start another.
 * `delimiter` is given in tests alone.
 */
export function keyedEntry(name: string, value: string, delimiter: string = `end_${randomUUID()}`): string {
  // Cannot happen by chance; a value that was made to contain the delimiter must not be written.
  if (name.includes(delimiter) || value.includes(delimiter)) throw new Error(`the value of ${name} contains its own delimiter`)
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`
}
