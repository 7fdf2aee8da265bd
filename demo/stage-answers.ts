/** Whether a request to this address is answered well, and by this version. */
export function answers(url: string, version: string): Promise<boolean> {
  return fetch(url).then(
    (answer) => answer.ok && answer.headers.get('x-version') === version,
    () => false,
  )
}
