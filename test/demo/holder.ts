import { startProgram } from '../../demo/program.ts'

/** Starts a program, says its process id, and waits to be killed. */
const program = startProgram('sandbox/load/main.ts', [JSON.stringify({ url: 'http://127.0.0.1:9', ratePerSecond: 1 })])
await program.next()
console.log(program.pid)
setInterval(() => {}, 60_000)
