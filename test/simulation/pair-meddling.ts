import { colours, nameOf, serviceNow, serviceOf } from './colours.ts'
import type { ForeignHand } from './pair-story.ts'
import type { SimulatedPair } from './pair-world.ts'

/** Lets somebody else do something, once. Answers whether it changes what a rollout must respect. */
export function meddle(pair: SimulatedPair, hand: ForeignHand): boolean {
  const { stage, watch, ruleArns, groupArn } = pair
  const update = (colour: 'blue' | 'green', change: object): void =>
    void stage.ecs('UpdateService', { cluster: 'main', service: serviceOf(colour), ...change })
  switch (hand) {
    case 'some weight':
      for (const colour of colours) watch.excuse(colour)
      pair.weigh(ruleArns[0]!, { blue: 70, green: 30 })
      watch.meddled(ruleArns[0]!, { blue: 70, green: 30 })
      return true
    case 'all weight back': {
      const away = ruleArns.filter((arn) => watch.weights[arn]!.green > 0)
      for (const arn of away) {
        pair.weigh(arn, { blue: 100, green: 0 })
        watch.meddled(arn, { blue: 100, green: 0 })
      }
      if (away.length > 0) watch.excuse('blue')
      return away.length > 0
    }
    case 'the tags':
      stage.elb('AddTags', { ResourceArns: [groupArn.blue], Tags: [{ Key: 'sluice.record.1', Value: 'somebody else' }] })
      return true
    case 'revision of the live side':
    case 'revision of the idle side': {
      const colour = hand === 'revision of the live side' ? 'blue' : 'green'
      const arn = pair.register({ VERSION: '3' })
      watch.excuse(colour)
      update(colour, { taskDefinition: arn })
      watch.redeployed(colour, nameOf(arn))
      return true
    }
    case 'tasks of the live side':
    case 'tasks of the idle side': {
      const colour = hand === 'tasks of the live side' ? 'blue' : 'green'
      if (serviceNow(stage, colour).desired <= 2) return false
      watch.needs(2)
      update(colour, { desiredCount: 2 })
      return true
    }
    case 'bounds of scaling': {
      const ResourceId = `service/main/${serviceOf('blue')}`
      stage.scaling('RegisterScalableTarget', {
        ...{ ServiceNamespace: 'ecs', ResourceId, ScalableDimension: 'ecs:service:DesiredCount' },
        ...{ MinCapacity: 2, MaxCapacity: 8 },
      })
      return true
    }
  }
}
