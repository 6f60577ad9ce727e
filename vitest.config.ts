import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Tests run on the sources: a name of the package resolves to its TypeScript entry, not to dist. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^orm-gen\/schema$/, replacement: source('./codegen/schema/index.ts') },
      { find: /^orm-gen\/codegen$/, replacement: source('./codegen/index.ts') },
      { find: /^orm-gen\/testing$/, replacement: source('./testing/index.ts') },
      { find: /^orm-gen$/, replacement: source('./runtime/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/golden/**', '**/node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
