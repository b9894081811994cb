/** How far something is, as a picture with the same in words beside it: colour alone tells nothing. */
/** `none` is the empty rest of the bar. */
export type ProgressTone = 'done' | 'partly' | 'waiting' | 'none'

export interface ProgressPart {
  readonly label: string
  readonly value: number
  readonly tone: ProgressTone
}

export function ProgressBar(props: { label: string; total: number; parts: readonly ProgressPart[] }) {
  const shown = props.parts.filter((part) => part.value > 0)
  return (
    <div class="progress">
      <p class="progress-label">{props.label}</p>
      <div class="progress-track" aria-hidden="true">
        {shown.map((part) => (
          <span
            key={part.label}
            class={`progress-part progress-${part.tone}`}
            style={{ inlineSize: `${(100 * part.value) / Math.max(1, props.total)}%` }}
          />
        ))}
      </div>
      <ul class="progress-legend">
        {props.parts.map((part) => (
          <li key={part.label}>
            <span class={`progress-key progress-${part.tone}`} aria-hidden="true" />
            {part.label}
          </li>
        ))}
      </ul>
    </div>
  )
}
