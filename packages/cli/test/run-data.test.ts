import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type DataRequest, collectData, readPuts } from "../src/run/data.ts";
import { folderWith } from "./support/nacre.ts";

const definition = {
  Version: "2020-12-01",
  Parameters: [
    { Name: "InputData", Type: "String", DefaultValue: "s3://b/in/data.csv" },
    { Name: "BatchData", Type: "String", DefaultValue: "s3://b/batch/" },
    { Name: "Threshold", Type: "Float", DefaultValue: 6 },
    { Name: "Later", Type: "String" },
  ],
  Steps: [],
};

function request(given: Partial<DataRequest>): DataRequest {
  return {
    definition,
    parameters: new Map(),
    declared: {},
    data: [],
    batch: undefined,
    home: "",
    ...given,
  };
}

/** Collects with `DIR` standing for a folder that holds a.csv and b=c.csv; gives `PARAM URI FILE`. */
async function collected(given: Partial<DataRequest>): Promise<string[]> {
  const folder = folderWith({ "a.csv": "1", "b=c.csv": "2" });
  const inputs = await collectData(
    request({
      ...given,
      data: (given.data ?? []).map((text) => text.replace("DIR", folder)),
      batch: given.batch?.replace("DIR", folder),
    }),
  );
  return inputs.map(
    ({ parameter, uri, file }) => `${parameter} ${uri} ${file.replace(folder, "DIR")}`,
  );
}

describe("files given for parameters", () => {
  it.each<{ what: string; given: Partial<DataRequest>; puts: string[] }>([
    {
      what: "--data FILE",
      given: { data: ["DIR/a.csv"] },
      puts: ["InputData s3://b/in/data.csv DIR/a.csv"],
    },
    {
      what: "--data FILE with an = in its name",
      given: { data: ["DIR/b=c.csv"] },
      puts: ["InputData s3://b/in/data.csv DIR/b=c.csv"],
    },
    {
      what: "--data PARAM=FILE into a folder of the store",
      given: { data: ["BatchData=DIR/b=c.csv"] },
      puts: ["BatchData s3://b/batch/b=c.csv DIR/b=c.csv"],
    },
    {
      what: "--data and --batch",
      given: { data: ["DIR/a.csv"], batch: "DIR/a.csv" },
      puts: ["InputData s3://b/in/data.csv DIR/a.csv", "BatchData s3://b/batch/a.csv DIR/a.csv"],
    },
    {
      what: "the URI of --param",
      given: { data: ["DIR/a.csv"], parameters: new Map([["InputData", "s3://other/x"]]) },
      puts: ["InputData s3://other/x DIR/a.csv"],
    },
    {
      what: "a parameter that the app declares",
      given: { data: ["DIR/a.csv"], declared: { BatchData: { option: "data" } } },
      puts: ["BatchData s3://b/batch/a.csv DIR/a.csv"],
    },
  ])("$what", async ({ given, puts }) => {
    expect(await collected(given)).toEqual(puts);
  });

  it.each<{ given: Partial<DataRequest>; code: string; says: string }>([
    { given: { data: ["none.csv"] }, code: "CANNOT_READ", says: "none.csv" },
    { given: { data: ["Threshold=DIR/a.csv"] }, code: "DATA_PARAMETER_NOT_S3", says: "is 6" },
    { given: { data: ["Later=DIR/a.csv"] }, code: "DATA_PARAMETER_NOT_S3", says: "has no value" },
    {
      given: { data: ["DIR/a.csv"], definition: { ...definition, Parameters: [] } },
      code: "DATA_PARAMETER_UNKNOWN",
      says: "no parameter InputData",
    },
    {
      given: {
        batch: "DIR/a.csv",
        definition: { ...definition, Parameters: definition.Parameters.slice(2) },
      },
      code: "DATA_PARAMETER_UNKNOWN",
      says: "no parameter BatchData",
    },
  ])("are refused: $code, $says", async ({ given, code, says }) => {
    await expect(collected(given)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(says),
    });
  });
});

describe("samples that an app makes up", () => {
  const declared = { InputData: { option: "data" as const, sample: () => "made,up\n" } };

  it("stand in where no file is given, and are marked", async () => {
    const home = folderWith({});
    const [input, ...others] = await collectData(request({ declared, home }));
    expect(input).toMatchObject({
      parameter: "InputData",
      uri: "s3://b/in/data.csv",
      synthetic: true,
    });
    expect(readFileSync(input?.file ?? "", "utf8")).toBe("made,up\n");
    expect(others).toEqual([]);
  });

  it("stay out where a file is given, or another object named", async () => {
    const home = folderWith({ "a.csv": "1" });
    const given = await collectData(request({ declared, home, data: [join(home, "a.csv")] }));
    expect(given.map(({ synthetic }) => synthetic)).toEqual([false]);
    const parameters = new Map([["InputData", "s3://b/other.csv"]]);
    expect(await collectData(request({ declared, home, parameters }))).toEqual([]);
  });
});

describe("--put", () => {
  it("takes a file, a file into a folder, a folder, and = on both sides", () => {
    const cwd = folderWith({ "a.py": "", "x=1.csv": "" });
    mkdirSync(join(cwd, "tree", "inner"), { recursive: true });
    writeFileSync(join(cwd, "tree", "1.txt"), "");
    writeFileSync(join(cwd, "tree", "inner", "2.txt"), "");
    const put = (uri: string, file: string): string[] =>
      readPuts([`${uri}=${join(cwd, file)}`]).map(
        (object) => `${object.uri} ${object.file.slice(cwd.length + 1)}`,
      );
    expect(put("s3://b/code/a.py", "a.py")).toEqual(["s3://b/code/a.py a.py"]);
    expect(put("s3://b/code/", "a.py")).toEqual(["s3://b/code/a.py a.py"]);
    expect(put("s3://b/dt=2020/x", "x=1.csv")).toEqual(["s3://b/dt=2020/x x=1.csv"]);
    expect(put("s3://b/t", "tree")).toEqual([
      "s3://b/t/1.txt tree/1.txt",
      "s3://b/t/inner/2.txt tree/inner/2.txt",
    ]);
  });

  it.each(["a.py", "s3://b=a.py", "s3://b/k", "=a.py"])("refuses %s", (text) => {
    expect(() => readPuts([text])).toThrow("S3URI=FILE");
  });

  it("refuses a folder without a file", () => {
    const cwd = folderWith({});
    mkdirSync(join(cwd, "empty"));
    expect(() => readPuts([`s3://b/k=${join(cwd, "empty")}`])).toThrow("there is no file in");
  });

  it("refuses a file that is not there", () => {
    expect(() => readPuts(["s3://b/k=/nope/x"])).toThrow("there is no file /nope/x");
  });
});
