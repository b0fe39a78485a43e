import type { JSX } from "preact";
import { useLocation } from "preact-iso";
import type { ModelGroupView, ModelPackageView } from "../../api.ts";
import { api } from "../data/api.ts";
import { useResource } from "../data/resource.ts";
import { metricName } from "../format/metric.ts";
import { counted, numberText } from "../format/number.ts";
import { executionLink, modelLink, modelsLink } from "../links.ts";
import { Page } from "../shell/page.tsx";
import { useEscape } from "../shell/use-keys.ts";
import { readFilter } from "../../table/filter.ts";
import { FilterField } from "../table/filter-field.tsx";
import { type Column, Table } from "../table/table.tsx";
import { useTableQuery } from "../table/use-table-query.ts";
import { Empty, Loaded, Notes } from "../ui/states.tsx";
import { Status } from "../ui/status.tsx";
import { Time } from "../ui/time.tsx";
import { PackagePanel } from "./package-panel.tsx";

/** How many groups are named where one is not there. */
const mostNamed = 5;

interface Props {
  readonly group?: string;
  readonly version?: string;
}

/** The model registry: its groups, or the versions of one. */
export function ModelsPage({ group, version }: Props): JSX.Element {
  const models = useResource("models", api.models, (value, event) =>
    event.type === "registry" ? "reload" : value,
  );
  // ARNs, and links that are made of them, have names in lower case.
  const found =
    models.value.value?.find(({ name }) => name === group) ??
    models.value.value?.find(({ name }) => name.toLowerCase() === group?.toLowerCase());
  return (
    <Page
      title={found?.name ?? group ?? "Models"}
      path={group === undefined ? [] : [{ label: "Models", href: modelsLink }]}
    >
      <Loaded of={models} what="the models">
        {(groups) => {
          if (group === undefined) return <Groups groups={groups} />;
          return found === undefined ? (
            <Empty title={`There is no group ${group}.`}>
              {groups.length > 0 && (
                <p>
                  The newest are{" "}
                  {groups.slice(0, mostNamed).map(({ name }, index) => (
                    <span key={name}>
                      {index > 0 && ", "}
                      <a href={modelLink(name)}>{name}</a>
                    </span>
                  ))}
                  .
                </p>
              )}
              <p>
                <a href={modelsLink}>All groups</a>
              </p>
            </Empty>
          ) : (
            <>
              <Notes texts={found.notes} />
              <Versions group={found} version={version} reload={() => void models.reload()} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

const groupColumns: readonly Column<ModelGroupView>[] = [
  {
    name: "name",
    label: "Group",
    isHeader: true,
    sort: ({ name }) => name,
    cell: ({ name }) => <a href={modelLink(name)}>{name}</a>,
  },
  {
    name: "versions",
    label: "Versions",
    numeric: true,
    sort: ({ packages }) => packages.length,
    cell: ({ packages }) => packages.length,
  },
  {
    name: "newest",
    label: "Newest",
    sort: (group) => newest(group)?.createdTime,
    cell: (group) => {
      const last = newest(group);
      return last === undefined ? (
        <span class="muted">none</span>
      ) : (
        <a class="plain" href={modelLink(group.name, last.version)}>
          Version {last.version} <Status status={last.approval} />
        </a>
      );
    },
  },
  {
    name: "created",
    label: "Created",
    sort: ({ createdTime }) => createdTime,
    cell: ({ createdTime }) => <Time time={createdTime} />,
  },
];

function Groups({ groups }: { readonly groups: readonly ModelGroupView[] }): JSX.Element {
  const { query } = useLocation();
  const { order, setOrder } = useTableQuery();
  const fits = readFilter(query["filter"] ?? "");
  if (groups.length === 0) {
    return (
      <Empty title="No models yet">
        <p>Versions that RegisterModel steps register show up here.</p>
      </Empty>
    );
  }
  const rows = groups.filter((group) =>
    fits({ name: group.name, approval: newest(group)?.approval }),
  );
  return (
    <>
      <div class="toolbar">
        <FilterField label="Filter models" />
        <span class="muted">{counted(rows.length, "group")}</span>
      </div>
      <Table
        label="Model groups"
        rows={rows}
        columns={groupColumns}
        keyOf={({ name }) => name}
        order={order}
        onOrder={setOrder}
      />
    </>
  );
}

interface VersionsProps {
  readonly group: ModelGroupView;
  readonly version: string | undefined;
  readonly reload: () => void;
}

function Versions({ group, version, reload }: VersionsProps): JSX.Element {
  const { order, setOrder } = useTableQuery();
  const { route } = useLocation();
  const close = (): void => route(modelLink(group.name));
  useEscape(version === undefined ? undefined : close);
  const shown = group.packages.find((one) => String(one.version) === version);
  return (
    <div class={version === undefined ? "split" : "split split-open"}>
      <div class="split-main">
        <Table
          label="Versions"
          rows={group.packages.toSorted((a, b) => b.version - a.version)}
          columns={versionColumns(group)}
          keyOf={({ arn }) => arn}
          order={order}
          onOrder={setOrder}
          isSelected={(one) => one === shown}
        />
      </div>
      {version !== undefined && (
        <PackagePanel
          key={version}
          group={group.name}
          version={version}
          model={shown}
          onClose={close}
          onChange={reload}
        />
      )}
    </div>
  );
}

const executionColumn: Column<ModelPackageView> = {
  name: "execution",
  label: "Execution",
  title: "The execution that registered it",
  sort: ({ execution }) => execution?.id,
  cell: ({ execution }) =>
    execution === undefined ? (
      ""
    ) : (
      <a href={executionLink(execution)}>
        <code>{execution.id}</code>
      </a>
    ),
};

function versionColumns(group: ModelGroupView): readonly Column<ModelPackageView>[] {
  const metrics = new Set(group.packages.flatMap((one) => Object.keys(one.metrics)));
  return [
    {
      name: "version",
      label: "Version",
      isHeader: true,
      sort: ({ version }) => version,
      cell: ({ version }) => <a href={modelLink(group.name, version)}>Version {version}</a>,
    },
    {
      name: "approval",
      label: "Approval",
      sort: ({ approval }) => approval,
      cell: ({ approval }) => <Status status={approval} />,
    },
    {
      name: "created",
      label: "Created",
      sort: ({ createdTime }) => createdTime,
      cell: ({ createdTime }) => <Time time={createdTime} />,
    },
    ...[...metrics].map((name): Column<ModelPackageView> => ({
      name: `m.${name}`,
      label: metricName(name).short,
      title: name,
      numeric: true,
      sort: (one) => one.metrics[name],
      cell: (one) => {
        const value = one.metrics[name];
        return value === undefined ? "" : numberText(value);
      },
    })),
    ...(group.packages.some(({ execution }) => execution !== undefined) ? [executionColumn] : []),
  ];
}

function newest({ packages }: ModelGroupView): ModelPackageView | undefined {
  return packages.toSorted((a, b) => b.version - a.version)[0];
}
