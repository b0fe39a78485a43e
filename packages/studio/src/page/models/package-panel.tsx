import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { ApprovalRequest, ModelPackageView } from "../../api.ts";
import { api } from "../data/api.ts";
import { isWritable } from "../data/session.ts";
import { useAction } from "../data/use-action.ts";
import { numberText } from "../format/number.ts";
import { executionLink, pipelineLink } from "../links.ts";
import { Copy } from "../ui/copy.tsx";
import { Panel } from "../ui/panel.tsx";
import { Empty, Fault } from "../ui/states.tsx";
import { Status } from "../ui/status.tsx";
import { Time } from "../ui/time.tsx";

interface Props {
  readonly group: string;
  readonly version: string;
  /** Undefined when the group has no such version. */
  readonly model: ModelPackageView | undefined;
  readonly onClose: () => void;
  /** After an approval. */
  readonly onChange: () => void;
}

/** One version of a model, to look at and to approve. */
export function PackagePanel({ group, version, model, onClose, onChange }: Props): JSX.Element {
  return (
    <Panel
      label={`Version ${version} of ${group}`}
      title={`Version ${version}`}
      facts={model !== undefined && <Status status={model.approval} />}
      onClose={onClose}
    >
      <div class="panel-body">
        {model === undefined ? (
          <Empty title="The group has no such version" />
        ) : (
          <Model model={model} onChange={onChange} />
        )}
      </div>
    </Panel>
  );
}

function Model({
  model,
  onChange,
}: {
  readonly model: ModelPackageView;
  readonly onChange: () => void;
}): JSX.Element {
  const metrics = Object.entries(model.metrics);
  return (
    <>
      {model.description !== undefined && <p>{model.description}</p>}
      <dl class="facts-list">
        <div>
          <dt>Created</dt>
          <dd>
            <Time time={model.createdTime} />
          </dd>
        </div>
        {model.execution !== undefined && (
          <div>
            <dt>Execution</dt>
            <dd>
              <a href={executionLink(model.execution)}>
                <code>{model.execution.id}</code>
              </a>{" "}
              of <a href={pipelineLink(model.execution.pipeline)}>{model.execution.pipeline}</a>
            </dd>
          </div>
        )}
        {model.modelDataUrl !== undefined && (
          <div>
            <dt>Model</dt>
            <dd>
              <code class="break">{model.modelDataUrl}</code>{" "}
              <Copy text={model.modelDataUrl} what="URI" />
            </dd>
          </div>
        )}
        <div>
          <dt>ARN</dt>
          <dd>
            <code class="break">{model.arn}</code> <Copy text={model.arn} what="ARN" />
          </dd>
        </div>
      </dl>
      {metrics.length > 0 && (
        <>
          <h3>Metrics</h3>
          <table class="table table-plain">
            <tbody>
              {metrics.map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">
                    <code>{name}</code>
                  </th>
                  <td class="numeric" title={String(value)}>
                    {numberText(value)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {isWritable() && <Approval model={model} onChange={onChange} />}
    </>
  );
}

function Approval({
  model,
  onChange,
}: {
  readonly model: ModelPackageView;
  readonly onChange: () => void;
}): JSX.Element {
  const [comment, setComment] = useState("");
  const wanted = useRef<ApprovalRequest["approval"]>("Approved");
  const approve = useAction(async () => {
    const text = comment.trim();
    await api.approve({
      arn: model.arn,
      approval: wanted.current,
      ...(text === "" ? {} : { comment: text }),
    });
    setComment("");
    onChange();
  });
  const decide = (approval: ApprovalRequest["approval"]): void => {
    if (model.approval === approval) return;
    wanted.current = approval;
    approve.run();
  };
  return (
    <section class="approval">
      <h3>Approve or reject</h3>
      <div class="field">
        <label for="comment">
          Comment <span class="muted">optional</span>
        </label>
        <textarea
          id="comment"
          rows={2}
          maxLength={1024}
          value={comment}
          onInput={({ currentTarget: { value } }) => setComment(value)}
        />
      </div>
      {approve.error !== undefined && <Fault error={approve.error} />}
      <div class="form-actions">
        <button
          type="button"
          class="button primary"
          aria-disabled={approve.isRunning || model.approval === "Approved"}
          onClick={() => decide("Approved")}
        >
          Approve
        </button>
        <button
          type="button"
          class="button danger"
          aria-disabled={approve.isRunning || model.approval === "Rejected"}
          onClick={() => decide("Rejected")}
        >
          Reject
        </button>
      </div>
    </section>
  );
}
