/** From this size on, in bytes, a definition goes to S3, as with the SageMaker Python SDK. */
export const inlineLimit = 100 * 1024;

/** JSON without the white space between its parts; what strings and numbers say stays. */
export function compactJson(text: string): string {
  return text.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
}
