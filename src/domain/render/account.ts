/**
 * The same value without an account id in any text, however deep: GitHub drops an output that holds a masked value, and where the
 * account is masked nothing that carries it would reach another job. An ARN of ECS becomes the name it ends in, which the same call
 * takes; in every other ARN, and in the name of a registry, the account becomes `***`.
 */
export function withoutAccounts<T>(value: T): T {
  return mapTexts(value, withoutAccount) as T
}

function withoutAccount(text: string): string {
  return text
    .replaceAll(/\barn:aws[\w-]*:ecs:[\w-]*:\d{12}:[\w-]+\/(?:[\w.-]+\/)*(?=[\w.-])/g, '')
    .replaceAll(/\b(arn:aws[\w-]*:[\w-]*:[\w-]*:)\d{12}\b/g, '$1***')
    .replaceAll(/\b\d{12}(?=\.dkr[.-])/g, '***')
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)]))
}
