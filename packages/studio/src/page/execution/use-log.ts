import { useEffect, useMemo, useState } from "preact/hooks";
import { api } from "../data/api.ts";
import { onChanges } from "../data/live.ts";
import type { ExecutionKey } from "../links.ts";
import { LogReader, noLog, type Log } from "../log/log-reader.ts";

/** The log of a step, and what reads more of it: what comes is read when the server tells that something came. */
export function useLog(
  { pipeline, id }: ExecutionKey,
  step: string,
  attempt: number | undefined,
): { readonly log: Log; readonly reader: LogReader } {
  const [log, setLog] = useState<Log>(noLog);
  const reader = useMemo(
    () => new LogReader((query) => api.log({ pipeline, id }, step, { ...query, attempt }), setLog),
    [pipeline, id, step, attempt],
  );
  useEffect(() => {
    setLog(noLog);
    reader.follow();
    const stop = onChanges((events) => {
      const isMine = events.some(
        (event) =>
          event.type === "reset" ||
          (event.type === "log" && event.id === id && event.step === step) ||
          (event.type === "step" && event.id === id && event.step.name === step),
      );
      if (isMine) reader.follow();
    });
    return () => {
      stop();
      reader.close();
    };
  }, [reader, id, step]);
  return { log, reader };
}
