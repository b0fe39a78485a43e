import type { JSX } from "preact";
import type { ExecutionView, StepView } from "../../api.ts";
import { isActive, statusLook } from "../format/status.ts";
import { duration } from "../format/time.ts";
import { stepLink } from "../links.ts";
import { StatusSign } from "../ui/status.tsx";
import { Elapsed } from "../ui/time.tsx";
import { definitionsAnchor } from "./compared-definitions.tsx";
import { Change, GroupHead } from "./parts.tsx";
import { durationChange } from "./rows.ts";
import { comparedSteps, isNoticeable, tookOf } from "./steps.ts";

interface Props {
  readonly executions: readonly ExecutionView[];
  /** Whether steps without a difference are left out. */
  readonly isOnly: boolean;
  /** The steps that the definitions of the others have otherwise than the first, by execution. */
  readonly changed: ReadonlyMap<string, ReadonlySet<string>>;
}

/** How each step ended in each of the executions, how long it took and how much longer than the first. */
export function ComparedSteps({ executions, isOnly, changed }: Props): JSX.Element {
  const all = comparedSteps(executions);
  const isChanged = (name: string): boolean => [...changed.values()].some((one) => one.has(name));
  const rows = all.filter(({ name, differs }) => !isOnly || differs || isChanged(name));
  const longest = Math.max(
    1,
    ...all.flatMap(({ steps }) => steps.flatMap((one) => tookOf(one) ?? [])),
  );
  return (
    <tbody>
      <GroupHead
        title="Steps"
        columns={executions.length + 1}
        hidden={all.length - rows.length}
        none={all.length === 0}
        note="times that differ by at least 1 s and 10% are marked"
      />
      {rows.map(({ name, steps }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          {steps.map((step, index) => {
            const execution = executions[index];
            if (execution === undefined) return null;
            return (
              <StepCell
                key={execution.id}
                execution={execution}
                step={step}
                first={steps[0]}
                longest={longest}
                isChanged={changed.get(execution.id)?.has(name) === true}
              />
            );
          })}
        </tr>
      ))}
    </tbody>
  );
}

interface CellProps {
  readonly execution: ExecutionView;
  readonly step: StepView | undefined;
  /** The step in the execution that others are compared with. */
  readonly first: StepView | undefined;
  /** The longest time of any step, in milliseconds. */
  readonly longest: number;
  /** Whether the definition has the step otherwise than the first. */
  readonly isChanged: boolean;
}

function StepCell({ execution, step, first, longest, isChanged }: CellProps): JSX.Element {
  if (step === undefined) {
    return <td class={first === undefined ? "muted" : "muted other"}>no such step</td>;
  }
  const took = tookOf(step);
  const base = tookOf(first);
  const isOther =
    step.status !== first?.status ||
    step.conditionOutcome !== first.conditionOutcome ||
    (took !== undefined && base !== undefined && isNoticeable([took, base]));
  return (
    <td class={isOther ? "other" : undefined}>
      <a class="plain" href={stepLink(execution, step.name)}>
        <StatusSign status={step.status} cached={step.cacheSource !== undefined} />{" "}
        <Words step={step} />
      </a>{" "}
      <Change text={durationChange(base, took)} />
      {isChanged && (
        <a class="chip" href={`#${definitionsAnchor}`}>
          definition differs
        </a>
      )}
      {took !== undefined && (
        <span class="compare-bar" style={{ width: `${(took / longest) * 100}%` }} />
      )}
    </td>
  );
}

/** What a step came to, and how long that took. */
function Words({ step }: { readonly step: StepView }): JSX.Element {
  const { status, startTime, cacheSource, conditionOutcome } = step;
  const took = tookOf(step);
  const look = statusLook(status, cacheSource !== undefined);
  if (startTime === undefined || cacheSource !== undefined) {
    return <span class="muted">{look.label}</span>;
  }
  const word = conditionOutcome ?? (status === "Succeeded" ? undefined : look.label);
  return (
    <>
      {word !== undefined && <span class="compare-word">{word}</span>}{" "}
      {took === undefined && isActive(status) && <Elapsed from={startTime} to={undefined} />}
      {took !== undefined && <span class="number">{duration(took)}</span>}
    </>
  );
}
