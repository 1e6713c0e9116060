// Inside Teams' sign-in popup: hands the code to Teams, which brings it to the bot and closes the popup.
// In an ordinary browser (or where teams-js could not be loaded) the page itself says what to do.
(async () => {
  const code = document.getElementById("teams-state")?.dataset.code;
  const teams = globalThis.microsoftTeams;
  if (!code || !teams) return;
  // teams-js asks Microsoft's servers for its list of hosts; a page that Teams didn't open has no use for it.
  const isOpenedByTeams =
    globalThis.opener !== null || globalThis.parent !== globalThis || "nativeInterface" in globalThis;
  if (!isOpenedByTeams) return;
  try {
    await teams.app.initialize();
    teams.authentication.notifySuccess(code);
  } catch {
    // Not in Teams after all: the code stays on the page.
  }
})();
