import './chunk-QWERTY12.js';
