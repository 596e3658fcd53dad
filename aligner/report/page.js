// Filters and the walk from finding to finding. Without this script the page shows everything.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const id = (name) => document.getElementById(name);
  const form = id("filters"), walk = id("walk"), count = id("count");
  const findings = all(".finding"), pairs = all(".pair");
  const gravest = ["error", "warning", "info"];
  let current = null;

  const on = (name, value) => {
    const box = form.querySelector(`input[name="${name}"]` + (value ? `[value="${CSS.escape(value)}"]` : ""));
    return !box || box.checked;
  };
  const shown = () => findings.filter((f) => !f.hidden && !f.closest("[hidden]"));

  function apply() {
    for (const f of findings) f.hidden = !(on("severity", f.dataset.severity) && on("check", f.dataset.check));
    for (const pair of pairs) {
      const own = all(".finding", pair);
      pair.hidden = own.length ? own.every((f) => f.hidden) : !pair.matches(".lone") && !on("clean");
    }
    for (const statement of all(".statement")) {
      const own = all(".pair", statement);
      statement.hidden = !on("status", statement.dataset.status) || (own.length > 0 && own.every((p) => p.hidden));
    }
    for (const mark of all("mark")) {
      const live = mark.dataset.f.split(" ").map((n) => id("f" + n)).filter((f) => !f.hidden);
      mark.className = gravest.find((s) => live.some((f) => f.dataset.severity === s)) || "off";
    }
    for (const ref of all(".pair p .ref")) ref.hidden = id(ref.hash.slice(1)).hidden;
    const seen = pairs.filter((p) => !p.hidden && !p.closest(".statement").hidden).length;
    count.textContent = form.hidden ? "" : `Showing ${shown().length} of ${findings.length} findings, ${seen} of ${pairs.length} passages.`;
    count.classList.toggle("partial", seen < pairs.length || shown().length < findings.length);
    where();
  }

  function where() {
    if (!walk) return;
    const list = shown();
    id("at").textContent = `${list.indexOf(current) + 1 || "–"} / ${list.length}`;
    id("previous").disabled = id("next").disabled = !list.length;
  }

  function go(step) {
    const list = shown();
    if (!list.length) return;
    const from = document.activeElement.closest(".finding") || current;
    let next = list.indexOf(from) + step;
    if (from && !list.includes(from)) {
      const after = list.findIndex((f) => from.compareDocumentPosition(f) & Node.DOCUMENT_POSITION_FOLLOWING);
      next = step > 0 ? after : (after < 0 ? list.length : after) - 1;
    }
    if (!from) next = step > 0 ? 0 : list.length - 1;
    current = list[(next + list.length) % list.length];
    current.focus({ preventScroll: true });
    current.closest(".pair").scrollIntoView({ block: "center" });
    where();
  }

  form.hidden = !findings.length && all('input[name="status"]', form).length < 2;
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  // A link to something that the filters hide shows everything again.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#f"]');
    const target = link && id(link.hash.slice(1));
    if (!target || !target.matches(".finding")) return;
    if (!shown().includes(target)) { form.reset(); apply(); }
    current = target;
    where();
  });
  if (walk) {
    walk.hidden = false;
    id("next").addEventListener("click", () => go(1));
    id("previous").addEventListener("click", () => go(-1));
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || !on("keys")) return;
      if (event.key === "n") go(1);
      if (event.key === "p") go(-1);
    });
  }
  const folded = [];
  addEventListener("beforeprint", () => {
    for (const part of all("details:not([open])")) { part.open = true; folded.push(part); }
  });
  addEventListener("afterprint", () => { while (folded.length) folded.pop().open = false; });
  apply();
})();
