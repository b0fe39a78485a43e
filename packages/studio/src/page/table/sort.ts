export { compareValues } from "../../table/sort.ts";
