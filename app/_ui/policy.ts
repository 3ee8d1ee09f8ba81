/**
 * Content security policy of a working page. `worker-src` lets the lab start its Web Worker;
 * `frame-ancestors` lets a reading page of this site open the lab in place and nobody else.
 * React needs `unsafe-eval` and inline styles in development only.
 */
export function workingPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self'${isDevelopment ? ` 'unsafe-inline'` : ''}`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `worker-src 'self'`,
    `manifest-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `object-src 'none'`,
    `frame-src 'self'`,
    `frame-ancestors 'self'`,
  ].join('; ')
}
