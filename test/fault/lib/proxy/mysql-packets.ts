import type { ProtocolSession, Request } from './protocol.js'

const HEADER_BYTES = 4
const LARGEST_PACKET = 0xff_ffff
const COMMAND = { quit: 0x01, query: 0x03, prepare: 0x16, execute: 0x17, close: 0x19 } as const

/**
 * MySQL's protocol: a client sends one command and waits for its answer, so that whatever the server says belongs to the
 * last command. The text of an `execute` is that of the statement it was prepared from.
 */
export function mysqlSession(): ProtocolSession {
  let fromClient = Buffer.alloc(0)
  let current: Request | undefined
  /** The beginning of the answer to a `prepare`, until it holds the statement's number. */
  let prepareAnswer = Buffer.alloc(0)
  let answered = true
  const statements = new Map<number, string>()

  const describe = (packet: Buffer): string => {
    if (packet[3] !== 0) return ''
    const body = packet.subarray(HEADER_BYTES + 1)
    switch (packet[HEADER_BYTES]) {
      case COMMAND.query:
        return withoutAttributes(body).toString('utf8')
      case COMMAND.prepare:
        return `PREPARE ${body.toString('utf8')}`
      case COMMAND.execute:
        return statements.get(body.readUInt32LE(0)) ?? ''
      default:
        return ''
    }
  }

  return {
    requests(chunk) {
      fromClient = Buffer.concat([fromClient, chunk])
      const found: Request[] = []
      for (;;) {
        const end = packetEnd(fromClient)
        if (end === undefined) return found
        const bytes = fromClient.subarray(0, end)
        fromClient = fromClient.subarray(end)
        found.push({ bytes, text: describe(bytes) })
      }
    },
    forwarded(request) {
      const command = request.bytes[HEADER_BYTES]
      if (request.bytes[3] !== 0 || command === COMMAND.close || command === COMMAND.quit) return
      current = request
      prepareAnswer = Buffer.alloc(0)
      answered = false
    },
    answers(chunk) {
      answered = true
      if (current?.text.startsWith('PREPARE ') && prepareAnswer.length < 9) {
        prepareAnswer = Buffer.concat([prepareAnswer, chunk])
        if (prepareAnswer.length >= 9 && prepareAnswer[4] === 0) {
          statements.set(prepareAnswer.readUInt32LE(5), current.text.slice('PREPARE '.length))
        }
      }
      return [{ bytes: chunk, to: current }]
    },
    idle: () => answered,
  }
}

/** Where query attributes were agreed upon (MySQL 8), two numbers precede the text: none, in one set. */
function withoutAttributes(body: Buffer): Buffer {
  return body[0] === 0 && body[1] === 1 ? body.subarray(2) : body
}

/** End (exclusive) of the first packet, with the further ones that carry on a payload of 16 MB or more. */
function packetEnd(buffer: Buffer): number | undefined {
  let at = 0
  for (;;) {
    if (buffer.length < at + HEADER_BYTES) return undefined
    const length = buffer.readUIntLE(at, 3)
    at += HEADER_BYTES + length
    if (buffer.length < at) return undefined
    if (length < LARGEST_PACKET) return at
  }
}
