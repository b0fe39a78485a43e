import * as core from "@nacre/core";
import { type JsonValue, writeJson } from "@nacre/core";
import type { Code, Constant } from "./code.ts";

/** The member that gives an expression or step as JSON; the same in every copy of core. */
const toDefinition: unique symbol = Symbol.for("nacre.toDefinition");

/** Runs a program while it is chosen, before it is text. */
export class Evaluation {
  readonly #values = new Map<string, unknown>([["executionVariables", core.executionVariables]]);

  /** Runs `const name = value`. */
  add({ name, value }: Constant): void {
    this.#values.set(name, this.valueOf(value));
  }

  /**
   * What a step or parameter becomes in a definition, as text; undefined when core refuses it or it
   * is something else.
   */
  definitionText(code: Code): string | undefined {
    try {
      const made = Object(this.valueOf(code));
      const json: unknown = made instanceof core.Parameter ? made.definition : definitionOf(made);
      // Core makes nothing but JSON.
      return json === undefined ? undefined : writeJson(json as JsonValue);
    } catch (error) {
      if (error instanceof core.NacreError) return undefined;
      throw error;
    }
  }

  /** The value of an expression. */
  valueOf(code: Code): unknown {
    switch (code.kind) {
      case "text":
        return code.value;
      case "number":
        return Number(code.text);
      case "word":
        return JSON.parse(code.word);
      case "name":
        return this.#values.get(code.name);
      case "path":
        return code.members.reduce((value, { key }) => Object(value)[key], this.valueOf(code.of));
      case "call":
        return call(code.name, code.isNew, this.#valuesOf(code.arguments));
      case "list":
        return this.#valuesOf(code.items);
      case "object":
        return this.#objectOf(code);
      case "map":
        return new Map(code.entries.map(([key, value]) => [key, this.valueOf(value)]));
      case "template":
        return this.#template(code);
      case "cast":
        return this.valueOf(code.of);
    }
  }

  #valuesOf(items: readonly Code[]): unknown[] {
    return items.map((item) => this.valueOf(item));
  }

  #objectOf({ members }: Extract<Code, { kind: "object" }>): object {
    const object = {};
    for (const member of members) {
      if (member.kind === "missing") continue;
      // Plain assignment to `__proto__` would set the prototype instead.
      Object.defineProperty(object, member.key, {
        value: this.valueOf(member.value),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return object;
  }

  #template({ isExpr, parts }: Extract<Code, { kind: "template" }>): unknown {
    const texts = [""];
    const values: unknown[] = [];
    for (const part of parts) {
      if (typeof part === "string") texts.push(`${texts.pop() ?? ""}${part}`);
      else {
        texts.push("");
        values.push(this.valueOf(part));
      }
    }
    return isExpr
      ? call("expr", false, [Object.assign(texts, { raw: texts }), ...values])
      : String.raw({ raw: texts }, ...values);
  }
}

/** What core writes into a definition for an expression or a step; undefined for anything else. */
export function definitionOf(value: unknown): unknown {
  const write: unknown = Object(value)[toDefinition];
  return typeof write === "function" ? write.call(value) : undefined;
}

function call(name: string, isNew: boolean, args: readonly unknown[]): unknown {
  const called: unknown = Reflect.get(core, name);
  if (typeof called !== "function") throw new TypeError(`@nacre/core has no ${name}`);
  return isNew ? Reflect.construct(called, args) : Reflect.apply(called, undefined, args);
}
