import { useState } from "preact/hooks";
import { RequestError } from "./request.ts";

/** Something that is done once at a time, such as the sending of a form. */
export interface Action {
  readonly run: () => void;
  readonly isRunning: boolean;
  readonly error: RequestError | undefined;
}

/** An action with its state: it cannot be run twice at a time, and a refusal is kept to be shown. */
export function useAction(act: () => Promise<void>): Action {
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<RequestError>();
  const run = async (): Promise<void> => {
    if (isRunning) return;
    setRunning(true);
    setError(undefined);
    try {
      await act();
    } catch (fault) {
      if (!(fault instanceof RequestError)) throw fault;
      setError(fault);
    } finally {
      setRunning(false);
    }
  };
  return { run: () => void run(), isRunning, error };
}
