/** Mainline releases that the model plays, oldest first. */
export const releases = [
  'v3.19',
  'v4.0',
  'v4.4',
  'v4.5',
  'v4.6',
  'v4.9',
  'v4.10',
  'v4.12',
  'v4.14',
  'v4.19',
  'v5.4',
  'v5.10',
  'v5.16',
  'v6.1',
  'v6.12',
  'v7.2',
] as const
export type Release = (typeof releases)[number]

/** Debian kernels that were run, with the tag they started from. Stable backports change behaviour: never merged with it. */
export const builds = {
  '5.10.223': 'v5.10',
  '6.1.192': 'v6.1',
  '6.12.117': 'v6.12',
  '7.2.13': 'v7.2',
} as const satisfies Readonly<Record<string, Release>>
export type Build = keyof typeof builds
export const buildNames = Object.keys(builds) as readonly Build[]

/** A release as a number that grows with time: `v4.10` is 4010. Any tag may be asked, also one that is not played. */
export const ordinal = (tag: string): number => {
  const [major = '0', minor = '0'] = tag.replace(/^v/, '').split('.')
  return Number(major) * 1000 + Number(minor)
}
