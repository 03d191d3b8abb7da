pkg.types = "dist/index.d.ts"; pkg.main = "dist/index.js"; write("package.json", pkg);
