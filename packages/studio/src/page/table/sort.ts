export { sortableText } from "../../table/sort.ts";
