import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { StepDetailView } from "../../api.ts";
import { api } from "../data/api.ts";
import { useAction } from "../data/use-action.ts";
import { StartField } from "../pipelines/start-field.tsx";
import { firstValues, formFaults, type Typed } from "../pipelines/start-values.ts";
import { Fault } from "../ui/states.tsx";

interface Props {
  readonly detail: StepDetailView;
  /** The token of the answer that the step waits for. */
  readonly token: string;
}

/** How long the reason of a failure may be. */
const longestReason = 256;

/** The answer that a Callback step waits for: its outputs, or why it fails. */
export function AnswerCallback({ detail, token }: Props): JSX.Element {
  const outputs = detail.outputParameters ?? [];
  const [typed, setTyped] = useState<Typed>(() => firstValues(outputs));
  const [reason, setReason] = useState("");
  const [isChecked, setChecked] = useState(false);
  const faults = formFaults(outputs, typed);
  const succeed = useAction(async () => {
    await api.answer({ token, outputs: typed });
    focusPanel();
  });
  const fail = useAction(async () => {
    await api.answer({ token, failureReason: reason.trim() });
    focusPanel();
  });
  const isRunning = succeed.isRunning || fail.isRunning;
  const error = succeed.error ?? fail.error;
  const submit = (event: Event): void => {
    event.preventDefault();
    setChecked(true);
    if (Object.keys(faults).length === 0 && !isRunning) succeed.run();
  };
  return (
    <form class="answer" noValidate onSubmit={submit}>
      <h3>Answer</h3>
      {outputs.map((output, index) => (
        <StartField
          key={output.name}
          id={`output-${index}`}
          parameter={output}
          value={typed[output.name] ?? ""}
          fault={isChecked ? faults[output.name] : undefined}
          onValue={(value) => setTyped({ ...typed, [output.name]: value })}
        />
      ))}
      <div class="form-actions">
        <button type="submit" class="button primary" aria-disabled={isRunning}>
          Let it succeed
        </button>
      </div>
      <div class="field">
        <label for="failure-reason">
          Reason <span class="muted">of a failure, optional</span>
        </label>
        <textarea
          id="failure-reason"
          rows={2}
          maxLength={longestReason}
          value={reason}
          onInput={({ currentTarget: { value } }) => setReason(value)}
        />
      </div>
      <div class="form-actions">
        <button
          type="button"
          class="button danger"
          aria-disabled={isRunning}
          onClick={() => {
            if (!isRunning) fail.run();
          }}
        >
          Let it fail
        </button>
      </div>
      {error !== undefined && <Fault error={error} />}
    </form>
  );
}

/** The form goes when the step no longer waits; keys then go on from the head of the panel. */
function focusPanel(): void {
  document.querySelector<HTMLElement>(".panel h2")?.focus();
}
