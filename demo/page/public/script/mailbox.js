// @ts-check
import { announce, byId, element } from "./dom.js";
import { letters, onChange } from "./state.js";

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });

/** The mails that Ployst sent, above the lab as soon as there is one. */
export function startMailbox() {
  const list = element("ol", { "aria-label": "Mails" });
  const part = byId("mailbox", HTMLElement);
  part.append(
    element("h2", { id: "mailbox-name" }, "Mailbox"),
    element("p", {}, "Whatever Ployst sends by mail ends here, on this machine."),
    list,
  );
  onChange((changed) => {
    if (!changed.has("mail")) return;
    const all = letters();
    part.hidden = all.length === 0;
    list.replaceChildren(...all.map(toLetter));
    const [latest] = all;
    if (latest !== undefined) announce(`Mail to ${latest.to}: ${latest.subject}`);
  });
}

/** @param {import("./state.js").Letter} letter */
function toLetter({ to, subject, text, links, at }) {
  return element(
    "li",
    {},
    element(
      "p",
      { class: "to" },
      element("span", {}, to),
      element("time", { datetime: at }, TIME.format(new Date(at))),
    ),
    element("h3", {}, subject),
    ...links.map((url) =>
      element(
        "a",
        { class: "link", href: url, target: "_blank", rel: "noopener noreferrer" },
        "Open the link",
      ),
    ),
    element("details", {}, element("summary", {}, "The whole mail"), element("pre", {}, text)),
  );
}
