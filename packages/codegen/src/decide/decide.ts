import type { Ir, IrMember, IrShape, IrStep } from "../ir.ts";
import { byCodeUnit, fileName, propName } from "../names.ts";
import { doc, enumDoc, memberDoc, noDoc, shapeDoc, stepDoc } from "./docs.ts";
import { filesOf, splitLong } from "./files.ts";
import { importsOf } from "./imports.ts";
import { keyedPaths } from "./keyed.ts";
import type { Declaration, Member, Module, StepDeclaration } from "./model.ts";
import { followNames, parametersOf, propsName, type SlotsOfShapes } from "./names-of-users.ts";
import { memberType, reference } from "./types.ts";

/** Fifth phase: which files there are, what each holds, and every type in it. */
export function decide(ir: Ir): Module[] {
  const slots = followNames(ir);
  const declarations = new Map<string, Declaration>();
  for (const shape of ir.shapes.values()) {
    declarations.set(shape.name, shapeDeclaration(shape, slots));
  }
  for (const { name, api, values, isOpen } of ir.enums.values()) {
    const comment = enumDoc(name, api !== undefined, isOpen);
    declarations.set(name, { kind: "enum", name, values, isOpen, doc: comment });
  }
  const files = filesOf(ir);
  splitLong(files, declarations);
  for (const step of ir.steps) {
    const path = `steps/${fileName(step.className)}.ts`;
    declarations.set(propsName(step), propsDeclaration(step, slots));
    declarations.set(step.className, stepDeclaration(step, ir, slots));
    files.set(propsName(step), path);
    files.set(step.className, path);
  }
  const paths = [...new Set(files.values())].toSorted(byCodeUnit);
  return paths.map((path) => {
    const own = [...declarations.values()].filter(({ name }) => files.get(name) === path);
    return { path, declarations: own, imports: importsOf(path, own, files) };
  });
}

function shapeDeclaration(shape: IrShape, slots: SlotsOfShapes): Declaration {
  const own = slots.get(shape.name);
  const absent = (shape.absent ?? []).map((name): Member => ({
    name,
    isOptional: true,
    type: { kind: "keyword", name: "never" },
    doc: noDoc,
  }));
  const members = shape.members.map((member): Member => ({
    name: member.name,
    // A property is a path, which exists whether the answer has the member or not.
    isOptional: shape.role !== "properties" && !member.required,
    type: memberType(member, shape.role, own, slots),
    doc: shape.role === "properties" ? noDoc : memberDoc(member),
  }));
  return {
    kind: shape.isUnion && shape.role !== "properties" ? "oneOf" : "interface",
    name: shape.name,
    doc: shapeDoc(shape),
    parameters: parametersOf(own),
    members: [...members, ...absent],
  };
}

function propsDeclaration(step: IrStep, slots: SlotsOfShapes): Declaration {
  return {
    kind: "interface",
    name: propsName(step),
    doc: doc([`What a {@link ${step.className}} is made from.`], undefined),
    parameters: parametersOf(slots.get(propsName(step))),
    members: step.members.map((member) => prop(member, step, slots)),
  };
}

function prop(member: IrMember, step: IrStep, slots: SlotsOfShapes): Member {
  return {
    name: propName(member.name),
    isOptional: !member.required,
    type: memberType(member, "envelope", slots.get(propsName(step)), slots),
    doc: memberDoc(member),
  };
}

function stepDeclaration(step: IrStep, ir: Ir, slots: SlotsOfShapes): StepDeclaration {
  const propertyFiles = step.names.find(
    ({ givenAt }) => givenAt.join(".") === "PropertyFiles.PropertyFileName",
  )?.name;
  const fields = step.members.filter(
    ({ name }) => !(name === "PropertyFiles" && propertyFiles !== undefined),
  );
  const parameters = parametersOf(slots.get(propsName(step)));
  return {
    kind: "step",
    name: step.className,
    doc: stepDoc(step),
    type: step.type,
    parameters,
    props: reference(propsName(step), ...parameters.map(({ name }) => reference(name))),
    members: step.members.map(({ name }) => name),
    fields: fields.map((member) => prop(member, step, slots)),
    properties: step.properties === undefined ? undefined : properties(step.properties, ir, slots),
    propertyFiles,
  };
}

function properties(shape: string, ir: Ir, slots: SlotsOfShapes) {
  const parameters = parametersOf(slots.get(shape)).map(({ name }) => reference(name));
  return { type: reference(shape, ...parameters), keyed: keyedPaths(ir, shape, slots) };
}
