import { numberOf, type JsonObject } from "@nacre/core";
import { runsInContainer, type JobRuntime } from "../jobs/images.ts";
import { object, objects, text } from "../plan.ts";
import { containers } from "../steps/model.ts";
import { unsupportedImage } from "./image.ts";
import type { Unsupported } from "./problem.ts";
import { unsupportedDataType, unsupportedInstanceCount } from "./processing-options.ts";

/**
 * What of a Transform step's arguments, as far as they are known, cannot be done here.
 *
 * @param model - the arguments of the model, as far as they are known; undefined when there is no such model
 */
export function unsupportedTransform(
  args: JsonObject,
  model: JsonObject | undefined,
  runtime: JobRuntime,
): Unsupported[] {
  const input = object(args["TransformInput"]);
  const source = object(object(input["DataSource"])["S3DataSource"]);
  const processing = object(args["DataProcessing"]);
  const choices: readonly (readonly [string, string | undefined, readonly string[]])[] = [
    ["CompressionType", text(input["CompressionType"]), ["None"]],
    ["SplitType", text(input["SplitType"]), ["None", "Line"]],
    ["AssembleWith", text(object(args["TransformOutput"])["AssembleWith"]), ["None", "Line"]],
    ["InputFilter", text(processing["InputFilter"]), ["$"]],
    ["OutputFilter", text(processing["OutputFilter"]), ["$"]],
    ["JoinSource", text(processing["JoinSource"]), ["None"]],
  ];
  return [
    ...unsupportedModel(text(args["ModelName"]), model, runtime),
    ...unsupportedInstanceCount(numberOf(object(args["TransformResources"])["InstanceCount"])),
    ...unsupportedDataType("data", text(source["S3DataType"])),
    ...choices.flatMap(([member, value, allowed]) =>
      value === undefined || allowed.includes(value)
        ? []
        : [
            {
              reason: `its ${member} is ${value}, which is not done here`,
              cure: `Use ${allowed.join(" or ")}, or leave it out.`,
            },
          ],
    ),
    ...(args["DataCaptureConfig"] === undefined
      ? []
      : [
          {
            reason: "it captures data, which is not done here",
            cure: "Leave DataCaptureConfig out.",
          },
        ]),
  ];
}

/** The image that a model will be served from; undefined for a Python process, and while it is not known. */
export function servingImage(
  model: JsonObject | undefined,
  runtime: JobRuntime,
): string | undefined {
  const uri = text(containers(model ?? {})[0]?.["Image"]);
  return runsInContainer(runtime, uri, "Transform", false) ? uri : undefined;
}

function unsupportedModel(
  name: string | undefined,
  model: JsonObject | undefined,
  runtime: JobRuntime,
): Unsupported[] {
  if (model === undefined) {
    return [
      {
        reason: `its model ${name ?? ""} was not made here`,
        cure: "Make the model by a Model step of the pipeline and use that step's ModelName.",
      },
    ];
  }
  const [container, ...more] = containers(model);
  if (container === undefined || more.length > 0) {
    const reason = "its model does not have exactly one container";
    return [{ reason, cure: "Use a model with one container." }];
  }
  if (
    container["ModelPackageName"] !== undefined ||
    objects(container["ModelPackages"]).length > 0
  ) {
    const reason = "its model is made from a model package";
    return [{ reason, cure: "Name Image and ModelDataUrl in the Model step." }];
  }
  if (servingImage(model, runtime) === undefined) {
    return unsupportedImage(container["Image"], "xgboost");
  }
  if (model["EnableNetworkIsolation"] !== true) return [];
  const reason =
    "its model asks for EnableNetworkIsolation, and a container that is cut off cannot be asked from here";
  return [{ reason, cure: "Leave it out for a local run." }];
}
