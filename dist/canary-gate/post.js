import { run } from '../lib/index.js'
await run('canary-gate', 'post')
