// Prints the page; print.css shows only the sheet then.
export default function mount({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  button.querySelector("span").textContent = data.label;
  button.onclick = () => window.print();
}
