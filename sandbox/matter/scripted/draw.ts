import type { Random } from '../../cloud/random.ts'

/** How many of `trials` succeed with the chance given. Exact for few expected successes, by the normal distribution for many. */
export function drawBinomial(random: Random, trials: number, chance: number): number {
  if (trials <= 0 || chance <= 0) return 0
  if (chance >= 1) return trials
  if (chance > 0.5) return trials - drawBinomial(random, trials, 1 - chance)
  const mean = trials * chance
  if (mean > 30) {
    const deviation = Math.sqrt(mean * (1 - chance))
    return Math.min(trials, Math.max(0, Math.round(mean + deviation * drawNormal(random))))
  }
  // Jumps from one success to the next: as many draws as successes.
  const logFailure = Math.log1p(-chance)
  let successes = 0
  for (let at = jump(random, logFailure); at <= trials; at += jump(random, logFailure)) successes++
  return successes
}

function jump(random: Random, logFailure: number): number {
  return 1 + Math.floor(Math.log(1 - random.next()) / logFailure)
}

/** A standard normal value (Box-Muller). */
function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}
