import type { AwsCall } from "@nacre/studio";

/** A client of the AWS SDK, as far as it is used here. */
interface Client {
  readonly send: unknown;
}

/**
 * Calls operations of a client by their names. Client and commands are loaded at the first call.
 *
 * @param load - gives the client, and the module with a command for each operation
 */
export function awsCall<Operation extends string>(
  load: () => Promise<{
    readonly client: Client;
    readonly commands: Readonly<Record<`${Operation}Command`, unknown>>;
  }>,
): AwsCall {
  let loaded: ReturnType<typeof load> | undefined;
  return async (operation, input) => {
    const { client, commands } = await (loaded ??= load());
    const Command: unknown = Reflect.get(commands, `${operation}Command`);
    if (typeof Command !== "function") throw new Error(`no command ${operation}`);
    // Every client sends the commands of its own module.
    const send = client.send as (command: object) => Promise<object>;
    return send.call(client, Reflect.construct(Command, [input]));
  };
}
