import { run } from '../lib/index.js'
await run('bluegreen-swap', 'post')
