import { isJsonArray, jsonEntries, type JsonValue } from "@nacre/core";
import { callCode, type Code, type CodeMember, nameCode, newCode, textCode } from "./code.ts";
import { anyType, type DeclaredType } from "./declared/type.ts";
import type { Departure, Place, Scope, StepVariable, Written } from "./scope.ts";

/** Writes the making of a step by the class of its type, by the shortest function that does it. */
export function writeStep(step: StepVariable, scope: Scope): Written | undefined {
  const { definition, declaration } = step;
  const props = declaration && scope.types.resolve(declaration.props);
  if (declaration === undefined || props?.kind !== "object") return undefined;
  const departures: Departure[] = [];
  const members = jsonEntries(definition).flatMap(([key, value]): CodeMember[] => {
    if (key === "Name" || key === "Type") return [];
    const prop = key.charAt(0).toLowerCase() + key.slice(1);
    const place: Place = { scope, step, path: key };
    const type = props.members.get(prop)?.type ?? anyType;
    const written = key === "DependsOn" ? dependsOn(value, scope) : scope.write(value, type, place);
    departures.push(...written.departures);
    return [{ kind: "member", key: prop, value: written.code }];
  });
  const missing = [...props.members].flatMap(([prop, { isOptional }]) =>
    isOptional || members.some((member) => member.kind === "member" && member.key === prop)
      ? []
      : [prop],
  );
  if (missing.length > 0) {
    members.unshift({ kind: "missing", keys: missing });
    departures.unshift({ path: "the step", what: `without ${missing.join(", ")}` });
  }
  const code =
    shortForm(definition.Type, definition.Name, members) ??
    newCode(declaration.className, textCode(definition.Name), { kind: "object", members });
  return { code, departures };
}

/** Writes a step of which no class says what it holds, as it stands in the definition. */
export function writeRawStep(step: StepVariable, scope: Scope): Written {
  const departures: Departure[] = [];
  const members = jsonEntries(step.definition).map(([key, value]): CodeMember => {
    const type: DeclaredType =
      key === "Arguments" && step.definition.Type === "Condition" ? conditionArguments : anyType;
    const place: Place = { scope, step, path: key };
    const written = key === "DependsOn" ? dependsOn(value, scope) : scope.write(value, type, place);
    departures.push(...written.departures);
    return { kind: "member", key, value: written.code };
  });
  return { code: newCode("RawStep", { kind: "object", members }), departures };
}

const steps: DeclaredType = {
  kind: "list",
  item: { kind: "reference", name: "AnyStep", arguments: [] },
};
const conditionArguments: DeclaredType = {
  kind: "object",
  members: new Map([
    ["Conditions", { isOptional: true, type: anyType }],
    ["IfSteps", { isOptional: true, type: steps }],
    ["ElseSteps", { isOptional: true, type: steps }],
  ]),
};

/** Steps as objects where the program has them by now, else by their names. */
function dependsOn(value: JsonValue, { steps: known }: Scope): Written {
  const names = isJsonArray(value) ? value : [];
  const items = names.map((name): Code => {
    const step = known.get(String(name));
    return step?.isDefined === true ? nameCode(step.variable) : textCode(String(name));
  });
  return { code: { kind: "list", items }, departures: [] };
}

/** `fail` and `condition` in place of their classes, where the arguments are those they write. */
function shortForm(type: string, name: string, members: readonly CodeMember[]): Code | undefined {
  const [first, ...rest] = members;
  if (first?.kind !== "member" || first.key !== "arguments") return undefined;
  if (first.value.kind !== "object") return undefined;
  const wanted = shortForms[type];
  if (wanted === undefined) return undefined;
  const { members: inner } = first.value;
  const keys = inner.map((member) => (member.kind === "member" ? member.key : ""));
  if (keys.join() !== Object.keys(wanted.props).join()) return undefined;
  const props = inner.flatMap((member): CodeMember[] => {
    if (member.kind !== "member") return [];
    const isLeftOut = wanted.empty.includes(member.key) && isEmptyList(member.value);
    return isLeftOut ? [] : [{ ...member, key: wanted.props[member.key] ?? member.key }];
  });
  return callCode(wanted.name, textCode(name), { kind: "object", members: [...props, ...rest] });
}

/** The functions, their props by the arguments they stand for, and those that are empty by default. */
const shortForms: Readonly<
  Record<
    string,
    { name: string; props: Readonly<Record<string, string>>; empty: readonly string[] } | undefined
  >
> = {
  Fail: { name: "fail", props: { ErrorMessage: "message" }, empty: [] },
  Condition: {
    name: "condition",
    props: { Conditions: "conditions", IfSteps: "ifSteps", ElseSteps: "elseSteps" },
    empty: ["IfSteps", "ElseSteps"],
  },
};

function isEmptyList(code: Code): boolean {
  return code.kind === "list" && code.items.length === 0;
}
