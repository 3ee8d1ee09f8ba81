import type { PatchDamage, PatchFile } from '../../model/index.ts'

/** Lines that tell of lost tabs at least. */
const spacedLinesMin = 3

const isCode = (path: string): boolean =>
  /\.(?:[chS]|cc|cpp|dtsi?|lds)$/.test(path) || /(?:^|\/)(?:Makefile|Kconfig)/.test(path)

/** Characters that stand where a mailer "improved" plain quotes. */
const curly = /[\u2018\u2019\u201c\u201d\u201e]/
const blankRun = /^[ \t]*\u00a0/

/** What the words of hunk lines tell of mailers: lost tabs, non-breaking spaces, curly quotes, CRs, leftovers of QP. */
export const hurtOf = (text: string, files: readonly PatchFile[], damage: Set<PatchDamage>): void => {
  let spaced = 0
  let tabs = 0
  let crs = 0
  let all = 0
  let equals = 0
  for (const file of files) {
    const inCode = isCode(file.path)
    for (const hunk of file.hunks)
      for (const line of hunk.lines) {
        all++
        const words = line.text
        if (words.endsWith('\r')) crs++
        if (/=(?:20|3D|09)\r?$/.test(words) || words.endsWith('=\r') || /=3D/.test(words)) equals++
        if (words.includes('\t')) tabs++
        else if (inCode && words.startsWith('        ')) spaced++
        if (words.includes('\u00a0') && blankRun.test(words)) damage.add('non-breaking-spaces')
        // Comments may hold curly quotes on purpose.
        if (inCode && curly.test(words) && !/^\s*(?:\*|\/\*|\/\/)|\/\*|\/\//.test(words)) damage.add('smart-quotes')
      }
  }
  if (tabs === 0 && spaced >= spacedLinesMin) damage.add('tabs-to-spaces')
  if (all > 0 && crs * 2 > all) damage.add('crlf')
  if (equals >= 2 && equals * 10 >= all && !text.includes('quoted-printable')) damage.add('quoted-printable')
}
