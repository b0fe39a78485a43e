import { itemPath, memberPath } from "./path.ts";

/** Where a walk over a document is: keys and indexes. A path is made only of what is reported. */
export class Trail {
  readonly #keys: (string | number)[] = [];
  readonly #root: string;

  constructor(root = "$") {
    this.#root = root;
  }

  /** How deep the walk is. */
  get depth(): number {
    return this.#keys.length;
  }

  /** Goes into a member or an item. */
  enter(key: string | number): void {
    this.#keys.push(key);
  }

  /** Goes back out. */
  leave(): void {
    this.#keys.pop();
  }

  /** The JSON path of where the walk is. */
  path(): string {
    return pathOf(this.#root, this.#keys);
  }

  /** Where the walk is, to be asked for its path later, or never. */
  spot(): Spot {
    return new Spot(this.#root, this.#keys.slice());
  }
}

/** A place in a document, whose path is made when it is asked for. */
export class Spot {
  readonly #root: string;
  readonly #keys: readonly (string | number)[];
  #path: string | undefined;

  constructor(root: string, keys: readonly (string | number)[]) {
    this.#root = root;
    this.#keys = keys;
  }

  /** The JSON path. */
  get path(): string {
    this.#path ??= pathOf(this.#root, this.#keys);
    return this.#path;
  }
}

function pathOf(root: string, keys: readonly (string | number)[]): string {
  let path = root;
  for (const key of keys) {
    path = typeof key === "number" ? itemPath(path, key) : memberPath(path, key);
  }
  return path;
}
