import { CodegenError } from "./errors.ts";
import { isObject, type Json, type JsonObject } from "./load.ts";
import { correctedTypes } from "./corrections.ts";
import { checkKeywords, members, node, text, type Reader } from "./adjust-node.ts";
import type { NameNode, SchemaNode, StepNode } from "./schema-node.ts";

/** A published schema lists names under DependsOn; in TypeScript a step itself will do as well. */
const references: SchemaNode = {
  kind: "list",
  item: { kind: "core", name: "StepReference" },
  limits: {},
};

/** Whether a definition is a step: it has a `Name`, and a `Type` with exactly one value. */
export function isStepDefinition(definition: JsonObject): boolean {
  const properties = definition["properties"];
  return isObject(properties) && "Name" in properties && stepType(properties) !== undefined;
}

/** Reads the definition of a step type. */
export function step(className: string, definition: JsonObject, reader: Reader): StepNode {
  const place = `definitions/${className}`;
  const properties = definition["properties"];
  const said = isObject(properties) ? stepType(properties) : undefined;
  const type = said === undefined ? undefined : corrected(className, said, reader);
  if (type === undefined) throw new TypeError(`${place} is not a step`);
  checkKeywords(definition, place, reader, ["stepProperties", "names"]);
  const own = definition["stepProperties"];
  return {
    className,
    type,
    description: text(definition["description"]),
    see: text(definition["see"]),
    members: members(definition, place, reader)
      .filter(({ name }) => name !== "Name" && name !== "Type")
      .map((member) => (member.name === "DependsOn" ? { ...member, node: references } : member)),
    properties: own === undefined ? undefined : node(own, `${place}/stepProperties`, reader),
    names: names(definition["names"], `${place}/names`),
  };
}

function corrected(className: string, said: string, reader: Reader): string {
  const correction = correctedTypes.get(className);
  if (correction === undefined || correction.says !== said) return said;
  const { is, reason, source } = correction;
  reader.warn(
    `definitions/${className}`,
    `the type ${JSON.stringify(said)} was read as ${JSON.stringify(is)}: ${reason} (${source})`,
  );
  return is;
}

function stepType(properties: JsonObject): string | undefined {
  const type = properties["Type"];
  if (!isObject(type)) return undefined;
  const values = Array.isArray(type["enum"]) ? type["enum"] : [type["const"]];
  // A type of a parameter or condition is among these too, but those have no Name or Arguments.
  const isStep = "Arguments" in properties || "DependsOn" in properties;
  return isStep && values.length === 1 && typeof values[0] === "string" ? values[0] : undefined;
}

function names(value: Json | undefined, place: string): NameNode[] {
  return Object.entries(isObject(value) ? value : {}).map(([name, entry]) => {
    const givenAt = isObject(entry) ? entry["givenAt"] : undefined;
    if (!isObject(entry) || typeof givenAt !== "string") {
      throw new CodegenError(
        "SCHEMA_NAMES",
        `${place}/${name} has no "givenAt".`,
        "Give the dotted path of the member that holds the names, such as Arguments.ProcessingInputs.InputName.",
      );
    }
    const { address, repeatedAt, nameIn, typeIn } = entry;
    const items =
      typeof nameIn === "string" && typeof typeIn === "string"
        ? { name: nameIn, type: typeIn }
        : undefined;
    return { name, givenAt, address: paths(address), repeatedAt: paths(repeatedAt), items };
  });
}

function paths(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
