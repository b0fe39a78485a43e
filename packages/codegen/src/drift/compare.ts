import { isObject, type Json } from "../load.ts";
import type { Schema, View } from "./view.ts";

/** One difference between our schema and another. */
export interface Difference {
  /** Where, as `<definition>.<member>`. */
  readonly place: string;
  /** Which of the two has it, or that both have it and differ. */
  readonly in: "ours" | "theirs" | "both";
  /** What it is, such as `member` or `maxLength`. */
  readonly what: string;
  /** What the two say, where both say something. */
  readonly ours?: Json;
  readonly theirs?: Json;
  /** The nearest `departure` of ours; none for what only theirs has. */
  readonly departure?: Departure;
}

/** A `departure` keyword of ours, known by its place. */
export interface Departure {
  readonly place: string;
  readonly reason: string;
  readonly source: string;
}

/** What comparing two schemas gives. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** Departures at and below which the two do not differ. */
  readonly outOfDate: readonly Departure[];
}

/** Compares what two schemas take, from their roots. */
export function compareSchemas(ours: Schema, theirs: Schema): Comparison {
  const comparer = new Comparer(ours, theirs);
  comparer.compare({ json: ours.root, place: "", departures: [] }, theirs.root);
  // A definition of ours may stand against several places of theirs that are alike.
  const distinct = new Map(comparer.differences.map((one) => [JSON.stringify(one), one]));
  return {
    differences: [...distinct.values()],
    outOfDate: comparer.outOfDate,
  };
}

/** A node of ours: its place, and the departures around it, the nearest last. */
interface Own {
  readonly json: Json;
  readonly place: string;
  readonly departures: readonly Departure[];
}

class Comparer {
  readonly differences: Difference[] = [];
  /** Departures by place, and whether the two differ there. */
  readonly #departures = new Map<string, { readonly departure: Departure; applies: boolean }>();
  /** Pairs that were compared, and whether they differ. */
  readonly #compared = new Map<string, Map<Json, boolean>>();
  readonly #ours: Schema;
  readonly #theirs: Schema;

  constructor(ours: Schema, theirs: Schema) {
    this.#ours = ours;
    this.#theirs = theirs;
  }

  get outOfDate(): Departure[] {
    const all = [...this.#departures.values()];
    return all.filter(({ applies }) => !applies).map(({ departure }) => departure);
  }

  compare(given: Own, theirs: Json): void {
    const own = this.#enter(given);
    const target = this.#theirs.chain(theirs).at(-1) ?? theirs;
    const known = this.#compared.get(own.place) ?? new Map<Json, boolean>();
    this.#compared.set(own.place, known);
    const before = known.get(target);
    if (before !== undefined) {
      if (before) this.#apply(own.departures);
      return;
    }
    known.set(target, false);
    const count = this.differences.length;
    this.#node(own, this.#ours.view(own.json), this.#theirs.view(theirs));
    known.set(target, this.differences.length > count);
  }

  #node(own: Own, a: View, b: View): void {
    this.#sets(own, "type", a.types, b.types);
    this.#sets(own, "function", a.functions, b.functions);
    if (a.isClosed !== b.isClosed) this.#both(own, "closed", a.isClosed, b.isClosed);
    for (const key of new Set([...a.limits.keys(), ...b.limits.keys()])) {
      this.#both(own, key, a.limits.get(key), b.limits.get(key));
    }
    this.#constants(own, a.values, b.values);
    this.#members(own, a, b);
    this.#forms(own, a, b);
    this.#elements({ ...own, place: `${own.place}[]` }, a.item, b.item);
    this.#elements({ ...own, place: `${own.place}{}` }, a.value, b.value);
  }

  #constants(own: Own, a: View["values"], b: View["values"]): void {
    if (a === undefined || b === undefined) {
      this.#both(own, "constants", a && [...a], b && [...b]);
      return;
    }
    for (const value of a) if (!b.has(value)) this.#onlyOurs(own, `constant ${value}`);
    for (const value of b) if (!a.has(value)) this.#onlyTheirs(own.place, `constant ${value}`);
  }

  #members(own: Own, a: View, b: View): void {
    const place = (name: string) => (own.place === "" ? name : `${own.place}.${name}`);
    for (const [name, json] of a.members) {
      const member = { ...own, json, place: place(name) };
      const other = b.members.get(name);
      if (other === undefined) {
        this.#onlyOurs(this.#absent(member), "member");
        continue;
      }
      const [mine, its] = [a.required.has(name), b.required.has(name)];
      if (mine !== its) this.#both(this.#noted(member), "required", mine, its);
      this.compare(member, other);
    }
    for (const name of b.members.keys()) {
      if (!a.members.has(name)) this.#onlyTheirs(place(name), "member");
    }
  }

  #forms(own: Own, a: View, b: View): void {
    for (const [key, json] of a.forms) {
      const form = { ...own, json, place: `${own.place}[${key}]` };
      const other = b.forms.get(key);
      if (other === undefined) {
        this.#onlyOurs(this.#absent(form), "form");
        continue;
      }
      const [mine, its] = [this.#ours.nameOf(json), this.#theirs.nameOf(other)];
      if (mine !== its) this.#both(this.#enter(form), "name of the definition", mine, its);
      this.compare(form, other);
    }
    for (const key of b.forms.keys()) {
      if (!a.forms.has(key)) this.#onlyTheirs(`${own.place}[${key}]`, "form");
    }
  }

  #elements(own: Own, mine: Json | undefined, its: Json | undefined): void {
    if (mine !== undefined && its !== undefined) this.compare({ ...own, json: mine }, its);
    else if (mine !== undefined) this.#onlyOurs(this.#absent({ ...own, json: mine }), "elements");
    else if (its !== undefined) this.#onlyTheirs(own.place, "elements");
  }

  /** Follows references: a definition gives its own place, and every node may have a departure. */
  #enter(given: Own): Own {
    const own = this.#noted(given);
    const name = this.#ours.nameOf(own.json);
    const target = name === undefined ? undefined : this.#ours.definition(name);
    if (name === undefined || target === undefined) return own;
    return this.#enter({ ...own, json: target, place: name });
  }

  #noted(own: Own): Own {
    const departure = departureOf(own.json, own.place);
    if (departure === undefined) return own;
    if (!this.#departures.has(departure.place)) {
      this.#departures.set(departure.place, { departure, applies: false });
    }
    return { ...own, departures: [...own.departures, departure] };
  }

  /** A part that theirs does not have: its own reason is before that of the definition it follows. */
  #absent(own: Own): Own {
    const noted = this.#noted(own);
    if (noted !== own) return noted;
    return { ...this.#enter(own), place: own.place };
  }

  #sets(own: Own, what: string, a: ReadonlySet<string>, b: ReadonlySet<string>): void {
    this.#both(own, what, [...a].toSorted(), [...b].toSorted());
  }

  #both(own: Own, what: string, ours: Json | undefined, theirs: Json | undefined): void {
    if (JSON.stringify(ours) === JSON.stringify(theirs)) return;
    this.#add(own, { in: "both", what, ours: ours ?? null, theirs: theirs ?? null });
  }

  #onlyOurs(own: Own, what: string): void {
    this.#add(own, { in: "ours", what });
  }

  #onlyTheirs(place: string, what: string): void {
    this.#add({ json: null, place, departures: [] }, { in: "theirs", what });
  }

  #add({ place, departures }: Own, difference: Omit<Difference, "place" | "departure">): void {
    const departure = departures.at(-1);
    this.#apply(departures);
    this.differences.push({ place, ...difference, ...(departure && { departure }) });
  }

  #apply(departures: readonly Departure[]): void {
    for (const { place } of departures) {
      const entry = this.#departures.get(place);
      if (entry !== undefined) entry.applies = true;
    }
  }
}

function departureOf(json: Json, place: string): Departure | undefined {
  const own = isObject(json) ? json["departure"] : undefined;
  if (!isObject(own)) return undefined;
  const { reason, source } = own;
  const isWhole = typeof reason === "string" && typeof source === "string";
  return isWhole ? { place, reason, source } : undefined;
}
