export { identitiesMax, joinPeople } from './join.ts'
export type { People, PeopleOptions } from './join.ts'
export { mailmapOf, peopleOfMails } from './of-mails.ts'
export { behindRelay, isRewritten, isTelling, nameKey, sameMailbox, withoutTag } from './names.ts'
