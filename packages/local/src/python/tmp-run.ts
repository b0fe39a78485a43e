import { ensurePythonEnvironment } from "./environment.ts";
const t = performance.now();
const o = process.argv[3] ? { python: process.argv[3] } : {};
console.log(await ensurePythonEnvironment({ ...o, cacheDir: process.argv[2] ?? "", onProgress: (m) => console.log(((performance.now()-t)/1000).toFixed(1), m) }), ((performance.now()-t)/1000).toFixed(1));
