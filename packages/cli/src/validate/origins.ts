import { dirname, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The line of the user's that made something. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What core announces. */
type MadeKind = "step" | "parameter" | "pipeline";

const listenerKey = Symbol.for("nacre.made");
/** The folder of nacre's own code, sources or build. */
const ownFolder = import.meta.dirname.replace(/[\\/](?:commands|validate)$/, "") + sep;

/** Where the steps, parameters and pipelines of an app were made; of one name the last counts. */
export class Origins {
  readonly #places = new Map<string, Origin>();
  /** Folders of the copies of core that the app has loaded. */
  readonly #coreFolders = new Set<string>();
  /** Of several pipelines the last; it is made after all that it holds. */
  pipeline: Origin | undefined;

  /** Where the step or parameter of that name was made. */
  find(kind: "step" | "parameter", name: string): Origin | undefined {
    return this.#places.get(`${kind} ${name}`);
  }

  /** Listens to core, whichever copies of it the app loads. */
  listen(): void {
    Reflect.set(globalThis, listenerKey, (kind: MadeKind, name: string) => {
      const stack = currentStack();
      const announcer = framesOf(stack).find(({ file }) => !file.startsWith(ownFolder));
      if (announcer) this.#coreFolders.add(dirname(announcer.file) + sep);
      const origin = this.#userFrame(stack);
      if (origin === undefined) return;
      if (kind === "pipeline") this.pipeline = origin;
      else this.#places.set(`${kind} ${name}`, origin);
    });
  }

  /** Core goes back to speaking to nobody. */
  stop(): void {
    Reflect.deleteProperty(globalThis, listenerKey);
  }

  /** The line of the user's that led to an error that core threw. */
  ofError({ stack }: Error): Origin | undefined {
    const [thrower] = framesOf(stack ?? "");
    if (thrower) this.#coreFolders.add(dirname(thrower.file) + sep);
    return this.#userFrame(stack);
  }

  /** The innermost frame of a stack in code of the user's: not in nacre, core or another package. */
  #userFrame(stack = ""): Origin | undefined {
    return framesOf(stack).find(
      ({ file }) =>
        !file.startsWith(ownFolder) &&
        !/[\\/]node_modules[\\/]/.test(file) &&
        ![...this.#coreFolders].some((folder) => file.startsWith(folder)),
    );
  }
}

function currentStack(): string {
  const holder: { stack?: string } = {};
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 30;
  Error.captureStackTrace(holder);
  Error.stackTraceLimit = stackTraceLimit;
  return holder.stack ?? "";
}

/** The frames of a stack that lie in files, innermost first. */
function framesOf(stack: string): Origin[] {
  return [...stack.matchAll(/(file:\/\/[^\s)]+?):(\d+):(\d+)\)?$/gm)].map(
    ([, url = "", line, column]) => ({
      file: fileURLToPath(url),
      line: Number(line),
      column: Number(column),
    }),
  );
}
