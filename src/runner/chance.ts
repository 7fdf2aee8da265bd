/** From 0 to below 1, for pauses that must not keep in step with those of others. */
export const chance = (): number => Math.random()
