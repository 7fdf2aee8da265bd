import { rmSync } from 'node:fs'

/**
 * The program that outlives the sandbox by a moment: it reads `+<pid>` and `-<pid>` lines from its standard input and, when that ends
 * (the sandbox is gone, however it went), kills each process group still on its list and removes the folder named by its argument. It runs in a session of its own, so that
 * a Ctrl-C or a signal to the sandbox's group does not take it too.
 */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.stdout.on('error', () => {})
process.stdout.write('ready\n')

const groups = new Set<number>()
let rest = ''
process.stdin.setEncoding('utf8')
process.stdin.on('data', (chunk: string) => {
  const lines = (rest + chunk).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) {
    const pid = Number(line.slice(1))
    if (!(pid > 1)) continue
    if (line.startsWith('+')) groups.add(pid)
    else groups.delete(pid)
  }
})
process.stdin.on('close', () => {
  for (const pid of groups) {
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // Already gone.
    }
  }
  if (process.argv[2] !== undefined) rmSync(process.argv[2], { recursive: true, force: true })
  process.exit(0)
})
