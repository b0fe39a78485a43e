import type { JSX } from "preact";
import { statusLook, type StatusTone } from "../format/status.ts";

const shapes: Readonly<Record<StatusTone, JSX.Element>> = {
  good: <path d="M4.700 8.300 7 10.500 11.300 5.800" />,
  bad: <path d="m5.500 5.500 5 5m0-5-5 5" />,
  running: <path d="M8 4.200A3.800 3.800 0 1 1 4.200 8" />,
  stopped: <path d="M6 6h4v4H6z" />,
  waiting: <path d="M8 4.700V8l2 1.500" />,
  idle: <path d="M5.500 8h5" />,
  cached: <path d="M8.700 4.200 5.500 8.700h2.300l-.5 3.100 3.200-4.500H8.200z" />,
};

interface Props {
  readonly status: string;
  /** The result was taken from the cache. */
  readonly cached?: boolean | undefined;
}

/** The sign of a status; its name is read by screen readers and shown on pointing. */
export function StatusSign({ status, cached }: Props): JSX.Element {
  const { tone, label } = statusLook(status, cached);
  return (
    <svg class={`status-sign tone-${tone}`} viewBox="0 0 16 16" role="img" aria-label={label}>
      <title>{label}</title>
      <circle cx="8" cy="8" r="7" />
      {shapes[tone]}
    </svg>
  );
}

/** A status as sign and word. */
export function Status({ status, cached }: Props): JSX.Element {
  const { tone, label } = statusLook(status, cached);
  return (
    <span class={`status tone-${tone}`}>
      <svg class={`status-sign tone-${tone}`} viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="7" />
        {shapes[tone]}
      </svg>
      {label}
    </span>
  );
}
