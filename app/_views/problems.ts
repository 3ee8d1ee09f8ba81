import { problemWords } from '../../facts/problems.ts'
import type { Problem } from '../../model/index.ts'

/** What was odd about a mail, one line each. */
export function problemViews(problems: readonly Problem[]): readonly string[] {
  return problems.map(problem => {
    const says = problemWords(problem.code).replaceAll('-', ' ')
    return problem.detail === undefined ? `${problem.stage}: ${says}` : `${problem.stage}: ${says} (${problem.detail})`
  })
}
