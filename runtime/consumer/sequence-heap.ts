/** Gives back the item of the lowest number first. Items that come in order cost least: they stand in line. */
export class SequenceHeap<T> {
  readonly #numberOf: (item: T) => number
  /** Each later than the one before it; those before `#first` are gone. */
  #line: T[] = []
  #first = 0
  /** The others, as a binary heap. */
  readonly #heap: T[] = []

  constructor(numberOf: (item: T) => number) {
    this.#numberOf = numberOf
  }

  get size(): number {
    return this.#line.length - this.#first + this.#heap.length
  }

  peek(): T | undefined {
    return this.#isLineNext() ? this.#line[this.#first] : this.#heap[0]
  }

  push(item: T): void {
    const last = this.#line.at(-1)
    if (last === undefined || this.#numberOf(last) < this.#numberOf(item)) this.#line.push(item)
    else this.#pushHeap(item)
  }

  pop(): T | undefined {
    return this.#isLineNext() ? this.#popLine() : this.#popHeap()
  }

  #isLineNext(): boolean {
    const { length } = this.#line
    if (this.#first === length || this.#heap.length === 0) return this.#first < length
    return this.#numberOf(this.#line[this.#first]!) < this.#numberOf(this.#heap[0]!)
  }

  #popLine(): T {
    const item = this.#line[this.#first++]!
    if (this.#first === this.#line.length) {
      this.#line = []
      this.#first = 0
    } else if (this.#first >= 1_024 && 2 * this.#first >= this.#line.length) {
      this.#line = this.#line.slice(this.#first)
      this.#first = 0
    }
    return item
  }

  #pushHeap(item: T): void {
    const items = this.#heap
    let index = items.push(item) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.#isBefore(index, parent)) break
      this.#swap(index, parent)
      index = parent
    }
  }

  #popHeap(): T | undefined {
    const items = this.#heap
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
    return this.#numberOf(this.#heap[a]!) < this.#numberOf(this.#heap[b]!)
  }

  #swap(a: number, b: number): void {
    const item = this.#heap[a]!
    this.#heap[a] = this.#heap[b]!
    this.#heap[b] = item
  }
}
