// @ts-check
import { byId, element } from "./dom.js";
import {
  button,
  choice,
  field,
  HOSTILE_TITLE,
  nextComment,
  nextCommit,
  nextTitle,
  setOptions,
} from "./lab-forms.js";
import { ask } from "./server.js";
import { lab, me, onChange, people } from "./state.js";

const ORGANISATION = "contoso";
const TIME = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hour12: false,
});

const who = choice("who", () => undefined);
const repository = choice("repository", () => render());
const subject = choice("subject", () => renderSubject());
const title = element("input", { type: "text", maxlength: 300, value: nextTitle() });
const words = element("input", { type: "text", maxlength: 2000, value: nextComment() });
const failure = element("p", { class: "failure", role: "alert" });
const subjectButtons = element("div", { class: "buttons" });
const subjectPart = element("fieldset", {});
const appPart = element("div", { class: "buttons" });
const deliveries = element("ol", { class: "deliveries", "aria-label": "Latest webhooks" });
const appState = element("p", { class: "state" });

/** The right column: what happens on GitHub. */
export function startLabPanel() {
  byId("lab", HTMLElement).append(
    element(
      "header",
      {},
      element("h2", { id: "lab-name" }, "GitHub lab"),
      element(
        "p",
        {},
        "A GitHub on this machine. Whatever you do here reaches the bot as a real, signed webhook.",
      ),
    ),
    element("div", { class: "pair" }, field("As", who), field("In", repository)),
    newPart(),
    subjectPart,
    failure,
    element("fieldset", {}, element("legend", {}, "GitHub App"), appState, appPart),
    element("fieldset", {}, element("legend", {}, "Latest webhooks"), deliveries),
  );
  subjectPart.append(
    element("legend", {}, "Issues and pull requests"),
    field("Which", subject),
    field("Text", words),
    subjectButtons,
  );
  onChange((changed) => {
    if (changed.has("people")) drawPeople();
    if (changed.has("here")) who.value = me()?.login ?? who.value;
    if (changed.has("lab")) render();
  });
}

function newPart() {
  const make = (/** @type {string} */ act) => async () => {
    await run({ act, title: title.value, body: "" });
    title.value = nextTitle();
    subject.selectedIndex = 0;
    renderSubject();
  };
  const push = () => run({ act: "push", message: nextCommit() });
  const hostile = () => run({ act: "open-issue", title: HOSTILE_TITLE, body: HOSTILE_TITLE });
  return element(
    "fieldset",
    {},
    element("legend", {}, "New"),
    field("Title", title),
    element(
      "div",
      { class: "buttons" },
      button("Open issue", make("open-issue"), "main"),
      button("Open pull request", make("open-pull"), "main"),
      button("Push to main", push),
      button("Deployment that waits", () => run({ act: "deploy" })),
      button("Issue with a hostile title", hostile),
    ),
  );
}

function drawPeople() {
  setOptions(
    who,
    people().map(({ login }) => ({ value: login, label: `@${login}` })),
  );
}

/** @param {Record<string, unknown>} what */
async function run(what) {
  const { error } = await ask("lab", { by: who.value, repository: repository.value, ...what });
  failure.textContent = error ?? "";
}

function render() {
  const view = lab();
  if (view === undefined) return;
  setOptions(
    repository,
    view.repositories.map(({ name, isPrivate }) => ({
      value: name,
      label: isPrivate ? `${name} (private)` : name,
    })),
  );
  const subjects = view.subjects.filter((one) => one.repository === repository.value);
  setOptions(
    subject,
    subjects.map((one) => ({
      value: String(one.number),
      label: `${one.kind === "pull" ? "PR" : "Issue"} #${one.number} ${one.title} (${one.state})`,
    })),
  );
  renderSubject();
  renderApp(view);
  deliveries.replaceChildren(...view.deliveries.map(toDelivery));
}

function renderSubject() {
  const found = lab()?.subjects.find(
    (one) => one.repository === repository.value && String(one.number) === subject.value,
  );
  subjectPart.hidden = found === undefined;
  if (found === undefined) return;
  const act =
    (/** @type {string} */ name, /** @type {object} */ more = {}) =>
    () =>
      run({ act: name, number: found.number, ...more });
  const write = (/** @type {string} */ name, /** @type {string} */ key) => async () => {
    await run({ act: name, number: found.number, [key]: words.value });
    words.value = nextComment();
  };
  const isOpen = found.state === "open";
  const comment = button("Comment", write("comment", "body"), "main");
  const close =
    found.state === "merged"
      ? []
      : [isOpen ? button("Close", act("close")) : button("Reopen", act("reopen"))];
  const label = button("Label bug", act("label", { label: "bug" }));
  subjectButtons.replaceChildren(
    comment,
    ...(found.kind === "pull" && isOpen ? pullButtons(act) : []),
    label,
    ...close,
  );
}

/** @param {(name: string, more?: object) => () => unknown} act */
function pullButtons(act) {
  return [
    button("Approve", act("review", { state: "approved", body: "" })),
    button("Request changes", () => act("review", { state: "changes_requested", body: words.value })()),
    button("Start checks", act("check", { outcome: "started" })),
    button("Checks pass", act("check", { outcome: "success" })),
    button("Checks fail", act("check", { outcome: "failure" })),
    button("Push commit", () => act("push-to-pull", { message: nextCommit() })()),
    button("Merge", act("merge")),
  ];
}

/** @param {import("./state.js").Lab} view */
function renderApp(view) {
  const isInstalled = view.installedOn.includes(ORGANISATION);
  appState.textContent = isInstalled
    ? `Installed on ${ORGANISATION}.`
    : `Not installed on ${ORGANISATION} yet: no webhooks come from there.`;
  const rename = () => {
    const name = repository.value.split("/")[1] ?? "";
    return run({
      act: "rename",
      name: name.endsWith("-renamed") ? name.replace(/-renamed$/, "") : `${name}-renamed`,
    });
  };
  appPart.replaceChildren(
    isInstalled
      ? button("Uninstall", () => run({ act: "uninstall", by: "mira" }))
      : button(`Install on ${ORGANISATION}`, () => run({ act: "install", by: "mira" }), "main"),
    button("Rename repository", rename),
  );
}

/** @param {import("./state.js").Delivery} delivery */
function toDelivery({ name, statusCode, at }) {
  const good = statusCode >= 200 && statusCode < 300;
  return element(
    "li",
    { class: good || statusCode === 0 ? "" : "bad" },
    element("time", { datetime: at }, TIME.format(new Date(at))),
    element("code", {}, name),
    element("b", {}, statusCode === 0 ? "…" : String(statusCode)),
  );
}
