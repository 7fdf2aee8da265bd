import { run } from '../lib/index.js'
await run('migrate-expand-contract', 'main')
