import type { Constant, Program } from "../code.ts";
import { printAfter, printCode } from "./code.ts";
import { escapeUnseen } from "./literals.ts";

/** Prints a program as a module. */
export function printProgram({ imports, groups, result, comment }: Program): string {
  const blocks = [
    printImports(imports),
    ...groups.map((group) => group.map(printConstant).join("")),
    `${printComment(comment)}export default ${printCode(result, {
      indent: 0,
      column: "export default ".length,
      after: 1,
    })};\n`,
  ];
  return blocks.filter((block) => block !== "").join("\n");
}

function printImports(names: readonly string[]): string {
  const line = `import { ${names.join(", ")} } from "@nacre/core";\n`;
  if (line.length <= 101) return line;
  return `import {\n${names.map((name) => `  ${name},\n`).join("")}} from "@nacre/core";\n`;
}

function printConstant({ name, value, comment }: Constant): string {
  return `${printComment(comment)}${printAfter(`const ${name} =`, value, 0, 1)};\n`;
}

/** What a definition is made of stands in comments too: a line break in it must not end one. */
function printComment(lines: readonly string[]): string {
  return lines.map((line) => `// ${escapeUnseen(line)}\n`).join("");
}
