import type { ImportExtension } from './emit/options.js'

/** What the generator does where it is not told. */
export const GENERATE_DEFAULTS = {
  out: 'generated',
  importExtension: 'js' as ImportExtension,
  origin: 'schemas',
} as const
