import type * as models from '../generated/sqlite/models.ts'

/** A row as the raw writer takes it: times as plain numbers, bytes as they are. */
type Written<M> = { readonly [K in keyof M]: Exclude<M[K], bigint> | (bigint extends M[K] ? number : never) }

/** Rows of every table, in the types the models give them. */
export type Rows = {
  list: Written<models.ListModel>
  person: Written<models.PersonModel>
  raw_block: Written<models.RawBlockModel>
  raw: Written<models.RawModel>
  delivery: Written<models.DeliveryModel>
  message: Written<models.MessageModel>
  patch_id: Written<models.PatchIdModel>
  alias: Written<models.AliasModel>
  attachment: Written<models.AttachmentModel>
  trailer: Written<models.TrailerModel>
  mention: Written<models.MentionModel>
  annotation: Written<models.AnnotationModel>
  problem: Written<models.ProblemModel>
  thread: Written<models.ThreadModel>
  thread_node: Written<models.ThreadNodeModel>
  thread_place: Written<models.ThreadPlaceModel>
  series: Written<models.SeriesModel>
  series_part: Written<models.SeriesPartModel>
  series_mark: Written<models.SeriesMarkModel>
  scenario_link: Written<models.ScenarioLinkModel>
  tombstone: Written<models.TombstoneModel>
  quarantine: Written<models.QuarantineModel>
  search_state: Written<models.SearchStateModel>
  meta: Written<models.MetaModel>
}
export type Table = keyof Rows

/** Columns of each table in writing order. */
export const columns: { readonly [T in Table]: readonly (keyof Rows[T] & string)[] } = {
  list: ['id', 'slug', 'title', 'isSample', 'messages', 'threads'],
  person: ['id', 'name', 'address'],
  raw_block: ['id', 'bytes'],
  raw: ['id', 'hash', 'sizeBytes', 'blockId', 'start'],
  delivery: ['id', 'rawId', 'listId', 'messageId', 'source', 'position', 'envelopeAt'],
  message: [
    'id',
    'name',
    'variant',
    'contentHash',
    'textHash',
    'form',
    'subject',
    'subjectInfo',
    'bareSubject',
    'authorId',
    'fromId',
    'atSeconds',
    'sentAt',
    'zoneMinutes',
    'receivedAt',
    'inReplyTo',
    'references',
    'recipients',
    'otherIds',
    'listIds',
    'files',
    'patch',
    'hasDiff',
    'acks',
    'naks',
    'pipelineVersion',
    'text',
  ],
  patch_id: ['messageId', 'pos', 'patchId'],
  alias: ['name', 'messageId'],
  attachment: ['messageId', 'part', 'fileName', 'contentType', 'sizeBytes', 'text'],
  trailer: ['messageId', 'pos', 'name', 'value', 'personId', 'start', 'end'],
  mention: [
    'messageId',
    'pos',
    'subject',
    'key',
    'start',
    'end',
    'zone',
    'isQuoted',
    'isFirst',
    'negated',
    'by',
    'atSeconds',
  ],
  annotation: ['messageId', 'pos', 'type', 'value', 'by', 'sure', 'data'],
  problem: ['messageId', 'pos', 'stage', 'code', 'detail'],
  thread: [
    'id',
    'rootName',
    'subject',
    'authorId',
    'firstAt',
    'lastAt',
    'messages',
    'ghosts',
    'participants',
    'acks',
    'naks',
    'hasPatch',
    'isSample',
    'lists',
    'mechanisms',
    'gfp',
    'scenarios',
    'problems',
  ],
  thread_node: ['threadId', 'pos', 'name', 'parentPos', 'parentName', 'depth', 'sure', 'reason', 'messageId'],
  thread_place: ['listId', 'threadId', 'lastAt', 'rootName'],
  series: [
    'id',
    'key',
    'title',
    'version',
    'isRfc',
    'isResend',
    'authorName',
    'authorAddress',
    'total',
    'coverName',
    'chain',
    'sure',
    'reason',
    'atSeconds',
    'extent',
    'replacesKey',
    'umbrellaName',
    'versionText',
    'labels',
  ],
  series_part: ['seriesId', 'pos', 'part', 'title', 'messageName', 'ghostName'],
  series_mark: ['seriesId', 'pos', 'kind', 'value', 'sure'],
  scenario_link: ['id', 'messageName', 'scenario', 'variant', 'debate', 'kind', 'sure', 'reason'],
  tombstone: ['id', 'list', 'name', 'contentHash', 'rawHash', 'source', 'position', 'reason'],
  quarantine: ['id', 'hash', 'source', 'position', 'reason', 'sizeBytes', 'bytes'],
  search_state: ['messageId', 'revision'],
  meta: ['key', 'value'],
}

/** Words of one message for the full-text index. */
export type TextRow = {
  readonly id: number
  readonly subject: string
  readonly author: string
  readonly body: string
  readonly quoted: string
  readonly parts: string
  readonly files: string
}

export type Value = string | number | boolean | null | Uint8Array
export type Row = Record<string, Value>
type Soon<T> = T | Promise<T>

/**
 * One write transaction, raw: what the bulk writer needs of a database. SQLite answers at once from prepared
 * statements; another database may answer later and copy rows in bulk. SQL is portable, with `?` for parameters.
 */
export interface WriteTx {
  all(sql: string, params?: readonly Value[]): Soon<Row[]>
  /** `sql` with `(??)` where a list of values goes; run in chunks, answers together. */
  allIn(sql: string, values: readonly (string | number)[]): Soon<Row[]>
  run(sql: string, params?: readonly Value[]): Soon<void>
  runIn(sql: string, values: readonly (string | number)[]): Soon<void>
  insert<T extends Table>(table: T, rows: readonly Rows[T][]): Soon<void>
  /** Adds messages to the full-text index. */
  insertText(rows: Iterable<TextRow>): Soon<void>
}
