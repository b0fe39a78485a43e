import type { JSX } from "preact";
import { useLocation } from "preact-iso";
import type { PipelineView } from "../../api.ts";
import { DefinitionDiffView } from "../compare/definition-diff.tsx";
import { definitionDiff } from "../compare/definitions.ts";
import { api } from "../data/api.ts";
import { useResource } from "../data/resource.ts";
import { pipelineLink, withQuery } from "../links.ts";
import { type Column, Table } from "../table/table.tsx";
import { Empty, Loaded } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";

type Version = NonNullable<PipelineView["versions"]>[number];

/** The versions of a pipeline, and what one of them changed. */
export function VersionsView({ pipeline }: { readonly pipeline: PipelineView }): JSX.Element {
  const { query, url, route } = useLocation();
  const { name } = pipeline;
  if (pipeline.versions === undefined) return <Empty title="The versions could not be read" />;
  const versions = pipeline.versions.toSorted((a, b) => b.version - a.version);
  const after = Number(query["version"] ?? versions[0]?.version);
  const before = Number(query["from"] ?? versions.find(({ version }) => version < after)?.version);
  const columns: readonly Column<Version>[] = [
    {
      name: "version",
      label: "Version",
      isHeader: true,
      cell: ({ version }) => (
        <a href={pipelineLink(name, { view: "versions", version: String(version) })}>
          Version {version}
        </a>
      ),
    },
    { name: "created", label: "Created", cell: ({ createdTime }) => <Time time={createdTime} /> },
    ...(versions.some(({ description }) => description !== undefined)
      ? [
          {
            name: "description",
            label: "Description",
            cell: ({ description }: Version) => description ?? "",
          },
        ]
      : []),
  ];
  return (
    <>
      <Table
        label="Versions"
        rows={versions}
        columns={columns}
        keyOf={({ version }) => String(version)}
        isSelected={({ version }) => version === after}
      />
      <section class="card">
        {Number.isNaN(before) ? (
          <>
            <h2>Version {after}</h2>
            <p class="muted">The first version: there is none before it to compare with.</p>
          </>
        ) : (
          <>
            <h2>
              <label for="from-version">Version</label>{" "}
              <select
                id="from-version"
                value={before}
                onChange={({ currentTarget: { value } }) => route(withQuery(url, { from: value }))}
              >
                {versions
                  .filter(({ version }) => version !== after)
                  .map(({ version }) => (
                    <option key={version} value={version}>
                      {version}
                    </option>
                  ))}
              </select>{" "}
              → {after}
            </h2>
            <VersionDiff key={`${before} ${after}`} name={name} before={before} after={after} />
          </>
        )}
      </section>
    </>
  );
}

interface DiffProps {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

function VersionDiff({ name, before, after }: DiffProps): JSX.Element {
  const old = useResource(`pipeline ${name} ${before}`, () => api.pipeline(name, before));
  const young = useResource(`pipeline ${name} ${after}`, () => api.pipeline(name, after));
  return (
    <Loaded of={old} what={`version ${before}`}>
      {(first) => (
        <Loaded of={young} what={`version ${after}`}>
          {(second) => (
            <DefinitionDiffView diff={definitionDiff(first.definition, second.definition)} />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
