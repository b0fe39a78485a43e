import type { IrMember, IrShape, IrStep } from "../ir.ts";
import type { Limits } from "../limits.ts";
import type { Doc } from "./model.ts";

const api = "https://docs.aws.amazon.com/sagemaker/latest/APIReference";
const guide = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html";

/** Longer patterns say little to a reader. */
const longestPattern = 80;

/** A pattern that any text matches. */
const saysNothing = /^\^?(?:\.|\[\\s\\S\]|\[\\S\\s\])\*\$?$/;

/** The comment of an object type. */
export function shapeDoc(shape: IrShape): Doc {
  const { api: name, role, description } = shape;
  if (name === undefined) {
    return doc([description ?? `\`${shape.name}\` of a pipeline definition.`], shape.see);
  }
  const sentences = [
    role === "properties"
      ? `What the properties of a step hold of \`${name}\`.`
      : `\`${name}\` of the SageMaker API.`,
    ...(shape.isUnion ? ["Exactly one member is given."] : []),
  ];
  return doc(sentences, apiPage(name));
}

/** The comment of an enum. */
export function enumDoc(name: string, isApi: boolean, isOpen: boolean): Doc {
  const rest = isOpen ? " AWS adds values often, so any other string is taken too." : "";
  const where = isApi ? "the SageMaker API" : "a pipeline definition";
  return doc([`Values of \`${name}\` in ${where}.${rest}`], undefined);
}

/** The comment of a step's class. */
export function stepDoc(step: IrStep): Doc {
  return doc([step.description ?? `A step of type \`${step.type}\`.`], step.see ?? guide);
}

/** The comment of a member: what the schema says, limits, unit, default. */
export function memberDoc(member: IrMember): Doc {
  const limits = inWords(member);
  return {
    sentences: [member.description, limits].filter((text) => text !== undefined),
    default: member.default,
    see: undefined,
  };
}

/** A comment without anything. */
export const noDoc: Doc = { sentences: [], default: undefined, see: undefined };

/** A comment of sentences and a link. */
export function doc(sentences: readonly string[], see: string | undefined): Doc {
  return { sentences, default: undefined, see };
}

/** An operation's request and answer are described on the page of the operation. */
export function apiPage(shape: string): string {
  const operation = /^(?:Create|Describe)\w+?(?=(?:Request|Response|Input|Output)$)/.exec(shape);
  return `${api}/API_${operation?.[0] ?? shape}.html`;
}

function inWords(member: IrMember): string | undefined {
  const limits = words(member.limits, subject(member.type));
  const unit = unitOf(member.name);
  const parts = [limits, unit].filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  const sentence = parts.join(", ");
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

type Subject = "characters" | "number" | "items" | "entries";

function subject(type: IrMember["type"]): Subject {
  switch (type.kind) {
    case "list":
      return "items";
    case "map":
      return "entries";
    case "number":
      return "number";
    case "value":
    case "expression":
      return subject(type.of);
    case "union":
      return type.of.some(({ kind }) => kind === "number") ? "number" : "characters";
    default:
      return "characters";
  }
}

function words(limits: Limits, of: Subject): string | undefined {
  const { min, max, pattern, items, keys } = limits;
  const nested = (inner: Limits | undefined, what: string) => {
    const text = inner && words(inner, inner.integer === true ? "number" : "characters");
    return text === undefined ? undefined : `${what} ${text}`;
  };
  const parts = [
    range(min, max, of, limits.integer === true),
    pattern === undefined || pattern.length > longestPattern || saysNothing.test(pattern)
      ? undefined
      : `matching \`${pattern}\``,
    nested(keys, "keys of"),
    nested(items, of === "entries" ? "values of" : "each of"),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(", ");
}

function range(
  min: number | undefined,
  max: number | undefined,
  of: Subject,
  isWhole: boolean,
): string | undefined {
  if (of === "number") {
    const number = isWhole ? "a whole number" : "a number";
    if (min !== undefined && max !== undefined) return `${number} from ${min} to ${max}`;
    if (min !== undefined) return `${number}, at least ${min}`;
    if (max !== undefined) return `${number}, at most ${max}`;
    return isWhole ? "a whole number" : undefined;
  }
  if (max === undefined) {
    return min === undefined || min === 0 ? undefined : `at least ${count(min, of)}`;
  }
  if (min === undefined || min === 0) return `at most ${count(max, of)}`;
  return min === max ? `exactly ${count(max, of)}` : `${min} to ${count(max, of)}`;
}

function count(number: number, of: Exclude<Subject, "number">): string {
  if (number !== 1) return `${number} ${of}`;
  return of === "entries" ? "1 entry" : `1 ${of.slice(0, -1)}`;
}

const units: readonly (readonly [RegExp, string])[] = [
  [/InSeconds$/, "in seconds"],
  [/InMinutes$/, "in minutes"],
  [/InHours$/, "in hours"],
  [/InDays$/, "in days"],
  [/InGB$/, "in gigabytes"],
  [/InMB$/, "in megabytes"],
];

function unitOf(name: string): string | undefined {
  return units.find(([pattern]) => pattern.test(name))?.[1];
}
