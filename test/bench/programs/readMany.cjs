// Reads the names that it is given, twice a second, until it is ended.
const names = process.argv.slice(2);
setInterval(() => names.every((name) => process.env[name]), 500);
