import { NacreError, throwProblems } from "../errors.ts";
import { isJsonArray, isJsonObject, kindOf, type JsonObject, type JsonValue } from "../json.ts";
import { pathSegments } from "../rules/path.ts";
import { parseJson, type ParsedJson } from "./parse-json.ts";
import type { PipelineDefinition } from "./types.ts";

/**
 * Reads a pipeline definition from its text, whoever wrote it. Key order and the text of numbers
 * are kept: a number that JavaScript would print differently becomes a {@link NumberText}.
 *
 * The outline is checked (parameters with names and types, steps with names, types and arguments);
 * what steps refer to is for {@link checkDefinition}.
 *
 * @throws NacreError `DEFINITION_NOT_JSON`, `DEFINITION_DUPLICATE_KEY` or `DEFINITION_INVALID`, with
 * line and column.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/define-pipeline.html
 *
 * @example
 * ```ts
 * import { readDefinition } from "@nacre/core";
 *
 * const definition = readDefinition('{ "Version": "2020-12-01", "Steps": [] }');
 * console.assert(definition.Steps.length === 0);
 * ```
 */
export function readDefinition(text: string): PipelineDefinition {
  const parsed = parseJson(text);
  const problems = new OutlineCheck(parsed).check();
  throwProblems(problems);
  // The outline was checked just now; further members are JSON values of any kind.
  return parsed.value as PipelineDefinition;
}

class OutlineCheck {
  readonly #parsed: ParsedJson;
  readonly #problems: NacreError[] = [];

  constructor(parsed: ParsedJson) {
    this.#parsed = parsed;
  }

  check(): readonly NacreError[] {
    const definition = this.#parsed.value;
    if (!isJsonObject(definition)) {
      this.#report("$", "A pipeline definition is a JSON object", definition);
      return this.#problems;
    }
    this.#wantString(definition, "Version", "$");
    this.#eachObject(definition, "Parameters", "$", false, (parameter, path) => {
      this.#wantString(parameter, "Name", path);
      this.#wantString(parameter, "Type", path);
      this.#wantList(parameter, "EnumValues", path);
    });
    this.#steps(definition, "Steps", "$", true);
    return this.#problems;
  }

  #steps(owner: JsonObject, key: string, ownerPath: string, required: boolean): void {
    this.#eachObject(owner, key, ownerPath, required, (step, path) => {
      this.#wantString(step, "Name", path);
      this.#wantString(step, "Type", path);
      this.#dependsOn(step, path);
      this.#eachObject(step, "PropertyFiles", path, false, (file, filePath) => {
        for (const member of ["PropertyFileName", "OutputName", "FilePath"]) {
          this.#wantString(file, member, filePath);
        }
      });
      const stepArguments = step["Arguments"];
      if (!isJsonObject(stepArguments)) {
        this.#report(`${path}.Arguments`, "Arguments is an object", stepArguments);
      } else if (step["Type"] === "Condition") {
        this.#steps(stepArguments, "IfSteps", `${path}.Arguments`, false);
        this.#steps(stepArguments, "ElseSteps", `${path}.Arguments`, false);
      }
    });
  }

  #dependsOn(step: JsonObject, path: string): void {
    this.#wantList(step, "DependsOn", path);
    const names = step["DependsOn"];
    if (!isJsonArray(names)) return;
    names.forEach((name, index) => {
      if (typeof name === "string") return;
      this.#report(`${path}.DependsOn[${index}]`, "DependsOn lists names of steps", name);
    });
  }

  #eachObject(
    owner: JsonObject,
    key: string,
    ownerPath: string,
    required: boolean,
    visit: (item: JsonObject, path: string) => void,
  ): void {
    const list = owner[key];
    if (list === undefined && !required) return;
    if (!isJsonArray(list)) {
      this.#report(`${ownerPath}.${key}`, `${key} is a list`, list);
      return;
    }
    list.forEach((item, index) => {
      const path = `${ownerPath}.${key}[${index}]`;
      if (isJsonObject(item)) visit(item, path);
      else this.#report(path, `${key} lists objects`, item);
    });
  }

  #wantString(owner: JsonObject, key: string, path: string): void {
    const value = owner[key];
    if (typeof value !== "string") this.#report(`${path}.${key}`, `${key} is text`, value);
  }

  #wantList(owner: JsonObject, key: string, path: string): void {
    const value = owner[key];
    if (value === undefined || isJsonArray(value)) return;
    this.#report(`${path}.${key}`, `${key} is a list`, value);
  }

  #report(path: string, wanted: string, given: JsonValue | undefined): void {
    const [position] = this.#parsed.positionsOf([pathSegments(path)]);
    const { line = 1, column = 1 } = position ?? {};
    this.#problems.push(
      new NacreError(
        "DEFINITION_INVALID",
        `${wanted}; here is ${described(given)} at ${path} (line ${line}, column ${column}).`,
        {
          at: { path, line, column },
          help: "Compare with the pages on the pipeline definition, or write it with Nacre.",
        },
      ),
    );
  }
}

function described(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  const kind = kindOf(value);
  if (kind === "null") return kind;
  return kind === "object" ? "an object" : `a ${kind}`;
}
