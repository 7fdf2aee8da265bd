import { defineConfig } from 'vitest/config'

/** What starts processes or sockets of its own; everything else never waits for real. */
const processes = [
  'test/{e2e,build,database,demo,metrics,report,smoke,workflows}/**/*.test.ts',
  'test/sandbox/{real,load}/**/*.test.ts',
  'test/domain/migration/lint/{observed,recipes}.test.ts',
]

export default defineConfig({
  test: {
    // The order of tests must not matter; the seed of a failed order is printed.
    sequence: { shuffle: true },
    // What takes long waits for processes and for time, not for the processor.
    maxWorkers: '100%',
    // Nothing waits for real, but a busy machine is slow.
    testTimeout: 60_000,
    expect: { poll: { timeout: 60_000 } },
    env: { SLUICE_PATIENCE: process.env['SLUICE_PATIENCE'] ?? '4' },
    setupFiles: ['test/fixed-seed.ts'],
    reporters: process.env['CI'] === undefined ? ['default'] : ['default', ['json', { outputFile: '.sluice/vitest.json' }]],
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: processes } },
      { extends: true, test: { name: 'processes', include: processes, testTimeout: 120_000, hookTimeout: 120_000 } },
    ],
  },
})
