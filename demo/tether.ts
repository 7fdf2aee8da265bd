/**
 * Loaded before a program of the demo: ends it when the demo is gone, however it went. Its stdin is a pipe that the demo holds open
 * and that the system closes for it.
 */
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'))
process.stdin.on('error', () => process.kill(process.pid, 'SIGTERM'))
process.stdin.resume()
if ('unref' in process.stdin) process.stdin.unref()
