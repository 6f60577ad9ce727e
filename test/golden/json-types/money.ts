interface Money {
  amount: string
}

export type { Money as default }
