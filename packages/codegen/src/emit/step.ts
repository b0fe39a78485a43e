import type { Member, StepDeclaration, TypeParameter } from "../decide/model.ts";
import { printClassParameters, printType } from "./type.ts";

const stepName: TypeParameter = {
  name: "Name",
  constraint: { kind: "keyword", name: "string" },
};

/** Prints the class of a step type. */
export function printStep(step: StepDeclaration): string {
  const { name, type, parameters, props, properties, propertyFiles } = step;
  const parts = [
    `  override readonly type = ${JSON.stringify(type)};\n${step.fields.map(printField).join("")}`,
    printConstructor(step, printType(props)),
  ];
  if (properties !== undefined) {
    parts.push(
      "  /** What the step gives to later steps, as paths that SageMaker fills in. */\n" +
        `  get properties(): ${printType(properties.type)} {\n` +
        `    return stepProperties(this, ${printList(properties.keyed, "    ")});\n  }\n`,
    );
  }
  if (propertyFiles !== undefined) {
    parts.push(
      "  /** The property files of the step, by name. */\n" +
        `  get propertyFiles(): { readonly [Key in ${propertyFiles}]: PropertyFileReference } {\n` +
        `    return propertyFiles<${propertyFiles}>(this);\n  }\n`,
    );
  }
  return `export class ${name}${printClassParameters([stepName, ...parameters])} extends Step<Name> {\n${parts.join("\n")}}\n`;
}

/** A field is described where it is given: by the prop of its name. */
function printField({ name, isOptional, type }: Member): string {
  const rest = isOptional ? " | undefined" : "";
  return `  readonly ${name}: ${printType(type)}${rest};\n`;
}

function printConstructor({ members, fields }: StepDeclaration, props: string): string {
  const assigned = fields.map(({ name }) => `    this.${name} = props.${name};\n`).join("");
  const line = `  constructor(name: Name, props: ${props}) {\n`;
  const head =
    line.length <= 101 ? line : `  constructor(\n    name: Name,\n    props: ${props},\n  ) {\n`;
  return head + `    super(name, props, ${printList(members, "    ")});\n${assigned}  }\n`;
}

function printList(items: readonly string[], indent: string): string {
  const line = `[${items.map((item) => JSON.stringify(item)).join(", ")}]`;
  if (line.length <= 60) return line;
  return `[\n${items.map((item) => `${indent}  ${JSON.stringify(item)},\n`).join("")}${indent}]`;
}
