import { App } from 'aws-cdk-lib'
import { PairStack } from '../lib/pair.ts'

const app = new App()

function context(name: string): string | undefined {
  const value: unknown = app.node.tryGetContext(name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

const live = context('live') ?? 'blue'
if (live !== 'blue' && live !== 'green') throw new Error(`live is blue or green, got ${live}`)

new PairStack(app, 'ShopWeb', {
  live,
  revisions: { blue: context('blueTaskDefinition'), green: context('greenTaskDefinition') },
})
