const LONG_NUMBER = /\d{16}/
/** Strings are matched first so that digits inside them do not count. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** True where JSON text holds an integer that JSON.parse would change, such as 9007199254740993. */
export function losesDigits(text: string): boolean {
  if (!LONG_NUMBER.test(text)) return false
  for (const [token] of text.matchAll(TOKEN)) {
    if (/^-?\d{16,}$/.test(token) && BigInt(token) !== BigInt(Number(token))) return true
  }
  return false
}
