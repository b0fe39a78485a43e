import type { PlannedStep } from "../plan.ts";

interface Node {
  readonly step: PlannedStep;
  /** Those that wait for it. */
  readonly dependents: Node[];
  /** How many of the steps it waits for have not succeeded. */
  missing: number;
  state: "waiting" | "ready" | "started" | "skipped";
}

/**
 * Which steps can start: those whose every dependency has succeeded. A condition that succeeds skips
 * the steps of the branch it does not take; what waits for a skipped step is skipped too. Each step and
 * each dependency is looked at once, however many there are.
 */
export class StepGraph {
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #branches = new Map<string, Node[]>();
  /** Those that are ready, from `#next` on. */
  #ready: Node[] = [];
  #next = 0;
  #waiting: number;

  constructor(steps: readonly PlannedStep[]) {
    this.#nodes = new Map(
      steps.map((step) => [
        step.name,
        { step, dependents: [], missing: step.waitsFor.size, state: "waiting" },
      ]),
    );
    this.#waiting = this.#nodes.size;
    for (const node of this.#nodes.values()) {
      for (const name of node.step.waitsFor) this.#node(name).dependents.push(node);
      const { branch } = node.step;
      if (branch !== undefined) {
        const inside = this.#branches.get(branch.condition) ?? [];
        inside.push(node);
        this.#branches.set(branch.condition, inside);
      }
      if (node.missing === 0) this.#setReady(node);
    }
  }

  /** How many steps have neither started nor been skipped. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Takes the next step that can start; undefined when there is none now. */
  takeReady(): PlannedStep | undefined {
    while (this.#next < this.#ready.length) {
      const node = this.#ready[this.#next];
      this.#next += 1;
      if (node?.state === "ready") {
        this.#leaveWaiting(node, "started");
        return node.step;
      }
    }
    this.#ready = [];
    this.#next = 0;
    return undefined;
  }

  /** Takes a step that has started earlier, in whatever state it is. */
  take(name: string): void {
    this.#leaveWaiting(this.#node(name), "started");
  }

  /**
   * Notes that a step has succeeded.
   *
   * @param outcome - what it decided, if it is a condition
   * @returns the steps that will not run because of that
   */
  succeed(name: string, outcome?: boolean): PlannedStep[] {
    const node = this.#node(name);
    const skipped =
      outcome === undefined
        ? []
        : (this.#branches.get(name) ?? [])
            .filter(({ step }) => (step.branch?.when === "if") !== outcome)
            .flatMap(({ step }) => this.skip(step.name));
    for (const dependent of node.dependents) {
      dependent.missing -= 1;
      if (dependent.missing === 0 && dependent.state === "waiting") this.#setReady(dependent);
    }
    return skipped;
  }

  /** Leaves a step out, and all that waits for it; gives those that were not left out before. */
  skip(name: string): PlannedStep[] {
    const skipped: PlannedStep[] = [];
    const toSkip = [this.#node(name)];
    for (let node = toSkip.pop(); node !== undefined; node = toSkip.pop()) {
      if (node.state !== "waiting" && node.state !== "ready") continue;
      this.#leaveWaiting(node, "skipped");
      skipped.push(node.step);
      toSkip.push(...node.dependents);
    }
    return skipped;
  }

  #setReady(node: Node): void {
    node.state = "ready";
    this.#ready.push(node);
  }

  #leaveWaiting(node: Node, state: "started" | "skipped"): void {
    if (node.state === "waiting" || node.state === "ready") this.#waiting -= 1;
    node.state = state;
  }

  #node(name: string): Node {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new Error(`no step ${name}`);
    return node;
  }
}
