import { useLocation } from "preact-iso";
import { withQuery } from "../links.ts";
import { type Order, orderText, readOrder } from "../../table/sort.ts";

/** The order of the page's table, which is part of the address. */
export function useTableQuery(): {
  readonly order: Order | undefined;
  readonly setOrder: (order: Order) => void;
} {
  const { url, query, route } = useLocation();
  return {
    order: readOrder(query["sort"]),
    // Going back from another order leads to the page that it began on.
    setOrder: (order) =>
      route(
        withQuery(url, { sort: orderText(order), page: undefined }),
        query["page"] === undefined,
      ),
  };
}
