/** A request as it left the client: its bytes, and the text that rules look at (empty for what is no command). */
export interface Request {
  readonly bytes: Buffer
  readonly text: string
}

/** Bytes from the server, and the forwarded request that they answer; none for a greeting or a push. */
export interface Answer {
  readonly bytes: Buffer
  readonly to: Request | undefined
}

/** What a proxy needs to know of a protocol, for one connection. */
export interface ProtocolSession {
  /** Adds bytes of the client; returns the requests that are complete. */
  requests(chunk: Buffer): Request[]
  /** Told of each request that goes on to the server, in order. */
  forwarded(request: Request): void
  /** Adds bytes of the server; returns answers or parts of one, each attributed. */
  answers(chunk: Buffer): Answer[]
  /** True when every forwarded request has its answer, as far as the protocol can tell. */
  idle(): boolean
}
