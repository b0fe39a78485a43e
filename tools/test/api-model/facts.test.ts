import { describe, expect, it } from "vitest";
import { factsOf, type Model } from "../../src/api-model/facts.ts";

/** A small model, as botocore has them. */
const model: Model = {
  metadata: { targetPrefix: "Example" },
  operations: {
    Create: {
      input: { shape: "CreateRequest" },
      output: { shape: "CreateResponse" },
      errors: [{ shape: "Conflict" }],
    },
    Delete: { input: { shape: "DeleteRequest" } },
  },
  shapes: {
    CreateRequest: {
      type: "structure",
      required: ["Name"],
      members: { Name: { shape: "Name" }, Tags: { shape: "Tags" }, Parent: { shape: "Node" } },
    },
    CreateResponse: { type: "structure", members: { A: { shape: "Name" }, B: { shape: "Kind" } } },
    DeleteRequest: { type: "structure", required: [], members: {} },
    Name: { type: "string", min: 1, max: 9, pattern: "[a-z]*" },
    Kind: { type: "string", enum: ["One", "Two"] },
    Tags: { type: "map", key: { shape: "Name" }, value: { shape: "Names" }, max: 3 },
    Names: { type: "list", member: { shape: "Name" } },
    Node: { type: "structure", members: { Inner: { shape: "Node" } } },
    Unused: { type: "integer" },
  },
};

describe("the facts of an API", () => {
  it("are those of the operations asked for, and of every shape they reach", () => {
    expect(factsOf(model, ["Create"], {})).toEqual({
      targetPrefix: "Example",
      operations: {
        Create: { input: "CreateRequest", output: "CreateResponse", errors: ["Conflict"] },
      },
      shapes: {
        CreateRequest: {
          type: "structure",
          required: ["Name"],
          members: { Name: "Name", Tags: "Tags", Parent: "Node" },
        },
        CreateResponse: { type: "structure", members: { A: "Name", B: "Kind" } },
        Kind: { type: "string", enum: ["One", "Two"] },
        Name: { type: "string", min: 1, max: 9, pattern: "[a-z]*" },
        Names: { type: "list", member: "Name" },
        Node: { type: "structure", members: { Inner: "Node" } },
        Tags: { type: "map", key: "Name", value: "Names", max: 3 },
      },
    });
  });

  it("leave out members that are never given, with the shapes that only they reach", () => {
    const { shapes } = factsOf(model, ["Create"], { CreateResponse: ["A"] });
    expect(shapes["CreateResponse"]).toEqual({ type: "structure", members: { A: "Name" } });
    expect(shapes["Kind"]).toBeUndefined();
  });

  it("of an operation that gives nothing and declares no error", () => {
    expect(factsOf(model, ["Delete"], {}).operations).toEqual({
      Delete: { input: "DeleteRequest", errors: [] },
    });
  });

  it("are none of an operation that is not there", () => {
    expect(() => factsOf(model, ["Update"], {})).toThrow("no operation named Update");
  });
});
