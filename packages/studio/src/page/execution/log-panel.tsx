import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { StepDetailView } from "../../api.ts";
import { counted } from "../format/number.ts";
import { type ExecutionKey, withQuery } from "../links.ts";
import { Fault, Loading } from "../ui/states.tsx";
import { marked } from "./marked.ts";
import { type Log, useLog } from "./use-log.ts";

interface Props {
  readonly execution: ExecutionKey;
  readonly step: StepDetailView;
}

/** What a step's job printed: it follows the end, can be searched and wrapped. */
export function LogPanel({ execution, step }: Props): JSX.Element {
  const { query, url } = useLocation();
  const attempt = query["attempt"] === undefined ? undefined : Number(query["attempt"]);
  const log = useLog(execution, step.name, attempt);
  const [search, setSearch] = useState("");
  const [isWrapped, setWrapped] = useState(true);
  const wanted = search.toLowerCase();
  const lines =
    wanted === "" ? log.lines : log.lines.filter(({ text }) => text.toLowerCase().includes(wanted));
  return (
    <div class="log">
      <div class="toolbar">
        <input
          type="search"
          class="search"
          aria-label="Search the log"
          placeholder="Search the log  ( / )"
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={isWrapped}
            onChange={({ currentTarget }) => setWrapped(currentTarget.checked)}
          />
          <span>Wrap</span>
        </label>
        <span class="muted push">
          {search !== "" && `${lines.length} of `}
          {counted(log.lines.length, "line")}
          {attempt !== undefined && (
            <>
              {" "}
              of attempt {attempt} · <a href={withQuery(url, { attempt: undefined })}>latest</a>
            </>
          )}
        </span>
      </div>
      {log.error !== undefined && <Fault error={log.error} />}
      {!log.isRead && log.error === undefined && <Loading what="the log" />}
      {log.isRead && <Lines log={log} lines={lines} search={search} isWrapped={isWrapped} />}
    </div>
  );
}

interface LinesProps {
  readonly log: Log;
  readonly lines: Log["lines"];
  readonly search: string;
  readonly isWrapped: boolean;
}

/** How near the end counts as the end, in pixels. */
const nearEnd = 24;

function Lines({ log, lines, search, isWrapped }: LinesProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [isFollowing, setFollowing] = useState(true);
  useLayoutEffect(() => {
    if (isFollowing && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, isFollowing]);
  return (
    <div class="log-frame">
      <div
        ref={box}
        class={isWrapped ? "log-lines wrapped" : "log-lines"}
        role="log"
        aria-label="Log"
        aria-live="off"
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
          setFollowing(scrollHeight - scrollTop - clientHeight < nearEnd)
        }
      >
        {log.dropped > 0 && (
          <div class="log-note">{counted(log.dropped, "earlier line")} left out</div>
        )}
        {lines.map(({ text }, index) => (
          <div key={log.dropped + index} class={lineClass(text)}>
            {marked(text, search).map((part) =>
              part.isFound ? <mark key={part.at}>{part.text}</mark> : part.text,
            )}
          </div>
        ))}
        {log.lines.length === 0 && (
          <div class="log-note">{log.ended ? "It printed nothing." : "Nothing printed yet."}</div>
        )}
        {!log.ended && log.lines.length > 0 && <div class="log-note">…</div>}
      </div>
      {!isFollowing && (
        <button type="button" class="button to-end" onClick={() => setFollowing(true)}>
          To the end
        </button>
      )}
    </div>
  );
}

/** Lines that say of themselves that something is wrong stand out. */
function lineClass(text: string): string {
  if (/\b(?:error|exception|traceback|fatal|critical)\b/i.test(text)) return "line line-bad";
  return /\bwarn(?:ing)?\b/i.test(text) ? "line line-warning" : "line";
}
