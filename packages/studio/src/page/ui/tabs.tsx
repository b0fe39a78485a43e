import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

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
  const nav = useRef<HTMLElement>(null);
  // Where not all of them fit, the current one is seen.
  useEffect(() => {
    const tab = nav.current?.querySelector<HTMLElement>("[aria-current]");
    if (nav.current === null || !tab) return;
    const { scrollLeft, clientWidth } = nav.current;
    const start = tab.offsetLeft - nav.current.offsetLeft;
    const isSeen = start >= scrollLeft && start + tab.offsetWidth <= scrollLeft + clientWidth;
    if (!isSeen) nav.current.scrollLeft = start - (clientWidth - tab.offsetWidth) / 2;
  }, [current]);
  return (
    <nav ref={nav} class="tabs" aria-label={label}>
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
