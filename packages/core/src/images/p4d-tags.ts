/**
 * Tags whose image does not run on the GPUs of p4d instances, with the end of the tag of the one that
 * does. Source: `_get_image_tag` in `image_uris.py` of the SageMaker Python SDK 2.257.7.
 */
const ends: Readonly<Record<string, string>> = {
  "mxnet 1.8-gpu-py37": "cu110-ubuntu16.04-v1",
  "mxnet 1.8.0-gpu-py37": "cu110-ubuntu16.04",
  "pytorch 1.6-gpu-py3": "cu110-ubuntu18.04-v3",
  "pytorch 1.6-gpu-py36": "cu110-ubuntu18.04-v3",
  "pytorch 1.6.0-gpu-py3": "cu110-ubuntu18.04",
  "pytorch 1.6.0-gpu-py36": "cu110-ubuntu18.04",
  "tensorflow 1.15-gpu-py37": "cu110-ubuntu18.04-v8",
  "tensorflow 1.15.4-gpu-py37": "cu110-ubuntu18.04",
  "tensorflow 1.15.5-gpu-py37": "cu110-ubuntu18.04",
  "tensorflow 2.3-gpu-py37": "cu110-ubuntu18.04-v3",
  "tensorflow 2.3.1-gpu-py37": "cu110-ubuntu18.04",
  "tensorflow 2.3.2-gpu-py37": "cu110-ubuntu18.04",
};

/** The tag for a p4d instance. */
export function p4dTag(framework: string, tag: string): string {
  const end = ends[`${framework} ${tag}`];
  return end === undefined ? tag : `${tag}-${end}`;
}
