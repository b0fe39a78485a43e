/** A step type that a published schema calls by another name, and how we know. */
interface TypeCorrection {
  readonly says: string;
  readonly is: string;
  readonly reason: string;
  readonly source: string;
}

/**
 * Wrong step types of published schemas, by the name of their definition. One that no longer says
 * what it is corrected for is left alone.
 */
export const correctedTypes: ReadonlyMap<string, TypeCorrection> = new Map([
  [
    "EndpointConfigStep",
    {
      says: "Endpoint",
      is: "EndpointConfig",
      reason: "the published schema has the type of EndpointStep here",
      source:
        "https://github.com/aws/sagemaker-python-sdk/blob/v2.257.7/src/sagemaker/workflow/steps.py",
    },
  ],
]);
