exports.add = 1;
