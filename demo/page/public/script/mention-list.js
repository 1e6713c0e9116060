// @ts-check
import { avatar, byId, element } from "./dom.js";
import { botName, me, people } from "./state.js";

/** The list that opens while a name is typed after the at sign. */
export class MentionList {
  /** @param {(name: string, from: number) => void} onChosen the name, and where its @ stands */
  constructor(onChosen) {
    this.onChosen = onChosen;
    /** @type {string[]} */
    this.names = [];
    this.active = 0;
    this.from = 0;
  }

  get isOpen() {
    return this.names.length > 0;
  }

  /**
   * Looks at what stands before the cursor.
   * @param {HTMLTextAreaElement} write
   */
  look(write) {
    const before = write.value.slice(0, write.selectionStart);
    const typed = /(?:^|\s)@([\p{L}\d ]{0,30})$/u.exec(before)?.[1];
    const known = [
      botName(),
      ...people()
        .filter(({ id }) => id !== me()?.id)
        .map(({ name }) => name),
    ];
    const wanted = typed?.toLowerCase();
    this.names =
      wanted === undefined
        ? []
        : known.filter((name) => name.toLowerCase().startsWith(wanted) && name.toLowerCase() !== wanted);
    this.from = before.length - (typed?.length ?? 0) - 1;
    this.active = 0;
    this.draw();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it was meant for the list */
  handleKey(event) {
    if (!this.isOpen) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.active =
        (this.active + (event.key === "ArrowDown" ? 1 : -1) + this.names.length) % this.names.length;
      this.draw();
    } else if (event.key === "Enter" || event.key === "Tab") this.choose(this.active);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  /** @param {number} index */
  choose(index) {
    const name = this.names[index];
    this.close();
    if (name !== undefined) this.onChosen(name, this.from);
  }

  close() {
    this.names = [];
    this.draw();
  }

  draw() {
    const list = byId("mentions", HTMLElement);
    const write = byId("write", HTMLTextAreaElement);
    list.hidden = !this.isOpen;
    list.replaceChildren(...this.names.map((name, index) => this.toOption(name, index)));
    if (this.isOpen) write.setAttribute("aria-activedescendant", `mention-${this.active}`);
    else write.removeAttribute("aria-activedescendant");
  }

  /**
   * @param {string} name
   * @param {number} index
   */
  toOption(name, index) {
    const isBot = name === botName();
    const attributes = {
      role: "option",
      id: `mention-${index}`,
      "aria-selected": String(index === this.active),
      // Before the message box loses the focus.
      onmousedown: (/** @type {Event} */ event) => {
        event.preventDefault();
        this.choose(index);
      },
    };
    return element("li", attributes, avatar({ name, isBot }), name, isBot && element("small", {}, "App"));
  }
}
