export interface ChildRequest {
  readonly job: string
  /** Its arguments; none or one. */
  readonly input: readonly unknown[]
}

export type ChildAnswer =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly message: string }
