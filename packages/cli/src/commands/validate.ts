import { userError } from "../errors.ts";
import { appOptions } from "../app/options.ts";
import { defineCommand } from "../command.ts";
import { deliver, keepStdoutClean } from "../output.ts";

export default defineCommand({
  description:
    "Check a definition, or the pipeline of an app, against what SageMaker is known to refuse",
  details:
    "Works on any definition, whoever wrote it; no credentials and no network are needed. Findings\n" +
    "go to stdout. Exit code 0 when there is no error, 1 when there is one (with --strict also for a\n" +
    "warning), 2 when something could not be read. Findings that are right as they are can be\n" +
    'ignored in nacre.json: "ignore": [{ "rule": …, "step": …, "reason": … }].',
  argument: {
    name: "FILE",
    description: "definitions; - is standard input; without one the app is checked",
    most: Number.POSITIVE_INFINITY,
  },
  options: {
    ...appOptions,
    format: {
      value: "FORMAT",
      choices: ["text", "json", "sarif", "github"],
      description: "text when not given",
    },
    json: { description: "the same as --format json" },
    strict: { description: "warnings count as errors" },
    ignore: { value: "RULE", repeat: true, description: "leave out what a rule finds" },
    output: { value: "FILE", short: "o", description: "write to a file, whole or not at all" },
  },
  examples: [
    { command: "nacre validate definition.json", description: "check a definition" },
    {
      command: "nacre validate --app src/app.ts --strict",
      description: "check the pipeline of an app; findings name the lines of the program",
    },
    {
      command: "nacre validate --format sarif -o nacre.sarif",
      description: "for code scanning; --format github annotates a pull request",
    },
    {
      command: "nacre validate - --json --ignore UNUSED_PARAMETER",
      description: "from standard input, as one JSON object",
    },
  ],
  async handler({ options, positional }) {
    keepStdoutClean();
    if (options.json && options.format !== undefined && options.format !== "json") {
      throw userError("BAD_OPTION", `--json and --format ${options.format} exclude each other`, {
        help: "give one of them",
      });
    }
    const { checkAll } = await import("../validate/check-all.ts");
    const { formatReport } = await import("../validate/format.ts");
    const { hasFailed } = await import("../validate/reported.ts");
    const report = await checkAll(positional, options);
    const format = options.json ? "json" : (options.format ?? "text");
    deliver(await formatReport(report, format, options.output !== undefined), options.output);
    return hasFailed(report, options.strict) ? 1 : 0;
  },
});
