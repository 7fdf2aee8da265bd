/**
 * Loaded before the program that is measured: adds a line to a file when it ends, with what it has cost in seconds (user and system) and what it was.
 * Plain JavaScript, so that it costs next to nothing.
 */
const { appendFileSync } = process.getBuiltinModule('node:fs')

process.on('exit', () => {
  const file = process.env.CPU_TIME_FILE
  if (file === undefined) return
  const { user, system } = process.cpuUsage()
  appendFileSync(file, `${(user + system) / 1e6} ${process.argv.join(' ')}\n`)
})
