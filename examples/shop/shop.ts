import { setTimeout as pause } from 'node:timers/promises'
import type { Engine } from 'orm-gen'
import { OrderEntity, OrderItemEntity, TeamEntity, UserEntity } from '../../generated/index.js'
import type { Latency } from './latency.js'
import { dateCell, type Ledger } from './ledger.js'
import type { Random } from './random.js'

const FIRST_NAMES = [
  'Ada',
  'Björn',
  'Chiara',
  'Đorđe',
  'Émile',
  'Fatima',
  'Grace',
  'Hiroshi',
  'Iñaki',
  'Jürgen',
  '李娜',
  'Zoë',
]
const LAST_NAMES = [
  'Almeida',
  'Bee',
  'Çelik',
  'D’Angelo',
  'Eriksson',
  'Fischer',
  'Garcia',
  'Hopper',
  'Ito',
  'O’Brien',
  '王',
  'Żak',
]
const CITIES = ['Lisboa', 'Kraków', 'Zürich', 'São Paulo', '東京', 'Reykjavík']
const COUNTRIES = ['PT', 'PL', 'CH', 'BR', 'JP', 'IS']
const GOODS = ['beeswax-candle', 'clover-honey', 'forest-honey', 'hive-tool', 'smoker', 'veil', 'gloves', 'frame-wire']

export interface Customer {
  readonly user: UserEntity
  readonly number: number
}

interface Purchase {
  readonly order: OrderEntity
  readonly items: readonly OrderItemEntity[]
}

export interface ShopTools {
  readonly engine: Engine
  readonly ledger: Ledger
  readonly flushes: Latency
  readonly random: Random
}

/** An application as anyone would write it, and beside each write a line for the ledger. */
export class Shop {
  readonly #tools: ShopTools
  readonly #teams: TeamEntity[] = []
  #orderNumber = 0

  constructor(tools: ShopTools) {
    this.#tools = tools
  }

  async openTeams(count: number): Promise<void> {
    for (let number = 1; number <= count; number++) {
      const createdAt = new Date()
      const team = new TeamEntity({ name: `Team ${number}`, budget: BigInt(number) * 10_000_000_000n, createdAt })
      await this.#flush(1, () => team.flushLazy())
      this.#teams.push(team)
      this.#tools.ledger.put('teams', team.id, {
        name: `Team ${number}`,
        description: null,
        budget: `${number}0000000000`,
        archived: '0',
        lead_id: null,
        parent_id: null,
        created_at: dateCell(createdAt),
      })
    }
  }

  /** One customer's visit: `think` is the pause between two clicks. */
  async visit(number: number, think: () => number): Promise<void> {
    const { random } = this.#tools
    const customer = await this.signUp(number)
    await pause(think())
    for (let logins = random.between(1, 2); logins > 0; logins--) await this.logIn(customer)
    if (random.chance(0.3)) await this.changeProfile(customer)
    await pause(think())
    const purchase = random.chance(0.85) ? await this.placeOrder(customer) : undefined
    if (purchase === undefined) {
      if (random.chance(0.4)) await this.moveAddress(customer)
      return
    }
    await pause(think())
    if (random.chance(0.08)) return this.cancel(purchase)
    await this.pay(purchase)
    await pause(think())
    if (random.chance(0.8)) await this.ship(purchase)
  }

  async signUp(number: number): Promise<Customer> {
    const { random, ledger } = this.#tools
    const [firstName, lastName, createdAt] = [random.pick(FIRST_NAMES), random.pick(LAST_NAMES), new Date()]
    const email = `customer-${number}@example.com`
    const team = random.chance(0.5) ? random.pick(this.#teams) : null
    const user = new UserEntity({ firstName, lastName, email, team, createdAt })
    await this.#flush(1, () => user.flushLazy())
    ledger.put('users', user.id, {
      first_name: firstName,
      last_name: lastName,
      email,
      age: null,
      role: 'member',
      settings: null,
      team_id: team === null ? null : String(team.id),
      login_count: '0',
      created_at: dateCell(createdAt),
    })
    return { user, number }
  }

  async logIn({ user }: Customer): Promise<void> {
    user.increment('loginCount')
    await this.#flush(1, () => user.flushLazy())
    this.#tools.ledger.change('users', user.id, ({ login_count }) => ({ login_count: String(Number(login_count) + 1) }))
  }

  async changeProfile({ user }: Customer): Promise<void> {
    const age = this.#tools.random.between(18, 90)
    user.age = age
    user.settings = { theme: 'dark' }
    await this.#flush(1, () => user.flushLazy())
    this.#tools.ledger.change('users', user.id, () => ({ age: String(age), settings: '{"theme":"dark"}' }))
  }

  /** An order with its items: one unit, applied whole or not at all. */
  async placeOrder({ user }: Customer): Promise<Purchase> {
    const { engine, random, ledger } = this.#tools
    const lines = Array.from({ length: random.between(1, 4) }, () => ({
      sku: random.pick(GOODS),
      amount: random.between(1, 5),
      cents: random.between(100, 9_999),
      gift: random.chance(0.2),
    }))
    const number = `S-${String(++this.#orderNumber).padStart(6, '0')}`
    const total = money(lines.reduce((sum, { amount, cents }) => sum + amount * cents, 0))
    const city = random.between(0, CITIES.length - 1)
    const shipTo = { city: CITIES[city]!, country: COUNTRIES[city]!, street: `Rua ${random.between(1, 99)}` }
    const placedAt = new Date()

    const order = new OrderEntity({ user, number, total, shipTo, placedAt })
    const items = lines.map(
      ({ sku, amount, cents, gift }) => new OrderItemEntity({ order, sku, amount, price: money(cents), gift }),
    )
    const flusher = engine.newFlusher()
    flusher.track(order, ...items)
    await this.#flush(1 + items.length, () => flusher.flushLazy())

    ledger.put('orders', order.id, {
      user_id: String(user.id),
      number,
      status: 'new',
      total,
      ship_to: JSON.stringify(shipTo),
      placed_at: dateCell(placedAt),
      shipped_at: null,
    })
    for (const [index, { sku, amount, cents, gift }] of lines.entries()) {
      ledger.put('order_items', items[index]!.id, {
        order_id: String(order.id),
        sku,
        amount: String(amount),
        price: money(cents),
        gift: gift ? '1' : '0',
      })
    }
    return { order, items }
  }

  async pay({ order }: Purchase): Promise<void> {
    order.status = 'paid'
    await this.#flush(1, () => order.flushLazy())
    this.#tools.ledger.change('orders', order.id, () => ({ status: 'paid' }))
  }

  async ship({ order }: Purchase): Promise<void> {
    const shippedAt = new Date()
    order.status = 'shipped'
    order.shippedAt = shippedAt
    await this.#flush(1, () => order.flushLazy())
    this.#tools.ledger.change('orders', order.id, () => ({ status: 'shipped', shipped_at: dateCell(shippedAt) }))
  }

  /** The order and its items go in one unit. */
  async cancel({ order, items }: Purchase): Promise<void> {
    const flusher = this.#tools.engine.newFlusher()
    flusher.delete(...items, order)
    await this.#flush(1 + items.length, () => flusher.flushLazy())
    for (const { id } of items) this.#tools.ledger.remove('order_items', id)
    this.#tools.ledger.remove('orders', order.id)
  }

  /** The account goes, and a new one takes its address at once: the unique value must be free by then. */
  async moveAddress({ user, number }: Customer): Promise<void> {
    await this.#flush(1, () => user.deleteLazy())
    this.#tools.ledger.remove('users', user.id)
    await this.signUp(number)
  }

  async #flush(events: number, call: () => Promise<unknown>): Promise<void> {
    await this.#tools.flushes.measure(call)
    this.#tools.ledger.queued(events)
  }
}

function money(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
}
