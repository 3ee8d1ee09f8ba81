import { trusted } from '../html.ts'

/** The mark: two brackets of a reply, one agreeing (tick), one objecting (cross). */
export const mark = trusted(
  '<svg class="logo" viewBox="0 0 24 16" width="24" height="16" aria-hidden="true" focusable="false">' +
    '<path class="logo-ack" d="M2 8.5 5.2 12 11 3.5"/><path class="logo-nak" d="M14 4l8 8M22 4l-8 8"/></svg>',
)

/** The same, as a file for the browser's tab. */
export const favicon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#20262b"/>' +
  '<g fill="none" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">' +
  '<path stroke="#8fd19e" d="M5 17l4 4.5L15 11"/><path stroke="#f2a38c" d="M19 11.5l8.5 9.5M27.5 11.5L19 21"/></g></svg>\n'
