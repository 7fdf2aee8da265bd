import { createPairTarget } from '../aws/pair-target.ts'
import { createRollingTarget } from '../aws/rolling-target.ts'
import type { Sender } from '../aws/send.ts'
import type { Target } from '../ports.ts'
import { pairRef, type Place } from './place.ts'

/** A place as a target that is only read and led home, with no wish for a content of its own. */
export function bareTarget(place: Place, aws: Sender): Target {
  const plain = { ...aws, region: place.region, wanted: { kind: 'running' } as const, images: [], alarms: [], requireDigest: false }
  return place.topology === 'native'
    ? createRollingTarget({ ...plain, ref: { cluster: place.cluster, service: place.service } })
    : createPairTarget({ ...plain, ref: pairRef(place), stickiness: 'keep', otherTraffic: 'accept' })
}
