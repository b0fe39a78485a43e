import { NacreError } from "@nacre/core";

/** A program of the user's that stands for something of AWS. */
export interface LocalProgram {
  /** The folder it is started in, from which its paths count. */
  readonly folder: string;
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Its variables, besides those of every job. */
  readonly environment: Readonly<Record<string, string>>;
  /** The longest it may run, in seconds. */
  readonly timeout: number;
}

/** A handler in a file of the user's, called as AWS Lambda calls it. */
export interface LocalModule extends Omit<LocalProgram, "command"> {
  /** The file, as the user wrote it. */
  readonly file: string;
  /** The name of the function in it. */
  readonly handler: string;
  /** Which program runs it: Python or this Node. */
  readonly runtime: "python" | "node";
  /** The Python, a command or a path. */
  readonly python: string;
}

/** What stands for Lambda functions and queues on this machine. */
export interface LocalConfig {
  /** Lambda functions by name or ARN. */
  readonly lambda: Readonly<Record<string, LocalProgram | LocalModule>>;
  /** What takes the messages of Callback steps, by the URL of the queue. */
  readonly callback: Readonly<Record<string, LocalProgram>>;
}

/** Nothing is configured. */
export const emptyConfig: LocalConfig = { lambda: {}, callback: {} };

/** A Lambda step waits for its function no longer, in seconds. */
const longestLambdaSeconds = 600;
/** A message is delivered in this time or not at all, in seconds. */
const longestDeliverySeconds = 60;

/** Where a config was read. */
export interface ConfigOrigin {
  /** The file. */
  readonly file: string;
  /** The folder from which its paths count. */
  readonly folder: string;
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads what `nacre.json`, or `"nacre"` in package.json, says of this machine: its members `lambda` and
 * `callback`. Other members are left to others.
 *
 * @throws NacreError `LOCAL_CONFIG_INVALID`
 *
 * @example
 * ```ts
 * import { readLocalConfig } from "@nacre/local";
 *
 * const config = readLocalConfig(
 *   { lambda: { notify: { module: "notify.py:handler" } } },
 *   { file: "/app/nacre.json", folder: "/app" },
 * );
 * console.assert(config.lambda["notify"]?.timeout === 600);
 * ```
 */
export function readLocalConfig(value: unknown, origin: ConfigOrigin): LocalConfig {
  const reader = new Reader(origin);
  const members = reader.members(value, "");
  return {
    lambda: reader.each(members["lambda"], "lambda", (entry, path) => reader.lambda(entry, path)),
    callback: reader.each(members["callback"], "callback", (entry, path) =>
      reader.command(entry, path, longestDeliverySeconds),
    ),
  };
}

const modulePattern = /^(?<file>.+\.(?:(?<python>py)|[cm]?[jt]s))[:#](?<handler>[A-Za-z_$][\w$]*)$/;

class Reader {
  readonly #origin: ConfigOrigin;

  constructor(origin: ConfigOrigin) {
    this.#origin = origin;
  }

  members(value: unknown, path: string): Members {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      // An object that is no list has members by name.
      return value as Members;
    }
    throw this.#fault(path, value, "an object");
  }

  each<T>(
    value: unknown,
    path: string,
    read: (entry: unknown, path: string) => T,
  ): Readonly<Record<string, T>> {
    if (value === undefined) return {};
    const entries = Object.entries(this.members(value, path));
    return Object.fromEntries(
      entries.map(([name, entry]) => [name, read(entry, `${path}[${JSON.stringify(name)}]`)]),
    );
  }

  lambda(value: unknown, path: string): LocalProgram | LocalModule {
    const members = this.members(value, path);
    if (members["module"] === undefined) return this.command(value, path, longestLambdaSeconds);
    this.#known(members, path, ["module", "python", "environment", "timeout"]);
    const given = members["module"];
    const parts = typeof given === "string" ? modulePattern.exec(given)?.groups : undefined;
    const { file, handler, python } = parts ?? {};
    if (file === undefined || handler === undefined) {
      throw this.#fault(
        `${path}.module`,
        given,
        'a file and a function in it, such as "notify.py:handler"',
      );
    }
    return {
      folder: this.#origin.folder,
      file,
      handler,
      runtime: python === undefined ? "node" : "python",
      python: this.#optionalText(members["python"], `${path}.python`) ?? "python3",
      ...this.#settings(members, path, longestLambdaSeconds),
    };
  }

  command(value: unknown, path: string, longest: number): LocalProgram {
    const members = this.members(value, path);
    this.#known(members, path, ["command", "environment", "timeout"]);
    const command = members["command"];
    const isList = Array.isArray(command) && command.length > 0;
    if (!isList || !command.every((part) => typeof part === "string" && part !== "")) {
      throw this.#fault(
        `${path}.command`,
        command,
        'a list of texts, such as ["node", "notify.js"]',
      );
    }
    return { folder: this.#origin.folder, command, ...this.#settings(members, path, longest) };
  }

  #settings(
    members: Members,
    path: string,
    longest: number,
  ): Pick<LocalProgram, "environment" | "timeout"> {
    const timeout = members["timeout"] ?? longest;
    if (typeof timeout !== "number" || !(timeout > 0) || timeout > longest) {
      throw this.#fault(
        `${path}.timeout`,
        timeout,
        `a number of seconds above 0, at most ${longest}`,
      );
    }
    const environment = this.each(members["environment"], `${path}.environment`, (value, where) => {
      if (typeof value === "string") return value;
      throw this.#fault(where, value, "a text");
    });
    return { environment, timeout };
  }

  #optionalText(value: unknown, path: string): string | undefined {
    if (value === undefined || typeof value === "string") return value;
    throw this.#fault(path, value, "a text");
  }

  #known(members: Members, path: string, names: readonly string[]): void {
    const unknown = Object.keys(members).find((name) => !names.includes(name));
    if (unknown === undefined) return;
    throw this.#fault(path, members, `an object with ${names.join(", ")} only`);
  }

  #fault(path: string, value: unknown, wanted: string): NacreError {
    const where = path === "" ? "nacre's configuration" : path;
    const given = value === undefined ? "missing" : JSON.stringify(value);
    return new NacreError("LOCAL_CONFIG_INVALID", `${where} is ${given}; it must be ${wanted}.`, {
      at: { file: this.#origin.file },
      help: 'For example: "lambda": { "notify": { "command": ["node", "notify.js"], "timeout": 60 } }.',
    });
  }
}
