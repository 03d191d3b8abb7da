export const one = 1;
//# sourceMappingURL=index.js.map
