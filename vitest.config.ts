import { availableParallelism } from 'node:os'
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
      { find: /^orm-gen\/dashboard$/, replacement: source('./runtime/observe/dashboard/index.ts') },
      { find: /^orm-gen\/metrics$/, replacement: source('./runtime/observe/metrics/index.ts') },
      { find: /^orm-gen$/, replacement: source('./runtime/index.ts') },
    ],
  },
  test: {
    setupFiles: ['test/support/property-seed.ts'],
    // A signal that is waited for comes late on a machine that has other work: only one that never comes may fail.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // Most files wait for servers more than they compute: two at a time also where there are two processors.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts', 'test/types/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'servers',
          include: ['test/**/*.test.ts'],
          exclude: ['test/unit/**', 'test/types/**', 'test/golden/**', '**/node_modules/**'],
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
    ],
  },
})
