/** The address without its secrets: what stands for a password reads `***`. Works on what cannot be parsed as well. */
export function maskAddress(address: string): string {
  return address
    .replace(/(^|\/\/|,)([^:@/,]*):(.*)@/, '$1$2:***@')
    .replace(/([?&](?:[a-z]*password|pass|pwd)=)[^&]*/gi, '$1***')
}
