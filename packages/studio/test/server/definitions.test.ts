import { describe, expect, it } from "vitest";
import { knownDefinition } from "../../src/server/sagemaker/definitions.ts";

describe("a definition", () => {
  it("is shown with its numbers as they are written, defaults among them", () => {
    const text =
      '{"Version":"2020-12-01","Parameters":[' +
      '{"Name":"Threshold","Type":"Float","DefaultValue":6.0},' +
      '{"Name":"Big","Type":"Integer","DefaultValue":12345678901234567890},' +
      '{"Name":"Small","Type":"Float","DefaultValue":1e-07},' +
      '{"Name":"Count","Type":"Integer","DefaultValue":3}],' +
      '"Steps":[{"Name":"Stop","Type":"Fail","Arguments":{"ErrorMessage":"x","Rate":0.10}}]}';
    const { json, parameters, steps } = knownDefinition(text);
    expect(JSON.stringify(json)).toBe(text);
    expect(parameters.map(({ defaultValue }) => defaultValue)).toEqual([
      "6.0",
      "12345678901234567890",
      "1e-07",
      "3",
    ]);
    expect(JSON.stringify(steps.get("Stop"))).toContain('"Rate":0.10');
  });
});
