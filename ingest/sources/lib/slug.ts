/** A list's slug from any name: lower case, `a-z 0-9 . _ -`, everything else one hyphen. `list` when nothing is left. */
export const slugOf = (name: string): string => {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[-._]+|[-._]+$/g, '')
    .slice(0, 100)
  return slug === '' ? 'list' : slug
}

/** Slug of a List-Id: its first label, `linux-mm.kvack.org` becomes `linux-mm`. */
export const slugOfListId = (listId: string): string => slugOf(listId.split('.')[0] ?? listId)

/** Slug of a file: its name without folder and endings (`.mbox.gz`, `.txt`). */
export const slugOfFile = (fileName: string): string =>
  slugOf(fileName.replace(/(?:\.(?:mbox|mbx|mail|eml|txt|gz))+$/i, ''))
