process.env;
