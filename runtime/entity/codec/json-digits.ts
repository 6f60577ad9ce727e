const LONG_NUMBER = /\d{16}/
/** Strings are matched first so that digits inside them do not count. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** True where JSON text holds an integer that JSON.parse would change, such as 9007199254740993. */
export function losesDigits(text: string): boolean {
  if (!LONG_NUMBER.test(text)) return false
  for (const [token] of text.matchAll(TOKEN)) {
    if (/^-?\d{16,}$/.test(token) && isChanged(token)) return true
  }
  return false
}

/** What JavaScript itself writes for a number is not changed, though it may stand for a value a little beside. */
function isChanged(integer: string): boolean {
  return BigInt(integer) !== BigInt(Number(integer)) && String(Number(integer)) !== integer
}
