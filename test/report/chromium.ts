import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findOnPath } from '../on-path.ts'

/** A browser on this machine, if there is one. */
export const findChromium = (): string | undefined => findOnPath('chromium', 'chromium-browser', 'google-chrome')

export interface View {
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
  readonly mobile?: boolean
}

export interface Opened {
  /** What the page and its security policy complained of. */
  readonly complaints: readonly string[]
  /** Everything that was asked for, the page itself among it. */
  readonly requests: readonly string[]
  /** The value of an expression in the page. */
  readonly evaluate: <T>(expression: string) => Promise<T>
  /** The whole page as PNG, or what the window shows of it. */
  readonly picture: (part?: 'page' | 'window') => Promise<Buffer>
  readonly close: () => Promise<void>
}

export interface Browser {
  readonly open: (url: string, view: View) => Promise<Opened>
  readonly close: () => Promise<void>
}

type Answer = Readonly<Record<string, unknown>>

interface Message {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: Answer
  readonly result?: Answer
  readonly error?: { readonly message: string }
}

/** Starts a headless browser and speaks the DevTools protocol with it (flat sessions, one for each page). */
export async function startChromium(file: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'sluice-chromium-'))
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--hide-scrollbars']
  const browser = spawn(
    file,
    [...flags, '--disable-background-networking', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      // A group of its own: it starts many processes.
      detached: true,
    },
  )
  const exited = once(browser, 'exit')
  const socket = new WebSocket(await addressOf(browser.stderr))
  await once(socket as unknown as EventTarget, 'open')
  const waiting = new Map<number, { readonly done: (answer: Answer) => void; readonly failed: (error: Error) => void }>()
  const heard = new Set<(message: Message) => void>()
  let last = 0
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message
    const call = message.id === undefined ? undefined : waiting.get(message.id)
    if (!call) for (const listener of heard) listener(message)
    else if (message.error) call.failed(new Error(message.error.message))
    else call.done(message.result ?? {})
  })
  // It may be gone before it has answered, as it is when it is asked to close.
  socket.addEventListener('close', () => {
    for (const { failed } of waiting.values()) failed(new Error('The browser has closed its connection'))
  })
  const send = (method: string, params: Answer = {}, sessionId?: string): Promise<Answer> =>
    new Promise((done, failed) => {
      if (socket.readyState !== WebSocket.OPEN) throw new Error('The browser is gone')
      const id = ++last
      waiting.set(id, { done, failed })
      socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }))
    })
  return {
    open: (url, view) => openPage(url, view, send, heard),
    close: async () => {
      await send('Browser.close').catch(() => undefined)
      await exited
      // Its helpers may outlive it for a moment.
      try {
        process.kill(-browser.pid!, 'SIGKILL')
      } catch {
        // All gone.
      }
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
}

async function addressOf(stderr: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  for await (const chunk of stderr) {
    text += String(chunk)
    const found = /^DevTools listening on (ws:\S+)$/m.exec(text)
    if (found) return found[1]!
  }
  throw new Error(`The browser ended before it listened: ${text.slice(-500)}`)
}

async function openPage(
  url: string,
  view: View,
  send: (method: string, params?: Answer, sessionId?: string) => Promise<Answer>,
  heard: Set<(message: Message) => void>,
): Promise<Opened> {
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = (await send('Target.attachToTarget', { targetId, flatten: true })) as { sessionId: string }
  const call = (method: string, params?: Answer): Promise<Answer> => send(method, params, sessionId)
  const complaints: string[] = []
  const requests: string[] = []
  let loaded = (): void => undefined
  const ready = new Promise<void>((done) => (loaded = done))
  const listener = ({ sessionId: from, method, params }: Message): void => {
    if (from !== sessionId) return
    if (method === 'Network.requestWillBeSent') requests.push((params as { request: { url: string } }).request.url)
    if (
      method === 'Log.entryAdded' ||
      method === 'Runtime.consoleAPICalled' ||
      method === 'Runtime.exceptionThrown' ||
      method === 'Audits.issueAdded'
    )
      complaints.push(JSON.stringify(params))
    if (method === 'Page.loadEventFired') loaded()
  }
  heard.add(listener)
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await call(`${domain}.enable`)
  const { width, height, scheme, mobile = false } = view
  await call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile })
  await call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
  await call('Page.navigate', { url })
  await ready
  // The event may have been that of the page it began with.
  const there = { expression: `location.href !== 'about:blank' && document.readyState === 'complete'`, returnByValue: true }
  while ((await call('Runtime.evaluate', there).catch(() => undefined))?.['result']?.['value' as never] !== true) await delay(20)
  return {
    complaints,
    requests,
    evaluate: async (expression) => {
      const answer = await call('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })
      if (answer['exceptionDetails']) throw new Error(JSON.stringify(answer['exceptionDetails']))
      return (answer['result'] as { value: never }).value
    },
    picture: async (part = 'page') => {
      const { data } = await call('Page.captureScreenshot', { captureBeyondViewport: part === 'page', format: 'png' })
      return Buffer.from(data as string, 'base64')
    },
    close: async () => {
      heard.delete(listener)
      await send('Target.closeTarget', { targetId })
    },
  }
}
