import { suggestion } from "../definition/suggest.ts";
import { NacreError } from "../errors.ts";
import {
  imageAccounts,
  imageFrameworks,
  imageRows,
  type ImageProcessor,
  type ImageRow,
} from "./image-tables.ts";
import { instanceFamily, type InstanceFamily } from "./instance-family.ts";
import { p4dTag } from "./p4d-tags.ts";
import type { ImageVersions, SingleVersionFramework } from "./tables/versions.ts";

/** The frameworks and algorithms whose images are known, by the names of AWS's Python SDK. */
export type ImageFramework = keyof ImageVersions;

/** The versions of a framework. */
export type ImageVersion<F extends ImageFramework> = ImageVersions[F];

/** Which image is wanted. The version may be left out where there is one only. */
export type ImageUriOptions<F extends ImageFramework> = ImageChoice<F> &
  (F extends SingleVersionFramework
    ? { readonly version?: NoInfer<ImageVersion<F>> }
    : { readonly version: NoInfer<ImageVersion<F>> });

/** What chooses among the images of a version, where there are several. */
interface ImageChoice<F extends ImageFramework> {
  readonly framework: F;
  /** An AWS region, such as `us-east-1`. */
  readonly region: string;
  /** What the image is for, where the framework has several: `graviton` is inference on Arm processors. */
  readonly scope?: "training" | "inference" | "graviton";
  /** The instance type it runs on, where images for CPU and GPU differ. */
  readonly instanceType?: string;
  /** The Python version as tags have it, such as `py310`, where there are several. */
  readonly python?: string;
  /** The framework below Hugging Face's, such as `pytorch2.1`. */
  readonly baseFramework?: string;
}

/** The end of host names where it is not `amazonaws.com`. */
const hostEndings: readonly (readonly [prefix: string, ending: string])[] = [
  ["cn-", "amazonaws.com.cn"],
  ["us-iso-", "c2s.ic.gov"],
  ["us-isob-", "sc2s.sgov.gov"],
  ["us-isof-", "csp.hci.ic.gov"],
  ["eu-isoe-", "cloud.adc-e.uk"],
];

/**
 * The URI of one of the images that AWS publishes for SageMaker: scikit-learn, XGBoost, TensorFlow,
 * PyTorch, MXNet, Hugging Face, Spark, Clarify, the built-in algorithms and others.
 *
 * The same as `sagemaker.image_uris.retrieve` of AWS's Python SDK says, but that no version is taken
 * for granted where there are several. Images for Inferentia and Trainium are not known.
 *
 * @throws NacreError `IMAGE_UNKNOWN` when there is no such framework, version, region and so on,
 * `IMAGE_AMBIGUOUS` when what is given leaves a choice, `INSTANCE_TYPE_INVALID`.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html
 *
 * @example
 * ```ts
 * import { imageUri } from "@nacre/core";
 *
 * const region = "us-east-1";
 * const image = imageUri({ framework: "xgboost", region, version: "1.0-1" });
 * console.assert(image.endsWith("/sagemaker-xgboost:1.0-1-cpu-py3"));
 *
 * const algorithm = imageUri({ framework: "linear-learner", region });
 * console.assert(algorithm.endsWith("/linear-learner:1"));
 *
 * const pytorch = imageUri({
 *   framework: "pytorch",
 *   region,
 *   version: "2.3.0",
 *   scope: "training",
 *   instanceType: "ml.g5.xlarge",
 * });
 * console.assert(pytorch.endsWith("/pytorch-training:2.3.0-gpu-py311"));
 * ```
 */
export function imageUri<F extends ImageFramework>(options: ImageUriOptions<F>): string {
  const choice: ImageChoice<F> & { readonly version?: string } = options;
  const { framework, region } = choice;
  const instance =
    choice.instanceType === undefined ? undefined : instanceFamily(choice.instanceType);
  const own = imageRows(framework);
  if (own.length === 0) throw unknown("framework", framework, imageFrameworks());
  const scope = instance?.isArm === true ? "graviton" : choice.scope;
  if (scope === "graviton" && instance?.isArm === false) {
    throw unknownImage(`${choice.instanceType} is no Arm instance type`, "Leave scope out.");
  }
  const scoped = narrow(own, `scope of ${framework}`, scope ?? "", (row) => scopesOf(row, scope));
  const version = choice.version ?? onlyVersion(framework, scoped);
  const rows = [
    [`version of ${framework}`, version, (row: ImageRow) => [...row.tags.keys()]],
    [`base framework of ${framework} ${version}`, choice.baseFramework, basesOf],
    [`Python version of ${framework} ${version}`, choice.python, pythonsOf],
    [`processor of ${framework} ${version}`, instance?.processor, processorsOf],
    [`region with ${framework} ${version}`, region, regionsOf],
  ] as const;
  const found = rows.reduce(
    (left, [what, wanted, known]) =>
      wanted === undefined ? left : narrow(left, what, wanted, known),
    scoped,
  );
  const uris = found.flatMap((row) => {
    const account = imageAccounts(row.accounts).get(region);
    return tagsOf(row, { ...choice, version }, instance).map((tag) =>
      [`${account}.dkr.ecr.${region}.${hostEnding(region)}/${row.repository}`, tag]
        .filter((part) => part !== "")
        .join(":"),
    );
  });
  return onlyOne(framework, version, [...new Set(uris)]);
}

/** The rows for which `wanted` is known; a row that says nothing takes anything. */
function narrow(
  rows: readonly ImageRow[],
  what: string,
  wanted: string,
  known: (row: ImageRow) => readonly string[],
): ImageRow[] {
  const left = rows.filter((row) => {
    const values = known(row);
    return values.length === 0 || values.includes(wanted);
  });
  if (left.length > 0) return left;
  throw unknown(what, wanted, new Set(rows.flatMap(known)));
}

function unknown(what: string, wanted: string, known: Iterable<string>): NacreError {
  return unknownImage(`${JSON.stringify(wanted)} is no known ${what}`, suggestion(wanted, known));
}

function unknownImage(message: string, help: string): NacreError {
  return new NacreError("IMAGE_UNKNOWN", `${message}.`, {
    help: `${help} Any other image URI can be written out as text.`,
  });
}

function scopesOf({ scope }: ImageRow, wanted: string | undefined): string[] {
  if (scope === "graviton") return [scope];
  if (wanted === "graviton") return ["training", "inference"];
  return scope === "" || wanted === undefined ? [] : [scope];
}

function basesOf({ bases }: ImageRow): readonly string[] {
  return bases;
}

function pythonsOf({ python }: ImageRow): readonly string[] {
  return python;
}

function processorsOf({ processors }: ImageRow): string[] {
  return processors.map(({ name }) => name);
}

function regionsOf({ accounts }: ImageRow): string[] {
  return [...imageAccounts(accounts).keys()];
}

function onlyVersion(framework: string, rows: readonly ImageRow[]): string {
  const versions = [...new Set(rows.flatMap(({ tags }) => [...tags.keys()]))];
  return onlyOne(framework, "", versions);
}

function onlyOne(framework: string, version: string, found: readonly string[]): string {
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  throw new NacreError(
    "IMAGE_AMBIGUOUS",
    `There are ${found.length} images of ${`${framework} ${version}`.trim()}: ${found.join(", ")}.`,
    { help: "Choose with version, scope, instanceType, python or baseFramework." },
  );
}

/** The tags of a row that fit what was chosen. */
function tagsOf(
  row: ImageRow,
  choice: { readonly version: string; readonly python?: string; readonly baseFramework?: string },
  instance: InstanceFamily | undefined,
): string[] {
  const bases = choice.baseFramework === undefined ? row.bases : [choice.baseFramework];
  const starts =
    row.bases.length === 0
      ? [row.tags.get(choice.version) ?? choice.version]
      : bases.map((base) => `${base.replace(/^[a-z]+/, "")}-transformers${choice.version}`);
  const processors: readonly ImageProcessor[] = orNone(
    row.processors.filter(({ name }) => instance === undefined || name === instance.processor),
    { name: "", tag: "", end: "" },
  );
  return starts.flatMap((start) =>
    processors.flatMap(({ tag, end }) =>
      chosenPython(row, choice.python).map((python) => {
        const whole = [start, tag, python, end].filter((part) => part !== "").join("-");
        return instance?.family === "p4d" ? p4dTag(row.framework, whole) : whole;
      }),
    ),
  );
}

/** An image that may be had without a Python version in its tag is meant without one by default. */
function chosenPython({ python }: ImageRow, wanted: string | undefined): readonly string[] {
  if (python.length === 0) return [""];
  if (wanted !== undefined) return [wanted];
  return python.includes("") ? [""] : python;
}

function orNone<T>(values: readonly T[], none: T): readonly T[] {
  return values.length === 0 ? [none] : values;
}

function hostEnding(region: string): string {
  return hostEndings.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "amazonaws.com";
}
