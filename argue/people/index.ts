export { identitiesMax, joinPeople } from './join.ts'
export type { People, PeopleOptions } from './join.ts'
export { behindRelay, isRewritten, isTelling, nameKey, sameMailbox, withoutTag } from './names.ts'
