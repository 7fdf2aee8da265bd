/**
 * How many times the runner's own time a cancelled step gets. The tests set more than 1, for they show what happens, on machines as
 * slow as they come; that it happens in the runner's time is shown by the acceptance runs.
 */
export const patience = Number(process.env['SLUICE_PATIENCE'] ?? '1')

/** From SIGINT to SIGTERM, and from there to SIGKILL. Source: actions/runner ProcessInvoker.cs. */
export const terminateAfterMs = 7_500
export const killAfterMs = 2_500

/** Within which a cancelled step has to have ended by itself: what the runner gives it, less what it takes to start and to be seen. */
export const stoppedWithinMs = 7_000 * patience

/** Within which the last rule has to be written home, or gone, after the signal, accepted by AWS. */
export const homeWithinMs = 2_000 * patience
