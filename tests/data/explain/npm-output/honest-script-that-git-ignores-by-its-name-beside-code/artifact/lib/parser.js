exports.parse = function () {};
