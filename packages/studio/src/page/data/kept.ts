/** Keeps a choice of the reader for the next visit, where the browser lets a page keep anything. */
export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Then it lives as long as the page.
  }
}
