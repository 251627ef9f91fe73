// Builds the explorer page's static files into hub/web/explorer. Same input, same bytes, whatever the folder.

import { build } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const TARGET = join(HERE, "..", "hub", "web", "explorer");

const COMMON = {
  absWorkingDir: HERE,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "external",
  entryNames: "[name]-[hash]",
  chunkNames: "part-[hash]",
  assetNames: "[name]-[hash]",
  outdir: TARGET,
  write: false,
  metafile: true,
  logLevel: "warning",
  define: { "process.env.NODE_ENV": '"production"' },
};

const WORKERS = {
  editor: "monaco-editor/esm/vs/editor/editor.worker.js",
  json: "monaco-editor/esm/vs/language/json/json.worker.js",
  graphql: "monaco-graphql/esm/graphql.worker.js",
};

// Parts of the editor that a GraphQL page has no use for. The character highlighter goes for a reason
// of its own: it draws a warning box around Chinese punctuation.
const LEFT_OUT = new RegExp(
  "/monaco-editor/esm/vs/(" +
    [
      "editor/contrib/unicodeHighlighter/browser/unicodeHighlighter",
      "editor/contrib/colorPicker/browser/(colorContributions|standaloneColorPickerActions)",
      "editor/contrib/dropOrPasteInto/browser/(copyPasteContribution|dropIntoEditorContribution)",
      "editor/contrib/inlineEdits?/browser/inlineEdits?.contribution",
      "editor/contrib/codelens/browser/codelensController",
      "editor/contrib/diffEditorBreadcrumbs/browser/contribution",
      "editor/browser/widget/diffEditor/diffEditor.contribution",
      "editor/standalone/browser/inspectTokens/inspectTokens",
    ].join("|") +
    ")\\.js$",
);

const leaveOut = {
  name: "leave-out",
  setup(plan) {
    plan.onLoad({ filter: LEFT_OUT }, () => ({ contents: "" }));
  },
};

const workers = await build({
  ...COMMON,
  entryPoints: Object.entries(WORKERS).map(([label, path]) => ({ in: path, out: `${label}.worker` })),
});
const page = await build({
  ...COMMON,
  entryPoints: [{ in: "explorer/main.jsx", out: "explorer" }],
  splitting: true,
  jsx: "automatic",
  loader: { ".ttf": "file" },
  plugins: [leaveOut],
  define: { ...COMMON.define, __WORKER_FILES__: JSON.stringify(workerFiles(workers)) },
});

const outputs = [...workers.outputFiles, ...page.outputFiles];
// The style sheets of lazily loaded parts repeat what the page's own sheet has, and nothing links to them.
const files = outputs.filter(({ path }) => !/\.LEGAL\.txt$|\/part-\w+\.css$/.test(path));
await rm(TARGET, { recursive: true, force: true });
await mkdir(TARGET, { recursive: true });
for (const file of files) await writeFile(join(TARGET, basename(file.path)), file.contents);
await writeFile(join(TARGET, "manifest.json"), `${JSON.stringify(manifest(files), null, 2)}\n`);
await writeFile(join(TARGET, "LEGAL.txt"), await legal([workers.metafile, page.metafile], outputs));
await report();

function workerFiles({ outputFiles }) {
  const names = outputFiles.map(({ path }) => basename(path)).filter((name) => name.endsWith(".js"));
  return Object.fromEntries(Object.keys(WORKERS).map((key) => [key, names.find((name) => name.startsWith(`${key}.`))]));
}

function manifest(built) {
  const names = built.map(({ path }) => basename(path)).sort();
  const named = (start, end) => names.find((name) => name.startsWith(start) && name.endsWith(end));
  return { script: named("explorer-", ".js"), style: named("explorer-", ".css"), files: names };
}

/** The licences of every package that has a byte in the bundle, then the notices inside their sources. */
async function legal(metafiles, built) {
  const inputs = metafiles.flatMap(({ inputs: read }) => Object.keys(read));
  const folders = [...new Set(inputs.map(packageFolder).filter(Boolean))];
  const sections = await Promise.all(folders.map(licenceOf));
  const notices = built
    .filter(({ path }) => path.endsWith(".LEGAL.txt"))
    .flatMap(({ text }) => text.replace(/^Bundled license information:\s*/, "").split(/\n(?=\S+:\n)/));
  const distinct = [...new Set(notices.map((notice) => notice.trim()))].filter(Boolean).sort();
  return [
    "The files beside this one contain the packages below, each under its own licence.\n",
    ...sections.sort(),
    `${"=".repeat(100)}\nNotices inside the sources\n`,
    ...distinct,
    "",
  ].join("\n");
}

function packageFolder(input) {
  return input.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0];
}

async function licenceOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(HERE, folder, "package.json"), "utf8"));
  const names = (await readdir(join(HERE, folder))).filter((file) => /^(licen[cs]e|copying|notice|thirdparty)/i.test(file));
  const texts = await Promise.all(names.sort().map((file) => readFile(join(HERE, folder, file), "utf8")));
  const body = texts.map((text) => text.replaceAll("\r\n", "\n").trim()).join("\n\n");
  return `${"=".repeat(100)}\n${name} ${version} (${license})\n\n${body || `The package has no licence file; its description says ${license}.`}\n`;
}

async function report() {
  const bytes = files.reduce((sum, { contents }) => sum + contents.length, 0);
  console.log(`${files.length} files, ${(bytes / 1e6).toFixed(2)} MB in hub/web/explorer`);
}
