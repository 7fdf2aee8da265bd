/** How the runner reads what a step prints and writes. Source: actions/runner ActionCommand.cs, FileCommandManager.cs. */

export interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

/**
 * The commands the runner would carry out, in order. It ends lines at CR too, ignores white space before `::`, and still knows
 * the older `##[name properties]` anywhere in a line.
 */
export function readCommands(printed: string): readonly Command[] {
  return printed.split(/\r\n|\r|\n/).flatMap((line) => readV2(line) ?? readV1(line) ?? [])
}

function readV2(line: string): Command | undefined {
  const text = line.replace(/^[\s\u0085]+/, '')
  if (!text.startsWith('::')) return undefined
  const end = text.indexOf('::', 2)
  if (end < 0) return undefined
  return command(text.slice(2, end), text.slice(end + 2), ',', (value) => value.replaceAll('%3A', ':').replaceAll('%2C', ','))
}

function readV1(line: string): Command | undefined {
  const start = line.indexOf('##[')
  const end = line.indexOf(']', start)
  if (start < 0 || end < 0) return undefined
  return command(line.slice(start + 3, end), line.slice(end + 1), ';', (value) => value.replaceAll('%3B', ';').replaceAll('%5D', ']'))
}

function command(head: string, message: string, separator: string, unescape: (value: string) => string): Command {
  const space = head.indexOf(' ')
  const name = space < 0 ? head : head.slice(0, space)
  const pairs = space < 0 ? [] : head.slice(space + 1).split(separator)
  const properties = pairs.flatMap((pair) => {
    const at = pair.indexOf('=')
    return at < 0 ? [] : [[pair.slice(0, at).trim(), plain(unescape(pair.slice(at + 1)))] as const]
  })
  return { name, properties: Object.fromEntries(properties), message: plain(message) }
}

function plain(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

/** The entries of GITHUB_OUTPUT or GITHUB_STATE; the last one of a name holds. Throws where the runner would fail the step. */
export function readKeyedFile(text: string): Readonly<Record<string, string>> {
  const entries: Record<string, string> = {}
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line === '') continue
    const [, name, delimiter] = /^([^=]+?)<<(.+)$/.exec(line) ?? []
    if (name === undefined || delimiter === undefined) {
      const equals = line.indexOf('=')
      if (equals < 1) throw new Error(`invalid format '${line}'`)
      entries[line.slice(0, equals)] = line.slice(equals + 1)
      continue
    }
    const end = lines.indexOf(delimiter, at + 1)
    if (end < 0) throw new Error(`no delimiter '${delimiter}' ends the value of ${name}`)
    entries[name] = lines.slice(at + 1, end).join('\n')
    at = end
  }
  return entries
}
