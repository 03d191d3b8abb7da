const fs = require("fs");
for (const alias of ["ajax"]) {
  const manifest = { "name": `example/${alias}`, "main": `../dist/cjs/${alias}/index.js`, "sideEffects": false };
  fs.writeFileSync(`${alias}/package.json`, JSON.stringify(manifest));
}
