import type { Report, Rule } from "../rule.ts";
import { shown } from "../shown.ts";
import { at, objectsIn, repeatedIn, textOf } from "../support/values.ts";
import { deploying, onRequest } from "./support.ts";

const page = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html";
const mostTags = 50;
/** Letters, spaces and digits of any script, and some signs. */
const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Rules on the tags that a pipeline is created with. */
export const tagRules: readonly Rule[] = [
  {
    id: "TOO_MANY_TAGS",
    severity: "error",
    isOnRequests: true,
    reason: `A pipeline has at most ${mostTags} tags.`,
    source: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePipeline.html",
    fix: "Give fewer tags.",
    get passing() {
      return deploying({ Tags: tags(mostTags) });
    },
    get failing() {
      return deploying({ Tags: tags(mostTags + 1) });
    },
    check: onRequest("deployment", (request, report) => {
      const { length } = objectsIn(at(request, "Tags"), "$.Tags");
      if (length <= mostTags) return;
      report({
        message: `The pipeline has ${length} tags; at most ${mostTags} are allowed.`,
        path: "$.Tags",
      });
    }),
  },
  {
    id: "TAG_KEY_INVALID",
    severity: "error",
    isOnRequests: true,
    reason: "A tag's key has 1 to 128 letters, digits, spaces and the signs _ . : / = + - @.",
    source: page,
    fix: "Choose a key of such characters.",
    get passing() {
      return deploying({ Tags: [{ Key: "cost centre", Value: "" }] });
    },
    get failing() {
      return deploying({ Tags: [{ Key: "cost#centre", Value: "" }] });
    },
    check: onRequest("deployment", (request, report) => texts(request, "Key", 1, 128, report)),
  },
  {
    id: "TAG_VALUE_INVALID",
    severity: "error",
    isOnRequests: true,
    reason: "A tag's value has at most 256 letters, digits, spaces and the signs _ . : / = + - @.",
    source: page,
    fix: "Choose a value of such characters.",
    get passing() {
      return deploying({ Tags: [{ Key: "team", Value: "data/ml" }] });
    },
    get failing() {
      return deploying({ Tags: [{ Key: "team", Value: "data & ml" }] });
    },
    check: onRequest("deployment", (request, report) => texts(request, "Value", 0, 256, report)),
  },
  {
    id: "TAG_KEY_REPEATED",
    severity: "error",
    isOnRequests: true,
    reason: "The keys of a resource's tags are unique.",
    source: page,
    fix: "Remove one of the two.",
    get passing() {
      return deploying({ Tags: tags(2) });
    },
    get failing() {
      return deploying({ Tags: [...tags(1), { Key: "key0", Value: "other" }] });
    },
    check: onRequest("deployment", (request, report) => {
      for (const tag of repeatedIn(objectsIn(at(request, "Tags"), "$.Tags"), "Key")) {
        report({
          message: `Two tags have the key ${shown(tag.name)}: ${tag.first} and ${tag.path}.`,
          path: `${tag.path}.Key`,
        });
      }
    }),
  },
  {
    id: "TAG_KEY_RESERVED",
    severity: "error",
    isOnRequests: true,
    reason: "Keys that begin with aws: are kept for AWS's own tags.",
    source: "https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html",
    fix: "Choose a key that begins otherwise.",
    get passing() {
      return deploying({ Tags: [{ Key: "aws-team", Value: "ml" }] });
    },
    get failing() {
      return deploying({ Tags: [{ Key: "aws:team", Value: "ml" }] });
    },
    check: onRequest("deployment", (request, report) => {
      for (const { value, path } of objectsIn(at(request, "Tags"), "$.Tags")) {
        const key = textOf(value["Key"]);
        if (key === undefined || !/^aws:/i.test(key)) continue;
        report({ message: `The key ${shown(key)} begins with aws:.`, path: `${path}.Key` });
      }
    }),
  },
];

function texts(
  request: Parameters<typeof at>[0],
  member: "Key" | "Value",
  least: number,
  most: number,
  report: Report,
): void {
  for (const { value, path } of objectsIn(at(request, "Tags"), "$.Tags")) {
    const text = textOf(value[member]);
    if (text === undefined) continue;
    const { length } = [...text];
    if (length >= least && length <= most && characters.test(text)) continue;
    report({
      message:
        `The ${member.toLowerCase()} of a tag cannot be ${shown(text)}: it has ${least} to ${most} ` +
        "letters, digits, spaces and the signs _ . : / = + - @.",
      path: `${path}.${member}`,
    });
  }
}

function tags(count: number): { Key: string; Value: string }[] {
  return Array.from({ length: count }, (_, index) => ({ Key: `key${index}`, Value: "value" }));
}
