/** What a running `orm-gen consume` tells in its log, as far as anybody here wants to know. */
export type ConsumerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'leaseAcquired'; readonly epoch: number }
  | { readonly kind: 'leaseLost'; readonly reason: 'expired' | 'fenced' }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'redelivered'; readonly units: number }
  | { readonly kind: 'other'; readonly line: string }

const KINDS: Readonly<Record<string, Exclude<ConsumerMessage['kind'], 'other'>>> = {
  'Consumer started': 'ready',
  'Works the stream': 'leaseAcquired',
  'Lost the stream to another': 'leaseLost',
  'Redis lost entries': 'lost',
  'Settled before, delivered again': 'redelivered',
}

export function readConsumerLine(line: string): ConsumerMessage {
  const facts = parse(line)
  const kind = KINDS[String(facts?.msg)]
  return kind === undefined ? { kind: 'other', line } : ({ ...facts, kind } as ConsumerMessage)
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined
  }
}
