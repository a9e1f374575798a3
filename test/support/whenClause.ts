/** What a `when` clause of the manifest may ask here: names joined by `&&` and `||`, negated or compared. */
const term = /^(!?)([\w.:-]+)(?:\s*(==|!=|>|>=|=~|in)\s*(.+))?$/;

export type ContextValues = Readonly<Record<string, boolean | number | string>>;

/** The context keys that a clause asks. Throws for a form that is not known: it would be true or false by accident. */
export function keysOf(clause: string): readonly string[] {
  return alternativesOf(clause).flatMap((terms) => terms.map(({ key }) => key));
}

export function holds(clause: string, values: ContextValues): boolean {
  return alternativesOf(clause).some((terms) =>
    terms.every(({ isNegated, key, operator, operand }) => {
      const value = values[key];
      if (value === undefined) throw new Error(`The test gives no value for ${key}.`);
      if (operator === undefined) return Boolean(value) !== isNegated;
      if (operator === ">") return Number(value) > Number(operand);
      if (operator === "==") return String(value) === operand;
      if (operator === "!=") return String(value) !== operand;
      if (operator === "=~") return new RegExp(String(operand).slice(1, -1)).test(String(value));
      throw new Error(`The test does not know ${operator}.`);
    }),
  );
}

function alternativesOf(clause: string) {
  return clause.split("||").map((all) =>
    all.split("&&").map((text) => {
      const [, negation, key, operator, operand] = term.exec(text.trim()) ?? [];
      if (key === undefined) throw new Error(`This is no clause of a known form: ${clause}`);
      return { isNegated: negation === "!", key, operator, operand: operand?.replace(/^'(.*)'$/, "$1") };
    }),
  );
}
