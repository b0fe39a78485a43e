import { PLACEHOLDERS } from "../app/context.ts";
import { readSource, type SourceInput } from "../app/source.ts";
import { deliver, keepStdoutClean, printNote } from "../output.ts";
import { deployerPolicy } from "./deployer-policy.ts";
import { executionPolicy } from "./execution-policy.ts";

/** The options of `nacre policy`. */
export interface PolicyInput extends SourceInput {
  readonly deployer: boolean;
  readonly role: string | undefined;
  readonly output: string | undefined;
}

/** AWS takes this many characters, white space not counted, in the policy of a role. */
const longestInline = 10_240;

/** Prints the policy, and gives the exit code. */
export async function runPolicy(input: PolicyInput): Promise<number> {
  keepStdoutClean();
  const source = await readSource(input);
  const { definition, name, assets } = source;
  const { policy, notes } = input.deployer
    ? deployerPolicy({
        name,
        definition,
        uploads: assets.map(({ uri }) => uri),
        roleArn: input.role,
      })
    : executionPolicy(definition);
  for (const note of notes) printNote(`note: ${note}`);
  const text = JSON.stringify(policy, null, 2);
  if (text.includes(PLACEHOLDERS.account)) {
    printNote(
      `note: account ${PLACEHOLDERS.account} stands in for yours: --context account=… --context role=…`,
    );
  }
  const size = JSON.stringify(policy).length;
  if (size > longestInline) {
    printNote(`note: the policy has ${size} characters; a role takes ${longestInline}: split it`);
  }
  deliver(`${text}\n`, input.output);
  return 0;
}
