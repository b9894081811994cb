/** @jest-config-loader esbuild-register */
import type { Config } from 'jest'

const common: Config = {
  rootDir: '.',
  transform: {
    '^.+\\.(m?[jt]sx?)$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  // These are published as ES modules only, or in both kinds of which Jest would load both.
  transformIgnorePatterns: ['/node_modules/(?!(preact|@preact|lib0|y-protocols|nanoid)/)'],
  moduleNameMapper: { '\\.css$': '<rootDir>/server/testing/empty.cjs' },
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/bench/'],
}

const config: Config = {
  projects: [
    {
      ...common,
      displayName: 'rules',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/**/*.test.ts', '<rootDir>/**/*.test.tsx'],
    },
    {
      ...common,
      displayName: 'stories',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/e2e/*.e2e.ts'],
    },
  ],
  testTimeout: 30_000,
}

export default config
