/** The options that say which account, region and service a command speaks to. */
export const sessionOptions = {
  profile: { value: "NAME", description: "the profile of the AWS config files" },
  region: { value: "REGION", description: "the AWS region" },
  local: { description: "speak to the local service, not to AWS" },
  home: { value: "DIR", description: "state folder of the local service (.nacre)" },
} as const;

/** The options that every command takes which prints more than one thing. */
export const outputOptions = {
  quiet: { short: "q", description: "print the result only" },
  json: { description: "print one JSON object on stdout" },
} as const;

/** What a handler gets for {@link sessionOptions}. */
export interface SessionInput {
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly local: boolean;
  readonly home: string | undefined;
}
