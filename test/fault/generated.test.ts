import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { generate } from '../../codegen/index.js'

test('the generated modules are those of the fault schemas', async () => {
  const folder = 'test/fault/schemas'
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts'))
  const sources = await Promise.all(
    names.map(async (name) => ({ path: `${folder}/${name}`, text: await readFile(`${folder}/${name}`, 'utf8') })),
  )
  const { files } = generate({ sources, out: 'test/fault/generated', origin: folder })
  for (const { path, text } of files) expect(await readFile(path, 'utf8'), path).toBe(text)
  expect(files).toHaveLength(names.length + 1)
})
