import { useEffect, useState } from "preact/hooks";

/** How long after the last key a filter is looked for, in milliseconds. */
const typingMs = 150;

/** A text as it is when no key was pressed for a moment. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
