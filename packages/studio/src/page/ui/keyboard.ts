/** Whether keys that are typed go into a field, so that they are no shortcuts. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select") !== null)
  );
}

/** Puts the focus into the search field of the open panel, else into the first that is seen. */
export function focusSearch(): boolean {
  const [field] = ["aside input[type=search]", "input[type=search]"].flatMap((fields) =>
    [...document.querySelectorAll<HTMLInputElement>(fields)].filter(
      (input) => input.offsetParent !== null,
    ),
  );
  field?.focus();
  field?.select();
  return field !== undefined;
}

/** Arrow keys go from row to row: to the link or field at the same place of the next row. */
export function moveBetweenRows(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const { target, currentTarget } = event;
  if (!(target instanceof HTMLElement) || !(currentTarget instanceof HTMLElement)) return;
  const rows = [...currentTarget.querySelectorAll("tbody tr")];
  const row = target.closest("tr");
  const index = row === null ? -1 : rows.indexOf(row);
  const next = index < 0 && step === 1 ? rows[0] : rows[index + step];
  if (next === undefined) return;
  const place = row === null || index < 0 ? -1 : focusable(row).indexOf(target);
  const goal = focusable(next)[place] ?? next.querySelector<HTMLElement>("a");
  if (goal === null) return;
  event.preventDefault();
  goal.focus();
}

function focusable(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>("a, button, input")];
}
