"use strict";

// Where a step's text is, within the sheet: arrows begin and end at words, not at the borders of wide columns.
function place_of(sheet, step) {
  const base = sheet.getBoundingClientRect();
  const words = document.createRange();
  words.selectNodeContents(step);
  const lines = [...words.getClientRects()].filter((line) => line.width > 0);
  return {
    left: Math.min(...lines.map((line) => line.left)) - base.left - 6,
    right: Math.max(...lines.map((line) => line.right)) - base.left + 3,
    y: (lines[0].top + lines[0].bottom) / 2 - base.top,
  };
}

// From a store to a load that saw it.
function draw_arrow(sheet, store, load) {
  const svg = sheet.querySelector(".arrows");
  const from = place_of(sheet, store);
  const to = place_of(sheet, load);
  const same_column = Math.abs(from.left - to.left) < 2;
  const rightwards = to.left > from.left;
  const x0 = same_column || rightwards ? from.right : from.left;
  const x1 = rightwards && !same_column ? to.left : to.right;
  const bend = same_column ? Math.max(x0, x1) + 40 : (x0 + x1) / 2;
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", `M${x0} ${from.y} C${bend} ${from.y} ${bend} ${to.y} ${x1} ${to.y}`);
  path.setAttribute("marker-end", `url(#${svg.querySelector("marker").id})`);
  path.classList.add("arrow");
  svg.append(path);
}

function unmark(sheet) {
  sheet.querySelectorAll(".arrow").forEach((arrow) => arrow.remove());
  sheet.querySelectorAll(".chosen, .partner").forEach((step) => step.classList.remove("chosen", "partner"));
}

function mark(sheet, step) {
  unmark(sheet);
  if (!step) return;
  step.classList.add("chosen");
  const seen = step.dataset.saw && sheet.querySelector(`[data-makes="${step.dataset.saw}"]`);
  const readers = step.dataset.makes ? [...sheet.querySelectorAll(`[data-saw="${step.dataset.makes}"]`)] : [];
  const pairs = readers.map((reader) => [step, reader]);
  if (seen) pairs.push([seen, step]);
  for (const [store, load] of pairs) {
    for (const partner of [store, load]) if (partner !== step) partner.classList.add("partner");
    if (store.offsetParent && load.offsetParent) draw_arrow(sheet, store, load);
  }
}

function prepare(failure) {
  const sheet = failure.querySelector(".sheet");
  const setup = failure.querySelector(".setup");
  let kept = null;
  const step_at = (event) => event.target.closest(".step[tabindex]");
  sheet.addEventListener("mouseover", (event) => mark(sheet, step_at(event) || kept));
  sheet.addEventListener("mouseleave", () => mark(sheet, kept));
  sheet.addEventListener("focusin", (event) => mark(sheet, step_at(event) || kept));
  sheet.addEventListener("click", (event) => {
    if (event.target.closest("a")) return;
    const step = step_at(event);
    kept = step === kept ? null : step;
    mark(sheet, kept);
  });
  const switches = failure.querySelector(".switches");
  const apply = () => {
    sheet.classList.toggle("hide-plain", !switches.querySelector(".show-plain").checked);
    if (setup) setup.hidden = !switches.querySelector(".show-setup").checked;
    mark(sheet, kept);
  };
  switches.hidden = false;
  switches.addEventListener("change", apply);
  addEventListener("resize", () => mark(sheet, kept));
  apply();
}

function filter_sites() {
  const wanted = document.getElementById("filter").value.toLowerCase().split(/\s+/);
  const rows = [...document.querySelectorAll("#site-table tbody tr")];
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !wanted.every((word) => text.includes(word));
  }
  const left = rows.filter((row) => !row.hidden).length;
  document.getElementById("filtered").textContent = `${left} of ${rows.length}`;
}

document.querySelectorAll(".failure").forEach(prepare);
document.getElementById("filter").addEventListener("input", filter_sites);
// A link to a site that the filter hides must still arrive.
addEventListener("hashchange", () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || !target.hidden) return;
  document.getElementById("filter").value = "";
  filter_sites();
  target.scrollIntoView();
});
filter_sites();
