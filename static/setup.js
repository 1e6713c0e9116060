// Lets one button do: what is typed as organization goes straight into the address of the form to GitHub.
// Without this script the "Use it" button does the same.
(() => {
  const input = document.getElementById("organization");
  const form = document.getElementById("manifest-form");
  const owner = document.getElementById("owner");
  const button = document.getElementById("organization-button");
  if (!input || !form || !owner || !button) return;
  button.hidden = true;

  const apply = () => {
    const name = input.value.trim();
    const isName = /^[a-z\d](?:-?[a-z\d]){0,38}$/i.test(name) && name.length <= 39;
    input.setCustomValidity(
      name === "" || isName ? "" : "Letters, digits and single hyphens only, for example contoso",
    );
    owner.textContent = isName ? name : "your own account";
    form.action = isName
      ? form.dataset.organization.replace("ORGANIZATION", encodeURIComponent(name))
      : form.dataset.personal;
  };

  input.addEventListener("input", apply);
  form.addEventListener("submit", (event) => {
    if (!input.reportValidity()) event.preventDefault();
  });
  document.getElementById("organization-form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.reportValidity()) form.requestSubmit();
  });
  apply();
})();
