/** How much a line of a log matters. */
export type Level = "bad" | "warning" | undefined;

/** Names of levels in capitals, Python's exceptions at the start of a line, `error:`, `level=error`. */
const bad = [
  /(?:^|[\s[(<|:'"])(?:ERROR|CRITICAL|FATAL)(?=$|[\s\])>|:,;'"-])/,
  /^\s*Traceback \(most recent call last\)/,
  /^\s*(?:[\w]+\.)*(?:[A-Z]\w*)?(?:Error|Exception)(?=:|$)/,
  /^\W*(?:error|fatal|critical|exception)(?:\]|:\s|:$)/i,
  /\blevel["']?\s*[=:]\s*["']?(?:error|critical|fatal)\b/i,
];
const warning = [
  /(?:^|[\s[(<|:'"])WARN(?:ING)?(?=$|[\s\])>|:,;'"-])/,
  /\b[A-Z]\w*Warning:/,
  /^\W*warn(?:ing)?(?:\]|:\s|:$)/i,
  /\blevel["']?\s*[=:]\s*["']?warn(?:ing)?\b/i,
];

/** What a line says of itself: a word such as "error" within a sentence says nothing. */
export function levelOf(text: string): Level {
  // Levels stand at the beginning, and very long lines need not be searched.
  const start = text.slice(0, 1_000);
  if (bad.some((pattern) => pattern.test(start))) return "bad";
  return warning.some((pattern) => pattern.test(start)) ? "warning" : undefined;
}
