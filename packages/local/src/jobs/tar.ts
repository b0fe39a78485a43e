export { pack } from "../archives/pack.ts";
export { unpack } from "../archives/unpack.ts";
