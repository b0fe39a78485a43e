import { render } from "preact";
import { App } from "./app.tsx";
import { connect } from "./data/live.ts";

// Before anything is asked for, so that no change is missed in between.
connect();

const root = document.getElementById("app");
if (root !== null) render(<App />, root);
