// @ts-check
import { startCompose } from "./compose.js";
import { startConversation } from "./conversation.js";
import { startHints } from "./hints.js";
import { startLabPanel } from "./lab-panel.js";
import { startMailbox } from "./mailbox.js";
import { prepareCards } from "./card.js";
import { startPeople } from "./people.js";
import { showView, startRail } from "./rail.js";
import { follow } from "./state.js";

prepareCards();
startPeople();
startRail();
startConversation();
startCompose();
startHints();
startLabPanel();
startMailbox();
for (const tab of document.querySelectorAll("#tabs button")) {
  if (tab instanceof HTMLElement) tab.addEventListener("click", () => showView(tab.dataset["view"] ?? ""));
}
follow();
