'use client'

import { useState } from 'react'
import type { ParamSpec, ScenarioInfo } from '../../../model/index.ts'
import type { LabState } from './permalink.ts'
import { fits, rangeOf, seedMax } from './permalink.ts'

type Change = (state: LabState) => void
type Props = {
  readonly info: ScenarioInfo
  readonly state: LabState
  readonly isLive: boolean
  readonly onChange: Change
}

type NumberProps = {
  readonly id: string
  readonly name: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  /** True for the numbers that count. */
  readonly accepts: (value: number) => boolean
  readonly describedBy?: string
  readonly onValue: (value: number) => void
}

/** A number that may be half-typed: it counts as soon as it is one that is accepted, and falls back on leaving. */
function NumberField({ id, name, value, min, max, step, accepts, describedBy, onValue }: NumberProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const read = (text: string): number | null => {
    const number = Number(text)
    return text.trim() !== '' && accepts(number) ? number : null
  }
  return (
    <input
      id={id}
      name={name}
      type="number"
      inputMode="numeric"
      min={min}
      max={max}
      step={step}
      value={draft ?? value}
      aria-describedby={describedBy}
      aria-invalid={draft !== null && read(draft) === null ? true : undefined}
      onChange={change => {
        const text = change.currentTarget.value
        setDraft(text)
        const number = read(text)
        if (number !== null) onValue(number)
      }}
      onBlur={() => setDraft(null)}
    />
  )
}

type IntProps = {
  readonly spec: ParamSpec & { kind: 'int' }
  readonly value: number
  readonly isLive: boolean
  readonly onValue: (value: number) => void
}

function IntControl({ spec, value, isLive, onValue }: IntProps) {
  const id = `param-${spec.id}`
  return (
    <div className="control">
      <label htmlFor={id} className="control-title">
        {spec.title}
      </label>
      <div className="control-int">
        {isLive && (
          <input
            type="range"
            min={spec.min}
            max={spec.max}
            step={spec.step}
            value={value}
            aria-label={`${spec.title}, slider`}
            aria-valuetext={`${value} ${spec.unit}`}
            onChange={change => onValue(Number(change.currentTarget.value))}
          />
        )}
        <span className="control-number">
          <NumberField
            id={id}
            name={spec.id}
            value={value}
            min={spec.min}
            max={spec.max}
            step={spec.step}
            accepts={number => fits(spec, number)}
            describedBy={`range-${spec.id}`}
            onValue={onValue}
          />{' '}
          {spec.unit}
        </span>
      </div>
      <span className="control-range" id={`range-${spec.id}`}>
        {rangeOf(spec)}
      </span>
    </div>
  )
}

function ChoiceControl({
  spec,
  value,
  onValue,
}: {
  spec: ParamSpec & { kind: 'choice' }
  value: string
  onValue: (v: string) => void
}) {
  const chosen = spec.options.find(o => o.value === value)
  return (
    <div className="control">
      <label htmlFor={`param-${spec.id}`} className="control-title">
        {spec.title}
      </label>
      <select
        id={`param-${spec.id}`}
        name={spec.id}
        value={value}
        aria-describedby={`range-${spec.id}`}
        onChange={change => onValue(change.currentTarget.value)}
      >
        {spec.options.map(option => (
          <option key={option.value} value={option.value}>
            {option.value}
          </option>
        ))}
      </select>
      <span className="control-range" id={`range-${spec.id}`}>
        {chosen?.says}
      </span>
    </div>
  )
}

/** Which variant is shown, and which one beside it. */
export function VariantSwitch({ info, state, onChange }: Omit<Props, 'isLive'>) {
  const [chosen, beside] = state.variants
  const show = (first: string, second: string | undefined) =>
    onChange({ ...state, variants: second === undefined || second === first ? [first] : [first, second] })
  return (
    <div className="switches">
      <fieldset className="switch">
        <legend>Variant</legend>
        <div className="switch-options">
          {info.variants.map(variant => (
            <label key={variant.id} className="switch-option">
              <input
                type="radio"
                name="variant"
                value={variant.id}
                checked={variant.id === chosen}
                data-variant={variant.id}
                onChange={() => show(variant.id, beside)}
              />
              <span>{variant.title}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {info.variants.length > 1 && (
        <div className="control">
          <label htmlFor="lab-beside" className="control-title">
            Beside it
          </label>
          <select
            id="lab-beside"
            name="beside"
            value={beside ?? ''}
            data-beside
            onChange={change => show(chosen ?? '', change.currentTarget.value || undefined)}
          >
            <option value="">nothing</option>
            {info.variants.map(variant => (
              <option key={variant.id} value={variant.id} disabled={variant.id === chosen}>
                {variant.title}
              </option>
            ))}
          </select>
        </div>
      )}
    </div>
  )
}

/** A control for every parameter, the kernel and the seed. */
export function Controls({ info, state, isLive, onChange }: Props) {
  const setParam = (id: string, value: number | string) =>
    onChange({ ...state, params: { ...state.params, [id]: value } })
  return (
    <div className="controls">
      {info.params.map(spec =>
        spec.kind === 'int' ? (
          <IntControl
            key={spec.id}
            spec={spec}
            value={Number(state.params[spec.id])}
            isLive={isLive}
            onValue={n => setParam(spec.id, n)}
          />
        ) : (
          <ChoiceControl
            key={spec.id}
            spec={spec}
            value={String(state.params[spec.id])}
            onValue={v => setParam(spec.id, v)}
          />
        ),
      )}
      <div className="control">
        <label htmlFor="lab-kernel" className="control-title">
          Kernel
        </label>
        <select
          id="lab-kernel"
          name="kernel"
          value={state.kernel ?? ''}
          onChange={change => onChange({ ...state, kernel: change.currentTarget.value || null })}
        >
          <option value="">{"each variant's own"}</option>
          {info.kernels.map(kernel => (
            <option key={kernel} value={kernel}>
              {kernel}
            </option>
          ))}
        </select>
      </div>
      <div className="control">
        <label htmlFor="lab-seed" className="control-title">
          Seed of the set-up
        </label>
        <NumberField
          id="lab-seed"
          name="seed"
          value={state.seed}
          min={0}
          max={seedMax}
          step={1}
          accepts={seed => Number.isInteger(seed) && seed >= 0 && seed <= seedMax}
          onValue={seed => onChange({ ...state, seed })}
        />
      </div>
    </div>
  )
}
