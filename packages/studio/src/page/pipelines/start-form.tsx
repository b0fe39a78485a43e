import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { ParameterView, PipelineView } from "../../api.ts";
import { api } from "../data/api.ts";
import { useAction } from "../data/use-action.ts";
import { counted } from "../format/number.ts";
import { executionLink, pipelineLink } from "../links.ts";
import { Fault } from "../ui/states.tsx";
import { clearDraft, type DraftOf, readDraft, writeDraft } from "./draft.ts";
import { StartAdvanced } from "./start-advanced.tsx";
import { StartField } from "./start-field.tsx";
import { optionFaults, optionRequest, type StartOptions } from "./start-options.ts";
import {
  firstValues,
  formFaults,
  nameFault,
  refusedParameter,
  startRequest,
  type Typed,
} from "./start-values.ts";

interface Props {
  readonly pipeline: PipelineView;
  /** Values that a link fills in. */
  readonly given: Typed;
  /** The execution that they are of. */
  readonly from?: string;
}

/**
 * The parameters of a pipeline to fill in. What is typed is kept until the execution has started; all else
 * is as the version that is shown has it, which is the one that starts.
 */
export function StartForm({ pipeline, given, from }: Props): JSX.Element {
  const { name, parameters, version } = pipeline;
  const draft: DraftOf = { pipeline: name, from, version };
  const [filledIn, setFilledIn] = useState<Typed>(given);
  const [own, setOwn] = useState<Typed>(() => readDraft(draft));
  const newest = pipeline.versions?.[0]?.version;
  const [firstNewest] = useState(newest);
  const [options, setOptions] = useState<StartOptions>({
    description: "",
    maxParallel: "",
    steps: undefined,
    source: from ?? "",
  });
  // The pipeline may change while the form is open.
  const typed = useMemo(() => firstValues(parameters, own, filledIn), [parameters, own, filledIn]);
  const setValue = (parameter: string, value: string): void => {
    const { [parameter]: _former, ...others } = own;
    const untouched = firstValues(parameters, filledIn)[parameter];
    setOwn(value === untouched ? others : { ...others, [parameter]: value });
  };
  const [displayName, setDisplayName] = useState("");
  const [sent, setSent] = useState<Typed>({});
  const [isChecked, setChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { route } = useLocation();
  const faults = formFaults(parameters, typed);
  const wrongName = nameFault(displayName);
  const wrongOptions = optionFaults(options);
  const count =
    [faults, wrongOptions].flatMap(Object.keys).length + (wrongName === undefined ? 0 : 1);
  useEffect(() => writeDraft(draft, own), [name, from, version, own]);
  const start = useAction(async () => {
    setSent(typed);
    const { id } = await api.start(name, {
      ...startRequest(pipeline, typed, displayName),
      ...optionRequest(options),
    });
    clearDraft(draft);
    route(executionLink({ pipeline: name, id }));
  });
  const { error } = start;
  const refused = error && refusedParameter(parameters, sent, error.message);
  // It may be sent again as it is: what was missing can have come meanwhile.
  const isRefused = refused !== undefined && typed[refused] === sent[refused];
  const focusOn = (parameter: string | undefined): void => {
    const id = parameter === undefined ? "display-name" : fieldId(parameters, parameter);
    form.current?.querySelector<HTMLElement>(`#${id}`)?.focus();
  };
  const focusOnFault = (): void => {
    const wrong = parameters.find((parameter) => Object.hasOwn(faults, parameter.name));
    const isOption = wrong === undefined && wrongName === undefined;
    if (isOption) form.current?.querySelector<HTMLElement>(".advanced summary")?.focus();
    else focusOn(wrong?.name);
  };
  useEffect(() => {
    if (refused !== undefined) focusOn(refused);
  }, [error]);
  const faultOf = (parameter: string): string | undefined => {
    if (isChecked && Object.hasOwn(faults, parameter)) return faults[parameter];
    if (!isRefused || parameter !== refused) return undefined;
    return [error?.message, error?.help].filter(Boolean).join(" ");
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    setChecked(true);
    if (count === 0) start.run();
    else focusOnFault();
  };
  const toCorrect = (isChecked ? count : 0) + (isRefused && !start.isRunning ? 1 : 0);
  return (
    <form ref={form} class="form" noValidate onSubmit={submit}>
      {parameters.length === 0 && <p class="muted">The pipeline has no parameters.</p>}
      {parameters.map((parameter) => (
        <StartField
          key={parameter.name}
          id={fieldId(parameters, parameter.name)}
          parameter={parameter}
          value={typed[parameter.name] ?? ""}
          fault={faultOf(parameter.name)}
          onValue={(value) => setValue(parameter.name, value)}
        />
      ))}
      <div class="field">
        <label for="display-name">
          Name <span class="muted">of the execution, optional</span>
        </label>
        <input
          id="display-name"
          type="text"
          value={displayName}
          aria-invalid={isChecked && wrongName !== undefined}
          aria-describedby="display-name-note"
          onInput={({ currentTarget: { value } }) => setDisplayName(value)}
        />
        <div id="display-name-note" class="field-note">
          {isChecked && wrongName !== undefined && <span class="field-fault">{wrongName}</span>}
        </div>
      </div>
      <StartAdvanced
        pipeline={pipeline}
        options={options}
        faults={isChecked ? wrongOptions : {}}
        onOptions={setOptions}
      />
      {version === newest && newest !== firstNewest && (
        <p class="warning" role="status">
          The pipeline has changed: its version {version} is what starts now, with the values above.
        </p>
      )}
      {error !== undefined && refused === undefined && toCorrect === 0 && <Fault error={error} />}
      <div class="form-actions form-end">
        <button type="submit" class="button primary" aria-disabled={start.isRunning}>
          {start.isRunning ? "Starting…" : "Start execution"}
        </button>
        <a class="button quiet" href={pipelineLink(name)} onClick={() => clearDraft(draft)}>
          Cancel
        </a>
        {toCorrect > 0 && (
          <span class="field-fault" role="alert">
            {counted(toCorrect, "value")} to correct.
          </span>
        )}
        <button
          type="button"
          class="button quiet push"
          onClick={() => {
            setFilledIn({});
            setOwn({});
          }}
        >
          All defaults
        </button>
      </div>
    </form>
  );
}

/** Names of parameters can have any characters, ids of fields not. */
function fieldId(parameters: readonly ParameterView[], parameter: string): string {
  return `parameter-${parameters.findIndex(({ name }) => name === parameter)}`;
}
