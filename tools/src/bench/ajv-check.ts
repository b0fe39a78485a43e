/**
 * The peer of `nacre validate`: a process that parses a definition and asks ajv.
 * `node ajv-check.ts SCHEMA.json DEFINITION.json`
 */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

const [schemaFile = "", definitionFile = ""] = process.argv.slice(2);
const schema: object = JSON.parse(readFileSync(schemaFile, "utf8"));
const check = new Ajv2020({ strict: false }).compile(schema);
process.exitCode = check(JSON.parse(readFileSync(definitionFile, "utf8"))) ? 0 : 1;
