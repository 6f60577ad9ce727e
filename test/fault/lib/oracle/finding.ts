/** What the oracle found wrong with a row. */
export interface Finding {
  readonly kind: 'lost' | 'doubled' | 'reordered' | 'unexpected' | 'stuck' | 'slow'
  /** `entries 17`: table and key; for `stuck` and `slow` what does not go on. */
  readonly row: string
  readonly detail: string
}

export function describeFindings(findings: readonly Finding[], limit = 20): string {
  const shown = findings.slice(0, limit).map((finding) => `${finding.kind} ${finding.row}: ${finding.detail}`)
  if (findings.length > limit) shown.push(`... and ${findings.length - limit} more`)
  return shown.join('\n')
}
