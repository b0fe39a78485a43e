import { neverHits } from "./cache-keys.ts";
import type { CheckedStep } from "./checked-definition.ts";
import type { Rule } from "./rule.ts";
import {
  callback,
  channel,
  condition,
  endpointConfig,
  example,
  fail,
  get,
  join,
  model,
  processing,
  someCondition,
  training,
} from "./support/examples.ts";
import { shown } from "./shown.ts";
import { at, eachStep, eachStepWith, textOf } from "./support/values.ts";

const guide = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-caching.html";
const enabling = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-caching-enabling.html";

/** The types that AWS's page on caching lists. */
const listed: ReadonlySet<string> = new Set([
  "Processing",
  "Training",
  "Tuning",
  "AutoML",
  "Transform",
  "ClarifyCheck",
  "QualityCheck",
  "EMR",
]);

/** The types for which only the schema or the SDK has a cache configuration. */
const unlisted: ReadonlySet<string> = new Set(["Lambda", "Callback", "EMRServerless"]);

/** The types that have no cache configuration. */
const never: readonly string[] = [
  "Condition",
  "Fail",
  "Model",
  "RegisterModel",
  "InferenceComponent",
  "Lineage",
];

/** The types for which AWS's SDK writes a cache configuration, although nothing is cached. */
const inVain: readonly string[] = ["EndpointConfig", "Endpoint"];

const on = { CacheConfig: { Enabled: true, ExpireAfter: "P30D" } };

/** ISO 8601 durations as AWS's pages and SDK write them: the P may be missing, letters may be small. */
const duration =
  /^p?(?=\d|t)(?:\d+y)?(?:\d+m)?(?:\d+w)?(?:\d+d)?(?:t(?=\d)(?:\d+h)?(?:\d+m)?(?:\d+s)?)?$/i;

/** Rules on the reuse of the outcome of earlier runs. */
export const cachingRules: readonly Rule[] = [
  {
    id: "CACHE_NOT_SUPPORTED",
    severity: "error",
    reason: "Only steps that run jobs have a cache configuration.",
    source: guide,
    fix: "Remove the CacheConfig.",
    get passing() {
      return example([processing("Clean", {}, on)]);
    },
    get failing() {
      return example([model("Make", undefined, on)]);
    },
    check: eachStep(never, (step, report) => {
      if (step.value["CacheConfig"] === undefined) return;
      report({
        message:
          `A step of type ${step.type} has no cache configuration; ` +
          `these have: ${[...listed].join(", ")}.`,
        path: `${step.path}.CacheConfig`,
      });
    }),
  },
  {
    id: "CACHE_WITHOUT_EFFECT",
    severity: "warning",
    reason: "Caching works for steps that run jobs; a step of another type runs each time.",
    source: guide,
    fix: "Remove the CacheConfig.",
    get passing() {
      return example([processing("Clean", {}, on)]);
    },
    get failing() {
      return example([endpointConfig("Settings", on)]);
    },
    check: eachStep(inVain, (step, report) => {
      if (!isOn(step)) return;
      report({
        message:
          `A step of type ${step.type} is never taken from the cache; ` +
          `these are: ${[...listed].join(", ")}.`,
        path: `${step.path}.CacheConfig`,
      });
    }),
  },
  {
    id: "CACHE_SUPPORT_UNSURE",
    severity: "info",
    reason:
      "AWS's page on caching does not list this type of step, although its schema or SDK does.",
    source: guide,
    doubt:
      "The schema allows a CacheConfig for Lambda and Callback steps, the SDK for EMRServerless.",
    fix: "Look at the second run of the step before you rely on the cache.",
    get passing() {
      return example([processing("Clean", {}, on)]);
    },
    get failing() {
      return example([callback("Ask", on)]);
    },
    check: eachStep([...unlisted], (step, report) => {
      if (!isOn(step)) return;
      report({
        message:
          `Whether a step of type ${step.type} is ever taken from the cache is not sure; ` +
          `AWS lists ${[...listed].join(", ")}.`,
        path: `${step.path}.CacheConfig`,
      });
    }),
  },
  {
    id: "CACHE_WITHOUT_DURATION",
    severity: "warning",
    reason: "Where caching is on, a duration has to say how old an outcome may be.",
    source: guide,
    doubt: "AWS's pages ask for the duration, but what happens without one is not written down.",
    fix: 'Add a duration, such as "ExpireAfter": "P30D".',
    get passing() {
      return example([processing("Clean", {}, on)]);
    },
    get failing() {
      return example([processing("Clean", {}, { CacheConfig: { Enabled: true } })]);
    },
    check: eachStepWith("CacheConfig", (step, report) => {
      if (!isOn(step) || at(step.value, "CacheConfig", "ExpireAfter") !== undefined) return;
      if (never.includes(step.type) || inVain.includes(step.type)) return;
      report({
        message: "Caching is on, but nothing says how old an outcome may be.",
        path: `${step.path}.CacheConfig`,
      });
    }),
  },
  {
    id: "CACHE_DURATION_INVALID",
    severity: "error",
    reason: "ExpireAfter is an ISO 8601 duration.",
    source: enabling,
    fix: 'Write years, months, weeks, days, hours and minutes in this order, such as "P30D" or "P1DT12H".',
    get passing() {
      return example([processing("Clean", {}, on)]);
    },
    get failing() {
      return example([
        processing("Clean", {}, { CacheConfig: { Enabled: true, ExpireAfter: "ten days" } }),
      ]);
    },
    check: eachStepWith("CacheConfig", (step, report) => {
      const text = durationOf(step);
      if (text === undefined || duration.test(text)) return;
      const wanted = durationMeant(text);
      report({
        message: `ExpireAfter is ${shown(text)}, which is no ISO 8601 duration such as "P30D" or "PT12H".`,
        path: `${step.path}.CacheConfig.ExpireAfter`,
        ...(wanted === undefined ? {} : { help: `Did you mean "${wanted}"?` }),
      });
    }),
  },
  {
    id: "CACHE_DURATION_SECONDS",
    severity: "warning",
    reason: "AWS's page lists years to minutes as units of ExpireAfter, no seconds.",
    source: enabling,
    doubt:
      "ISO 8601 has seconds; whether the service takes, ignores or refuses them is not written down.",
    fix: "Leave the seconds out.",
    get passing() {
      return example([processing("Clean", {}, on)]);
    },
    get failing() {
      return example([
        processing("Clean", {}, { CacheConfig: { Enabled: true, ExpireAfter: "PT90S" } }),
      ]);
    },
    check: eachStepWith("CacheConfig", (step, report) => {
      const text = durationOf(step);
      if (text === undefined || !duration.test(text) || !/s$/i.test(text)) return;
      report({
        message: `ExpireAfter is ${shown(text)}; seconds are not among the units that AWS lists.`,
        path: `${step.path}.CacheConfig.ExpireAfter`,
      });
    }),
  },
  {
    id: "CACHE_DURATION_ZERO",
    severity: "warning",
    reason: "An outcome that may be no older than nothing is never taken.",
    source: enabling,
    fix: "Give a longer duration, or turn caching off.",
    get passing() {
      return example([processing("Clean", {}, on)]);
    },
    get failing() {
      return example([
        processing("Clean", {}, { CacheConfig: { Enabled: true, ExpireAfter: "P0D" } }),
      ]);
    },
    check: eachStepWith("CacheConfig", (step, report) => {
      const text = durationOf(step);
      if (text === undefined || !isOn(step) || !duration.test(text) || /[1-9]/.test(text)) return;
      report({
        message: `ExpireAfter is ${shown(text)}, so no earlier outcome is ever young enough.`,
        path: `${step.path}.CacheConfig.ExpireAfter`,
      });
    }),
  },
  {
    id: "CACHE_NEVER_HITS",
    severity: "warning",
    reason:
      "A step is taken from the cache only when its key arguments are those of an earlier run; one " +
      "that differs in each run rules that out.",
    source: "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-default-keys.html",
    fix: "Take what differs out of the arguments that count, cache the step it comes from, or turn caching off.",
    get passing() {
      return example([
        training("Train", { InputDataConfig: [channel("train")] }, on),
        processing("Clean", { Environment: { NAME: get("Execution.PipelineName") } }, on),
        model("Make"),
        condition("Check", [someCondition], [fail("Stop")]),
      ]);
    },
    get failing() {
      return example([
        processing(
          "Clean",
          { Environment: { RUN: join("/", "runs", get("Execution.PipelineExecutionId")) } },
          on,
        ),
      ]);
    },
    check: eachStep([...listed], (step, report, definition) => {
      const cause = neverHits(step, definition);
      if (cause === undefined) return;
      report({
        message:
          `Step ${shown(step.name)} has caching on, but can never be taken from the cache: ` +
          `${cause.key} holds ${cause.what}.`,
        path: cause.path,
      });
    }),
  },
];

/** Whether caching is on for a step. */
function isOn(step: CheckedStep): boolean {
  return at(step.value, "CacheConfig", "Enabled") === true;
}

function durationOf(step: CheckedStep): string | undefined {
  return textOf(at(step.value, "CacheConfig", "ExpireAfter"));
}

const units: Readonly<Record<string, string>> = {
  minute: "PT#M",
  min: "PT#M",
  hour: "PT#H",
  day: "P#D",
  week: "P#W",
  month: "P#M",
  year: "P#Y",
};

/** The duration meant by words such as "30 days" or "12 hours". */
function durationMeant(text: string): string | undefined {
  const [, count = "", unit = ""] =
    /^\s*(\d{1,6})\s*([a-z]{3,7}?)s?\s*$/i.exec(text.slice(0, 40)) ?? [];
  const name = unit.toLowerCase();
  return Object.hasOwn(units, name) ? units[name]?.replace("#", count) : undefined;
}
