import { CodegenError } from "../errors.ts";
import type { JsonObject } from "../load.ts";
import { byCodeUnit } from "../names.ts";

/** The `$defs` of a schema in the making. */
export interface Definitions {
  /** A reference to a definition, which is made when it is new; it may refer to itself. */
  readonly refer: (name: string, origin: string, make: () => JsonObject) => JsonObject;
  /** All that were referred to, by name, sorted. */
  readonly all: () => JsonObject;
}

/** @throws CodegenError `NAME_TWICE`, from `refer`, for one name with two origins */
export function definitions(): Definitions {
  const origins = new Map<string, string>();
  const made = new Map<string, JsonObject>();
  return {
    refer: (name, origin, make) => {
      const other = origins.get(name);
      if (other !== undefined && other !== origin) {
        throw new CodegenError(
          "NAME_TWICE",
          `Two different things would be named ${name}: ${other} and ${origin}.`,
          "Rename a definition, or give the object written out within another a title of its own.",
        );
      }
      if (other === undefined) {
        origins.set(name, origin);
        made.set(name, make());
      }
      return { $ref: `#/$defs/${name}` };
    },
    all: () => Object.fromEntries([...made].toSorted(([a], [b]) => byCodeUnit(a, b))),
  };
}
