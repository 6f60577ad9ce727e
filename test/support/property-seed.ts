import fc from 'fast-check'

/**
 * `npm test` draws the same cases at each run, so that it fails for a change and not for a draw.
 * `FC_SEED=random` looks further; `FC_SEED=<n>` replays what that found.
 */
const { FC_SEED = '20261124' } = process.env

if (FC_SEED !== 'random') fc.configureGlobal({ seed: Number(FC_SEED) })
