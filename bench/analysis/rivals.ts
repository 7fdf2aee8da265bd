import { byTheMinute, type Rival } from './rule.ts'
import { ecsAlarm, loadBalancerAlarm, targetGroupAlarm } from './rivals/alarm.ts'
import { argoAbsolute, argoNominal, argoNominalDefaultLimit, argoRelative } from './rivals/argo-rollouts.ts'
import { flagger } from './rivals/flagger.ts'
import { kayentaEach1, kayentaEach10, kayentaEach5, kayentaOnce } from './rivals/kayenta.ts'
import { lindonMalek } from './rivals/lindon-malek.ts'
import { msprt } from './rivals/msprt.ts'
import { naiveZ01, naiveZ05 } from './rivals/naive-z.ts'
import { safeTwoByTwo } from './rivals/safe-two-by-two.ts'

/** What teams use today, and what the literature offers. All of them look once a minute. */
export const rivals: readonly Rival[] = [
  argoAbsolute,
  argoNominal,
  argoNominalDefaultLimit,
  argoRelative,
  flagger,
  ecsAlarm,
  targetGroupAlarm,
  loadBalancerAlarm,
  naiveZ05,
  naiveZ01,
  kayentaOnce,
  kayentaEach10,
  kayentaEach5,
  kayentaEach1,
  msprt,
  lindonMalek,
  safeTwoByTwo,
].map(byTheMinute)

/** Those with a threshold, which people compare a canary gate with. */
export const alarms: readonly Rival[] = [ecsAlarm, targetGroupAlarm, loadBalancerAlarm].map(byTheMinute)
