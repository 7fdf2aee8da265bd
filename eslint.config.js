import { defineConfig } from 'eslint/config'
import { configs, parser } from 'typescript-eslint'

export default defineConfig(
  { ignores: ['docs/cdk/', 'dist/', 'node_modules/', 'coverage/', '.sluice/'] },
  {
    files: ['**/*.ts'],
    extends: [configs.strictTypeChecked],
    languageOptions: {
      parser,
      parserOptions: { projectService: { allowDefaultProject: ['vitest.config.ts'] }, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // What costs a rollout when it is missed.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-const': 'error',
      // Numbers in texts are what logs are made of.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Ports are asynchronous by type; an implementation need not wait for anything.
      '@typescript-eslint/require-await': 'off',
      // An arrow that only passes a call on is not confusing.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Narrowing for TypeScript and telling a reader what cannot happen are both wanted.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // `noUncheckedIndexedAccess` asks for it at every index; where the bound was just checked, `!` says so.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      // Records of functions are what ports are; none of them uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: true }],
      // Documents of others are `unknown`; a message shows what they hold.
      '@typescript-eslint/no-base-to-string': 'off',
      // Matters of taste.
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/no-unnecessary-type-conversion': 'off',
      '@typescript-eslint/no-unnecessary-boolean-literal-compare': 'off',
      '@typescript-eslint/no-unnecessary-template-expression': 'off',
      '@typescript-eslint/no-useless-default-assignment': 'off',
      // `||` is right where an empty string counts as unset.
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      // TypeScript 6 reports unused names by itself.
      '@typescript-eslint/no-unused-vars': 'off',
    },
  },
  {
    // Programs for people at a terminal, and tests of what is printed.
    files: ['scripts/**', 'sandbox/main.ts', 'sandbox/web/**', 'demo/**', 'bench/**', 'test/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // The wire and the cloud pass on most of what they do not model: a default is an answer there. In src every case is written out.
    files: ['sandbox/**', 'test/**'],
    rules: { '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }] },
  },
)
