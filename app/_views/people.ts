import type { Address } from '../../model/index.ts'

/** A person as a mail names them; the address stands in when there is no name. */
export type PersonView = { readonly name: string; readonly address: string }

export const personView = (person: Address): PersonView => ({
  name: person.name !== '' ? person.name : person.address !== '' ? person.address : '(no sender)',
  address: person.address,
})

/** `Name <address>` for a header line. */
export const addressText = (person: Address): string =>
  person.name === '' ? person.address : person.address === '' ? person.name : `${person.name} <${person.address}>`
