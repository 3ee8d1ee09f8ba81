'use client'

import { useState } from 'react'

/** Copies a text and says whether it worked. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [says, setSays] = useState('')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setSays('Copied')
    } catch {
      setSays('The browser did not allow it')
    }
    setTimeout(() => setSays(''), 2500)
  }
  return (
    <span className="copy">
      <button type="button" className="button-small" onClick={copy}>
        {label}
      </button>
      <span role="status" className="copy-says">
        {says}
      </span>
    </span>
  )
}
