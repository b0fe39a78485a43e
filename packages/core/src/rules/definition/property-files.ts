import type { CheckedDefinition } from "../checked-definition.ts";
import type { Report, Rule } from "../rule.ts";
import { withPropertyFile } from "./examples.ts";

const passing = withPropertyFile("Steps.A.PropertyFiles.Report", "out");

/** Rules on the property files that a step declares. */
export const propertyFileRules: readonly Rule[] = [
  {
    id: "DUPLICATE_PROPERTY_FILE",
    severity: "error",
    reason: "A property file is found by its name, so no two of a step may share one.",
    source: "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-propertyfile.html",
    fix: "Give one of them another name.",
    passing,
    failing: passing.replace(
      '"PropertyFiles": [',
      `"PropertyFiles": [ {
        "PropertyFileName": "Report", "OutputName": "out", "FilePath": "other.json" }, `,
    ),
    check: duplicates,
  },
];

function duplicates({ steps }: CheckedDefinition, report: Report): void {
  for (const step of steps) {
    if (step.propertyFiles.length < 2) continue;
    const seen = new Set<string>();
    for (const { name, path } of step.propertyFiles) {
      if (seen.has(name)) {
        report({
          message: `Step "${step.name}" declares two property files named "${name}".`,
          path: `${path}.PropertyFileName`,
          step: step.name,
        });
      }
      seen.add(name);
    }
  }
}
