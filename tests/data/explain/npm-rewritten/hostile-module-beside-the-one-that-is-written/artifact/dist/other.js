/* made of 3 modules, in another order */
module.exports = 1;
