/* made of 3 modules */
module.exports = 1;
