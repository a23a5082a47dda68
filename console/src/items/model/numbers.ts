// Numbers of DynamoDB: 38 digits, 1E-130 to 9.99E+125. Read as text, never as a number of JavaScript.

export const MOST_DIGITS = 38;
const SYNTAX = /^([+-]?)(\d+)?(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;

interface Parts {
  negative: boolean;
  digits: string; // significant, without zeros at the ends; "" is zero
  exponent: number; // of the last digit
}

export function parseNumber(text: string): Parts | undefined {
  const match = SYNTAX.exec(text);
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", power = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  const all = (whole + fraction).replace(/^0+/, "");
  const digits = all.replace(/0+$/, "");
  const exponent = Number(power) - fraction.length + (all.length - digits.length);
  return { negative: sign === "-" && digits !== "", digits, exponent: digits === "" ? 0 : exponent };
}

// What is wrong with it, for a person; undefined if it is right.
export function numberProblem(text: string): string | undefined {
  const parts = parseNumber(text);
  if (!parts) return text === "" ? "A number is needed." : "This is not a number.";
  if (parts.digits.length > MOST_DIGITS) return `A number has at most ${MOST_DIGITS} significant digits.`;
  const magnitude = parts.exponent + parts.digits.length - 1;
  if (parts.digits !== "" && (magnitude > 125 || magnitude < -130))
    return "The magnitude of a number is between 1E-130 and 9.99E+125.";
  return undefined;
}

// By DynamoDB's accounting: a byte for two digits of each side of the point, one more, and one more for a minus.
export function numberSize(text: string): number {
  const parts = parseNumber(text);
  if (!parts || parts.digits === "") return 1;
  const { negative, digits, exponent } = parts;
  const fraction = exponent >= 0 ? 0 : Math.min(digits.length, -exponent);
  const whole = digits.length - fraction;
  return 1 + Math.ceil(whole / 2) + Math.ceil(fraction / 2) + (negative ? 1 : 0);
}

// Below 0: `a` is less than `b`. What is not a number comes last.
export function compareNumbers(a: string, b: string): number {
  const [left, right] = [parseNumber(a), parseNumber(b)];
  if (!left || !right) return Number(!left) - Number(!right);
  const sign = ({ negative, digits }: Parts) => (digits === "" ? 0 : negative ? -1 : 1);
  if (sign(left) !== sign(right) || sign(left) === 0) return sign(left) - sign(right);
  const magnitude = (parts: Parts) => parts.exponent + parts.digits.length;
  const by =
    magnitude(left) - magnitude(right) ||
    (left.digits < right.digits ? -1 : Number(left.digits > right.digits));
  return left.negative ? 0 - by : by;
}
