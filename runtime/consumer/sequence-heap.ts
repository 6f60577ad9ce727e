/** A binary heap that gives back the item of the lowest number first. */
export class SequenceHeap<T> {
  readonly #items: T[] = []
  readonly #numberOf: (item: T) => number

  constructor(numberOf: (item: T) => number) {
    this.#numberOf = numberOf
  }

  get size(): number {
    return this.#items.length
  }

  peek(): T | undefined {
    return this.#items[0]
  }

  push(item: T): void {
    const items = this.#items
    let index = items.push(item) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.#isBefore(index, parent)) break
      this.#swap(index, parent)
      index = parent
    }
  }

  pop(): T | undefined {
    const items = this.#items
    const first = items[0]
    const last = items.pop()
    if (items.length === 0 || last === undefined) return first
    items[0] = last
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      const right = left + 1
      let lowest = index
      if (left < items.length && this.#isBefore(left, lowest)) lowest = left
      if (right < items.length && this.#isBefore(right, lowest)) lowest = right
      if (lowest === index) return first
      this.#swap(index, lowest)
      index = lowest
    }
  }

  #isBefore(a: number, b: number): boolean {
    return this.#numberOf(this.#items[a]!) < this.#numberOf(this.#items[b]!)
  }

  #swap(a: number, b: number): void {
    const item = this.#items[a]!
    this.#items[a] = this.#items[b]!
    this.#items[b] = item
  }
}
