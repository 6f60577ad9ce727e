/** What the live view shows; counts are units. */
export interface Reading {
  readonly queued: number
  readonly applied: number
  /** What the shop is going to queue, for the bars; grows where it was guessed too low. */
  readonly expected: number
  readonly consumer: string
}

const REDRAW_MS = 100
const LINE_MS = 2_000
const BAR = 32
const SPARKS = '▁▂▃▄▅▆▇█'

const useColor = !process.env.NO_COLOR && (process.stdout.isTTY || Boolean(process.env.FORCE_COLOR))
const paint = (code: number) => (text: string) => (useColor ? `\u001b[${code}m${text}\u001b[0m` : text)
export const bold = paint(1)
export const dim = paint(2)
export const red = paint(31)
export const green = paint(32)
export const yellow = paint(33)
export const cyan = paint(36)

export function integer(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

/** Lines that stay, and below them a view that is redrawn in place; without a terminal a line every two seconds. */
export class Board implements Disposable {
  readonly #start = performance.now()
  readonly #read: () => Reading
  readonly #history: { readonly at: number; readonly reading: Reading }[] = []
  readonly #backlogs: number[] = []
  #timer: NodeJS.Timeout | undefined
  #drawnLines = 0
  #lastLine = Number.NEGATIVE_INFINITY

  constructor(read: () => Reading) {
    this.#read = read
  }

  /** Milliseconds since the view began. */
  get elapsed(): number {
    return performance.now() - this.#start
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), REDRAW_MS)
  }

  /** A line above the view that stays. */
  note(line: string): void {
    this.#erase()
    console.log(line)
    if (this.#timer !== undefined) this.#draw()
  }

  /** Draws once more and leaves the view where it is. */
  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#tick()
    this.#drawnLines = 0
  }

  [Symbol.dispose](): void {
    if (this.#timer !== undefined) this.stop()
  }

  #tick(): void {
    const reading = this.#read()
    this.#history.push({ at: this.elapsed, reading })
    this.#backlogs.push(reading.queued - reading.applied)
    this.#erase()
    this.#draw()
  }

  #erase(): void {
    if (this.#drawnLines > 0) process.stdout.write(`\u001b[${this.#drawnLines}A\u001b[0J`)
    this.#drawnLines = 0
  }

  #draw(): void {
    const reading = this.#history.at(-1)?.reading
    if (reading === undefined) return
    if (process.stdout.isTTY) this.#drawView(reading)
    else this.#printLine(reading)
  }

  #drawView({ queued, applied, expected, consumer }: Reading): void {
    const full = Math.max(expected, queued)
    const lines = [
      '',
      `  queued    ${cyan(bar(queued / full))} ${integer(queued).padStart(8)}   ${rate(this.#perSecond('queued'))}`,
      `  applied   ${green(bar(applied / full))} ${integer(applied).padStart(8)}   ${rate(this.#perSecond('applied'))}`,
      `  backlog   ${yellow(spark(this.#backlogs))} ${integer(queued - applied).padStart(8)}`,
      `  consumer  ${consumer}`,
      dim(`  ${seconds(this.elapsed)}`),
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
    this.#drawnLines = lines.length
  }

  #printLine({ queued, applied, consumer }: Reading): void {
    const isLast = this.#timer === undefined
    if (!isLast && this.elapsed - this.#lastLine < LINE_MS) return
    this.#lastLine = this.elapsed
    const counts = `queued ${integer(queued)}  applied ${integer(applied)}  backlog ${integer(queued - applied)}`
    console.log(`  ${seconds(this.elapsed).padStart(7)}  ${counts}  ${consumer}`)
  }

  /** Over the last two seconds. */
  #perSecond(kind: 'queued' | 'applied'): number {
    const last = this.#history.at(-1)
    const first = this.#history.find(({ at }) => at >= this.elapsed - 2_000)
    if (last === undefined || first === undefined || last.at === first.at) return 0
    return (last.reading[kind] - first.reading[kind]) / ((last.at - first.at) / 1_000)
  }
}

function rate(perSecond: number): string {
  return dim(`${integer(perSecond)}/s`)
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, share) * BAR)
  return '█'.repeat(filled) + '░'.repeat(BAR - filled)
}

/** The whole run in so many columns: the highest backlog of each stretch. */
function spark(values: readonly number[]): string {
  const highest = Math.max(1, ...values)
  const columns = Array.from({ length: Math.min(BAR, values.length) }, (_, column) => {
    const width = values.length / Math.min(BAR, values.length)
    return Math.max(...values.slice(Math.floor(column * width), Math.ceil((column + 1) * width)))
  })
  return columns
    .map((value) => SPARKS[Math.round((value / highest) * (SPARKS.length - 1))])
    .join('')
    .padEnd(BAR)
}
