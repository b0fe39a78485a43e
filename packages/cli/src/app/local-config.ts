import { emptyConfig, readLocalConfig, type LocalConfig } from "@nacre/local";
import { setting } from "./config.ts";

/**
 * What stands for Lambda functions and queues on this machine: the members `lambda` and `callback` of
 * the configuration. Paths in it count from the folder of its file.
 *
 * @throws NacreError `CONFIG_INVALID`, `LOCAL_CONFIG_INVALID`
 */
export function findLocalConfig(from: string = process.cwd()): LocalConfig {
  const [lambda, callback] = (["lambda", "callback"] as const).map((name) => {
    const found = setting(name, from);
    return found === undefined ? emptyConfig : readLocalConfig({ [name]: found.value }, found);
  });
  return {
    lambda: lambda?.lambda ?? emptyConfig.lambda,
    callback: callback?.callback ?? emptyConfig.callback,
  };
}
