import { CodegenError } from "./errors.ts";
import { isObject, type JsonObject } from "./load.ts";
import type { SdkMember, SdkType } from "./sdk-types.ts";
import type { Sdk } from "./sdk.ts";

/**
 * The API with the members that `apiAdditions`, at the top of a schema, adds to its shapes:
 * `{ "<shape>": { "<member>": { "apiType": "<enum or shape>" or "string" …, "departure": … } } }`.
 *
 * @throws CodegenError `API_ADDITION`
 */
export function withAdditions(sdk: Sdk, root: JsonObject): Sdk {
  const additions = new Map(
    additionsOf(root).map(({ shape, members }) => [
      shape,
      members.map(({ name, type }): SdkMember => {
        const { members: own } = sdk.shape(shape);
        if (!own.some((member) => member.name === name)) {
          return { name, required: false, type: typeOf(type, `${shape}.${name}`, sdk) };
        }
        throw new CodegenError(
          "API_ADDITION",
          `The schema adds ${shape}.${name}, which the API has by now.`,
          "Remove the entry in apiAdditions.",
        );
      }),
    ]),
  );
  return {
    ...sdk,
    shape: (name) => {
      const shape = sdk.shape(name);
      const more = additions.get(name);
      return more === undefined ? shape : { ...shape, members: [...shape.members, ...more] };
    },
  };
}

/** What a schema adds to shapes of the API. */
export function additionsOf(root: JsonObject) {
  return entriesOf(root["apiAdditions"]).map(([shape, members]) => ({
    shape,
    members: entriesOf(members).map(([name, note]) => ({
      name,
      type: isObject(note) ? String(note["apiType"]) : "",
    })),
  }));
}

function typeOf(name: string, place: string, sdk: Sdk): SdkType {
  if (name === "string" || name === "number" || name === "boolean") return { kind: name };
  if (sdk.enumValues(name) !== undefined) return { kind: "enum", name };
  try {
    sdk.shape(name);
    return { kind: "shape", name };
  } catch {
    throw new CodegenError(
      "API_ADDITION",
      `apiAdditions gives ${place} the type ${name}, which the API does not have.`,
      "Name an enum or a shape of the API, or string, number or boolean.",
    );
  }
}

function entriesOf(json: JsonObject[string] | undefined) {
  return isObject(json) ? Object.entries(json) : [];
}
