export { CodegenError } from "./errors.ts";
export { compare, write, type Difference } from "./folder.ts";
export { generate, type Generation } from "./generate.ts";
export type { GeneratedFile } from "./emit/emit.ts";
