scripts postinstall node x.js
