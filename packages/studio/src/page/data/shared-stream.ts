import { EventStream } from "./event-stream.ts";
import { apiUrl } from "./request.ts";

// A shared worker: it runs while a tab of the page is open, and has the one stream for all of them, for a
// browser makes no more than six connections to a server.

const tabs = new Set<MessagePort>();

const stream = new EventStream(apiUrl("events"), (news) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- channels have none
  for (const tab of tabs) tab.postMessage(news);
});

addEventListener("connect", (event) => {
  // The event of a shared worker, which brings the end of a channel to the tab.
  const [tab] = (event as MessageEvent).ports;
  if (tab === undefined) return;
  tabs.add(tab);
  // The one thing that a tab says is that it goes.
  tab.addEventListener("message", () => tabs.delete(tab));
  tab.start();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- channels have none
  if (stream.state !== undefined) tab.postMessage(stream.state);
});
