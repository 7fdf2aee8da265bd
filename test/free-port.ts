import { freePort as freePortOf } from '../demo/free-port.ts'

/** A port of loopback that nobody has at this moment. */
export function freePort(): Promise<number> {
  return freePortOf('127.0.0.1', 0)
}
