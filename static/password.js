// Lets people see what they type into a password field. Without this script there is no such button.
for (const button of document.querySelectorAll("[data-shows]")) {
  const input = document.getElementById(button.dataset.shows);
  if (!input) continue;
  button.hidden = false;
  const show = (isShown) => {
    input.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", String(isShown));
  };
  button.addEventListener("click", () => {
    show(input.type === "password");
    input.focus();
  });
  // What is sent is a password again, so that the browser offers to keep it and doesn't list it as text.
  input.form?.addEventListener("submit", () => show(false));
}
