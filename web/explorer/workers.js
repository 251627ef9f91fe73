// Where Monaco's three workers are: beside this script, so that `worker-src 'self'` is enough.

const FILES = __WORKER_FILES__; // replaced by build.mjs

globalThis.MonacoEnvironment = {
  getWorker(_id, label) {
    const file = FILES[label] ?? FILES.editor;
    return new Worker(new URL(file, import.meta.url), { type: "module", name: label });
  },
};
