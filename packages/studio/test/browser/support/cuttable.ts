import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A way to a server that can be cut off. */
export interface Cuttable {
  /** The link, by this way. */
  readonly link: string;
  /** Cuts all connections; until `mend` no new one is made. */
  readonly cut: () => void;
  /** Leads to the server of another link, when one is given. */
  readonly mend: (other?: string) => void;
}

/** Leads to the server of a link. */
export async function cuttable(link: string): Promise<Cuttable> {
  let { port } = new URL(link);
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), "127.0.0.1");
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
  });
  const own = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  const cut = (): void => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  return {
    link: link.replace(`:${port}/`, `:${own}/`),
    cut,
    mend: (other = "") => {
      if (other !== "") ({ port } = new URL(other));
      isCut = false;
    },
  };
}
