import type { ComponentChildren, JSX } from "preact";
import type { ExecutionView } from "../../api.ts";
import { numberText } from "../format/number.ts";
import { duration } from "../format/time.ts";
import { executionLink, stepLink } from "../links.ts";
import { Status, StatusSign } from "../ui/status.tsx";
import { Elapsed, Time } from "../ui/time.tsx";
import { changeText, comparedRows, type ComparedRow } from "./rows.ts";

interface Props {
  readonly executions: readonly ExecutionView[];
  /** Whether rows without a difference are shown. */
  readonly isAll: boolean;
}

/** Parameters, metrics and steps of executions; the first is what others are compared with. */
export function ComparedTables({ executions, isAll }: Props): JSX.Element {
  const shown = (row: ComparedRow): boolean => isAll || row.differs;
  const metrics = executions.map((execution) => execution.metrics);
  const parameterRows = comparedRows(executions.map((execution) => execution.parameters));
  const metricRows = comparedRows(metrics.map((values) => texts(values)));
  const stepRows = comparedRows(executions.map(stepTexts));
  return (
    <div class="table-wrap" role="region" aria-label="Comparison" tabIndex={0}>
      <table class="table table-compare">
        <thead>
          <tr>
            <th scope="col">Execution</th>
            {executions.map((execution) => (
              <th key={execution.id} scope="col">
                <a href={executionLink(execution)}>{execution.displayName ?? execution.id}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Status</th>
            {executions.map(({ id, status }) => (
              <td key={id}>
                <Status status={status} />
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">Started</th>
            {executions.map(({ id, startTime }) => (
              <td key={id}>
                <Time time={startTime} />
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">Duration</th>
            {executions.map(({ id, startTime, endTime }) => (
              <td key={id}>
                <Elapsed from={startTime} to={endTime} />{" "}
                <Change text={durationChange(executions[0], { startTime, endTime })} />
              </td>
            ))}
          </tr>
        </tbody>
        <Rows title="Metrics" rows={metricRows.filter(shown)} all={metricRows.length}>
          {({ name, values }) =>
            values.map((value, index) => (
              <td key={executions[index]?.id}>
                <span class="number" title={value}>
                  {value === undefined ? "–" : numberText(Number(value))}
                </span>{" "}
                <Change text={changeText(metrics[0]?.[name], metrics[index]?.[name], numberText)} />
              </td>
            ))
          }
        </Rows>
        <Rows title="Parameters" rows={parameterRows.filter(shown)} all={parameterRows.length}>
          {({ values }) =>
            values.map((value, index) => (
              <td key={executions[index]?.id} class={value === values[0] ? "" : "other"}>
                <span class="break">{value ?? "–"}</span>
              </td>
            ))
          }
        </Rows>
        <Rows title="Steps" rows={stepRows.filter(shown)} all={stepRows.length}>
          {({ name }) =>
            executions.map((execution) => (
              <StepCell key={execution.id} execution={execution} name={name} />
            ))
          }
        </Rows>
      </table>
    </div>
  );
}

interface RowsProps {
  readonly title: string;
  readonly rows: readonly ComparedRow[];
  /** How many there are with those that are the same. */
  readonly all: number;
  readonly children: (row: ComparedRow) => ComponentChildren;
}

function Rows({ title, rows, all, children }: RowsProps): JSX.Element {
  const same = all - rows.length;
  return (
    <tbody>
      <tr class="group">
        <th colSpan={99} scope="rowgroup">
          {title} {same > 0 && <span class="muted">{same} the same</span>}
        </th>
      </tr>
      {rows.map((row) => (
        <tr key={row.name} class={row.differs ? "differs" : undefined}>
          <th scope="row">{row.name}</th>
          {children(row)}
        </tr>
      ))}
    </tbody>
  );
}

function StepCell({
  execution,
  name,
}: {
  readonly execution: ExecutionView;
  readonly name: string;
}): JSX.Element {
  const step = execution.steps.find((one) => one.name === name);
  if (step === undefined) return <td class="muted">–</td>;
  const { status, startTime, endTime, cacheSource, conditionOutcome } = step;
  return (
    <td>
      <a class="plain" href={stepLink(execution, name)}>
        <StatusSign status={status} cached={cacheSource !== undefined} />{" "}
        {startTime === undefined ? (
          <span class="muted">not run</span>
        ) : (
          (conditionOutcome ?? <Elapsed from={startTime} to={endTime} />)
        )}
      </a>
    </td>
  );
}

function Change({ text }: { readonly text: string | undefined }): JSX.Element | null {
  return text === undefined ? null : <span class="change">{text}</span>;
}

function texts(values: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

/** A step differs when its status, its decision or its source does; times always do. */
function stepTexts({ steps }: ExecutionView): Record<string, string> {
  return Object.fromEntries(
    steps.map(({ name, status, cacheSource, conditionOutcome }) => [
      name,
      [status, cacheSource === undefined ? "" : "cached", conditionOutcome].join(" "),
    ]),
  );
}

type Times = Pick<ExecutionView, "startTime"> & { readonly endTime?: number | undefined };

function durationChange(first: Times | undefined, other: Times): string | undefined {
  if (first?.endTime === undefined || other.endTime === undefined) return undefined;
  return changeText(first.endTime - first.startTime, other.endTime - other.startTime, duration);
}
