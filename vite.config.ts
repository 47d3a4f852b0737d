import { availableParallelism } from 'node:os'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: 'web',
  plugins: [react()],
  build: { outDir: '../dist', emptyOutDir: true, sourcemap: false },
  server: { proxy: { '/api': 'http://localhost:3000' } },
  test: {
    root: '.',
    // The default leaves one processor out, which of two is half; tests wait for databases and processes.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          name: 'node',
          root: '.',
          environment: 'node',
          globalSetup: ['test/support/postgres-run.ts'],
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/long/**', 'test/real/**', 'test/bench/**'],
          // They end what hangs, and say nothing of how fast a machine is.
          testTimeout: 240_000,
          hookTimeout: 240_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
      {
        test: {
          name: 'long',
          root: '.',
          environment: 'node',
          globalSetup: ['test/support/postgres-run.ts'],
          // Whole real data sets on both engines take minutes.
          include: ['test/real/**/*.test.ts', 'test/long/**/*.test.ts'],
          testTimeout: 1_200_000,
          // TEST_SEED=new looks at other random worlds; a failure prints its seed.
          env: process.env.TEST_SEED === 'new' ? { TEST_SEED: String(Date.now() % 2 ** 31) } : {},
          hookTimeout: 600_000,
          expect: { poll: { timeout: 60_000 } },
          fileParallelism: false,
        },
      },
    ],
  },
})
