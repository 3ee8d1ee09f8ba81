import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { linearOf } from './linear.ts'
import type { Linear, LinearFile } from './linear.ts'

/** The tasks that a model decides. */
export const tasks = ['labels', 'stance', 'relations', 'roles', 'mechanisms'] as const
export type Task = (typeof tasks)[number]

/** What a set of models was trained on. */
export type TrainedOn = {
  /** sha256 (hex) of the labelled threads' files, in order of names. */
  readonly goldSha256: string
  readonly threads: readonly string[]
  /** First eight hex digits of the hash of each labelled mail's text: says whether a mail was seen in training. */
  readonly texts: readonly string[]
}

/** Models, ready to use. `turns` are log-odds, thousandths, of a label after another one in a paragraph. */
export type Models = {
  readonly id: string
  readonly trainedOn: TrainedOn
  readonly labels: Linear
  readonly stance: Linear
  readonly relations: Linear
  readonly roles: Linear
  readonly mechanisms: Linear
  readonly turns: readonly (readonly number[])[]
}

/** As a file holds them. */
export type ModelsFile = {
  readonly id: string
  readonly trainedOn: TrainedOn
  readonly turns: readonly (readonly number[])[]
  readonly tasks: Readonly<Record<Task, LinearFile>>
}

export const modelsOf = (file: ModelsFile): Models => ({
  id: file.id,
  trainedOn: file.trainedOn,
  turns: file.turns,
  labels: linearOf(file.tasks.labels),
  stance: linearOf(file.tasks.stance),
  relations: linearOf(file.tasks.relations),
  roles: linearOf(file.tasks.roles),
  mechanisms: linearOf(file.tasks.mechanisms),
})

/** Where the shipped weights are. */
export const weightsPath = join(import.meta.dirname, 'weights.json')

let shipped: Models | null = null

/** The shipped models; read once. */
export const shippedModels = (): Models =>
  (shipped ??= modelsOf(JSON.parse(readFileSync(weightsPath, 'utf8')) as ModelsFile))
