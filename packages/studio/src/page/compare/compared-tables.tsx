import type { ComponentChildren, JSX } from "preact";
import { useLocation } from "preact-iso";
import type { ExecutionView } from "../../api.ts";
import { declaredParameters } from "../format/parameter.ts";
import { numberText } from "../format/number.ts";
import { executionLink, pipelineLink, withQuery } from "../links.ts";
import { LongText } from "../ui/long-text.tsx";
import { Status } from "../ui/status.tsx";
import { Elapsed, Time } from "../ui/time.tsx";
import { ComparedSteps } from "./compared-steps.tsx";
import { Change, GroupHead } from "./parts.tsx";
import { changeText, comparedRows, type ComparedRow, durationChange } from "./rows.ts";

interface Props {
  readonly executions: readonly ExecutionView[];
  /** Whether rows without a difference are left out. */
  readonly isOnly: boolean;
  /** The steps that the definitions of the others have otherwise than the first, by execution. */
  readonly changed: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Executions beside each other; the first is what others are compared with. */
export function ComparedTables({ executions, isOnly, changed }: Props): JSX.Element {
  const shown = (row: ComparedRow): boolean => !isOnly || row.differs;
  const metrics = executions.map((execution) => execution.metrics);
  const parameterRows = comparedRows(
    executions.map((execution) => execution.parameters),
    numberParameters(executions),
  );
  const metricRows = comparedRows(metrics.map((values) => texts(values)));
  return (
    <div class="table-wrap" role="region" aria-label="Comparison" tabIndex={0}>
      <table class="table table-compare" style={{ "--columns": executions.length }}>
        <thead>
          <tr>
            <th scope="col">Execution</th>
            {executions.map((execution, index) => (
              <th key={execution.id} scope="col">
                <Head executions={executions} index={index} />
              </th>
            ))}
          </tr>
        </thead>
        <Facts executions={executions} />
        <Group
          title="Metrics"
          columns={executions.length + 1}
          rows={metricRows.filter(shown)}
          all={metricRows.length}
        >
          {({ name, values, isOther }) =>
            values.map((value, index) => (
              <td key={executions[index]?.id} class={isOther[index] === true ? "other" : undefined}>
                <span class="number" title={value}>
                  {value === undefined ? "–" : numberText(Number(value))}
                </span>{" "}
                <Change text={changeText(metrics[0]?.[name], metrics[index]?.[name], numberText)} />
              </td>
            ))
          }
        </Group>
        <Group
          title="Parameters"
          columns={executions.length + 1}
          rows={parameterRows.filter(shown)}
          all={parameterRows.length}
        >
          {({ values, isOther }) =>
            values.map((value, index) => (
              <td key={executions[index]?.id} class={isOther[index] === true ? "other" : undefined}>
                {value === undefined ? "–" : <LongText text={value} />}
              </td>
            ))
          }
        </Group>
        <ComparedSteps executions={executions} isOnly={isOnly} changed={changed} />
      </table>
    </div>
  );
}

interface HeadProps {
  readonly executions: readonly ExecutionView[];
  readonly index: number;
}

/** The head of an execution's column: with the colour of its curves. */
function Head({ executions, index }: HeadProps): JSX.Element | null {
  const { url } = useLocation();
  const execution = executions[index];
  if (execution === undefined) return null;
  const name = execution.displayName ?? execution.id;
  const without = executions.toSpliced(index, 1);
  const linkTo = (wanted: readonly ExecutionView[]): string =>
    withQuery(url, { e: wanted.map(({ pipeline, id }) => `${pipeline}/${id}`) });
  return (
    <>
      <a class={`key key-dot series-${index}`} href={executionLink(execution)}>
        {name}
      </a>
      <div class="compare-acts">
        {index === 0 ? (
          <span class="muted">what the others are compared with</span>
        ) : (
          <a href={linkTo([execution, ...without])}>
            Compare with this<span class="sr-only"> one, {name}</span>
          </a>
        )}
        {executions.length > 2 && (
          <a href={linkTo(without)}>
            Leave out<span class="sr-only"> {name}</span>
          </a>
        )}
      </div>
    </>
  );
}

function Facts({ executions }: { readonly executions: readonly ExecutionView[] }): JSX.Element {
  const [first] = executions;
  const pipelines = new Set(executions.map(({ pipeline }) => pipeline));
  const hasVersions = executions.some(({ version }) => version !== undefined);
  const hasFailed = executions.some(({ failureReason }) => failureReason !== undefined);
  const row = (
    name: string,
    cell: (execution: ExecutionView) => ComponentChildren,
  ): JSX.Element => (
    <tr>
      <th scope="row">{name}</th>
      {executions.map((execution) => (
        <td key={execution.id}>{cell(execution)}</td>
      ))}
    </tr>
  );
  return (
    <tbody>
      {pipelines.size > 1 &&
        row("Pipeline", ({ pipeline }) => <a href={pipelineLink(pipeline)}>{pipeline}</a>)}
      {row("Status", ({ status }) => (
        <Status status={status} />
      ))}
      {hasFailed &&
        row("Failure", ({ failureReason }) =>
          failureReason === undefined ? "–" : <LongText text={failureReason} />,
        )}
      {row("Started", ({ startTime }) => (
        <Time time={startTime} />
      ))}
      {row("Duration", (execution) => (
        <>
          <Elapsed from={execution.startTime} to={execution.endTime} />{" "}
          <Change text={durationChange(lengthOf(first), lengthOf(execution))} />
        </>
      ))}
      {hasVersions &&
        row("Version", ({ pipeline, version }) =>
          version === undefined ? (
            "–"
          ) : (
            <a href={pipelineLink(pipeline, { view: "versions", version: String(version) })}>
              {version}
            </a>
          ),
        )}
    </tbody>
  );
}

interface GroupProps {
  readonly title: string;
  /** How many columns the table has. */
  readonly columns: number;
  readonly rows: readonly ComparedRow[];
  /** How many there are with those that are the same. */
  readonly all: number;
  readonly children: (row: ComparedRow) => ComponentChildren;
}

function Group({ title, columns, rows, all, children }: GroupProps): JSX.Element {
  return (
    <tbody>
      <GroupHead title={title} columns={columns} hidden={all - rows.length} none={all === 0} />
      {rows.map((row) => (
        <tr key={row.name}>
          <th scope="row">{row.name}</th>
          {children(row)}
        </tr>
      ))}
    </tbody>
  );
}

/** The parameters that are numbers in any of the definitions. */
function numberParameters(executions: readonly ExecutionView[]): ReadonlySet<string> {
  const declared = executions.flatMap(({ definition }) => declaredParameters(definition));
  return new Set(declared.flatMap(({ name, isNumber }) => (isNumber ? [name] : [])));
}

function texts(values: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function lengthOf(execution: ExecutionView | undefined): number | undefined {
  return execution?.endTime === undefined ? undefined : execution.endTime - execution.startTime;
}
