import type { LocalService } from "@nacre/local";
import {
  createStudio,
  type LogsOperation,
  type SageMakerOperation,
  sageMakerSource,
  type Studio,
} from "@nacre/studio";
import { PLACEHOLDERS } from "../app/context.ts";
import { ownVersion } from "../version.ts";
import { awsCall } from "./aws-call.ts";

/** The page of a local service: whoever reaches that may do everything, and so may the page. */
export function localStudio(
  local: LocalService,
  given: string | undefined,
  onBug: (error: unknown) => void,
): Studio {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const region = given || AWS_REGION || AWS_DEFAULT_REGION || PLACEHOLDERS.region;
  const config = {
    region,
    requestHandler: local.requestHandler,
    // Requests that stay in this process are signed all the same; nobody checks.
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
  const source = sageMakerSource({
    sagemaker: awsCall<SageMakerOperation>(async () => {
      const commands = await import("../aws/clients/studio.ts");
      return { client: new commands.SageMakerClient(config), commands };
    }),
    logs: awsCall<LogsOperation>(async () => {
      const commands = await import("../aws/clients/logs.ts");
      return { client: new commands.CloudWatchLogsClient(config), commands };
    }),
    objects: local.reader.objects(),
    region,
    account: async () => PLACEHOLDERS.account,
    home: local.reader,
  });
  return createStudio({ source, writable: true, version: ownVersion(), onBug });
}
