/**
 * The load balancer's two cookies: AWSALBTG keeps a client on a target group of a weighted rule, AWSALB on a target of a group.
 * Each answer renews them; both come with a CORS twin. AWS encrypts the content, here it is only encoded.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html
 */
export type CookieName = 'AWSALBTG' | 'AWSALB'

/** What the client was stuck to, unless the cookie is absent, foreign or over. */
export function stuckTo(header: string | undefined, name: CookieName, nowMs: number): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    const given = part.slice(0, at).trim()
    if (at < 0 || (given !== name && given !== `${name}CORS`)) continue
    const [untilMs, value] = Buffer.from(part.slice(at + 1).trim(), 'base64url')
      .toString('utf8')
      .split('|')
    if (value !== undefined && Number(untilMs) > nowMs) return value
  }
  return undefined
}

export function stickyCookies(name: CookieName, value: string, stickyMs: number, nowMs: number): readonly string[] {
  const content = Buffer.from(`${nowMs + stickyMs}|${value}`).toString('base64url')
  const until = new Date(nowMs + stickyMs).toUTCString()
  return [`${name}=${content}; Expires=${until}; Path=/`, `${name}CORS=${content}; Expires=${until}; Path=/; SameSite=None; Secure`]
}
