export interface ChildRequest {
  readonly job: string
  readonly input: unknown
}

export type ChildAnswer =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly message: string }
