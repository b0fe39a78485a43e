/** Whether an error is the API's of this name. */
export function isFault(error: unknown, name: string): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === name || isFault(error.cause, name);
}

/** The errors of a call that the credentials do not allow. */
const denials = ["AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "Forbidden"];

/** A call that the credentials do not allow. */
export class NotAllowed extends Error {
  override readonly name = "AccessDeniedException";
  /** What is not allowed, as policies name it: `sagemaker:ListPipelines`. */
  readonly permission: string;

  constructor(permission: string, cause: unknown) {
    super(`${permission} is not allowed with these credentials: ${wordsOf(cause)}`, { cause });
    this.permission = permission;
  }
}

/** The service's own words, which others may have wrapped in theirs. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? wordsOf(error.cause) : error.message;
}

/** Makes a call; when it is not allowed, the error names the permission that is missing. */
export async function allowed<T>(permission: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (denials.some((name) => isFault(error, name))) throw new NotAllowed(permission, error);
    throw error;
  }
}
