import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { messageOf, userError } from "../errors.ts";

/** What the defaults file of the SageMaker Python SDK says that concerns a pipeline. */
export interface SagemakerConfig {
  /** `SageMaker.Pipeline.RoleArn`. */
  readonly role?: Setting;
  /** `SageMaker.PythonSDK.Modules.Session.DefaultS3Bucket`. */
  readonly bucket?: Setting;
}

/** A value, and the file that has it. */
interface Setting {
  readonly value: string;
  readonly file: string;
}

/** Where the pipeline's settings lie in the file. */
const paths = {
  role: ["SageMaker", "Pipeline", "RoleArn"],
  bucket: ["SageMaker", "PythonSDK", "Modules", "Session", "DefaultS3Bucket"],
} as const;

/**
 * Reads the defaults files of the SageMaker Python SDK: the administrator's, then the user's, which
 * counts where both say something. `SAGEMAKER_ADMIN_CONFIG_OVERRIDE` and
 * `SAGEMAKER_USER_CONFIG_OVERRIDE` name other files, folders or S3 URIs.
 *
 * @throws NacreError `SAGEMAKER_CONFIG_INVALID`, `CANNOT_READ` for a file that a variable names
 * @see https://sagemaker.readthedocs.io/en/stable/overview.html#configuring-and-using-defaults-with-the-sagemaker-python-sdk
 */
export async function readSagemakerConfig(
  readObject: (uri: string) => Promise<string>,
): Promise<SagemakerConfig> {
  const admin = process.env["SAGEMAKER_ADMIN_CONFIG_OVERRIDE"];
  const user = process.env["SAGEMAKER_USER_CONFIG_OVERRIDE"];
  const [older, newer] = await Promise.all([
    readOne(admin ?? adminFile(), admin !== undefined, readObject),
    readOne(user ?? userFile(), user !== undefined, readObject),
  ]);
  return { ...older, ...newer };
}

async function readOne(
  place: string,
  isNamed: boolean,
  readObject: (uri: string) => Promise<string>,
): Promise<SagemakerConfig> {
  const isObject = place.startsWith("s3://");
  const file = isObject ? objectUri(place) : fileIn(place);
  const text = isObject ? await readObject(file) : readText(file, isNamed);
  if (text === undefined) return {};
  const { parse } = await import("yaml");
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch (error) {
    throw userError("SAGEMAKER_CONFIG_INVALID", `this is not YAML: ${messageOf(error)}`, {
      at: { file },
      help: "mend the file; the SageMaker Python SDK reads it too",
    });
  }
  const settings = Object.entries(paths).flatMap(([name, path]) => {
    const value = path.reduce(member, parsed);
    return typeof value === "string" && value !== "" ? [[name, { value, file }] as const] : [];
  });
  return Object.fromEntries(settings);
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function objectUri(place: string): string {
  return /\.ya?ml$/.test(place) ? place : `${place.replace(/\/$/, "")}/config.yaml`;
}

function fileIn(place: string): string {
  const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? join(place, "config.yaml") : place;
}

function readText(file: string, isNamed: boolean): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (!isNamed) return undefined;
    throw userError("CANNOT_READ", `cannot read the defaults of SageMaker: ${messageOf(error)}`, {
      at: { file },
      help: "SAGEMAKER_USER_CONFIG_OVERRIDE or SAGEMAKER_ADMIN_CONFIG_OVERRIDE names it",
    });
  }
}

/** The same places as the Python SDK's, which takes them from platformdirs. */
function userFile(): string {
  const { XDG_CONFIG_HOME, LOCALAPPDATA } = process.env;
  switch (process.platform) {
    case "darwin":
      return join(homedir(), "Library/Application Support/sagemaker/config.yaml");
    case "win32":
      return join(LOCALAPPDATA ?? homedir(), "sagemaker/sagemaker/config.yaml");
    default:
      return join(XDG_CONFIG_HOME || join(homedir(), ".config"), "sagemaker/config.yaml");
  }
}

function adminFile(): string {
  switch (process.platform) {
    case "darwin":
      return "/Library/Application Support/sagemaker/config.yaml";
    case "win32":
      return join(
        process.env["ProgramData"] ?? "C:/ProgramData",
        "sagemaker/sagemaker/config.yaml",
      );
    default: {
      const [first = "/etc/xdg"] = (process.env["XDG_CONFIG_DIRS"] || "/etc/xdg").split(":");
      return join(first, "sagemaker/config.yaml");
    }
  }
}
