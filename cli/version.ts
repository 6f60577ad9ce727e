import { createRequire } from 'node:module'

/** The version of the installed package. */
export function packageVersion(): string {
  const { version } = createRequire(import.meta.url)('orm-gen/package.json') as { readonly version: string }
  return version
}
