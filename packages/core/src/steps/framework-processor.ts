import { stepCode, type CodeFolder } from "../assets/step-code.ts";
import { ProcessingStep } from "../generated/steps/processing.ts";
import {
  frameworkImage,
  type CodeFramework,
  type FrameworkImage,
} from "../images/framework-image.ts";
import { processingArguments, processingInput, type ProcessingJobProps } from "./processing-job.ts";
import { codeFolder, processorEnvelope, type ProcessorEnvelope } from "./processor.ts";

/** What {@link frameworkProcessor} takes. */
export type FrameworkProcessorProps<
  F extends CodeFramework = CodeFramework,
  OutputName extends string = string,
  PropertyFileName extends string = string,
> = FrameworkImage<F> &
  ProcessorEnvelope<OutputName, PropertyFileName> &
  ProcessingJobProps<OutputName> & {
    /** The folder and the script in it that is run; read when the step is made. */
    readonly code: CodeFolder;
    /** What stands in front of the script. @default `["python3"]` */
    readonly command?: readonly string[];
  };

/** Goes into the folder of the code, installs what it needs, and runs what follows. */
const start =
  `cd ${codeFolder} && if [ -f requirements.txt ]; ` +
  'then python3 -m pip install -r requirements.txt; fi && exec "$@"';

/**
 * A processing step that runs a script of a folder in the image of a framework, inside that folder
 * and with what its `requirements.txt` lists installed before, if it has one.
 *
 * AWS's own SDK packs the folder and runs a script of its own that unpacks it; here the files are
 * uploaded as they are.
 *
 * @throws NacreError `CODE_NOT_FOUND` or `CODE_UNREADABLE` when the code cannot be read, and what
 * {@link imageUri} throws: an instance type that is an expression other than a parameter with a
 * default value chooses no image.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/processing-job-frameworks.html
 *
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { frameworkProcessor } from "@nacre/core";
 *
 * const folder = mkdtempSync(join(tmpdir(), "nacre-"));
 * writeFileSync(join(folder, "main.py"), "import helper");
 * writeFileSync(join(folder, "helper.py"), "print('hello')");
 * const prepare = frameworkProcessor("Prepare", {
 *   env: { region: "us-east-1", role: "arn:aws:iam::111122223333:role/Jobs", bucket: "my-bucket" },
 *   framework: "pytorch",
 *   frameworkVersion: "2.3.0",
 *   instanceType: "ml.m5.xlarge",
 *   code: { folder, entryPoint: "main.py" },
 *   outputs: [{ name: "train", source: "/opt/ml/processing/train" }],
 * });
 * ```
 */
export function frameworkProcessor<
  const Name extends string,
  const F extends CodeFramework,
  const OutputName extends string = never,
  const PropertyFileName extends string = never,
>(
  name: Name,
  props: FrameworkProcessorProps<F, OutputName, PropertyFileName>,
): ProcessingStep<Name, OutputName, string, PropertyFileName> {
  const code = stepCode({ step: name, code: props.code, bucket: props.env.bucket });
  const command = [...(props.command ?? ["python3"]), code.entryPoint];
  return new ProcessingStep<Name, OutputName, string, PropertyFileName>(name, {
    arguments: processingArguments<OutputName>(props, {
      imageUri: frameworkImage<F>(props, props.env.region, props.instanceType),
      // The word after the commands is what the shell calls itself.
      entrypoint: ["/bin/bash", "-c", start, "bash", ...command],
      extraInputs: [processingInput("code", { source: code, destination: codeFolder })],
      outputPrefix: `${code.prefix}/output`,
    }),
    ...processorEnvelope<OutputName, PropertyFileName>(props),
  });
}
