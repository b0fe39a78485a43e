import type { JSX } from "preact";
import { LocationProvider, Route, Router, useLocation } from "preact-iso";
import { useCallback, useEffect, useState } from "preact/hooks";
import { ComparePage } from "./compare/compare-page.tsx";
import { connection, trouble } from "./data/live.ts";
import { readSession, session } from "./data/session.ts";
import { ExecutionPage } from "./execution/execution-page.tsx";
import { pipelinesLink } from "./links.ts";
import { ModelsPage } from "./models/models-page.tsx";
import { PipelinePage } from "./pipelines/pipeline-page.tsx";
import { PipelinesPage } from "./pipelines/pipelines-page.tsx";
import { StartPage } from "./pipelines/start-page.tsx";
import { Help } from "./shell/help.tsx";
import { Page } from "./shell/page.tsx";
import { TopBar } from "./shell/top-bar.tsx";
import { useKeys } from "./shell/use-keys.ts";
import { Empty, Words } from "./ui/states.tsx";

/** The page. */
export function App(): JSX.Element {
  return (
    <LocationProvider scope={/^\/studio(?:\/|$|\?)(?!api\/)/}>
      <Shell />
    </LocationProvider>
  );
}

function Shell(): JSX.Element {
  const [isHelp, setHelp] = useState(false);
  const { route } = useLocation();
  const showHelp = useCallback(() => setHelp(true), []);
  useKeys(showHelp, route);
  useEffect(
    () =>
      connection.subscribe(() => {
        if (session.peek() === undefined) void readSession();
      }),
    [],
  );
  return (
    <>
      <a class="skip" href="#main">
        To the content
      </a>
      <TopBar onHelp={showHelp} />
      <main id="main" tabIndex={-1}>
        <Trouble />
        <Views>
          <Route path="/studio" component={PipelinesPage} />
          <Route path="/studio/pipelines" component={PipelinesPage} />
          <Route path="/studio/pipelines/:name" component={PipelinePage} />
          <Route path="/studio/pipelines/:name/start" component={StartPage} />
          <Route path="/studio/pipelines/:name/executions/:id" component={ExecutionPage} />
          <Route
            path="/studio/pipelines/:name/executions/:id/steps/:step"
            component={ExecutionPage}
          />
          <Route path="/studio/compare" component={ComparePage} />
          <Route path="/studio/models" component={ModelsPage} />
          <Route path="/studio/models/:group" component={ModelsPage} />
          <Route path="/studio/models/:group/:version" component={ModelsPage} />
          <Route default component={NotFound} />
        </Views>
      </main>
      {isHelp && <Help onClose={() => setHelp(false)} />}
    </>
  );
}

/** The view of the address; the router itself takes none that cannot be decoded. */
function Views({ children }: { readonly children: readonly JSX.Element[] }): JSX.Element {
  const { path } = useLocation();
  return canDecode(path) ? (
    <Router onRouteChange={keepFocus}>{[...children]}</Router>
  ) : (
    <NotFound />
  );
}

/** A link that was cut in the middle may end in half a character. */
function canDecode(path: string): boolean {
  try {
    // A result that nobody uses would be left out of the bundle.
    return decodeURIComponent(path) !== "";
  } catch {
    return false;
  }
}

/** Why AWS cannot be read for now: what is shown stays, and goes on when it can. */
function Trouble(): JSX.Element | null {
  const fault = trouble.value;
  if (fault === undefined) return null;
  const { message, help } = fault;
  return (
    <div class="fault" role="alert">
      <p class="fault-message">AWS cannot be read now: {message}</p>
      {help !== undefined && (
        <p>
          <Words text={help} />
        </p>
      )}
      <p>The page goes on by itself as soon as it can.</p>
    </div>
  );
}

/** What had the focus may be gone with the former page; then keys go on from the new one. */
function keepFocus(): void {
  if (document.activeElement === document.body) document.getElementById("main")?.focus();
}

function NotFound(): JSX.Element {
  return (
    <Page title="No such page">
      <Empty title="There is nothing at this address.">
        <p>
          <a href={pipelinesLink}>All pipelines</a>
        </p>
      </Empty>
    </Page>
  );
}
