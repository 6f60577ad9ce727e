import type { Answer, ProtocolSession, Request } from './protocol.js'

const CRLF = Buffer.from('\r\n')
/** Enough of the arguments to tell commands apart; payloads are long. */
const TEXT_ARGUMENTS = 4
const TEXT_BYTES = 200

/** Redis's protocol, versions 2 and 3: requests may be pipelined, answers come in their order. */
export function respSession(): ProtocolSession {
  let fromClient = Buffer.alloc(0)
  let fromServer = Buffer.alloc(0)
  const waiting: Request[] = []
  return {
    requests(chunk) {
      fromClient = Buffer.concat([fromClient, chunk])
      const found: Request[] = []
      for (;;) {
        const end = valueEnd(fromClient, 0)
        if (end === undefined) return found
        const bytes = fromClient.subarray(0, end)
        fromClient = fromClient.subarray(end)
        found.push({ bytes, text: commandText(bytes) })
      }
    },
    forwarded(request) {
      waiting.push(request)
    },
    answers(chunk) {
      fromServer = Buffer.concat([fromServer, chunk])
      const found: Answer[] = []
      for (;;) {
        const end = valueEnd(fromServer, 0)
        if (end === undefined) return found
        const bytes = fromServer.subarray(0, end)
        fromServer = fromServer.subarray(end)
        const isPush = bytes[0] === '>'.charCodeAt(0)
        found.push({ bytes, to: isPush ? undefined : waiting.shift() })
      }
    },
    idle: () => waiting.length === 0,
  }
}

/** Where the value that starts at `from` ends (exclusive), or undefined while it is incomplete. */
function valueEnd(buffer: Buffer, from: number): number | undefined {
  const lineEnd = buffer.indexOf(CRLF, from)
  if (lineEnd < 0) return undefined
  const next = lineEnd + 2
  const kind = String.fromCharCode(buffer[from]!)
  switch (kind) {
    case '$':
    case '=':
    case '!': {
      const length = lengthOf(buffer, from, lineEnd)
      if (length < 0) return next
      return buffer.length >= next + length + 2 ? next + length + 2 : undefined
    }
    case '*':
    case '~':
    case '>':
      return valuesEnd(buffer, next, lengthOf(buffer, from, lineEnd))
    case '%':
      return valuesEnd(buffer, next, lengthOf(buffer, from, lineEnd) * 2)
    default:
      return next
  }
}

function valuesEnd(buffer: Buffer, from: number, count: number): number | undefined {
  let at = from
  for (let i = 0; i < count; i++) {
    const end = valueEnd(buffer, at)
    if (end === undefined) return undefined
    at = end
  }
  return at
}

function lengthOf(buffer: Buffer, from: number, lineEnd: number): number {
  return Number(buffer.toString('latin1', from + 1, lineEnd))
}

/** `*3 $4 XADD ...` as `XADD key ...`; an inline command as it stands. */
function commandText(bytes: Buffer): string {
  if (bytes[0] !== '*'.charCodeAt(0)) return bytes.toString('utf8').trim()
  const words: string[] = []
  let at = bytes.indexOf(CRLF) + 2
  while (at < bytes.length && words.length < TEXT_ARGUMENTS) {
    const start = bytes.indexOf(CRLF, at) + 2
    const end = valueEnd(bytes, at)!
    words.push(bytes.toString('utf8', start, Math.min(end - 2, start + TEXT_BYTES)))
    at = end
  }
  return words.join(' ')
}
