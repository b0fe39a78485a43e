// Made by `node tools/src/image-tables/main.ts`. Do not edit.
// Source: image_uri_config of the SageMaker Python SDK 2.257.7, which AWS keeps.

/**
 * Framework, scope, repository, table of accounts, Python versions, processors and base frameworks;
 * below that the versions. `-` stands for nothing.
 */
export const imagesText = `autogluon training autogluon-training autogluon-training@0.3.1 py37 cpu,gpu -
 0.3.1
autogluon training autogluon-training autogluon-training@0.3.1 py38 cpu,gpu -
 0.3.2 0.3 0.4.0 0.4.2 0.4.3 0.4 0.5.2 0.5
autogluon training autogluon-training autogluon-training@0.6.1 py38 cpu,gpu -
 0.6.1 0.6.2 0.6
autogluon training autogluon-training autogluon-training@0.6.1 py39 cpu,gpu -
 0.7.0 0.7 0.8.2 0.8
autogluon training autogluon-training autogluon-training@0.6.1 py310 cpu,gpu -
 1.0.0 1.0 1.1.0
autogluon training autogluon-training autogluon-training@0.6.1 py311 cpu,gpu -
 1.1.1 1.1 1.2.0 1.2 1.3.0 1.3
autogluon inference autogluon-inference autogluon-inference@0.3.1 py37 cpu -
 0.3.1
autogluon inference autogluon-inference autogluon-inference@0.3.1 py38 cpu -
 0.3.2 0.3 0.4.0
autogluon inference autogluon-inference autogluon-inference@0.3.1 py38 cpu,gpu -
 0.4.2 0.4.3 0.4 0.5.2 0.5
autogluon inference autogluon-inference autogluon-inference@0.6.1 py38 cpu,gpu -
 0.6.1 0.6.2 0.6
autogluon inference autogluon-inference autogluon-inference@0.6.1 py39 cpu,gpu -
 0.7.0 0.7 0.8.2 0.8
autogluon inference autogluon-inference autogluon-inference@0.6.1 py310 cpu,gpu -
 1.0.0 1.0 1.1.0
autogluon inference autogluon-inference autogluon-inference@0.6.1 py311 cpu,gpu -
 1.1.1 1.1 1.2.0 1.2 1.3.0 1.3
chainer - sagemaker-chainer sagemaker-chainer py2,py3 cpu,gpu -
 4.0.0 4.0 4.1.0 4.1 5.0.0 5.0
djl-lmi - djl-inference djl-inference@0.38.0 - - -
 0.38.0=0.38.0-lmi29.0.0-cu130 latest=0.38.0-lmi29.0.0-cu130 0.36.0=0.36.0-lmi27.0.0-cu130
 0.32.0=0.32.0-lmi14.0.0-cu126 0.31.0=0.31.0-lmi13.0.0-cu124 0.30.0=0.30.0-lmi12.0.0-cu124
 0.29.0=0.29.0-lmi11.0.0-cu124 0.28.0=0.28.0-lmi10.0.0-cu124
djl-lmi - djl-inference djl-inference@0.35.0 - - -
 0.35.0=0.35.0-lmi17.0.0-cu128 0.34.0=0.34.0-lmi16.0.0-cu128 0.33.0=0.33.0-lmi15.0.0-cu128
huggingface training huggingface-pytorch-training autogluon-inference@0.3.1 py36 gpu pytorch1.6.0,pytorch1.6
 4.4.2 4.4 4.5.0 4.5
huggingface training huggingface-tensorflow-training autogluon-inference@0.3.1 py37 gpu tensorflow2.4.1,tensorflow2.4
 4.4.2 4.4 4.5.0 4.5
huggingface training huggingface-pytorch-training autogluon-inference@0.3.1 py36 gpu:cu110-ubuntu18.04 pytorch1.6.0,pytorch1.6
 4.6.1 4.6
huggingface training huggingface-pytorch-training autogluon-inference@0.3.1 py36 gpu:cu110-ubuntu18.04 pytorch1.7.1,pytorch1.7
 4.6.1 4.6
huggingface training huggingface-pytorch-training autogluon-inference@0.3.1 py36 gpu:cu111-ubuntu18.04 pytorch1.8.1,pytorch1.8
 4.6.1 4.6
huggingface training huggingface-tensorflow-training autogluon-inference@0.3.1 py37 gpu:cu110-ubuntu18.04 tensorflow2.4.1,tensorflow2.4
 4.6.1 4.6 4.10.2 4.10
huggingface training huggingface-pytorch-training autogluon-inference@0.3.1 py36 gpu:cu110-ubuntu18.04 pytorch1.8.1,pytorch1.8
 4.10.2 4.10
huggingface training huggingface-pytorch-training autogluon-inference@0.3.1 py38 gpu:cu111-ubuntu20.04 pytorch1.9.0,pytorch1.9
 4.10.2 4.10 4.11.0 4.11
huggingface training huggingface-tensorflow-training autogluon-inference@0.3.1 py37 gpu:cu112-ubuntu18.04 tensorflow2.5.1,tensorflow2.5
 4.10.2 4.10 4.11.0 4.11 4.12.3 4.12
huggingface training huggingface-pytorch-training autogluon-inference@0.3.1 py38 gpu:cu111-ubuntu20.04 pytorch1.9.1,pytorch1.9
 4.12.3 4.12
huggingface training huggingface-pytorch-training autogluon-inference@0.3.1 py38 gpu:cu113-ubuntu20.04 pytorch1.10.2,pytorch1.10
 4.17.0 4.17
huggingface training huggingface-tensorflow-training autogluon-inference@0.3.1 py38 gpu:cu112-ubuntu20.04 tensorflow2.6.3,tensorflow2.6
 4.17.0 4.17
huggingface training huggingface-pytorch-training huggingface-pytorch-training@4.26.0 py39 gpu:cu117-ubuntu20.04 pytorch1.13.1,pytorch1.13
 4.26.0 4.26
huggingface training huggingface-pytorch-training huggingface-pytorch-training@4.26.0 py310 gpu:cu118-ubuntu20.04 pytorch2.0.0,pytorch2.0
 4.28.1 4.28
huggingface training huggingface-pytorch-training huggingface-pytorch-training@4.26.0 py310 gpu:cu121-ubuntu20.04 pytorch2.1.0,pytorch2.1
 4.36.0 4.36
huggingface training huggingface-pytorch-training huggingface-pytorch-training@4.26.0 py311 gpu:cu121-ubuntu20.04 pytorch2.3.0,pytorch2.3
 4.46.1 4.46 4.48.0 4.48
huggingface training huggingface-pytorch-training huggingface-pytorch-training@4.26.0 py311 gpu:cu124-ubuntu22.04 pytorch2.5.1,pytorch2.5
 4.49.0 4.49
huggingface training huggingface-pytorch-training huggingface-pytorch-training@4.26.0 py312 gpu:cu128-ubuntu22.04 pytorch2.7.1,pytorch2.7
 4.55.0 4.55
huggingface training huggingface-pytorch-training huggingface-pytorch-training@4.26.0 py312 gpu:cu129-ubuntu22.04 pytorch2.8.0,pytorch2.8
 4.56.2 4.56
huggingface inference huggingface-pytorch-inference autogluon-inference@0.3.1 py36 gpu:cu110-ubuntu18.04,cpu:ubuntu18.04 pytorch1.7.1,pytorch1.7
 4.6.1 4.6
huggingface inference huggingface-pytorch-inference autogluon-inference@0.3.1 py36 gpu:cu111-ubuntu18.04,cpu:ubuntu18.04 pytorch1.8.1
 4.6.1 4.6
huggingface inference huggingface-tensorflow-inference autogluon-inference@0.3.1 py37 gpu:cu110-ubuntu18.04,cpu:ubuntu18.04 tensorflow2.4.1,tensorflow2.4
 4.6.1 4.6 4.10.2 4.10
huggingface inference huggingface-pytorch-inference autogluon-inference@0.3.1 py36 gpu:cu111-ubuntu18.04,cpu:ubuntu18.04 pytorch1.8.1,pytorch1.8
 4.10.2 4.10
huggingface inference huggingface-pytorch-inference autogluon-inference@0.3.1 py38 gpu:cu111-ubuntu20.04,cpu:ubuntu20.04 pytorch1.9.0,pytorch1.9
 4.10.2 4.10 4.11.0 4.11
huggingface inference huggingface-tensorflow-inference autogluon-inference@0.3.1 py37 gpu:cu112-ubuntu18.04,cpu:ubuntu18.04 tensorflow2.5.1,tensorflow2.5
 4.10.2 4.10 4.11.0 4.11 4.12.3 4.12
huggingface inference huggingface-pytorch-inference autogluon-inference@0.3.1 py38 gpu:cu111-ubuntu20.04,cpu:ubuntu20.04 pytorch1.9.1,pytorch1.9
 4.12.3 4.12
huggingface inference huggingface-pytorch-inference autogluon-inference@0.3.1 py38 gpu:cu113-ubuntu20.04,cpu:ubuntu20.04 pytorch1.10.2,pytorch1.10
 4.17.0 4.17
huggingface inference huggingface-tensorflow-inference autogluon-inference@0.3.1 py38 gpu:cu112-ubuntu20.04,cpu:ubuntu20.04 tensorflow2.6.3,tensorflow2.6
 4.17.0 4.17
huggingface inference huggingface-pytorch-inference autogluon-inference@0.3.1 py39 gpu:cu117-ubuntu20.04,cpu:ubuntu20.04 pytorch1.13.1,pytorch1.13
 4.26.0 4.26
huggingface inference huggingface-tensorflow-inference autogluon-inference@0.3.1 py39 gpu:cu112-ubuntu20.04,cpu:ubuntu20.04 tensorflow2.11.0,tensorflow2.11
 4.26.0 4.26
huggingface inference huggingface-pytorch-inference autogluon-inference@0.3.1 py310 gpu:cu118-ubuntu20.04,cpu:ubuntu20.04 pytorch2.0.0,pytorch2.0
 4.28.1 4.28
huggingface inference huggingface-pytorch-inference autogluon-inference@0.3.1 py310 gpu:cu118-ubuntu20.04,cpu:ubuntu22.04 pytorch2.1.0,pytorch2.1
 4.37.0 4.37
huggingface inference huggingface-pytorch-inference autogluon-inference@0.3.1 py311 gpu:cu121-ubuntu22.04,cpu:ubuntu22.04 pytorch2.3.0,pytorch2.3
 4.48.0
huggingface inference huggingface-pytorch-inference autogluon-inference@0.3.1 py312 gpu:cu124-ubuntu22.04,cpu:ubuntu22.04 pytorch2.6.0,pytorch2.6
 4.49.0 4.49 4.51.3 4.51
huggingface-llm - huggingface-pytorch-tgi-inference huggingface-pytorch-tgi-inference py39 gpu:cu118-ubuntu20.04 -
 0.6.0=2.0.0-tgi0.6.0 0.6=2.0.0-tgi0.6.0 0.8.2=2.0.0-tgi0.8.2 0.8=2.0.0-tgi0.8.2
 0.9.3=2.0.1-tgi0.9.3 0.9=2.0.1-tgi0.9.3 1.0.3=2.0.1-tgi1.0.3 1.0=2.0.1-tgi1.0.3
 1.1.0=2.0.1-tgi1.1.0 1.1=2.0.1-tgi1.1.0
huggingface-llm - huggingface-pytorch-tgi-inference huggingface-pytorch-tgi-inference py310 gpu:cu121-ubuntu20.04 -
 1.2.0=2.1.1-tgi1.2.0 1.2=2.1.1-tgi1.2.0 1.3.1=2.1.1-tgi1.3.1 1.3.3=2.1.1-tgi1.3.3
 1.3=2.1.1-tgi1.3.3 1.4.0=2.1.1-tgi1.4.0
huggingface-llm - huggingface-pytorch-tgi-inference huggingface-pytorch-tgi-inference py310 gpu:cu121-ubuntu22.04 -
 1.4.2=2.1.1-tgi1.4.2 1.4.5=2.1.1-tgi1.4.5 1.4=2.1.1-tgi1.4.5 2.0.0=2.1.1-tgi2.0.0
 2.0.1=2.1.1-tgi2.0.1 2.0.2=2.3.0-tgi2.0.2
huggingface-llm - huggingface-pytorch-tgi-inference huggingface-pytorch-tgi-inference py310 gpu:cu121-ubuntu22.04-v2.0 -
 2.2.0=2.3.0-tgi2.2.0
huggingface-llm - huggingface-pytorch-tgi-inference huggingface-pytorch-tgi-inference py311 gpu:cu124-ubuntu22.04 -
 2.3.1=2.4.0-tgi2.3.1 2.3=2.4.0-tgi2.3.1 3.1.1=2.6.0-tgi3.1.1 3.1=2.6.0-tgi3.1.1
 3.2.0=2.6.0-tgi3.2.0 3.2.3=2.6.0-tgi3.2.3 3.2=2.6.0-tgi3.2.3 3.3.4=2.7.0-tgi3.3.4
 3.3.6=2.7.0-tgi3.3.6 3.3=2.7.0-tgi3.3.6
huggingface-llm - huggingface-pytorch-tgi-inference huggingface-pytorch-tgi-inference py311 gpu:cu124-ubuntu22.04-v2.2 -
 2.4.0=2.4.0-tgi2.4.0 2.0=2.4.0-tgi2.4.0
huggingface-llm - huggingface-pytorch-tgi-inference huggingface-pytorch-tgi-inference py311 gpu:cu124-ubuntu22.04-v2.1 -
 3.0.1=2.4.0-tgi3.0.1 3.0=2.4.0-tgi3.0.1
huggingface-tei - tei tei py310 gpu:cu122-ubuntu22.04 -
 1.2.3=2.0.1-tei1.2.3 1.2=2.0.1-tei1.2.3 1.4.0=2.0.1-tei1.4.0 1.4=2.0.1-tei1.4.0
 1.6.0=2.0.1-tei1.6.0 1.6=2.0.1-tei1.6.0 1.7.0=2.0.1-tei1.7.0 1.7=2.0.1-tei1.7.0
 1.8.0=2.0.1-tei1.8.0 1.8.2=2.0.1-tei1.8.2 1.8=2.0.1-tei1.8.2
huggingface-tei-cpu - tei-cpu tei py310 cpu:ubuntu22.04 -
 1.2.3=2.0.1-tei1.2.3 1.2=2.0.1-tei1.2.3 1.4.0=2.0.1-tei1.4.0 1.4=2.0.1-tei1.4.0
 1.6.0=2.0.1-tei1.6.0 1.6=2.0.1-tei1.6.0 1.7.0=2.0.1-tei1.7.0 1.7=2.0.1-tei1.7.0
 1.8.0=2.0.1-tei1.8.0 1.8.2=2.0.1-tei1.8.2 1.8=2.0.1-tei1.8.2
mxnet training sagemaker-mxnet sagemaker-chainer py2,py3 cpu,gpu -
 0.12.1 0.12 1.0.0 1.0 1.1.0 1.1 1.2.1 1.2 1.3.0 1.3 1.4.0
mxnet training sagemaker-mxnet sagemaker-chainer py2 cpu,gpu -
 1.4.1 1.4
mxnet training mxnet-training autogluon-inference@0.3.1 py3 cpu,gpu -
 1.4.1 1.4 1.7.0 1.7
mxnet training mxnet-training autogluon-inference@0.3.1 py2,py3 cpu,gpu -
 1.6.0 1.6
mxnet training mxnet-training autogluon-inference@0.3.1 py37 cpu,gpu -
 1.8.0 1.8
mxnet training mxnet-training autogluon-inference@0.3.1 py38 cpu,gpu -
 1.9.0 1.9
mxnet inference sagemaker-mxnet sagemaker-chainer py2,py3 cpu,gpu -
 0.12.1 0.12 1.0.0 1.0 1.1.0 1.1 1.2.1 1.2 1.3.0 1.3
mxnet inference sagemaker-mxnet-serving sagemaker-chainer py2,py3 cpu,gpu -
 1.4.0
mxnet inference sagemaker-mxnet-serving sagemaker-chainer py2 cpu,gpu -
 1.4.1 1.4
mxnet inference mxnet-inference autogluon-inference@0.3.1 py3 cpu,gpu -
 1.4.1 1.4 1.7.0 1.7
mxnet inference mxnet-inference autogluon-inference@0.3.1 py2,py3 cpu,gpu -
 1.6.0 1.6
mxnet inference mxnet-inference autogluon-inference@0.3.1 py37 cpu,gpu -
 1.8.0 1.8
mxnet inference mxnet-inference autogluon-inference@0.3.1 py38 cpu,gpu -
 1.9.0 1.9
pytorch - sagemaker-pytorch sagemaker-chainer py2,py3 cpu,gpu -
 0.4.0 0.4 1.0.0 1.0 1.1.0 1.1
pytorch inference pytorch-inference pytorch-inference@1.2.0 py2,py3 cpu,gpu -
 1.2.0 1.2 1.3.1 1.3
pytorch inference pytorch-inference pytorch-inference@1.2.0 py3,py36 cpu,gpu -
 1.4.0 1.4 1.5.0 1.5 1.6.0 1.6 1.7.1 1.7 1.8.0 1.8.1 1.8
pytorch inference pytorch-inference pytorch-inference@1.2.0 py38 cpu,gpu -
 1.9.0 1.9.1 1.9 1.10.0 1.10.2 1.10 1.11.0 1.11 1.12.0 1.12.1 1.12
pytorch inference pytorch-inference pytorch-inference@1.2.0 py39 cpu,gpu -
 1.13.1 1.13
pytorch inference pytorch-inference pytorch-inference@1.2.0 py310 cpu,gpu -
 2.0.0 2.0.1 2.0
pytorch inference pytorch-inference huggingface-pytorch-tgi-inference py310 cpu,gpu -
 2.1.0 2.1 2.2.0 2.2
pytorch inference pytorch-inference pytorch-inference@2.3.0 py311 cpu,gpu -
 2.3.0 2.3 2.4.0 2.4 2.5.1 2.5
pytorch inference pytorch-inference pytorch-inference@2.3.0 py312 cpu,gpu -
 2.6.0 2.6
pytorch graviton pytorch-inference-graviton pytorch-inference@1.2.0 py38 cpu:ubuntu20.04-sagemaker -
 1.12.1 1.12
pytorch graviton pytorch-inference-graviton pytorch-inference@2.3.0 py310 cpu:ubuntu20.04-sagemaker -
 2.0.0 2.0.1 2.0 2.1.0 2.1 2.2.1 2.2
pytorch graviton pytorch-inference-graviton pytorch-inference@2.3.0 py311 cpu:ubuntu20.04-sagemaker -
 2.3.0 2.3
pytorch graviton pytorch-inference-graviton pytorch-inference@2.3.0 py311 cpu:ubuntu22.04-sagemaker -
 2.4.0 2.4
pytorch training pytorch-training pytorch-inference@1.2.0 py2,py3 cpu,gpu -
 1.2.0 1.2 1.3.1 1.3
pytorch training pytorch-training pytorch-inference@1.2.0 py2,py3,py36 cpu,gpu -
 1.4.0 1.4
pytorch training pytorch-training pytorch-inference@1.2.0 py3,py36 cpu,gpu -
 1.5.0 1.5 1.6.0 1.6 1.7.1 1.7 1.8.0 1.8.1 1.8
pytorch training pytorch-training pytorch-inference@1.2.0 py38 cpu,gpu -
 1.9.0 1.9.1 1.9 1.10.0 1.10.2 1.10 1.11.0 1.11 1.12.0 1.12.1 1.12
pytorch training pytorch-training pytorch-inference@1.2.0 py39 cpu,gpu -
 1.13.1 1.13
pytorch training pytorch-training pytorch-inference@1.2.0 py310 cpu,gpu -
 2.0.0 2.0.1 2.0
pytorch training pytorch-training huggingface-pytorch-tgi-inference py310 cpu,gpu -
 2.1.0 2.1 2.2.0 2.2
pytorch training pytorch-training huggingface-pytorch-tgi-inference py311 cpu,gpu -
 2.3.0 2.3
pytorch training pytorch-training pytorch-inference@2.3.0 py311 cpu,gpu -
 2.4.0 2.4 2.5.1 2.5
pytorch training pytorch-training pytorch-inference@2.3.0 py312 cpu,gpu -
 2.6.0 2.6 2.7.1 2.7 2.8.0 2.8
sagemaker-distribution - sagemaker-distribution-prod sagemaker-distribution-prod - cpu,gpu -
 3.2.0 3.2
sagemaker-tritonserver - sagemaker-tritonserver sagemaker-tritonserver@25.09 - cpu,gpu= -
 25.09=25.09-py3
sagemaker-tritonserver - sagemaker-tritonserver sagemaker-tritonserver@25.04 - cpu,gpu= -
 25.04=25.04-py3
sagemaker-tritonserver - sagemaker-tritonserver sagemaker-tritonserver@24.09 - cpu,gpu= -
 24.09=24.09-py3 24.05=24.05-py3 24.03=24.03-py3 24.01=24.01-py3 23.12=23.12-py3
sklearn inference sagemaker-scikit-learn sagemaker-scikit-learn py3 cpu -
 0.20.0 0.23-1 1.0-1 1.2-1
sklearn training sagemaker-scikit-learn sagemaker-scikit-learn py3 cpu -
 0.20.0 0.23-1 1.0-1 1.2-1 1.4-2
sklearn graviton sagemaker-scikit-learn sagemaker-scikit-learn - - -
 1.0-1=1.0-1-arm64-cpu-py3
spark - sagemaker-spark-processing sagemaker-spark-processing -,py37 cpu -
 2.4 3.0 3.1
spark - sagemaker-spark-processing sagemaker-spark-processing -,py39 cpu -
 3.2 3.3
spark - sagemaker-spark-processing sagemaker-spark-processing -,py39,py312 cpu -
 3.5
sparkml-serving - sagemaker-sparkml-serving sagemaker-sparkml-serving@2.2 - - -
 2.2 2.4
sparkml-serving - sagemaker-sparkml-serving sagemaker-sparkml-serving@3.3 - - -
 3.3
tensorflow - sagemaker-tensorflow sagemaker-chainer py2 cpu,gpu -
 1.4.1 1.4 1.5.0 1.5 1.6.0 1.6 1.7.0 1.7 1.8.0 1.8 1.9.0 1.9 1.10.0 1.10
tensorflow inference sagemaker-tensorflow-serving sagemaker-chainer - cpu,gpu -
 1.11.0 1.11 1.12.0 1.12
tensorflow inference tensorflow-inference pytorch-inference@1.2.0 - cpu,gpu -
 1.13.0 1.13 1.14.0 1.14 1.15.0 1.15.2 1.15.3 1.15.4 1.15.5 1.15 2.0.0 2.0.1 2.0.2 2.0.3 2.0.4
 2.0 2.1.0 2.1.1 2.1.2 2.1.3 2.1 2.2.0 2.2.1 2.2.2 2.2 2.3.0 2.3.1 2.3.2 2.3 2.4.1 2.4.3 2.4
 2.5.1 2.5 2.6.0 2.6.3 2.6 2.7.0 2.7 2.8.0 2.8.4 2.8 2.9.2 2.9.3 2.9 2.10.0 2.10.1 2.10 2.11.0
 2.11.1 2.11 2.12.1 2.12
tensorflow inference tensorflow-inference huggingface-pytorch-tgi-inference - cpu,gpu -
 2.13.0 2.13 2.14.1 2.14
tensorflow inference tensorflow-inference pytorch-inference@2.3.0 - cpu,gpu -
 2.16.1 2.16 2.18.0 2.18 2.19.0 2.19
tensorflow graviton tensorflow-inference-graviton pytorch-inference@1.2.0 py38 cpu:ubuntu20.04-sagemaker -
 2.9.1 2.9
tensorflow graviton tensorflow-inference-graviton pytorch-inference@1.2.0 py310 cpu:ubuntu20.04-sagemaker -
 2.12.1 2.12 2.13.0 2.13 2.14.1 2.14
tensorflow graviton tensorflow-inference-graviton pytorch-inference@2.3.0 py310 cpu:ubuntu20.04-sagemaker -
 2.16.1 2.16
tensorflow training sagemaker-tensorflow-scriptmode sagemaker-chainer py2,py3 cpu,gpu -
 1.11.0 1.11 1.12.0 1.12
tensorflow training sagemaker-tensorflow-scriptmode sagemaker-chainer py2 cpu,gpu -
 1.13.1 1.13
tensorflow training tensorflow-training autogluon-inference@0.3.1 py3 cpu,gpu -
 1.13.1 1.13
tensorflow training tensorflow-training pytorch-inference@1.2.0 py2,py3 cpu,gpu -
 1.14.0 1.14 1.15.0 2.0.0 2.0.1 2.0.2 2.1.0 2.1.1
tensorflow training tensorflow-training pytorch-inference@1.2.0 py2,py3,py37 cpu,gpu -
 1.15.2 1.15.3
tensorflow training tensorflow-training pytorch-inference@1.2.0 py3,py36,py37 cpu,gpu -
 1.15.4 1.15.5 1.15
tensorflow training tensorflow-training pytorch-inference@1.2.0 py3,py36 cpu,gpu -
 2.0.3 2.0.4 2.0 2.1.2 2.1.3 2.1
tensorflow training tensorflow-training pytorch-inference@1.2.0 py37 cpu,gpu -
 2.2.0 2.2.1 2.2.2 2.2 2.3.0 2.3.1 2.3.2 2.3 2.4.1 2.4.3 2.4 2.5.0 2.5.1 2.5
tensorflow training tensorflow-training pytorch-inference@1.2.0 py38 cpu,gpu -
 2.6.0 2.6.2 2.6.3 2.6 2.7.1 2.7
tensorflow training tensorflow-training pytorch-inference@1.2.0 py39 cpu,gpu -
 2.8.0 2.8 2.9.2 2.9 2.10.1 2.10 2.11.0 2.11
tensorflow training tensorflow-training pytorch-inference@2.3.0 py310 cpu,gpu -
 2.12.0 2.12 2.16.2 2.16 2.18.0 2.18
tensorflow training tensorflow-training huggingface-pytorch-tgi-inference py310 cpu,gpu -
 2.13.0 2.13 2.14.1 2.14
tensorflow training tensorflow-training pytorch-inference@2.3.0 py312 cpu,gpu -
 2.19.0 2.19
xgboost - xgboost xgboost - - -
 1 latest
xgboost - sagemaker-xgboost sagemaker-scikit-learn py3 cpu -
 0.90-1 0.90-2 1.0-1
xgboost - sagemaker-xgboost sagemaker-scikit-learn - - -
 1.2-1 1.2-2 1.3-1 1.5-1 1.7-1 3.0-5
xgboost graviton sagemaker-xgboost sagemaker-scikit-learn - - -
 1.3-1=1.3-1-arm64 1.5-1=1.5-1-arm64
clarify - sagemaker-clarify-processing sagemaker-clarify-processing - - -
 1.0
data-wrangler - sagemaker-data-wrangler-container sagemaker-data-wrangler-container@1.x - - -
 1.x 2.x
data-wrangler - sagemaker-data-wrangler-container sagemaker-data-wrangler-container@3.x - - -
 3.x
debugger - sagemaker-debugger-rules sagemaker-debugger-rules - - -
 latest
detailed-profiler - detailed-profiler-processing detailed-profiler-processing - - -
 latest
model-monitor - sagemaker-model-monitor-analyzer sagemaker-model-monitor-analyzer - - -
 -
blazingtext - blazingtext blazingtext - - -
 1
factorization-machines - factorization-machines factorization-machines - - -
 1
forecasting-deepar - forecasting-deepar forecasting-deepar - - -
 1
image-classification - image-classification blazingtext - - -
 1
ipinsights - ipinsights factorization-machines - - -
 1
kmeans - kmeans factorization-machines - - -
 1
knn - knn factorization-machines - - -
 1
lda - lda lda - - -
 1
linear-learner - linear-learner factorization-machines - - -
 1
ntm - ntm factorization-machines - - -
 1
object-detection - object-detection blazingtext - - -
 1
object2vec - object2vec factorization-machines - - -
 1
pca - pca factorization-machines - - -
 1
randomcutforest - randomcutforest factorization-machines - - -
 1
semantic-segmentation - semantic-segmentation blazingtext - - -
 1
seq2seq - seq2seq blazingtext - - -
 1`;
