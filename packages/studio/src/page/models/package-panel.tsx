import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { ApprovalRequest, ModelPackageView } from "../../api.ts";
import { api, contentUrl } from "../data/api.ts";
import { isWritable, place, session } from "../data/session.ts";
import { useAction } from "../data/use-action.ts";
import { numberText } from "../format/number.ts";
import { executionLink, pipelineLink } from "../links.ts";
import { Confirm } from "../ui/confirm.tsx";
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
          <Model group={group} model={model} onChange={onChange} />
        )}
      </div>
    </Panel>
  );
}

interface ModelProps {
  readonly group: string;
  readonly model: ModelPackageView;
  readonly onChange: () => void;
}

function Model({ group, model, onChange }: ModelProps): JSX.Element {
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
        {model.modifiedTime !== undefined && model.modifiedTime > model.createdTime && (
          <div>
            <dt>Changed</dt>
            <dd>
              <Time time={model.modifiedTime} />
              {model.modifiedBy !== undefined && <span class="break"> by {model.modifiedBy}</span>}
            </dd>
          </div>
        )}
        {model.approvalDescription !== undefined && (
          <div>
            <dt>Comment</dt>
            <dd class="long">{model.approvalDescription}</dd>
          </div>
        )}
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
              <a
                href={contentUrl(model.modelDataUrl, model.execution?.id)}
                download={model.modelDataUrl.split("/").at(-1)}
              >
                <code class="break">{model.modelDataUrl}</code>
              </a>{" "}
              <Copy text={model.modelDataUrl} what="URI" />
            </dd>
          </div>
        )}
        {model.image !== undefined && (
          <div>
            <dt>Image</dt>
            <dd>
              <code class="break">{model.image}</code> <Copy text={model.image} what="image" />
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
      {isWritable() && <Approval group={group} model={model} onChange={onChange} />}
    </>
  );
}

type Wanted = ApprovalRequest["approval"];

const verbs: Readonly<Record<Wanted, string>> = {
  Approved: "Approve",
  Rejected: "Reject",
  PendingManualApproval: "Set back to pending",
};

function Approval({ group, model, onChange }: ModelProps): JSX.Element {
  const { approval: now, approvalDescription: before = "" } = model;
  const [own, setOwn] = useState<string>();
  const [asked, setAsked] = useState<Wanted>();
  const wanted = useRef<Wanted>("Approved");
  const comment = own ?? before;
  const isChanged = comment.trim() !== before;
  const approve = useAction(async () => {
    const request = { arn: model.arn, approval: wanted.current };
    await api.approve(isChanged ? { ...request, comment: comment.trim() } : request);
    setOwn(undefined);
    onChange();
  });
  /** The comment of a decision can be corrected after it. */
  const isDone = (approval: Wanted): boolean => now === approval && !isChanged;
  const decide = (approval: Wanted): void => {
    wanted.current = approval;
    approve.run();
  };
  // In an account others act on it: models are deployed.
  const ask = session.value?.mode === "aws" ? setAsked : decide;
  const button = (approval: Wanted, look: string): JSX.Element => (
    <button
      type="button"
      class={`button ${look}`}
      aria-disabled={approve.isRunning || isDone(approval)}
      onClick={() => {
        if (!isDone(approval)) ask(approval);
      }}
    >
      {verbs[approval]}
    </button>
  );
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
          onInput={({ currentTarget: { value } }) => setOwn(value)}
        />
      </div>
      {approve.error !== undefined && <Fault error={approve.error} />}
      <div class="form-actions">
        {button("Approved", "primary")}
        {button("Rejected", "danger")}
        {now !== "PendingManualApproval" && button("PendingManualApproval", "quiet")}
      </div>
      {asked !== undefined && (
        <Confirm
          title={`${verbs[asked]}?`}
          action={verbs[asked]}
          onConfirm={() => decide(asked)}
          onClose={() => setAsked(undefined)}
        >
          <p>
            Version {model.version} of <b>{group}</b>
            {place()}.
          </p>
        </Confirm>
      )}
    </section>
  );
}
