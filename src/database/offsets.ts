/** From the ways the parser counts to characters of a JavaScript string, where one beyond the basic plane counts as two. */
export interface Offsets {
  /** Of a place in bytes of UTF-8. */
  ofByte(byte: number): number
  /** Of a place in characters as Postgres counts them. */
  ofCodePoint(index: number): number
}

export function characterOffsets(text: string): Offsets {
  // Nearly all SQL is ASCII, where all three agree.

  if (/^[\u0000-\u007f]*$/.test(text)) return { ofByte: (byte) => byte, ofCodePoint: (index) => index }
  const bytes = new Uint32Array(Buffer.byteLength(text) + 1)
  const points: number[] = []
  let byte = 0
  let at = 0
  for (const point of text) {
    points.push(at)
    const length = Buffer.byteLength(point)
    bytes.fill(at, byte, byte + length)
    byte += length
    at += point.length
  }
  bytes[byte] = at
  points.push(at)
  return {
    ofByte: (each) => bytes[Math.min(each, byte)]!,
    ofCodePoint: (each) => points[Math.min(each, points.length - 1)]!,
  }
}
