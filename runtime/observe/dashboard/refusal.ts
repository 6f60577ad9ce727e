/** An answer other than what was asked for; its message is for the person who looks at the page. */
export class Refusal extends Error {
  readonly status: number
  readonly remedy: string | undefined

  constructor(status: number, message: string, remedy?: string) {
    super(message)
    this.status = status
    this.remedy = remedy
  }
}
