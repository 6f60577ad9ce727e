/** The words of a name in any of the usual styles: `AlbumId`, `album_id` and `album id` are the same two. */
function words(name: string): readonly string[] {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** `album_id` -> `albumId`; always an identifier. */
export function camelCase(name: string): string {
  const [first = '', ...rest] = words(name)
  return identifier(first.toLowerCase() + rest.map(capitalWord).join(''))
}

/** `order_items` -> `OrderItems`; always an identifier. */
export function pascalCase(name: string): string {
  return identifier(words(name).map(capitalWord).join(''))
}

const IRREGULAR: Readonly<Record<string, string>> = {
  children: 'child',
  halves: 'half',
  knives: 'knife',
  leaves: 'leaf',
  lives: 'life',
  men: 'man',
  people: 'person',
  wives: 'wife',
  women: 'woman',
}

/** The last word in the singular: `Categories` -> `Category`, `LatinChildren` -> `LatinChild`. */
export function singular(name: string): string {
  return name.replace(/\p{Lu}?\p{Ll}+$/u, (word) => {
    const irregular = IRREGULAR[word.toLowerCase()]
    if (irregular !== undefined) return /^\p{Lu}/u.test(word) ? capitalized(irregular) : irregular
    if (/(?:ss|us|is|news|series|species)$/i.test(word)) return word
    if (/[^aeiou]ies$/i.test(word)) return `${word.slice(0, -3)}y`
    if (/(?:ss|x|z|ch|sh|[tr]us)es$/i.test(word)) return word.slice(0, -2)
    return word.replace(/s$/, '')
  })
}

export function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** The name, or the name with a number where somebody has it already. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  let number = 1
  let free = name
  while (isTaken(free)) free = `${name}${++number}`
  return free
}

function capitalWord(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()
}

function identifier(name: string): string {
  return /^[\p{ID_Start}$_]/u.test(name) ? name : `_${name}`
}
