import { ownVersion } from "../version.ts";
import type { Template } from "./template-files.ts";

/** The scripts of a project. */
const scripts = {
  synth: "nacre synth",
  validate: "nacre validate",
  start: "nacre run",
  diff: "nacre diff",
  deploy: "nacre deploy",
  test: 'node --test "test/**/*.test.ts"',
  typecheck: "tsc --noEmit",
} as const;

/** A package.json as far as a project needs it. */
export interface PackageJson {
  readonly [key: string]: unknown;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly nacre?: object;
}

/** The package.json of a project; what is in one that is there already stays as it is. */
export function packageJson(name: string, given: PackageJson = {}): string {
  const version = `^${ownVersion()}`;
  const known = { ...given.dependencies, ...given.devDependencies };
  const missing = (wanted: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(wanted).filter(([one]) => !Object.hasOwn(known, one)));
  const merged = {
    name,
    version: "0.1.0",
    private: true,
    ...given,
    // The app and its tests are modules.
    type: "module",
    engines: given["engines"] ?? { node: ">=22.18" },
    // npm writes a test that only fails into every new package.json.
    scripts: { ...scripts, ...withoutPlaceholder(given.scripts) },
    nacre: { app: "src/app.ts", ...given.nacre },
    dependencies: { ...missing({ "@nacre/core": version }), ...given.dependencies },
    devDependencies: {
      ...missing({
        "@nacre/cli": version,
        "@nacre/local": version,
        "@types/node": "^24.0.0",
        typescript: "^7.0.2",
      }),
      ...given.devDependencies,
    },
  };
  return `${JSON.stringify(merged, null, 2)}\n`;
}

function withoutPlaceholder(given: PackageJson["scripts"] = {}): Record<string, string> {
  const entries = Object.entries(given);
  return Object.fromEntries(entries.filter(([, text]) => !text.includes("no test specified")));
}

/** The settings of the TypeScript compiler: Node runs the sources as they are. */
export function tsconfigJson(): string {
  const compilerOptions = {
    target: "es2024",
    lib: ["es2024"],
    module: "nodenext",
    types: ["node"],
    strict: true,
    noEmit: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  };
  return `${JSON.stringify({ compilerOptions, include: ["src", "test"] }, null, 2)}\n`;
}

/** What git leaves out: packages, and the state of local runs. */
export const gitignore = "node_modules/\n.nacre/\n__pycache__/\n";

const about: Readonly<Record<Template, string>> = {
  abalone:
    "The Abalone pipeline: prepares the data, trains XGBoost, measures the error, and registers the\n" +
    "model and predicts a batch when the error is low enough.",
  minimal:
    "A pipeline of two steps: a Python script counts the rows of a file, and a condition fails the run\n" +
    "when there are too few.",
  import: "A pipeline that was imported; `definition.json` is what it was imported from.",
};

/** What one can do with the project. */
export function readme(name: string, template: Template): string {
  return `# ${name}

${about[template]}

\`src/app.ts\` is the pipeline. You need Node 22.18 or newer, and Python 3.11 or newer to run it here.

\`\`\`sh
npm install
npm test                # what the pipeline must keep
npm start               # runs it on this machine: real Python jobs, no account
npm run validate        # checks it against what SageMaker refuses
npm run diff            # what a deploy would change
npm run deploy          # creates or updates it in AWS
npx nacre start --watch # starts an execution there, and watches it
npx nacre help          # the rest
\`\`\`
`;
}
