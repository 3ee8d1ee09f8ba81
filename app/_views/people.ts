import { clipLine } from './bounds.ts'
import type { Address } from '../../model/index.ts'

/** A person as a mail names them; the address stands in when there is no name. */
export type PersonView = { readonly name: string; readonly address: string }

/** Longest name and address on a page. */
const charsMax = 320

export const personView = (person: Address): PersonView => ({
  name: clipLine(person.name !== '' ? person.name : person.address !== '' ? person.address : '(no sender)', charsMax),
  address: clipLine(person.address, charsMax),
})

/** `Name <address>` for a header line. */
export const addressText = (person: Address): string =>
  person.name === '' ? person.address : person.address === '' ? person.name : `${person.name} <${person.address}>`
