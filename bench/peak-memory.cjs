/**
 * Loaded before the program that is measured: leaves its peak resident memory in MiB in a file when it ends. VmHWM belongs to this
 * program alone; the maximum that resourceUsage tells still counts the parent before exec. Plain JavaScript, so that it costs next to nothing.
 */
const { readFileSync, writeFileSync } = process.getBuiltinModule('node:fs')

process.on('exit', () => {
  const file = process.env.PEAK_MEMORY_FILE
  if (file === undefined) return
  let kib = process.resourceUsage().maxRSS
  try {
    kib = Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? kib)
  } catch {
    // No /proc: the coarser figure has to do, for both sides alike.
  }
  writeFileSync(file, String(kib / 1024))
})
