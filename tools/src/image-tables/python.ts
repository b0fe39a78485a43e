import { execFileSync } from "node:child_process";

/** Where the SageMaker Python SDK lies, and its version. */
export interface SdkLocation {
  readonly folder: string;
  readonly version: string;
}

/** The Python that has the SageMaker Python SDK, if one is named. */
export function sdkPython(): string | undefined {
  return process.env["NACRE_SDK_PYTHON"];
}

/** Asks a Python where its SageMaker SDK lies. */
export function sdkLocation(python: string): SdkLocation {
  const code = [
    "import importlib.metadata as m, importlib.util as u, json",
    "folder = u.find_spec('sagemaker').submodule_search_locations[0]",
    "print(json.dumps({'folder': folder, 'version': m.version('sagemaker')}))",
  ].join("\n");
  const answer = execFileSync(python, ["-c", code], { encoding: "utf8" });
  // As the lines of Python above print it.
  return JSON.parse(answer) as SdkLocation;
}
