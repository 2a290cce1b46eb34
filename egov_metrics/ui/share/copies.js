// Fields with a text each and a button that puts it on the clipboard. The button says what became of it.

let made = 0;

/** The clipboard needs https or localhost; an office server on plain http gets the older way, from the field itself. */
async function copy(field) {
  if (window.isSecureContext && navigator.clipboard) {
    await navigator.clipboard.writeText(field.value);
    return;
  }
  field.focus();
  field.select();
  if (!document.execCommand("copy")) throw new Error("the browser refused to copy");
}

function part([label, text], texts) {
  const section = document.createElement("section");
  const name = document.createElement("label");
  const field = document.createElement("textarea");
  const button = document.createElement("button");
  field.id = `egov-copy-${(made += 1)}`;
  field.readOnly = true;
  field.rows = Math.min(6, Math.max(2, Math.ceil(text.length / 62)));
  field.value = text;
  name.htmlFor = field.id;
  name.textContent = label;
  button.type = "button";
  button.textContent = texts.label;
  button.setAttribute("aria-label", `${texts.label}: ${label}`);
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.hidden = true;
  button.onclick = async () => {
    let message = texts.done;
    try {
      await copy(field);
    } catch {
      field.select();
      message = texts.failed;
    }
    button.textContent = message;
    said.hidden = false;
    said.textContent = message;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      button.textContent = texts.label;
      said.textContent = "";
      said.hidden = true;
    }, 3000);
  };
  said.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
  section.append(name, button, field, said);
  return section;
}

export default function mount({ data, parentElement }) {
  const place = parentElement.querySelector(".copies");
  const shown = JSON.stringify(data);
  if (place.dataset.shown === shown) return;
  place.dataset.shown = shown;
  place.replaceChildren(...data.fields.map(one => part(one, data.texts)));
}
