/** An identifier in backticks, whatever it contains. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

/** A text literal. Backslashes are doubled: both servers read them as escapes unless told otherwise. */
export function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\n', '\\n').replaceAll('\0', '\\0')}'`
}

export function quoteNames(names: readonly string[]): string {
  return names.map(quoteName).join(', ')
}
