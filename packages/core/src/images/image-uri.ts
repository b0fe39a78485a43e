import { NacreError } from "../errors.ts";
import { suggestion } from "../definition/suggest.ts";
import { debuggerRulesAccounts, frameworkAccounts, type AccountsByRegion } from "./accounts.ts";

/** The images of one framework. */
interface Framework {
  readonly repository: string;
  readonly accounts: AccountsByRegion;
  /** Image tags by version. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Source as of the accounts. */
const frameworks = {
  sklearn: {
    repository: "sagemaker-scikit-learn",
    accounts: frameworkAccounts,
    tags: {
      "0.20.0": "0.20.0-cpu-py3",
      "0.23-1": "0.23-1-cpu-py3",
      "1.0-1": "1.0-1-cpu-py3",
      "1.2-1": "1.2-1-cpu-py3",
      "1.4-2": "1.4-2-cpu-py3",
    },
  },
  xgboost: {
    repository: "sagemaker-xgboost",
    accounts: frameworkAccounts,
    tags: {
      "0.90-1": "0.90-1-cpu-py3",
      "0.90-2": "0.90-2-cpu-py3",
      "1.0-1": "1.0-1-cpu-py3",
      "1.2-1": "1.2-1",
      "1.2-2": "1.2-2",
      "1.3-1": "1.3-1",
      "1.5-1": "1.5-1",
      "1.7-1": "1.7-1",
      "3.0-5": "3.0-5",
    },
  },
  "debugger-rules": {
    repository: "sagemaker-debugger-rules",
    accounts: debuggerRulesAccounts,
    tags: { latest: "latest" },
  },
} as const satisfies Readonly<Record<string, Framework>>;

/** The frameworks whose images are known. */
export type ImageFramework = keyof typeof frameworks;

/** The versions of a framework. */
export type ImageVersion<F extends ImageFramework> = keyof (typeof frameworks)[F]["tags"] & string;

/** Which image is wanted. */
export interface ImageUriOptions<F extends ImageFramework> {
  readonly framework: F;
  /** An AWS region, such as `us-east-1`. */
  readonly region: string;
  /** The version of the image, such as `1.0-1`. */
  readonly version: NoInfer<ImageVersion<F>>;
}

/** The end of host names where it is not `amazonaws.com`. */
const hostEndings: readonly (readonly [prefix: string, ending: string])[] = [
  ["cn-", "amazonaws.com.cn"],
  ["us-iso-", "c2s.ic.gov"],
  ["us-isob-", "sc2s.sgov.gov"],
  ["us-isof-", "csp.hci.ic.gov"],
];

/**
 * The URI of one of SageMaker's own images.
 *
 * @throws NacreError `IMAGE_UNKNOWN` when there is no such framework or version, or the region is not
 * known to have it.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html
 *
 * @example
 * ```ts
 * import { imageUri } from "@nacre/core";
 *
 * const image = imageUri({ framework: "xgboost", region: "us-east-1", version: "1.0-1" });
 * console.assert(image.endsWith("/sagemaker-xgboost:1.0-1-cpu-py3"));
 * ```
 */
export function imageUri<F extends ImageFramework>(options: ImageUriOptions<F>): string {
  const { framework: name, region, version } = options;
  const framework: Framework = own(frameworks, name, "framework");
  const tag = own(framework.tags, version, `version of ${name}`);
  const account = own(framework.accounts, region, `region with the image ${framework.repository}`);
  const ending = hostEndings.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "amazonaws.com";
  return `${account}.dkr.ecr.${region}.${ending}/${framework.repository}:${tag}`;
}

function own<T>(table: Readonly<Record<string, T>>, key: string, what: string): T {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  if (value !== undefined) return value;
  throw new NacreError("IMAGE_UNKNOWN", `${JSON.stringify(key)} is no known ${what}.`, {
    help: `${suggestion(key, Object.keys(table))} Any other image URI can be written out as text.`,
  });
}
