/** Words for people, by problem code. */
const words: Readonly<Record<string, string>> = {}

/** What a problem code means, in words; the code itself when it is not known here. */
export const problemWords = (code: string): string => words[code] ?? code
