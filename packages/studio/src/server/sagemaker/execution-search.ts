import { randomBytes } from "node:crypto";
import type { ExecutionSummaryView, ExecutionsView } from "../../api.ts";
import {
  type Depth,
  depthOf,
  depths,
  executionTexts,
  isListed,
  sortValue,
} from "../../table/execution-fields.ts";
import { type Filter, parseFilter } from "../../table/filter.ts";
import { type Order, readOrder, sorted, type SortValue } from "../../table/sort.ts";
import type { ExecutionQuery } from "../source.ts";
import { ExecutionList, type ListedPage } from "./execution-list.ts";
import type { ExecutionViews } from "./executions.ts";
import { Memory } from "./limit.ts";
import type { SageMaker } from "./sagemaker.ts";

/** How long one answer looks at executions, in milliseconds: so often the reader sees how far it is. */
const lookMs = 250;
/** How many executions are looked at until the reader wants more, where each may take calls. */
const mostLooked = 1_000;
/** How many searches can be gone on with. */
const mostSearches = 16;

const newestFirst: Order = { column: "started", descending: true };

type State = ExecutionsView["state"];

/** An execution that fits. */
interface Found {
  execution: ExecutionSummaryView;
  depth: Depth;
  readonly value: SortValue;
}

/** The searches that can be gone on with, each by its name. */
export class ExecutionSearches {
  readonly #sagemaker: SageMaker;
  readonly #executions: ExecutionViews;
  readonly #searches = new Memory<ExecutionSearch>(mostSearches);

  constructor(sagemaker: SageMaker, executions: ExecutionViews) {
    this.#sagemaker = sagemaker;
    this.#executions = executions;
  }

  /** Looks further in the search that the query names, or in a new one. */
  async rows(pipeline: string, query: ExecutionQuery): Promise<ExecutionsView> {
    const { filter = "", sort } = query;
    const key = JSON.stringify([pipeline, filter, sort]);
    const known = this.#searches.get(query.search ?? "");
    const search = known?.key === key ? known : this.#new(pipeline, key, filter, sort);
    this.#searches.set(search.name, search);
    return search.rows(query);
  }

  /** An execution is now as it is given. */
  note(execution: ExecutionSummaryView): void {
    for (const name of this.#searches.keys()) this.#searches.get(name)?.note(execution);
  }

  #new(pipeline: string, key: string, filter: string, sort: string | undefined): ExecutionSearch {
    const order = readOrder(sort) ?? newestFirst;
    const parsed = parseFilter(filter);
    const list = new ExecutionList(this.#sagemaker, this.#executions, {
      pipeline,
      isAscending: order.column === "started" && !order.descending,
      isAsked: !isListed(parsed, order.column),
    });
    return new ExecutionSearch(list, { key, pipeline, filter: parsed, order });
  }
}

/**
 * Executions of a pipeline that fit a filter, in some order. It looks at one page of them after the other,
 * as far as it is asked, and asks of each execution no more than the filter and the order need.
 */
class ExecutionSearch {
  readonly name = randomBytes(12).toString("hex");
  /** Pipeline, filter and order. */
  readonly key: string;
  readonly #list: ExecutionList;
  readonly #pipeline: string;
  readonly #filter: Filter;
  readonly #order: Order;
  /** Whether it looks no further than the rows need, which stand in the order of the list. */
  readonly #stopsEarly: boolean;
  /** All that were looked at, by id; undefined when one does not fit. */
  readonly #seen = new Map<string, Found | undefined>();
  /** Those that fit, in order; undefined when they have to be sorted again. */
  #sorted: readonly Found[] | undefined = [];
  /** What could not be read of those that were looked at. */
  readonly #notes = new Set<string>();
  /** How many fit. */
  #count = 0;
  /** When the first of the list started. */
  #firstStart: number | undefined;
  #next: string | undefined;
  #isAll = false;
  /** One look after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    list: ExecutionList,
    of: {
      readonly key: string;
      readonly pipeline: string;
      readonly filter: Filter;
      readonly order: Order;
    },
  ) {
    this.#list = list;
    this.key = of.key;
    this.#pipeline = of.pipeline;
    this.#filter = of.filter;
    this.#order = of.order;
    const isAll = of.filter.columns.length === 0;
    this.#stopsEarly = of.order.column === "started" && (isAll || !list.isQuick);
  }

  async rows({ from, limit, look }: ExecutionQuery): Promise<ExecutionsView> {
    const rows = this.#last
      // What went wrong for another request is tried again for this one.
      .catch(() => undefined)
      .then(async () => {
        const until = performance.now() + lookMs;
        while (this.#state(from + limit, look) === "looking") {
          // oxlint-disable-next-line no-await-in-loop -- a page tells where the next one is
          await this.#lookOn();
          if (performance.now() > until) break;
        }
        const found = this.#found();
        const total = this.#isAll ? this.#seen.size : this.#list.total();
        const shown = found.slice(from, from + limit);
        const whole = await Promise.all(shown.map((one) => this.#whole(one)));
        const notes = new Set([...this.#notes, ...whole.flatMap((one) => one.notes ?? [])]);
        return {
          items: whole.map(({ notes: _notes, ...one }) => one),
          ...(notes.size === 0 ? {} : { notes: [...notes] }),
          found: found.length,
          looked: this.#seen.size,
          ...(total === undefined ? {} : { total }),
          state: this.#state(from + limit, look),
          search: this.name,
        };
      });
    this.#last = rows;
    return rows;
  }

  /** An execution is now as it is given. */
  note(execution: ExecutionSummaryView): void {
    const { id, pipeline, startTime } = execution;
    if (pipeline.toLowerCase() !== this.#pipeline.toLowerCase()) return;
    // What comes later in the list is looked at then; what has just started stands before its beginning.
    const isDown = this.#order.column !== "started" || this.#order.descending;
    const isAhead = isDown && this.#firstStart !== undefined && startTime >= this.#firstStart;
    if (!this.#seen.has(id) && !isAhead && !this.#isAll) return;
    this.#put(execution, "all", this.#filter.fits(executionTexts(execution)));
  }

  #state(wanted: number, look: number = this.#list.isQuick ? Infinity : mostLooked): State {
    if (this.#isAll) return "all";
    // One more than is wanted tells that there are more. How many fit is told where looking is quick.
    if (this.#stopsEarly && this.#count > wanted) return "enough";
    return this.#seen.size >= look ? "paused" : "looking";
  }

  async #lookOn(): Promise<void> {
    const needed = depthOf(this.#order.column);
    const page = await this.#list.page(this.#next);
    this.#firstStart ??= page.items[0]?.startTime;
    await Promise.all(page.items.map((execution) => this.#look(execution, page, needed)));
    this.#next = page.next;
    this.#isAll = page.next === undefined;
  }

  async #look(listed: ExecutionSummaryView, page: ListedPage, needed: Depth): Promise<void> {
    // A page that failed half way is read again.
    if (this.#seen.has(listed.id)) return;
    let execution = listed;
    let depth = page.depth;
    let fits = this.#filter.decide(executionTexts(execution, depth));
    for (const next of depths.slice(depths.indexOf(depth) + 1)) {
      if (fits === false || (fits === true && depths.indexOf(depth) >= depths.indexOf(needed))) {
        break;
      }
      // oxlint-disable-next-line no-await-in-loop -- no more is asked than has to be known
      execution = await this.#list.deepen(execution, depth, next);
      depth = next;
      const texts = executionTexts(execution, depth);
      fits = depth === "all" ? this.#filter.fits(texts) : this.#filter.decide(texts);
    }
    for (const note of execution.notes ?? []) this.#notes.add(note);
    // What was noted meanwhile is newer.
    if (!this.#seen.has(listed.id)) this.#put(execution, depth, fits === true);
  }

  #put(execution: ExecutionSummaryView, depth: Depth, fits: boolean): void {
    const before = this.#seen.get(execution.id);
    const value = sortValue(execution, this.#order.column);
    const now = fits ? { execution, depth, value } : undefined;
    this.#seen.set(execution.id, now);
    this.#count += Number(now !== undefined) - Number(before !== undefined);
    if (now !== undefined || before !== undefined) this.#sorted = undefined;
  }

  #found(): readonly Found[] {
    if (this.#sorted !== undefined) return this.#sorted;
    const found = [...this.#seen.values()].filter((one) => one !== undefined);
    // Those that are alike stand as they started, the newest first.
    const byStart = sorted(found, ({ execution }) => execution.startTime, true);
    this.#sorted = sorted(byStart, ({ value }) => value, this.#order.descending);
    return this.#sorted;
  }

  /** All of an execution that fits: what is shown is kept. */
  async #whole(found: Found): Promise<ExecutionSummaryView> {
    if (found.depth === "all") return found.execution;
    const whole = await this.#list.deepen(found.execution, found.depth, "all");
    found.execution = whole;
    found.depth = "all";
    // What was noted meanwhile is newer.
    return this.#seen.get(whole.id)?.execution ?? whole;
  }
}
