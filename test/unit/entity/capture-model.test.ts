import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Capture, captureDelete, captureFlush, changesFromRow, entityFrom } from '../../../runtime/entity/index.js'
import type { ChangeEvent } from '../../../runtime/event/unit.js'
import { AccountEntity, accountTable } from '../../support/account.js'

/**
 * Random changes, flushes and refusals of one entity against a row that takes each event as MySQL would. Captures settle
 * as the producer settles them: the oldest first, and a refusal takes all later ones with it.
 */

type Change =
  | { readonly do: 'set'; readonly property: 'name' | 'email'; readonly value: string }
  | { readonly do: 'logins'; readonly value: number }
  | { readonly do: 'increment'; readonly by: number }
  | { readonly do: 'replace'; readonly theme: string }
  | { readonly do: 'mutate'; readonly theme: string }
  | { readonly do: 'revert' }

type Step =
  | Change
  | { readonly do: 'flush' }
  | { readonly do: 'delete' }
  | { readonly do: 'queued' }
  | { readonly do: 'refused'; readonly from: 'oldest' | 'newest' }

const word = fc.constantFrom('a', 'b', 'c')
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('set' as const),
      property: fc.constantFrom('name' as const, 'email' as const),
      value: word,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('logins' as const), value: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('increment' as const), by: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('replace' as const), theme: word }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('mutate' as const), theme: word }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('flush' as const, 'flush' as const, 'queued' as const, 'revert' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'delete' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('refused' as const),
      from: fc.constantFrom('oldest' as const, 'newest' as const),
    }),
  },
)

/** The row as MySQL keeps it, by property; undefined while there is none. */
class Row {
  values: Record<string, unknown> | undefined

  apply({ shape, values }: ChangeEvent): void {
    if (shape.operation === 'delete') {
      expect(this.values).toBeDefined()
      this.values = undefined
      return
    }
    expect(this.values === undefined).toBe(shape.operation === 'insert')
    const row = this.values ?? {}
    shape.fields.forEach(({ property, role }, index) => {
      const value = values[index]
      if (role === 'was') expect([property, row[property]]).toEqual([property, value])
      else if (role === 'add') row[property] = Number(row[property]) + Number(value)
      else row[property] = value
    })
    this.values = row
  }
}

class Run {
  readonly row = new Row()
  readonly account: AccountEntity
  readonly #pending: Capture[] = []
  readonly #options = { now: new Date(0), allocateId: () => 1n }

  constructor(start: 'new' | 'stored') {
    this.account = new AccountEntity({ name: 'a', email: 'a', settings: { theme: 'a' } })
    if (start === 'new') return
    this.flush()
    this.settleOldest()
    const stored = Object.fromEntries(
      accountTable.columns.map(({ property, definition }) => [definition.column, this.row.values?.[property]]),
    )
    this.account = entityFrom(AccountEntity, changesFromRow(accountTable, stored))
  }

  get isDeleted(): boolean {
    return this.account.$changes.phase === 'deleted'
  }

  take(step: Step): void {
    if (step.do === 'flush') this.flush()
    else if (step.do === 'delete') this.#push(captureDelete(this.account, this.#options))
    else if (step.do === 'queued') this.settleOldest()
    else if (step.do === 'refused') this.refuseAll(step.from)
    else if (!this.isDeleted) this.#change(step)
  }

  flush(): void {
    this.#push(captureFlush(this.account, this.#options))
  }

  settleOldest(): void {
    const capture = this.#pending.shift()
    if (capture === undefined) return
    this.row.apply(capture.event)
    capture.queued()
  }

  refuseAll(from: 'oldest' | 'newest'): void {
    const captures = this.#pending.splice(0)
    for (const capture of from === 'oldest' ? captures : captures.reverse()) capture.refused()
  }

  finish(): void {
    while (this.#pending.length > 0) this.settleOldest()
    this.flush()
    this.settleOldest()
  }

  #push(capture: Capture | null): void {
    if (capture !== null) this.#pending.push(capture)
  }

  #change(step: Change): void {
    const { account } = this
    if (step.do === 'set') account[step.property] = step.value
    else if (step.do === 'logins') account.logins = step.value
    else if (step.do === 'increment') account.increment('logins', step.by)
    else if (step.do === 'replace') account.settings = { theme: step.theme }
    else if (step.do === 'revert') account.revert()
    else if (account.settings !== null) account.settings.theme = step.theme
  }
}

test.each(['new', 'stored'] as const)(
  'whatever is refused in between, the row of a %s entity ends as the entity reads',
  (start) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const run = new Run(start)
        for (const step of steps) run.take(step)
        run.finish()
        if (run.isDeleted) {
          expect(run.row.values).toBeUndefined()
          return
        }
        const { name, email, logins, settings } = run.account
        const row = run.row.values
        expect({ ...row, settings: JSON.parse(String(row?.settings)) }).toMatchObject({
          name,
          email,
          logins,
          settings,
        })
        expect(run.account.isDirty).toBe(false)
      }),
      { numRuns: 1_000 },
    )
  },
)

test('a change since the capture that is undone by revert goes back to what is under way', () => {
  const run = new Run('stored')
  run.take({ do: 'set', property: 'name', value: 'b' })
  run.take({ do: 'flush' })
  run.take({ do: 'set', property: 'name', value: 'c' })
  run.take({ do: 'revert' })
  expect(run.account.name).toBe('b')
})
