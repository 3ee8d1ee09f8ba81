/** Stamped on everything derived from raw bytes. Raise it when a rule changes what mail yields: `acknak rebuild` redoes all. */
export const pipelineVersion = 'ingest-4'
