/** The longest delay of a timer, in milliseconds. */
const longestTimerMs = 2_147_483_647;

/** Waits until a time, or until the signal comes; not at all without a time. */
export async function waitUntil(time: Date | undefined, signal: AbortSignal): Promise<void> {
  if (time === undefined) return;
  for (;;) {
    const left = time.getTime() - Date.now();
    if (left <= 0 || signal.aborted) return;
    // oxlint-disable-next-line no-await-in-loop -- a timer takes only so long a delay
    await sleep(Math.min(left, longestTimerMs), signal);
  }
}

function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    signal.addEventListener("abort", done, { once: true });
  });
}
