import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { CollectedTrailer } from '../../model/index.ts'
import { acknak, scratch } from './command.ts'

const { dir, clean } = scratch()
afterAll(clean)

const mail = (id: string, from: string, subject: string, body: string, parent?: string): string =>
  [
    'From mboxrd@z Thu Jan  1 00:00:00 1970',
    `Message-ID: <${id}>`,
    `From: ${from}`,
    'Date: Mon, 3 Mar 2031 10:00:00 +0000',
    `Subject: ${subject}`,
    ...(parent === undefined ? [] : [`In-Reply-To: <${parent}>`]),
    '',
    body,
    '',
  ].join('\n')

const diff = 'diff --git a/mm/keeper.c b/mm/keeper.c\n--- a/mm/keeper.c\n+++ b/mm/keeper.c\n@@ -1 +1 @@\n-a\n+b\n'
const mbox =
  mail(
    'patch@example.org',
    'Ada <ada@example.org>',
    '[PATCH] mm: wake the keeper',
    `Wake it.\n\nSigned-off-by: Ada <ada@example.org>\n---\n${diff}`,
  ) +
  mail(
    'ack@example.org',
    'B. Keeper <bo.home@example.org>',
    'Re: [PATCH] mm: wake the keeper',
    'Reviewed-by: Bodo Keeper <bodo@example.org>\n',
    'patch@example.org',
  )

describe('a mailmap beside the archive', () => {
  const given = async () => {
    const ran = await acknak(['show', 'patch@example.org', '--json', '--data', dir])
    const { series } = JSON.parse(ran.out) as { series: { given: CollectedTrailer[] } }
    return series.given.filter(t => t.kind === 'review').map(t => t.counted)
  }

  it('lets a review from the home address of its giver count', async () => {
    writeFileSync(join(dir, 'list.mbox'), mbox)
    expect((await acknak(['ingest', join(dir, 'list.mbox'), '--data', dir])).code).toBe(0)
    expect(await given()).toEqual([false])
    writeFileSync(join(dir, 'mailmap'), 'Bodo Keeper <bodo@example.org> <bo.home@example.org>\n')
    expect(await given()).toEqual([true])
  }, 60_000)
})
