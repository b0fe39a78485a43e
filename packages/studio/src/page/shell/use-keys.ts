import { useEffect } from "preact/hooks";
import { modelsLink, pipelinesLink } from "../links.ts";
import { focusSearch, isTyping } from "../ui/keyboard.ts";

/** Keys that do the same on every page. */
export function useKeys(onHelp: () => void, go: (url: string) => void): void {
  useEffect(() => {
    let isAfterG = false;
    const press = (event: KeyboardEvent): void => {
      const { key, target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) return;
      if (document.querySelector("dialog[open]") !== null) return;
      const goal = isAfterG ? { p: pipelinesLink, m: modelsLink }[key] : undefined;
      isAfterG = key === "g";
      if (goal !== undefined) go(goal);
      else if (key === "?") onHelp();
      else if (key !== "/" || !focusSearch()) return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [onHelp, go]);
}

/** Escape closes a panel, unless a dialog or a field has it. */
export function useEscape(close: (() => void) | undefined): void {
  useEffect(() => {
    if (close === undefined) return undefined;
    const press = (event: KeyboardEvent): void => {
      const { key, target, defaultPrevented } = event;
      // A search is emptied by the first Escape; the next one closes.
      const isEmpty = target instanceof HTMLInputElement && target.value === "";
      if (key !== "Escape" || defaultPrevented || (isTyping(target) && !isEmpty)) return;
      if (document.querySelector("dialog[open]") === null) close();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [close]);
}
