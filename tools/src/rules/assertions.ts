import { Node, SyntaxKind, type AsExpression } from "ts-morph";
import type { Rule } from "./rule.ts";

/** `x as T` silences the compiler, so the reader must be told why it holds. */
export const assertionsAreExplained: Rule = {
  name: "an `as` says why it holds",
  why: "a type assertion is a claim the compiler does not check",
  check({ sources }) {
    const found: string[] = [];
    for (const file of sources.getSourceFiles()) {
      const lines = file.getFullText().split("\n");
      for (const assertion of file.getDescendantsOfKind(SyntaxKind.AsExpression)) {
        if (isHarmless(assertion)) continue;
        const line = assertion.getTypeNodeOrThrow().getEndLineNumber();
        const first = startOfStatement(assertion);
        // A comment may stand over two statements that share its reason.
        const explained = lines
          .slice(Math.max(0, first - 3), line)
          .some((text) => /\/\/|\*\/|^\s*\*/.test(text));
        if (!explained)
          found.push(`${file.getFilePath().slice(1)}:${line}: ${assertion.getText()}`);
      }
    }
    return found;
  },
};

/** `as const` claims nothing and `as unknown` only forgets. */
function isHarmless(assertion: AsExpression): boolean {
  const type = assertion.getTypeNodeOrThrow().getText();
  return type === "const" || type === "unknown";
}

function startOfStatement(node: Node): number {
  const statement = node.getFirstAncestor(
    (ancestor) =>
      Node.isStatement(ancestor) ||
      Node.isPropertyDeclaration(ancestor) ||
      Node.isPropertyAssignment(ancestor),
  );
  return (statement ?? node).getStartLineNumber();
}
