import type { NextConfig } from 'next'

/** Beside the policy that proxy.ts sets. Reading pages set all of theirs in their route handlers. */
const guard = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'X-Frame-Options', value: 'SAMEORIGIN' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=()' },
]

const config: NextConfig = {
  distDir: '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  compress: true,
  // A Message-ID may hold `/`, `//` and dots: its path must reach the handlers as it was sent.
  skipTrailingSlashRedirect: true,
  skipProxyUrlNormalize: true,
  // Loaded by Node as they are: native code, generated code and the mail parser do not belong in a bundle.
  serverExternalPackages: [
    '@prisma/adapter-better-sqlite3',
    '@prisma/client',
    'better-sqlite3',
    'mailparser',
    'meilisearch',
    'prisma',
  ],
  turbopack: { root: import.meta.dirname },
  // `npm test` checks the types of every file; checking them again would only slow down `npm start`.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  devIndicators: false,
  headers: async () => [
    { source: '/scenario/:path*', headers: guard },
    { source: '/oom', headers: guard },
    { source: '/_next/:path*', headers: guard.slice(0, 1) },
  ],
}

export default config
