import { run } from '../lib/index.js'
await run('rolling-ecs', 'post')
