// Looks at a built site with Chromium: node check.mjs CHROMIUM SITE PRINTS
// Prints `ok NAME` or `not ok NAME: why` for each question and page; the
// pages as they would be printed go to the folder PRINTS as PDF.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, site, prints] = process.argv.slice(2);
const axe = fs.readFileSync(
    createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const WIDTHS = [320, 768, 1280];
const SCHEMES = ["light", "dark"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
               "best-practice"];
const WAVES = /[～〜]/;
const MARKS = /[◎○△×]/;
// A mark beside its meaning: of the sheet's legend, or a form of the words.
const MEANT = /[◎○△×](?:：| )?(?:目標を上回る進捗|目標どおり進捗|未進捗の部分あり|全て目標未進捗)/g;

function listPages(folder) {
    return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(e => e.isFile() && e.name.endsWith(".html")
                && !e.name.endsWith(".fragment.html"))
        .map(e => path.relative(folder, path.join(e.parentPath ?? e.path,
                                                  e.name)))
        .sort();
}

const results = new Map();

// Faults of one question about one page, over all widths and schemes.
function report(name, faults) {
    results.set(name, [...(results.get(name) ?? []), ...faults]);
}

async function runAxe(page, name, where) {
    await page.evaluate(axe);
    const found = await page.evaluate(
        tags => globalThis.axe.run(document, {
            runOnly: { type: "tag", values: tags }, resultTypes: ["violations"],
        }), RULES);
    report(`${name} axe`, found.violations.map(
        v => `${where} ${v.id} (${v.nodes.length}): ${v.help}: `
            + v.nodes[0].html.slice(0, 160)));
}

async function checkScroll(page, name, where) {
    const [wide, room] = await page.evaluate(
        () => [document.documentElement.scrollWidth, innerWidth]);
    report(`${name} scrolls in one direction`,
           wide > room ? [`${where} ${wide} px in ${room} px`] : []);
}

// Numbers stand below their heads: both at the same edge of the column.
async function checkEdges(page, name) {
    report(`${name} heads stand above their numbers`, await page.evaluate(
        () => [...document.querySelectorAll("table.chosho-sums")].flatMap(t => {
            const cells = [...t.querySelectorAll("tbody tr:first-child > *")];
            return [...t.querySelectorAll("thead th")].filter((th, i) =>
                cells[i]?.matches("td.chosho-n") &&
                getComputedStyle(th).textAlign
                    !== getComputedStyle(cells[i]).textAlign)
                .map(th => th.outerHTML.slice(0, 100));
        })));
}

// Tab goes through every link once, in order, each visible when it has focus.
async function checkKeyboard(page, name) {
    const wanted = await page.evaluate(
        () => [...document.querySelectorAll("a[href], [tabindex='0']")].length);
    const faults = [];
    const seen = new Set();
    for (let i = 0; i < wanted; i++) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => {
            const all = [...document.querySelectorAll(
                "a[href], [tabindex='0']")];
            const e = document.activeElement;
            const box = e.getBoundingClientRect();
            const style = getComputedStyle(e);
            return { index: all.indexOf(e), html: e.outerHTML.slice(0, 100),
                     shown: box.width > 8 && box.height > 8
                         && style.clipPath === "none",
                     ring: style.outlineStyle !== "none" };
        });
        seen.add(at.index);
        if (at.index !== i)
            faults.push(`Tab ${i + 1} reached ${at.index}: ${at.html}`);
        else if (!at.shown || !at.ring)
            faults.push(`focus is not to be seen: ${at.html}`);
    }
    report(`${name} keyboard`, faults.slice(0, 5));
}

async function readTree(page) {
    const client = await page.context().newCDPSession(page);
    const { nodes } = await client.send("Accessibility.getFullAXTree");
    await client.detach();
    const byId = new Map(nodes.map(n => [n.nodeId, n]));
    const build = id => {
        const n = byId.get(id);
        const children = (n.childIds ?? []).filter(c => byId.has(c))
            .flatMap(build);
        if (n.ignored) return children;
        return [{ role: n.role?.value, name: n.name?.value ?? "", children }];
    };
    return build(nodes[0].nodeId);
}

function* walk(nodes) {
    for (const node of nodes) {
        yield node;
        yield* walk(node.children);
    }
}

const words = node => [...walk([node])]
    .filter(n => n.role === "StaticText").map(n => n.name).join("");

// What the page's own markup says that its tables are.
const describeTables = () => [...document.querySelectorAll("table")].map(
    t => [...t.rows].map(
        r => [...r.cells].map(c => ({
            role: c.tagName !== "TH" ? "cell"
                : c.scope === "row" ? "rowheader" : "columnheader",
            // Its sign is in a span that is hidden from voices.
            word: [...c.querySelector(".chosho-mark:not(.chosho-box)")?.cloneNode(true)
                .querySelectorAll("[aria-hidden]") ?? []].slice(0, 1)
                .map(sign => {
                    const mark = sign.closest(".chosho-mark");
                    sign.remove();
                    return mark.textContent.replace(/\s+/g, "");
                }).join(""),
        }))));

async function checkTree(page, name) {
    const faults = [];
    const tree = await readTree(page);
    const all = [...walk(tree)];
    const wanted = await page.evaluate(describeTables);
    for (const node of all) {
        if (WAVES.test(node.name))
            faults.push(`${node.role} is called ${node.name.slice(0, 60)}`);
    }
    report(`${name} says no wave`, faults.splice(0).slice(0, 5));

    // Prose may hold circles that are no marks (○○): only what stands alone.
    for (const node of all.filter(n => n.role === "StaticText")) {
        const rest = node.name.replace(MEANT, "");
        if (MARKS.test(rest) && rest.trim().length < 3)
            faults.push(`a mark alone: ${node.name.slice(0, 60)}`);
    }
    // The data dictionary lists the signs themselves, meanings beside them.
    if (!name.endsWith("/data.html"))
        report(`${name} says marks by their words`,
               faults.slice(0, 5));
    faults.length = 0;

    const tables = all.filter(n => n.role === "table");
    if (tables.length !== wanted.length)
        faults.push(`${tables.length} tables, not ${wanted.length}`);
    tables.forEach((table, t) => {
        const inside = [...walk(table.children)];
        const rows = inside.filter(n => n.role === "row");
        if (!table.name) faults.push(`table ${t + 1} has no name`);
        if (rows.length !== wanted[t]?.length)
            faults.push(`table ${t + 1}: ${rows.length} rows, not `
                        + `${wanted[t]?.length}`);
        rows.forEach((row, r) => {
            const cells = row.children.filter(
                c => ["cell", "gridcell", "rowheader",
                      "columnheader"].includes(c.role));
            const roles = cells.map(c => c.role).join(" ");
            const right = (wanted[t]?.[r] ?? []).map(c => c.role).join(" ");
            if (roles !== right)
                faults.push(`table ${t + 1} row ${r + 1}: ${roles}; `
                            + `not ${right}`);
            (wanted[t]?.[r] ?? []).forEach(({ word }, c) => {
                if (word && !words(cells[c] ?? row).replace(/\s+/g, "")
                        .endsWith(word))
                    faults.push(`table ${t + 1} row ${r + 1}: the mark `
                                + `${word} is not the cell's last word`);
            });
        });
    });
    report(`${name} tables at 320 px`, faults.slice(0, 5));
}

async function checkPage(context, name) {
    const page = await context.newPage();
    const requests = [];
    page.on("request", r => requests.push(r.url()));
    await page.goto(pathToFileURL(path.join(site, name)).href);
    report(`${name} asks nobody else`, requests.filter(
        u => !u.startsWith(pathToFileURL(site).href) && u !== "data:,"));
    report(`${name} has no script`, await page.evaluate(
        () => [...document.querySelectorAll(
            "script, [onclick], [onload], iframe, img[src^=http]")].map(
            e => e.outerHTML.slice(0, 100))));
    report(`${name} headings in order`, await page.evaluate(() => {
        let last = 0;
        return [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")]
            .filter(h => {
                const level = Number(h.tagName[1]);
                const jumps = level > last + 1;
                last = level;
                return jumps;
            }).map(h => h.outerHTML.slice(0, 100));
    }));
    for (const scheme of SCHEMES) {
        await page.emulateMedia({ colorScheme: scheme });
        for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 900 });
            await checkScroll(page, name, `${width} ${scheme}`);
            await runAxe(page, name, `${width} ${scheme}`);
        }
    }
    await checkEdges(page, name); // at the widest
    await page.setViewportSize({ width: 320, height: 640 });
    await checkTree(page, name);
    await page.goto(pathToFileURL(path.join(site, name)).href);
    await checkKeyboard(page, name);
    await page.pdf({ path: path.join(prints, name.replaceAll("/", "+")
                                     .replace(/html$/, "pdf")),
                     preferCSSPageSize: true, printBackground: false });
    await page.close();
}

const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
const context = await browser.newContext();
try {
    const names = listPages(site);
    const queue = [...names];
    const work = async () => {
        for (let name; (name = queue.shift());)
            await checkPage(context, name).catch(
                error => report(`${name} can be looked at`, [String(error)]));
    };
    await Promise.all([work(), work()]);
    for (const [name, faults] of [...results].sort()) {
        const [first, ...more] = faults.map(f => f.replace(/\s+/g, " "));
        console.log(first === undefined ? `ok ${name}`
                                        : `not ok ${name}: ${first}`);
        more.slice(0, 9).forEach(f => console.log(f));
    }
} finally {
    await browser.close();
}
