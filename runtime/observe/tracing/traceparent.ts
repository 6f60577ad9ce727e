import type { SpanContext, TraceFlags } from '@opentelemetry/api'

const FORM = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/

/** The W3C text of a span's place: `00-<trace>-<span>-01`. */
export function writeTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}

/** Undefined for a text that is none; of a later version what this one knows. */
export function readTraceparent(text: string): SpanContext | undefined {
  const [, traceId, spanId, flags] = FORM.exec(text) ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined
  return { traceId, spanId, traceFlags: (Number.parseInt(flags, 16) & 1) as TraceFlags, isRemote: true }
}
