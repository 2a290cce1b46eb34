// Puts the present address (it holds the whole view and the edition) on the clipboard and says so.

/** The clipboard needs https or localhost; an office server on plain http gets the older way. */
async function copy(text) {
  if (window.isSecureContext && navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("the browser refused to copy");
}

export default function mount({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector("[role=status]");
  button.querySelector("span").textContent = data.label;
  button.onclick = async () => {
    let message = data.done;
    try {
      await copy(window.location.href);
    } catch {
      message = data.failed;
    }
    said.textContent = message;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => (said.textContent = ""), 4000);
  };
  return () => clearTimeout(button.timer);
}
