import { SluiceError } from '../domain/errors.ts'
import type { Headers } from '../domain/metrics/model.ts'
import type { SourceOptions } from './source-options.ts'

const placeholder = /\{env\.([A-Za-z_]\w*)\}/g

/** Headers with `{env.NAME}` filled in; each value is masked first. Throws INPUT_INVALID for what the environment has not got, or no header can hold. */
export function fillEnvironment(headers: Headers, whose: string, { env, mask }: Pick<SourceOptions, 'env' | 'mask'>): Headers {
  const filled = Object.entries(headers).map(([name, text]) => {
    const value = text.replaceAll(placeholder, (whole, variable: string) => {
      // Secrets read from files often end in a line break.
      const secret = env[variable]?.trim() ?? ''
      if (secret === '') throw wrong(name, whose, `${whole} stands for an environment variable that is not set or empty`)
      mask(secret)
      return secret
    })
    if (!/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)) throw wrong(name, whose, 'its value has characters a header cannot have')
    return [name, value] as const
  })
  return Object.fromEntries(filled)
}

function wrong(name: string, whose: string, because: string): SluiceError {
  return new SluiceError('INPUT_INVALID', `The header ${name} of the metric ${whose} cannot be sent: ${because}`, {
    hint: 'Give the step the variable in `env`, from a secret of the repository.',
  })
}
