// docs/images/demo.svg from what the demo really prints: of a run, or of a file that holds one (with FORCE_COLOR=1).
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { ROOT } from './bootstrap.mjs'

const ESCAPE = '\u001b'
const COLUMNS = 108
const CELL = { width: 7.8, height: 18 }
const MARGIN = 20
const COLOURS = { 31: '#ff7b72', 32: '#3fb950', 33: '#d29922', 36: '#39c5cf' }
const PLAIN = '#e6edf3'
const BACKGROUND = '#0d1117'

function runDemo() {
  const env = { ...process.env, FORCE_COLOR: '1' }
  const { stdout, status } = spawnSync(process.execPath, ['scripts/demo.mjs'], { cwd: ROOT, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`the demo ended with ${status}\n${stdout}`)
  return stdout
}

/** Without what the build says. */
function linesOf(output) {
  const lines = output.split('\n').filter((line) => !line.startsWith('> '))
  return [`${ESCAPE}[2m$${ESCAPE}[0m npm run demo`, ...lines.slice(lines.findIndex((line) => line.trim() !== '') - 1)]
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** One `<tspan>` for each run of a style. */
function spans(line) {
  let style = {}
  const [plain, ...styled] = line.split(`${ESCAPE}[`)
  const parts = styled.map((part) => {
    const end = part.indexOf('m')
    style = styleAfter(style, part.slice(0, end))
    return span(part.slice(end + 1), style)
  })
  return [span(plain, {}), ...parts].join('')
}

function styleAfter(style, code) {
  switch (code) {
    case '0':
    case '39':
      return {}
    case '1':
      return { ...style, weight: 'bold' }
    case '2':
      return { ...style, opacity: 0.6 }
    default:
      return { ...style, colour: COLOURS[code] }
  }
}

function span(text, { colour = PLAIN, weight = 'normal', opacity = 1 }) {
  return text === ''
    ? ''
    : `<tspan fill="${colour}" font-weight="${weight}" opacity="${opacity}">${escaped(text)}</tspan>`
}

function picture(lines) {
  const width = Math.round(COLUMNS * CELL.width + 2 * MARGIN)
  const height = lines.length * CELL.height + 2 * MARGIN
  const rows = lines.map((line, index) => {
    const y = MARGIN + (index + 0.75) * CELL.height
    return `<text x="${MARGIN}" y="${y}" xml:space="preserve">${spans(line)}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="What npm run demo prints">
<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13">
${rows.join('\n')}
</g>
</svg>
`
}

const [file] = process.argv.slice(2)
const output = file === undefined ? runDemo() : readFileSync(file, 'utf8')
writeFileSync(`${ROOT}docs/images/demo.svg`, picture(linesOf(output.trimEnd())))
