exports.parse = require('./parser').parse;
