import { createRealMatter } from '../../../sandbox/matter/real/real.ts'

/** Starts three tasks, prints the process ids they print, and waits to be killed. Without handlers: every signal is a sudden death. */
const pids: number[] = []
const matter = await createRealMatter((event) => {
  if (event.kind !== 'output') return
  pids.push(...event.lines.map(Number))
  if (pids.length === 4) process.stdout.write(`${JSON.stringify({ tasks: pids, guardian: matter.guardPid, folder: matter.folder })}\n`)
})
const scripts = ['echo $$; sleep 1000', 'trap "" TERM HUP; echo $$; while :; do sleep 1; done', 'sleep 1000 & echo $$; echo $!; wait']
scripts.forEach((script, index) =>
  matter.tasks.launch({
    taskArn: `arn:task/${index}`,
    address: matter.tasks.allot(),
    containers: [{ name: 'app', image: 'example/app:1', entryPoint: ['/bin/sh', '-c'], command: [script], environment: {} }],
  }),
)
