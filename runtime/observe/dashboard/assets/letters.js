import { ApiError, get, post } from './api.js'
import { confirmAction } from './confirm.js'
import { byId, focusOn, h, replace, setText } from './dom.js'
import { number, plural, time } from './format.js'
import { isForcible, showLetter } from './letter.js'

/** The dead letters of one stream: by cause, then a page after the other. */
export class Letters {
  #app
  #stream
  #group
  #letters = []
  #next = null
  #seen = ''
  #turn = 0

  /** `app` has `toast(text)` and `mayAct()`. */
  constructor(app) {
    this.#app = app
  }

  /**
   * Looks again when the numbers of the stream have changed, it is another stream, or something was asked about one of the
   * letters: what is carried out then changes no number.
   */
  update({ key, deadLetters, parked }) {
    const seen = `${key} ${deadLetters} ${parked}`
    const isAsked = this.#letters.some(({ mark }) => mark !== 'dead')
    if (deadLetters === null || (seen === this.#seen && !isAsked)) return
    if (this.#stream !== key) this.#group = undefined
    this.#seen = seen
    this.#stream = key
    void this.refresh()
  }

  /** Reads as many letters as are shown now. An answer that a later question has overtaken is dropped. */
  async refresh() {
    const turn = ++this.#turn
    try {
      const { groups } = await get('dead-letters/groups', { stream: this.#stream })
      if (turn !== this.#turn) return
      if (this.#group && !groups.some((group) => sameGroup(group, this.#group))) this.#group = undefined
      const page = await this.#page('0', Math.min(200, Math.max(50, this.#letters.length)))
      if (turn !== this.#turn) return
      this.#letters = page.letters
      this.#next = page.next
      this.#show(groups)
    } catch (error) {
      this.#failed(error)
    }
  }

  #page(after, limit) {
    const { entity, errorCode: error } = this.#group ?? {}
    return get('dead-letters', { stream: this.#stream, entity, error, after, limit })
  }

  #show(groups) {
    const total = groups.reduce((sum, { letters }) => sum + letters, 0)
    setText(
      byId('letters-note'),
      total === 0
        ? 'None. Units that MySQL refuses for good would wait here for a decision.'
        : `${plural(total, 'unit')} that MySQL refused, by cause. Everything else goes on.`,
    )
    replace(
      byId('groups'),
      groups.map((group) => this.#groupRow(group)),
    )
    this.#showList()
  }

  #groupRow(group) {
    const { entity, errorCode, errorName, letters, lastDiedAt, lastId } = group
    const key = `${entity} ${errorCode} ${errorName}`
    const chosen = this.#group !== undefined && sameGroup(group, this.#group)
    const choose = () => {
      this.#group = chosen ? undefined : group
      this.#letters = []
      void this.refresh()
    }
    return h(
      'div',
      { class: 'group', 'data-chosen': chosen },
      h(
        'button',
        { class: 'group-name', 'data-key': `group ${key}`, 'aria-pressed': chosen ? 'true' : 'false', onclick: choose },
        h('span', { class: 'count' }, number(letters)),
        h('span', {}, h('strong', {}, entity || 'unreadable'), ` ${errorCode} ${errorName}`),
        h('span', { class: 'note' }, `last ${time(lastDiedAt)}`),
      ),
      this.#actions(`all ${number(letters)} of ${entity || 'unreadable'} ${errorCode}`, letters, key, {
        entity,
        errorCode,
        throughId: lastId,
      }),
    )
  }

  /** Buttons for what `which` names; none where the dashboard only looks. */
  #actions(what, count, key, which) {
    if (!this.#app.mayAct()) return undefined
    const button = (action, text) =>
      h(
        'button',
        {
          class: action === 'discard' ? 'danger' : undefined,
          'data-key': `${action} ${key}`,
          'aria-label': `${text} ${what}`,
          onclick: () => this.act(action, what, count, which),
        },
        text,
      )
    return h(
      'div',
      { class: 'actions' },
      isForcible(which) && button('force', 'Force'),
      button('retry', 'Retry'),
      button('discard', 'Discard'),
    )
  }

  /** Asks, then marks; the consumer carries it out. Resolves with whether it was done. */
  async act(action, what, count, which) {
    if (!(await confirmAction(action, what, count))) return false
    try {
      const { marked } = await post(`dead-letters/${action}`, { stream: this.#stream, ...which })
      this.#app.toast(
        marked === 0
          ? 'It has been asked before, or is settled.'
          : `${plural(marked, 'dead letter')}: ${action} asked; the consumer carries it out.`,
      )
      await this.refresh()
      return true
    } catch (error) {
      this.#failed(error)
      return false
    }
  }

  #showList() {
    const list = byId('list')
    if (this.#letters.length === 0) return replace(list)
    const more =
      this.#next !== null &&
      h('button', { class: 'more', 'data-key': 'more', onclick: () => this.#more() }, 'Show more')
    replace(
      list,
      h(
        'ul',
        { class: 'letter-list', 'aria-label': 'Dead letters, oldest first' },
        ...this.#letters.map((letter) => this.#letterRow(letter)),
      ),
      h('p', { class: 'muted' }, `${plural(this.#letters.length, 'letter')} shown, the oldest first. `, more),
    )
  }

  #letterRow(letter) {
    const { id, operation, entity, errorCode, message, diedAt, parked, mark } = letter
    return h(
      'li',
      {},
      h(
        'button',
        { class: 'letter', 'data-key': `letter ${id}`, 'aria-haspopup': 'dialog', onclick: () => this.#open(id) },
        h(
          'span',
          { class: 'letter-head' },
          h('span', { class: 'muted' }, `#${id}`),
          h('strong', {}, `${operation} ${entity}`),
          h('span', { class: 'code' }, errorCode),
          parked > 0 && h('span', { class: 'badge' }, `${parked} behind`),
          mark !== 'dead' && h('span', { class: 'badge asked' }, `${mark} asked`),
          h('time', { class: 'note' }, time(diedAt)),
        ),
        h('span', { class: 'message' }, message),
      ),
    )
  }

  async #more() {
    const turn = ++this.#turn
    try {
      const page = await this.#page(this.#next, 100)
      if (turn !== this.#turn) return
      this.#letters = [...this.#letters, ...page.letters]
      this.#next = page.next
      this.#showList()
    } catch (error) {
      this.#failed(error)
    }
  }

  async #open(id) {
    try {
      const found = await get(`dead-letters/${id}`, { stream: this.#stream })
      const act = (action) => this.act(action, `dead letter ${id}`, 1, { ids: [id] })
      showLetter(found, this.#app.mayAct() ? act : undefined, () => focusOn(`letter ${id}`, byId('letters')))
    } catch (error) {
      this.#failed(error)
    }
  }

  #failed(error) {
    if (error instanceof ApiError) this.#app.toast([error.message, error.remedy].filter(Boolean).join('. '))
    else this.#app.toast('The dashboard does not answer; it is tried again.')
    this.#seen = ''
  }
}

const sameGroup = (a, b) => a.entity === b.entity && a.errorCode === b.errorCode
