// @ts-check

// Both come as plain scripts that the page loads before its modules.
const loaded = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (globalThis));

export const AdaptiveCards = /** @type {typeof import("adaptivecards")} */ (loaded["AdaptiveCards"]);
export const MarkdownIt = /** @type {typeof import("markdown-it").default} */ (loaded["markdownit"]);
