// Numbers and dates as people read them. Pure.

const SIGNIFICANT = 6;
const DASH = '–';

/** Between a number and its unit, which stay on one line. */
const SPACE = '\u00a0';

const dates = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const weekdays = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' });
const monthDays = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' });
const months = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });
const monthYears = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' });
const times = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const integers = new Intl.NumberFormat();
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const decimals = new Map();

function fixed(least, most) {
  const key = `${least},${most}`;
  if (!decimals.has(key)) {
    decimals.set(key, new Intl.NumberFormat(undefined, { minimumFractionDigits: least, maximumFractionDigits: most }));
  }
  return decimals.get(key);
}

/** Digits after the point that show so many significant ones of a number. */
function fraction(value, significant) {
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  return Math.min(100, Math.max(0, significant - 1 - magnitude));
}

/** A price in USD without its sign: at least cents, and six significant digits however small it is. */
export function price(value) {
  if (value == null || !Number.isFinite(value)) {
    return DASH;
  }
  return value === 0 ? fixed(2, 2).format(0) : fixed(2, Math.max(2, fraction(value, SIGNIFICANT))).format(value);
}

/** A price with the sign of its currency. */
export function usd(value) {
  return value == null || !Number.isFinite(value) ? DASH : `$${price(value)}`;
}

/** A price with every digit that the service gave. */
export function exact(value) {
  return value == null ? DASH : fixed(2, 100).format(value);
}

/** A number with so many significant digits. */
export function number(value, significant = 4) {
  if (value == null || !Number.isFinite(value)) {
    return DASH;
  }
  return value === 0 ? '0' : fixed(0, fraction(value, significant)).format(value);
}

/** An error over another's, around 1. */
export function ratio(value) {
  return value == null || !Number.isFinite(value) ? DASH : fixed(3, 3).format(value);
}

export function integer(value) {
  return value == null ? DASH : integers.format(value);
}

/** A share of one as a percentage with its sign. */
export function change(share) {
  if (share == null || !Number.isFinite(share)) {
    return DASH;
  }
  const percent = share * 100;
  const shown = fixed(0, Math.abs(percent) >= 10 ? 1 : 2).format(Math.abs(percent));
  return `${shown === '0' ? '' : percent < 0 ? '−' : '+'}${shown}${SPACE}%`;
}

export function percent(value, digits = 1) {
  return value == null || !Number.isFinite(value) ? DASH : `${fixed(0, digits).format(value)}${SPACE}%`;
}

/** What an axis shows at multiples of a step. */
export function tick(value, step) {
  const digits = step > 0 ? Math.min(100, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))) : 0;
  return Math.abs(value) >= 1e6 && step >= 1e5
    ? new Intl.NumberFormat(undefined, { notation: 'compact', maximumSignificantDigits: 4 }).format(value)
    : fixed(0, digits).format(value);
}

/** A day such as 2026-08-08. */
export function date(day) {
  return day ? dates.format(new Date(`${day}T00:00:00Z`)) : DASH;
}

/** A day beside others that lie so many days apart; the first one of a year tells it. */
export function shortDate(day, apart, before) {
  const instant = new Date(`${day}T00:00:00Z`);
  if (apart < 28) {
    return monthDays.format(instant);
  }
  return (before?.slice(0, 4) === day.slice(0, 4) ? months : monthYears).format(instant);
}

export function weekday(day) {
  return weekdays.format(new Date(`${day}T00:00:00Z`));
}

/** An instant, in the reader's time zone. */
export function time(instant) {
  return instant ? times.format(new Date(instant)) : DASH;
}

export function ago(instant, now = Date.now()) {
  if (!instant) {
    return DASH;
  }
  const seconds = (Date.parse(instant) - now) / 1000;
  const [unit, size] =
    [['day', 86_400], ['hour', 3_600], ['minute', 60]].find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return relative.format(Math.round(seconds / size), unit);
}

export function duration(from, to, now = Date.now()) {
  if (!from) {
    return DASH;
  }
  const seconds = ((to ? Date.parse(to) : now) - Date.parse(from)) / 1000;
  if (seconds < 60) {
    return `${fixed(0, seconds < 10 ? 1 : 0).format(Math.max(0, seconds))} s`;
  }
  return seconds < 3600
    ? `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

export function bytes(size) {
  return size == null ? DASH : size < 1000 ? `${size} B` : `${number(size / 1000, 3)} kB`;
}

/** One word or the other, with its number. */
export function count(number, one, many = `${one}s`) {
  return `${integer(number)} ${number === 1 ? one : many}`;
}

/** A coin as people call it. */
export function coinName(coin) {
  return coin.name ?? coin.id.replace(/(^|-)(\w)/g, (match, dash, letter) => (dash ? ' ' : '') + letter.toUpperCase());
}
