/** An option of a command, as data: the help, the parser and the shell completions all read this. */
interface OptionSpec {
  /** One line for the help. */
  readonly description: string;
  /** What the value is called in the help, such as `FILE`; an option without it is a switch. */
  readonly value?: string;
  /** The option may be given several times; the handler gets a list. */
  readonly repeat?: true;
  /** The only values allowed. */
  readonly choices?: readonly string[];
  /** A one-letter form, such as `o` for `-o`. */
  readonly short?: string;
}

/** The positional argument of a command, always optional. */
interface ArgumentSpec {
  /** What it is called in the help, such as `DEFINITION.json`. */
  readonly name: string;
  /** The values it takes, for the completions. */
  readonly choices?: readonly string[];
  /** One line for the help. */
  readonly description: string;
  /** How many of them there may be; one when not given. */
  readonly most?: number;
}

/** A command line with what it does, printed by the help. */
export interface Example {
  /** The whole command line, as one would type it. */
  readonly command: string;
  /** What it does, in a few words. */
  readonly description: string;
}

/** The type of the value that a handler gets for an option; of one that is not known, any that there is. */
type OptionValue<Spec extends OptionSpec> = OptionSpec extends Spec
  ? readonly string[] | string | boolean | undefined
  : Spec extends { repeat: true }
    ? readonly string[]
    : Spec extends { choices: readonly (infer Choice)[] }
      ? Choice | undefined
      : Spec extends { value: string }
        ? string | undefined
        : boolean;

/** Options by their long name, without the dashes. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What a handler gets: options by their long name, and positional arguments. */
export interface Input<Options extends OptionSpecs> {
  /** Values of the options: lists for those that repeat, true or false for switches. */
  readonly options: { readonly [Name in keyof Options]: OptionValue<Options[Name]> };
  /** The positional argument, when one was given. */
  readonly argument: string | undefined;
  /** All of them, for a command that takes several. */
  readonly positional: readonly string[];
}

/** A command of `nacre`. Its name is the name of its file in src/commands. */
export interface Command<Options extends OptionSpecs = OptionSpecs> {
  /** One line: what it does. */
  readonly description: string;
  /** More to know, printed under the description by `nacre help COMMAND`. */
  readonly details?: string;
  /** The positional argument, when there is one. */
  readonly argument?: ArgumentSpec;
  /** The options by their long name. */
  readonly options: Options;
  /** At least one command line to copy. */
  readonly examples: readonly Example[];
  /** The exit code after any fault of the user's, where the usual ones mean something else here. */
  readonly faultExitCode?: number;
  /** Does the work and gives the exit code: 0 only when all went well. */
  readonly handler: (input: Input<Options>) => Promise<number> | number;
}

/** Types a command by its own options; a command file's default export is the result. */
export function defineCommand<const Options extends OptionSpecs>(
  command: Command<Options>,
): Command<Options> {
  return command;
}
