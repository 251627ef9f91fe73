import{a,b}from"./part-X6FBKXQT.js";import"./part-OD2HFU4T.js";import"./part-JQLMXNG5.js";import"./part-GDRAEM2H.js";export{b as getWorker,a as jsonDefaults};
