import { posix } from 'node:path'

/** A relative specifier as a path from the working directory; the name of a package as it is. */
export function resolveSpecifier(specifier: string, importingPath: string): string {
  if (!specifier.startsWith('.')) return specifier
  return posix.normalize(posix.join(posix.dirname(importingPath), specifier))
}

/** The files that `./team.js`, `./team` or `./team.ts` may stand for, in the order in which they are tried. */
export function candidatePaths(resolved: string): readonly string[] {
  const bare = resolved.replace(/\.(?:[cm]?[jt]s)$/, '')
  return [`${bare}.ts`, `${bare}.mts`, `${bare}.cts`, `${resolved}.ts`, `${bare}/index.ts`]
}
