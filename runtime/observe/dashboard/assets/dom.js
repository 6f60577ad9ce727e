/** Elements by hand. Text becomes text and never markup: what stands in a column cannot become part of the page. */
export function h(tag, props = {}, ...children) {
  return build(document.createElement(tag), props, children)
}

export function svg(tag, props = {}, ...children) {
  return build(document.createElementNS('http://www.w3.org/2000/svg', tag), props, children)
}

function build(element, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false))
  return element
}

export const byId = (id) => document.getElementById(id)

/** Writes only what changed, so that screen readers do not read the rest again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text
}

/** Replaces the children; the focus stays with the element of the same `data-key`. */
export function replace(parent, ...children) {
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined
  parent.replaceChildren(...children.flat().filter(Boolean))
  if (key !== undefined) focusOn(key, parent.closest('[tabindex]'), parent)
}

/** Focuses the element of this `data-key`; `otherwise` where there is none any more. */
export function focusOn(key, otherwise, within = document) {
  const found = [...within.querySelectorAll('[data-key]')].find(({ dataset }) => dataset.key === key)
  ;(found ?? otherwise)?.focus({ preventScroll: true })
}
