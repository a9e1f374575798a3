// A long-running program that reads one secret again and again and tells each change: it knows nothing of the router.
let last;
const timer = setInterval(() => {
  const value = process.env.APP_TOKEN;
  if (value === last) return;
  last = value;
  process.stdout.write(`${JSON.stringify({ at: Date.now(), value: value ?? null })}\n`);
}, 5);
process.stdin.on("end", () => clearInterval(timer)).resume();
