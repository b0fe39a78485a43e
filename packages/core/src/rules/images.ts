import { suggestion } from "../definition/suggest.ts";
import { imageAccounts, imageRegions, imageRowsOf } from "../images/image-tables.ts";
import type { CheckedDefinition, CheckedStep } from "./checked-definition.ts";
import { none } from "./found.ts";
import type { Rule } from "./rule.ts";
import { example, lambda, processing } from "./support/examples.ts";
import { shown } from "./shown.ts";
import type { Facts } from "./support/facts.ts";
import { memo } from "./support/memo.ts";
import { once } from "./support/once.ts";
import { at, textOf } from "./support/values.ts";

const paths =
  "https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html";
const doubt = "The tables are those of AWS's Python SDK 2.257.7; AWS may have added images since.";

/** Rules on container images. */
export const imageRules: readonly Rule[] = [
  {
    id: "IMAGE_ACCOUNT_WRONG",
    severity: "warning",
    reason:
      "AWS keeps its images in another account in each region, so one with both mixed up is not found.",
    source: paths,
    doubt,
    fix: "Use the account of the region; imageUri() of Nacre knows it.",
    get passing() {
      return withImage("683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1");
    },
    get failing() {
      return withImage("683313688378.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.7-1");
    },
    check(definition, report) {
      for (const { image, places } of imagesIn(definition)) {
        const tables = tablesOf(image.repository);
        if (tables.some((table) => table.get(image.region) === image.account)) continue;
        const isAws = accountsOf(image.repository).has(image.account);
        const right = [...new Set(tables.flatMap((table) => table.get(image.region) ?? []))];
        if (!isAws || right.length === 0) continue;
        const message =
          `The image ${image.repository} of AWS is in account ${right.join(" or ")} in ${image.region}; ` +
          `account ${image.account} is that of another region.`;
        for (const { path, step } of places) report({ message, path, step: step.name });
      }
    },
  },
  {
    id: "IMAGE_REGION_UNKNOWN",
    severity: "warning",
    reason: "The host of an image names an AWS region.",
    source: "https://docs.aws.amazon.com/general/latest/gr/sagemaker.html",
    doubt,
    fix: "Name an existing region.",
    get passing() {
      return withImage("111122223333.dkr.ecr.us-east-1.amazonaws.com/mine:1");
    },
    get failing() {
      return withImage("111122223333.dkr.ecr.us-esat-1.amazonaws.com/mine:1");
    },
    check(definition, report) {
      for (const { image, places } of imagesIn(definition)) {
        const known = regions();
        if (known.has(image.region)) continue;
        const message = `The region ${shown(image.region)} of the image is not known.`;
        const help = suggestion(image.region, known);
        for (const { path, step } of places) report({ message, path, step: step.name, help });
      }
    },
  },
  {
    id: "IMAGE_VERSION_UNKNOWN",
    severity: "warning",
    reason: "A version that AWS has not published is not found.",
    source: paths,
    doubt,
    fix: "Choose a version that AWS lists.",
    get passing() {
      return withImage("683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1");
    },
    get failing() {
      return withImage("683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.17-1");
    },
    check(definition, report) {
      for (const { image, places } of imagesIn(definition)) {
        const rows = rowsOf(image.repository);
        const isAws = accountsOf(image.repository).has(image.account);
        // Hugging Face puts the version of the framework below first, which is not looked at.
        if (!isAws || image.tag === "" || rows.some((row) => row.bases.length > 0)) continue;
        const starts = startsOf(image.repository);
        const isKnown = starts.some(
          (start) => image.tag === start || image.tag.startsWith(`${start}-`),
        );
        if (isKnown) continue;
        const message = `AWS's image ${image.repository} has no version ${shown(image.tag)}, as far as known.`;
        const help = suggestion(image.tag.slice(0, 64), starts);
        for (const { path, step } of places) report({ message, path, step: step.name, help });
      }
    },
  },
  {
    id: "IMAGE_DEPRECATED",
    severity: "warning",
    reason: "AWS no longer mends these images, and its pages ask to leave them.",
    source: "https://docs.aws.amazon.com/sagemaker/latest/dg/xgboost-previous-versions.html",
    fix: "Use a newer version of the image.",
    get passing() {
      return withImage("683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1");
    },
    get failing() {
      return withImage("811284229777.dkr.ecr.us-east-1.amazonaws.com/xgboost:1");
    },
    check(definition, report) {
      for (const { image, places } of imagesIn(definition)) {
        if (rowsOf(image.repository).length === 0) continue;
        const why = whyDeprecated(`${image.repository}:${image.tag}`);
        if (why === null) continue;
        const message = `The image ${image.repository}:${image.tag} is deprecated: ${why}.`;
        for (const { path, step } of places) report({ message, path, step: step.name });
      }
    },
  },
  {
    id: "IMAGE_FOR_GPU_ON_CPU",
    severity: "warning",
    reason: "An image made for GPUs finds none on this instance type.",
    source: "https://docs.aws.amazon.com/deep-learning-containers/latest/devguide/what-is-dlc.html",
    doubt: "Code that does not ask for a GPU may run all the same.",
    fix: "Use the image for CPUs, or an instance type with GPUs such as ml.g5.xlarge.",
    get passing() {
      return withImage(gpuImage("cpu"));
    },
    get failing() {
      return withImage(gpuImage("gpu"));
    },
    check(definition, report) {
      for (const { image, places } of imagesIn(definition)) {
        if (!/(?:^|-)gpu(?:-|$)/.test(image.tag)) continue;
        for (const { path, step } of places) {
          const type = instanceOf(step);
          const family = type === undefined ? undefined : /^ml\.([a-z\d-]+)\./.exec(type)?.[1];
          if (family === undefined || !/^[cmrt]\d/.test(family)) continue;
          report({
            message: `The image ${image.repository}:${image.tag} is for GPUs; ${type} has none.`,
            path,
            step: step.name,
          });
        }
      }
    },
  },
  {
    id: "REGIONS_DIFFER",
    severity: "warning",
    reason: "Images and Lambda functions have to be in the region of the pipeline.",
    source: "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html",
    doubt:
      "The region of the pipeline is not in its definition; the first that is named is taken for it.",
    fix: "Use images and functions of one region.",
    get passing() {
      return example([
        processing("Clean"),
        lambda("Notify", { FunctionArn: "arn:aws:lambda:us-east-1:111122223333:function:notify" }),
      ]);
    },
    get failing() {
      return example([
        processing("Clean"),
        lambda("Notify", { FunctionArn: "arn:aws:lambda:us-west-2:111122223333:function:notify" }),
      ]);
    },
    check(definition, report) {
      let first: Regional | undefined;
      for (const one of regionalsIn(definition)) {
        if (!regions().has(one.region)) continue;
        first ??= one;
        if (first.region === one.region) continue;
        report({
          message:
            `${one.what} is in ${one.region}, but ${first.what.toLowerCase()} of step ` +
            `${shown(first.place.step.name)} in ${first.region}.`,
          path: one.place.path,
          step: one.place.step.name,
        });
      }
    },
  },
];

/** Images that AWS's pages or SDK call deprecated or no longer supported. */
const deprecated: readonly {
  readonly repository: RegExp;
  readonly tag: RegExp;
  readonly why: string;
}[] = [
  {
    repository: /^xgboost$/,
    tag: /^(?:1|latest)$/,
    why: "it holds XGBoost 0.72, which AWS lists among the previous versions",
  },
  {
    repository: /^sagemaker-xgboost$/,
    tag: /^0\.90-/,
    why: "AWS lists XGBoost 0.90 among the previous versions and says how to upgrade",
  },
  {
    repository: /^sagemaker-xgboost$/,
    tag: /^1\.1-/,
    why: "AWS's SDK refuses XGBoost 1.1, whose predictions from LIBSVM data can be wrong",
  },
  { repository: /./, tag: /(?:^|-)py2(?:7)?(?:-|$)/, why: "it runs Python 2" },
  { repository: /-eia$/, tag: /^/, why: "it is for Elastic Inference, which AWS has ended" },
];

/** Why an image, named with its tag, is no longer to be used; null where nothing is known. */
const whyDeprecated = memo((image): string | null => {
  const colon = image.indexOf(":");
  const [name, version] = [image.slice(0, colon), image.slice(colon + 1)];
  const found = deprecated.find(
    ({ repository, tag }) => repository.test(name) && tag.test(version),
  );
  return found?.why ?? null;
});

interface Image {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  readonly tag: string;
}

interface Regional {
  readonly place: { readonly step: CheckedStep; readonly path: string };
  readonly region: string;
  readonly what: string;
}

const uri =
  /^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z\d-]+)\.[a-z.\d-]+\/([^:@\s]+)(?::([^@\s]+))?(?:@.*)?$/;

const imageNamed = memo((text): Image | null => {
  const [, account, region, repository, tag = ""] = uri.exec(text) ?? [];
  const isWhole = account !== undefined && region !== undefined && repository !== undefined;
  return isWhole ? { account, region, repository, tag } : null;
});

/** An image of ECR, and where steps name it. */
interface FoundImage {
  readonly image: Image;
  readonly places: Facts["images"];
}

/** Every image of ECR that steps name: a definition has many places, but few different images. */
const imagesIn = once(({ facts }): readonly FoundImage[] => {
  const named = Map.groupBy(facts.images, ({ value }) => value.slice(0, 1000));
  return [...named].flatMap(([text, places]) => {
    const image = imageNamed(text);
    return image === null ? none : { image, places };
  });
});

function* regionalsIn(definition: CheckedDefinition): Iterable<Regional> {
  for (const { image, places } of imagesIn(definition)) {
    for (const place of places) yield { place, region: image.region, what: "The image" };
  }
  for (const step of definition.steps) {
    if (step.type !== "Lambda") continue;
    const arn = textOf(step.value["FunctionArn"]) ?? "";
    const region = /^arn:[a-z-]+:lambda:([a-z\d-]+):/.exec(arn)?.[1];
    if (region !== undefined) {
      const place = { step, path: `${step.path}.FunctionArn` };
      yield { place, region, what: "The function" };
    }
  }
}

function instanceOf({ type, arguments: args }: CheckedStep): string | undefined {
  if (type === "Training") return textOf(at(args, "ResourceConfig", "InstanceType"));
  return textOf(at(args, "ProcessingResources", "ClusterConfig", "InstanceType"));
}

const rowsOf = memo(imageRowsOf);

/** The accounts of a repository of AWS: a table from region to account for each kind of image. */
const tablesOf = memo((repository): readonly ReadonlyMap<string, string>[] => {
  const names = new Set(rowsOf(repository).map((row) => row.accounts));
  return [...names].map(imageAccounts);
});

/** How the tags of a repository of AWS begin. */
const startsOf = memo((repository) => [
  ...new Set(rowsOf(repository).flatMap((row) => [...row.tags.values()])),
]);

const accountsOf = memo(
  (repository) => new Set(tablesOf(repository).flatMap((table) => [...table.values()])),
);

let allRegions: ReadonlySet<string> | undefined;

function regions(): ReadonlySet<string> {
  allRegions ??= imageRegions();
  return allRegions;
}

function gpuImage(processor: string): string {
  return `763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.1.0-${processor}-py310`;
}

function withImage(image: string): string {
  return example([processing("Clean", { AppSpecification: { ImageUri: image } })]);
}
