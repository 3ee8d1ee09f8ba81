import tseslint from 'typescript-eslint'

const impure = [
  'Date',
  'Intl',
  'performance',
  'setTimeout',
  'setInterval',
  'process',
  'Buffer',
  'window',
  'document',
  'globalThis',
  'crypto',
  'fetch',
  'console',
  'structuredClone',
  'TextEncoder',
  'TextDecoder',
  'navigator',
  'self',
]
const restrictedProperties = [
  { object: 'Math', property: 'random', message: 'Same input, same bytes out: no dice here.' },
]
const pureSyntax = [
  { selector: "BinaryExpression[operator='/']", message: 'Integers only: divide with div().' },
  { selector: 'CallExpression[callee.property.name=/^toLocale/]', message: 'No locale here.' },
  { selector: "CallExpression[callee.property.name='localeCompare']", message: 'No locale here.' },
]

export default tseslint.config(
  { ignores: ['node_modules/', '.next/', '.acknak*/', 'prisma/generated/', 'next-env.d.ts'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-implied-eval': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'No raw HTML: mail is hostile.' },
        {
          selector: "JSXAttribute[name.name='style']",
          message: 'The content security policy blocks inline style: use a class.',
        },
        { selector: "Property[key.name='shell'][value.value=true]", message: 'Child processes run without a shell.' },
      ],
    },
  },
  {
    files: ['sim/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impure.map(name => ({ name, message: 'sim is ECMAScript only.' }))],
      'no-restricted-properties': ['error', ...restrictedProperties],
      'no-restricted-syntax': ['error', ...pureSyntax],
      'no-restricted-imports': ['error', { patterns: ['node:*', 'react', 'next', 'next/*'] }],
    },
  },
  {
    files: ['ingest/annotate/**/*.ts', 'ingest/thread/**/*.ts', 'ingest/series/**/*.ts', 'text/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: 'No clock here.' },
        { name: 'Intl', message: 'No locale here.' },
        { name: 'process', message: 'Pure room.' },
      ],
      'no-restricted-properties': ['error', ...restrictedProperties],
      'no-restricted-syntax': ['error', ...pureSyntax.slice(1)],
    },
  },
)
