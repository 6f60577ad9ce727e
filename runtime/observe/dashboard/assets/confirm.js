import { byId, h } from './dom.js'

const WORDS = {
  retry: {
    title: 'Retry',
    text: 'The running consumer applies it again, with what is parked behind it, in order, each exactly once. What fails again stays here.',
  },
  force: {
    title: 'Force',
    text: 'The running consumer applies it whatever the row has become since it was read. Changes of others to the same columns are overwritten.',
  },
  discard: {
    title: 'Discard',
    text: 'It is dropped for good: its values will never reach MySQL. What is parked behind it is applied.',
  },
}

/** Resolves with whether the person agreed. Esc and a click on Cancel are no. */
export function confirmAction(action, what, count) {
  const { title, text } = WORDS[action]
  const dialog = byId('confirm')
  const close = (answer) => () => dialog.close(answer)
  dialog.replaceChildren(
    h('h2', { id: 'confirm-title' }, `${title} ${what}?`),
    h('p', { id: 'confirm-text' }, text),
    h(
      'div',
      { class: 'dialog-actions' },
      h('button', { onclick: close('no'), autofocus: true }, 'Cancel'),
      h(
        'button',
        { class: action === 'discard' ? 'danger solid' : 'primary', onclick: close('yes') },
        count === 1 ? title : `${title} ${count}`,
      ),
    ),
  )
  dialog.returnValue = 'no'
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true })
  })
}
