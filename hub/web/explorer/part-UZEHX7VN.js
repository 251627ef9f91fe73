import{Bj as a,Cj as b,Dj as c,Ej as d}from"./part-JQLMXNG5.js";import"./part-GDRAEM2H.js";export{c as HitTestContext,b as MouseTarget,d as MouseTargetFactory,a as PointerHandlerLastRenderData};
