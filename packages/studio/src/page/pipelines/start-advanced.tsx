import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { PipelineView } from "../../api.ts";
import { api } from "../data/api.ts";
import { useResource } from "../data/resource.ts";
import { isActive, statusLook } from "../format/status.ts";
import { stepNames } from "../format/step-definition.ts";
import { absoluteTime } from "../../time.ts";
import { withQuery } from "../links.ts";
import type { OptionFaults, StartOptions } from "./start-options.ts";

/** How many executions are offered to take results from. */
const mostSources = 50;

interface Props {
  readonly pipeline: PipelineView;
  readonly options: StartOptions;
  readonly faults: OptionFaults;
  readonly onOptions: (options: StartOptions) => void;
}

/** What is seldom chosen: the version, how many steps at a time, which of them. */
export function StartAdvanced({ pipeline, options, faults, onOptions }: Props): JSX.Element {
  const { url, route } = useLocation();
  const { version, versions = [] } = pipeline;
  const [isOpen, setOpen] = useState(false);
  const isWrong = Object.keys(faults).length > 0;
  useEffect(() => {
    if (isWrong) setOpen(true);
  }, [isWrong]);
  const [newest] = versions;
  return (
    <details
      class="advanced"
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        Advanced <span class="muted">version {version}, steps at a time, chosen steps</span>
      </summary>
      {versions.length > 1 && (
        <div class="field">
          <label for="start-version">Version</label>
          <select
            id="start-version"
            value={version}
            onChange={({ currentTarget: { value } }) => {
              const isNewest = Number(value) === newest?.version;
              route(withQuery(url, { version: isNewest ? undefined : value }), true);
            }}
          >
            {versions.map((one) => (
              <option key={one.version} value={one.version}>
                {one.version}
                {one === newest ? " (newest)" : ""}
                {one.description === undefined ? "" : ` ${one.description}`}
              </option>
            ))}
          </select>
        </div>
      )}
      <div class="field">
        <label for="start-description">
          Description <span class="muted">of the execution, optional</span>
        </label>
        <input
          id="start-description"
          type="text"
          maxLength={3072}
          value={options.description}
          onInput={({ currentTarget: { value } }) => onOptions({ ...options, description: value })}
        />
      </div>
      <div class="field">
        <label for="start-parallel">
          Steps at a time <span class="muted">at most; empty: as the pipeline has it</span>
        </label>
        <input
          id="start-parallel"
          type="text"
          class="number-field"
          inputMode="numeric"
          value={options.maxParallel}
          aria-invalid={faults.maxParallel !== undefined}
          aria-describedby="start-parallel-note"
          onInput={({ currentTarget: { value } }) => onOptions({ ...options, maxParallel: value })}
        />
        <div id="start-parallel-note" class="field-note">
          {faults.maxParallel !== undefined && (
            <span class="field-fault">{faults.maxParallel}</span>
          )}
        </div>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={options.steps !== undefined}
          onChange={({ currentTarget: { checked } }) =>
            onOptions({ ...options, steps: checked ? [] : undefined })
          }
        />
        <span>Run only some of the steps</span>
      </label>
      {isOpen && options.steps !== undefined && (
        <ChosenSteps
          pipeline={pipeline}
          options={options}
          chosen={options.steps}
          fault={faults.steps}
          onOptions={onOptions}
        />
      )}
    </details>
  );
}

interface ChosenProps extends Pick<Props, "pipeline" | "options" | "onOptions"> {
  readonly chosen: readonly string[];
  readonly fault: string | undefined;
}

function ChosenSteps({ pipeline, options, chosen, fault, onOptions }: ChosenProps): JSX.Element {
  const { name, definition } = pipeline;
  const executions = useResource(`executions to take from ${name}`, () =>
    api.executions(name, {
      filter: "",
      sort: undefined,
      from: 0,
      limit: mostSources,
      look: mostSources,
      search: undefined,
    }),
  );
  const sources = executions.value.value?.items.filter(({ status }) => !isActive(status)) ?? [];
  const isListed = sources.some(({ id }) => id === options.source);
  const names = stepNames(definition);
  const toggle = (step: string): void =>
    onOptions({
      ...options,
      // In the order of the definition.
      steps: names.filter((one) => chosen.includes(one) !== (one === step)),
    });
  return (
    <>
      <fieldset class="choices" aria-describedby="start-steps-note">
        <legend>Steps that run</legend>
        {names.map((step) => (
          <label key={step} class="check">
            <input type="checkbox" checked={chosen.includes(step)} onChange={() => toggle(step)} />
            <span>{step}</span>
          </label>
        ))}
        <div id="start-steps-note" class="field-note">
          {fault !== undefined && <span class="field-fault">{fault}</span>}
        </div>
      </fieldset>
      <div class="field">
        <label for="start-source">
          Results of the others <span class="muted">are taken from</span>
        </label>
        <select
          id="start-source"
          value={options.source}
          onChange={({ currentTarget: { value } }) => onOptions({ ...options, source: value })}
        >
          <option value="">no execution: the steps need none</option>
          {options.source !== "" && !isListed && (
            <option value={options.source}>{options.source}</option>
          )}
          {sources.map(({ id, displayName, status, startTime }) => (
            <option key={id} value={id}>
              {displayName ?? id}, {statusLook(status).label}, {absoluteTime(startTime)}
            </option>
          ))}
        </select>
      </div>
    </>
  );
}
