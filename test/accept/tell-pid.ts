import { writeFileSync } from 'node:fs'

/** Loaded into the action by NODE_OPTIONS, so that a test can kill exactly that process: leaves its id in a file. */
writeFileSync(process.env['PID_FILE']!, String(process.pid))
