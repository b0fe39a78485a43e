import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { StepDetailView } from "../../api.ts";
import { logUrl } from "../data/api.ts";
import { counted } from "../format/number.ts";
import { type ExecutionKey, withQuery } from "../links.ts";
import { LogLines } from "../log/log-lines.tsx";
import { LogSearch } from "../log/log-search.tsx";
import type { LinePlace } from "../log/matches.ts";
import { useFittedHeight } from "../ui/use-fitted-height.ts";
import { Fault, Loading } from "../ui/states.tsx";
import { useLog } from "./use-log.ts";

interface Props {
  readonly execution: ExecutionKey;
  readonly step: StepDetailView;
}

/** What a step's job printed: it follows the end, goes back to the start, can be searched and downloaded. */
export function LogPanel({ execution, step }: Props): JSX.Element {
  const { query, url } = useLocation();
  const attempt = query["attempt"] === undefined ? undefined : Number(query["attempt"]);
  const { log, reader } = useLog(execution, step.name, attempt);
  const [search, setSearch] = useState("");
  const [current, setCurrent] = useState<LinePlace>();
  const [isWrapped, setWrapped] = useState(true);
  const [wantsTimes, setTimes] = useState(false);
  const [isFull, setFull] = useFullWindow();
  const ref = useFittedHeight(isFull);
  const knowsTimes = log.chunks.some(({ lines }) => lines.some(({ time }) => time !== undefined));
  const hasTimes = wantsTimes && knowsTimes;
  const isWhole = log.isAtEnd && log.chunks[0]?.before === undefined;
  return (
    <div ref={ref} class={isFull ? "log log-full" : "log"}>
      <div class="toolbar">
        <LogSearch
          log={log}
          reader={reader}
          search={search}
          current={current}
          onSearch={setSearch}
          onFound={setCurrent}
        />
        <Check label="Wrap" isOn={isWrapped} set={setWrapped} />
        {knowsTimes && <Check label="Times" isOn={wantsTimes} set={setTimes} />}
        <span class="actions push">
          <span class="muted">
            {isWhole ? "" : log.isAtEnd ? "Last " : "A part: "}
            {counted(log.count, "line")}
            {attempt !== undefined && (
              <>
                {" "}
                of attempt {attempt} · <a href={withQuery(url, { attempt: undefined })}>latest</a>
              </>
            )}
          </span>
          <a
            class="link"
            href={logUrl(execution, step.name, { attempt, times: hasTimes })}
            download
          >
            Download<span class="sr-only"> the log</span>
          </a>
          <button type="button" class="link" onClick={() => setFull(!isFull)}>
            {isFull ? "Side panel" : "Full window"}
          </button>
        </span>
      </div>
      {log.error !== undefined && <Fault error={log.error} />}
      {!log.isRead && log.error === undefined && <Loading what="the log" />}
      {log.isRead && (
        <LogLines
          log={log}
          reader={reader}
          search={search}
          current={current}
          isWrapped={isWrapped}
          hasTimes={hasTimes}
        />
      )}
    </div>
  );
}

interface CheckProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly set: (isOn: boolean) => void;
}

function Check({ label, isOn, set }: CheckProps): JSX.Element {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={isOn}
        onChange={({ currentTarget }) => set(currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

/** Whether the panel takes the whole window; Escape gives it back before it closes the panel. */
function useFullWindow(): [boolean, (isFull: boolean) => void] {
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    if (!isFull) return undefined;
    const press = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (event.target instanceof HTMLInputElement && event.target.value !== "") return;
      event.preventDefault();
      setFull(false);
    };
    // Before those who listen on the window.
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [isFull]);
  return [isFull, setFull];
}
