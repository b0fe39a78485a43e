/** The pages of a list: each says where the next one begins, the last one does not. */
export async function* pages<Page extends { readonly NextToken?: string | undefined }>(
  fetch: (token: string | undefined) => Promise<Page>,
): AsyncGenerator<Page> {
  let token: string | undefined;
  do {
    // oxlint-disable-next-line no-await-in-loop -- a page tells where the next one is
    const page = await fetch(token);
    yield page;
    token = page.NextToken || undefined;
  } while (token !== undefined);
}
