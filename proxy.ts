import type { NextRequest } from 'next/server'
import { NextResponse } from 'next/server'
import { workingPolicy } from './app/_ui/policy.ts'

/**
 * Gives every request of a working page (React) its own nonce. Next reads the nonce from the policy on the
 * request and puts it on its scripts. Reading pages never come here: they carry a static policy of their own.
 */
export function proxy(request: NextRequest) {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
  const policy = workingPolicy(nonce, process.env.NODE_ENV === 'development')
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

/** Working pages only. */
export const config = { matcher: ['/scenario', '/scenario/:path*', '/oom'] }
