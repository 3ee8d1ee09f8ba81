import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { scriptHref, stylesheetHref } from './_ui/assets.ts'

export const metadata: Metadata = {
  title: { template: '%s · acknak', default: 'acknak' },
  icons: { icon: { url: '/favicon.svg', type: 'image/svg+xml' } },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

/** Frame of the working pages. Reading pages are route handlers and print their own (reading/shell.ts). */
export default async function Layout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <link rel="stylesheet" href={stylesheetHref()} />
        {/* Sets the chosen theme before the first paint, as on reading pages. */}
        <script src={scriptHref()} nonce={nonce} />
      </head>
      <body className="working">{children}</body>
    </html>
  )
}
