import { defineCommand } from "../command.ts";
import { userError } from "../errors.ts";
import { printOut } from "../output.ts";

export default defineCommand({
  description: "List the rules of nacre validate, or explain one",
  details:
    "Without words every rule is listed. `explain ID` says why a rule is there, where the fact\n" +
    "stands, what to do, and shows a definition that breaks it and one that does not.",
  argument: { name: "explain ID", description: "the rule to explain", most: 2 },
  options: { json: { description: "as JSON" } },
  examples: [
    { command: "nacre rules", description: "list them" },
    { command: "nacre rules explain DUPLICATE_STEP_NAME", description: "explain one" },
  ],
  async handler({ options, positional }) {
    const { rules } = await import("@nacre/core");
    const { explain, findRule, list, toData } = await import("../validate/describe-rules.ts");
    const [word, id] = positional;
    if (word === undefined) {
      printOut(options.json ? toData(rules) : list(rules));
      return 0;
    }
    if (word !== "explain" || id === undefined) {
      throw userError("BAD_OPTION", `nacre rules does not know \`${positional.join(" ")}\``, {
        help: "nacre rules, or nacre rules explain ID",
      });
    }
    const { paintFor } = await import("../run/paint.ts");
    const rule = findRule(id, rules);
    printOut(options.json ? toData([rule]) : explain(rule, paintFor(process.stdout)));
    return 0;
  },
});
