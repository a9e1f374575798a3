// Stands in a bundle for what node-vault requires and never uses here: axios (our transport replaces it), debug, tv4 and
// mustache (we pass our own or call none of what needs them). They are three quarters of the provider's size and load
// time, and axios and debug are the two that could print or redirect a token.
module.exports = function unused() {
  return unused;
};
