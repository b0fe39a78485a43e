import type { Session } from "../aws/session.ts";
import type { AssetStore } from "./asset-store.ts";
import { LocalAssetStore } from "./local-asset-store.ts";
import { S3AssetStore } from "./s3-asset-store.ts";

/** The store of a session: S3, or where the local service finds its objects. */
export function openAssetStore(session: Session, home: string): AssetStore {
  return session.isLocal ? new LocalAssetStore(home, session.region) : new S3AssetStore(session);
}
