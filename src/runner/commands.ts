/** Properties of a workflow command; absent and empty ones are left out. */
export type CommandProperties = Readonly<Record<string, string | number | undefined>>

/** One workflow command as the runner reads it from stdout, without line end. Source: actions/runner, ActionCommand.cs. */
export function workflowCommand(name: string, message: string, properties: CommandProperties = {}): string {
  const written = Object.entries(properties)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
    .join(',')
  return `::${name}${written === '' ? '' : ` ${written}`}::${escapeMessage(message)}`
}

function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** The runner ends a line at CR as well as at LF, so a CR in a container's output can start a command of its own. */
const lineEnds = /\r\n|\r|\n/

/**
 * Splits text into lines none of which the runner takes for a command. It knows two forms: `::name::` behind any white space
 * at the start of a line, and the older `##[name]` anywhere in it (ActionCommand.cs, TryParseV2 and TryParse).
 * Both are made visible rather than dropped, since they are evidence. Nothing is switched off with `stop-commands`: a step that
 * dies in between would leave its own masks unheard.
 */
export function harmlessLines(text: string): readonly string[] {
  return text.split(lineEnds).map((line) =>
    line
      .replace(/^[\s\p{C}]*::/u, (start) => `| ${start.trimStart()}`)
      .replaceAll('##[', '## [')
      .replaceAll(control, picture),
  )
}

/** Control characters but the tab: a terminal that shows the raw log would obey them. */
const control = /[\u0000-\u0008\u000B-\u001F\u007F]/g

function picture(character: string): string {
  return character === '\u007F' ? '\u2421' : String.fromCharCode(0x2400 + character.charCodeAt(0))
}
