// @ts-check

/**
 * Asks the demo's server to do something. Failures come back as `error`, never as a rejection.
 * @param {"say" | "click" | "dialog" | "lab"} what
 * @param {object} body
 * @returns {Promise<{ error?: string, toast?: string, dialog?: { id: string, title: string, card: object } }>}
 */
export async function ask(what, body) {
  try {
    const response = await fetch(`/api/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return await response.json();
  } catch {
    return { error: "The demo doesn't answer. Is it still running?" };
  }
}
