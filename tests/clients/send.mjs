// Sends one event of each type with Segment's own client for Node: node send.mjs HOST KEY
import { Analytics } from "@segment/analytics-node";

const [host, writeKey] = process.argv.slice(2);
const analytics = new Analytics({ host, writeKey, maxRetries: 0 });
analytics.on("error", (error) => {
  console.error(error);
  process.exitCode = 1;
});
const context = { consent: { categoryPreferences: { Profiling: true } } };
const who = { userId: "node-1", anonymousId: "browser-of-node-1" };
analytics.page({ anonymousId: who.anonymousId, name: "Front", properties: { url: "https://shop.example/front?x=1" }, context });
analytics.identify({ ...who, traits: { name: "Nelli Node", email: "nelli@example.org" }, context });
analytics.track({ ...who, event: "Order Completed", properties: { revenue: 12.5, products: [{ sku: "a" }] }, context });
analytics.screen({ ...who, name: "Basket", context });
analytics.group({ ...who, groupId: "node-oy", traits: { name: "Node Oy" }, context });
analytics.alias({ userId: who.userId, previousId: "older-browser", context });
await analytics.closeAndFlush({ timeout: 10000 });
