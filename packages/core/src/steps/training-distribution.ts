import type { TrainingInstanceType } from "../generated/index.ts";
import type { Value } from "../value.ts";

/** How the image of a framework starts a script on several machines or GPUs. */
export type TrainingDistribution =
  | {
      /** `torchrun` on every machine; PyTorch 1.13 and newer. */
      readonly kind: "torchDistributed";
    }
  | {
      /** Parameter servers, of TensorFlow and MXNet. */
      readonly kind: "parameterServer";
    }
  | {
      /** TensorFlow's MultiWorkerMirroredStrategy. */
      readonly kind: "multiWorkerMirrored";
    }
  | {
      /** MPI, as Horovod needs it. */
      readonly kind: "mpi";
      /** @default what the image finds: one for each GPU */
      readonly processesPerHost?: Value<number>;
      /** Further options of `mpirun`. */
      readonly customOptions?: Value<string>;
    }
  | {
      /** SageMaker's library for data parallelism. */
      readonly kind: "smDataParallel";
      /** Further options of `mpirun`. */
      readonly customOptions?: Value<string>;
    };

/** The hyperparameters by which the image is told, as AWS's own SDK writes them. */
export function distributionHyperparameters(
  distribution: TrainingDistribution,
  instanceType: Value<TrainingInstanceType>,
): Readonly<Record<string, Value<string> | Value<number> | boolean>> {
  switch (distribution.kind) {
    case "torchDistributed":
      return {
        sagemaker_torch_distributed_enabled: true,
        sagemaker_instance_type: instanceType,
      };
    case "parameterServer":
      return { sagemaker_parameter_server_enabled: true };
    case "multiWorkerMirrored":
      return { sagemaker_multi_worker_mirrored_strategy_enabled: true };
    case "mpi": {
      const { processesPerHost, customOptions = "" } = distribution;
      return {
        sagemaker_mpi_enabled: true,
        ...(processesPerHost === undefined
          ? {}
          : { sagemaker_mpi_num_of_processes_per_host: processesPerHost }),
        sagemaker_mpi_custom_mpi_options: customOptions,
      };
    }
    case "smDataParallel":
      return {
        sagemaker_distributed_dataparallel_enabled: true,
        sagemaker_instance_type: instanceType,
        sagemaker_distributed_dataparallel_custom_mpi_options: distribution.customOptions ?? "",
      };
  }
}
