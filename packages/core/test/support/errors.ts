import { NacreError } from "@nacre/core";

/** The fault that an action ends in; fails the test when there is none. */
export function faultOf(action: () => unknown): NacreError {
  try {
    action();
  } catch (error) {
    if (error instanceof NacreError) return error;
    throw error;
  }
  throw new Error("No fault was found.");
}

/** A value under a type that it has not: what a program without types could pass. */
export function wrong<T>(value: unknown): T {
  return value as T;
}
