import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from './browser/chromium.ts'

/** One step of the whole test run. `report`: a vitest step whose tests are counted. */
type Step = { readonly says: string; readonly args: readonly string[]; readonly report?: string }

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const scratch = mkdtempSync(join(tmpdir(), 'acknak-test-'))
const tool = (path: string) => join(root, 'node_modules', path)
const vitest = (config: string, report: string) => [
  tool('vitest/vitest.mjs'),
  'run',
  '--config',
  config,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
]

const unit = join(scratch, 'unit.json')
const browser = join(scratch, 'browser.json')
const steps: Step[] = [
  { says: 'database client', args: ['prisma/generate.js'] },
  { says: 'site build', args: ['bin/build.ts'] },
  { says: 'types', args: [tool('typescript/bin/tsc'), '--noEmit'] },
  { says: 'types of sim/ without Node and DOM', args: [tool('typescript/bin/tsc'), '--noEmit', '-p', 'sim'] },
  { says: 'lint', args: [tool('eslint/bin/eslint.js'), '.'] },
  {
    says: 'formatting',
    args: [tool('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '**/*.{ts,tsx,js,json,css}'],
  },
  { says: 'unit, property and database tests', args: vitest('vitest.config.ts', unit), report: unit },
  { says: 'browser tests', args: vitest('vitest.browser.config.ts', browser), report: browser },
]

const run = (args: readonly string[], env: NodeJS.ProcessEnv) =>
  new Promise<number>((done, fail) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' })
    child.on('error', fail)
    child.on('exit', code => done(code ?? 1))
  })

type Report = {
  numPassedTests: number
  numFailedTests: number
  testResults: { name: string; status: string; assertionResults: { fullName: string; status: string }[] }[]
}

const skipped: string[] = []
const failedSteps: string[] = []
let passed = 0
let failed = 0

const chromium = findChromium()
const env: NodeJS.ProcessEnv = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
if ('path' in chromium) env.CHROMIUM_BIN = chromium.path
for (const step of steps) {
  const needsBrowser = step.report === browser
  if (needsBrowser && 'missing' in chromium) {
    skipped.push(`browser suite: ${chromium.missing}`)
    continue
  }
  console.log(`\n== ${step.says}`)
  if ((await run(step.args, env)) !== 0) failedSteps.push(step.says)
  if (!step.report) continue
  if (!existsSync(step.report)) {
    failedSteps.push(`${step.says}: no report was written`)
    continue
  }
  const report = JSON.parse(readFileSync(step.report, 'utf8')) as Report
  passed += report.numPassedTests
  failed += report.numFailedTests
  for (const file of report.testResults)
    for (const test of file.assertionResults)
      if (test.status === 'skipped' || test.status === 'pending' || test.status === 'todo') skipped.push(test.fullName)
}
rmSync(scratch, { recursive: true, force: true })

if (skipped.length > 0) {
  console.log(`\nSkipped (${skipped.length}):`)
  for (const name of skipped) console.log(`  ${name}`)
}
const unexcused = skipped.filter(name => !name.includes('needs ../shared') || existsSync(join(root, '..', 'shared')))
if (process.env.CI === 'true' && unexcused.length > 0)
  failedSteps.push(`${unexcused.length} skipped tests that CI does not excuse`)
if (passed === 0) failedSteps.push('no test ran')
for (const step of failedSteps) console.log(`failed: ${step}`)
console.log(`\n${passed} passed, ${failed + (failed === 0 ? failedSteps.length : 0)} failed, ${skipped.length} skipped`)
process.exitCode = failedSteps.length > 0 ? 1 : 0
