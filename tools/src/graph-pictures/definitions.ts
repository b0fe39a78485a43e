import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type PipelineDefinition, readDefinition, writeJson } from "@nacre/core";
import { drawingOf, drawingOfDifference, drawSvg } from "@nacre/graph";
import { repositoryRoot } from "../repository.ts";

const fixture = join(
  repositoryRoot,
  "packages",
  "abalone",
  "test",
  "fixtures",
  "abalone-definition.json",
);

/**
 * The pictures of docs/pictures.md that are made from definitions alone, by the names of their files:
 * they are the same bytes every time.
 */
export function definitionPictures(): Map<string, string> {
  const before = readDefinition(readFileSync(fixture, "utf8"));
  const difference = drawingOfDifference(before, changed(before), "Abalone", "deployed → the app");
  return new Map([
    ["graph-definition.svg", drawSvg(drawingOf(before, "Abalone"))],
    ["graph-difference.svg", drawSvg(difference)],
  ]);
}

/** A step more, one less, one that differs, one under another name. */
function changed(definition: PipelineDefinition): PipelineDefinition {
  const text = writeJson(definition)
    .replaceAll("AbaloneEval", "AbaloneEvaluate")
    .replace(/"num_round": *"50"/, '"num_round": "80"');
  // Its text is that of the definition, so it is one again; its lists are written to below.
  const copy = JSON.parse(text) as { Steps: { Arguments: { IfSteps?: { Name: string }[] } }[] };
  for (const { Arguments: args } of copy.Steps) {
    if (args.IfSteps) args.IfSteps = args.IfSteps.filter(({ Name }) => Name !== "AbaloneTransform");
  }
  const notify = {
    Name: "NotifyTeam",
    Type: "Lambda",
    Arguments: { Report: { Get: "Steps.AbaloneEvaluate.ProcessingJobName" } },
    FunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:notify",
    OutputParameters: [],
  };
  return readDefinition(JSON.stringify({ ...copy, Steps: [...copy.Steps, notify] }));
}
