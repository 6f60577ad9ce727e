/** True without lone surrogates, which have no UTF-8 form. Node has it since 20; the ES2023 library of TypeScript lacks it. */
export function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed()
}
