import type { JSX } from "preact";
import { useLocation } from "preact-iso";
import { connection } from "../data/live.ts";
import { session } from "../data/session.ts";
import { modelsLink, pipelinesLink } from "../links.ts";
import { ThemeSwitch } from "../ui/theme-switch.tsx";

/** The head of every page: where one can go, and what is looked at. */
export function TopBar({ onHelp }: { readonly onHelp: () => void }): JSX.Element {
  const { path } = useLocation();
  const isModels = path.startsWith(modelsLink);
  return (
    <header class="top-bar">
      <a class="brand" href={pipelinesLink} aria-label="Nacre Studio">
        <img src="/studio/icon.svg" alt="" width="22" height="22" />
        <span>Nacre Studio</span>
      </a>
      <nav class="top-nav" aria-label="Main">
        <a href={pipelinesLink} aria-current={isModels ? undefined : "page"}>
          Pipelines
        </a>
        <a href={modelsLink} aria-current={isModels ? "page" : undefined}>
          Models
        </a>
      </nav>
      <Facts />
      <button type="button" class="icon-button" aria-label="Keys and help" onClick={onHelp}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M5.500 6a2.500 2.500 0 1 1 3.600 2.200C8.300 8.700 8 9 8 10M8 12.500v.2" />
        </svg>
      </button>
      <ThemeSwitch />
    </header>
  );
}

function Facts(): JSX.Element {
  const facts = session.value;
  const isLost = connection.value === "lost";
  return (
    <div class="facts">
      {facts !== undefined && (
        <span class="fact" title={`Account ${facts.account}, nacre ${facts.version}`}>
          {facts.mode === "local" ? "this machine" : `AWS ${facts.account}`}
          <span class="fact-region"> · {facts.region}</span>
          {facts.writable ? "" : " · read only"}
        </span>
      )}
      <span class={isLost ? "live live-lost" : "live"} role="status">
        {isLost ? "Not connected, trying again" : <span class="sr-only">Connected</span>}
      </span>
    </div>
  );
}
