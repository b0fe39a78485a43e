import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const python = process.env["NACRE_PYTHON"] ?? "python3";

/** The API models that the Python package botocore carries. Needs Python with pip, and a network. */
export interface Botocore {
  /** Its version. */
  readonly version: string;
  /** The model of an API, such as `sagemaker/2017-07-24`, as JSON. */
  readonly model: (api: string) => unknown;
}

/** Downloads the newest botocore into a folder. */
export function downloadBotocore(to: string): Botocore {
  const pip = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"];
  execFileSync(python, [...pip, "--dest", to, "botocore"], { stdio: "inherit" });
  const wheel = readdirSync(to).find((file) => file.endsWith(".whl"));
  if (wheel === undefined) throw new Error("pip downloaded no wheel of botocore.");
  execFileSync(python, ["-m", "zipfile", "--extract", join(to, wheel), to]);
  return {
    version: wheel.split("-")[1] ?? "",
    model: (api) => {
      const packed = readFileSync(join(to, "botocore/data", api, "service-2.json.gz"));
      return JSON.parse(gunzipSync(packed).toString("utf8"));
    },
  };
}
