/** Whether `version` (`7.0.15`, `10.11.19-MariaDB-log`) is at least `wanted` (`6.2`). */
export function isAtLeast(version: string, wanted: string): boolean {
  const has = numbers(version)
  for (const [index, part] of numbers(wanted).entries()) {
    const own = has[index] ?? 0
    if (own !== part) return own > part
  }
  return true
}

const numbers = (version: string): readonly number[] => (/^[\d.]+/.exec(version)?.[0] ?? '').split('.').map(Number)
