import type { JSX } from "preact";

interface Tab {
  readonly name: string;
  readonly label: string;
  readonly href: string;
  /** How many there are of what it shows. */
  readonly count?: number | undefined;
}

interface Props {
  /** What they are views of, for screen readers. */
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly current: string;
}

/** Views of one thing; each has its own address, so they are links. */
export function Tabs({ label, tabs, current }: Props): JSX.Element {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a
          key={tab.name}
          href={tab.href}
          class="tab"
          aria-current={tab.name === current ? "page" : undefined}
        >
          {tab.label}
          {tab.count !== undefined && <span class="count">{tab.count}</span>}
        </a>
      ))}
    </nav>
  );
}
