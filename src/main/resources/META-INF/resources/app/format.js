// Formats numbers and dates for the page's text: in English, and in UTC like the days. Pure except for the currency,
// which is the same in all answers of a service.

const LANGUAGE = 'en-US';
const SIGNIFICANT = 6;
const DASH = '–';

/** Non-breaking space between a number and its unit. */
const SPACE = '\u00a0';

const dates = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeZone: 'UTC' });
const weekdays = new Intl.DateTimeFormat(LANGUAGE, { weekday: 'short', timeZone: 'UTC' });
const monthDays = new Intl.DateTimeFormat(LANGUAGE, { month: 'short', day: 'numeric', timeZone: 'UTC' });
const months = new Intl.DateTimeFormat(LANGUAGE, { month: 'short', timeZone: 'UTC' });
const monthYears = new Intl.DateTimeFormat(LANGUAGE, { month: 'short', year: 'numeric', timeZone: 'UTC' });
const times = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' });
const integers = new Intl.NumberFormat(LANGUAGE);
const relative = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' });
const decimals = new Map();
let currency = '';

function fixed(least, most) {
  const key = `${least},${most}`;
  if (!decimals.has(key)) {
    decimals.set(key, new Intl.NumberFormat(LANGUAGE, { minimumFractionDigits: least, maximumFractionDigits: most }));
  }
  return decimals.get(key);
}

/** Number of decimals that shows the given number of significant digits. */
function fraction(value, significant) {
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  return Math.min(100, Math.max(0, significant - 1 - magnitude));
}

/** Sets the currency of prices, by its code in answers. */
export function use(code) {
  currency = code;
}

/** Name of the currency in labels, such as EUR. */
export function unit() {
  return currency.toUpperCase();
}

/** Number format of a currency's amounts; null if Intl does not support the code, such as for satoshis. */
function amounts(code, options = {}) {
  return /^[a-z]{3}$/.test(code)
    ? new Intl.NumberFormat(LANGUAGE, { style: 'currency', currency: code.toUpperCase(), ...options }) : null;
}

/** Minimum number of decimals of a currency's amounts: two for most, none for yen. */
function places(code) {
  return code === 'sats' ? 0 : amounts(code)?.resolvedOptions().minimumFractionDigits ?? 2;
}

/** Number of decimals of a price: at least the currency's, and enough for six significant digits. */
function decimalsOf(value, code) {
  const least = places(code);
  return [least, value === 0 ? least : Math.max(least, fraction(value, SIGNIFICANT))];
}

/** A price without currency symbol. */
export function price(value, code = currency) {
  return value == null || !Number.isFinite(value) ? DASH : fixed(...decimalsOf(value, code)).format(value);
}

/** A price with currency symbol, placed as in English. */
export function money(value, code = currency) {
  if (value == null || !Number.isFinite(value)) {
    return DASH;
  }
  const [minimumFractionDigits, maximumFractionDigits] = decimalsOf(value, code);
  return written(value, code, { minimumFractionDigits, maximumFractionDigits });
}

/** A short price for places with little room, such as a chart's edge. */
export function shortMoney(value, code = currency) {
  const size = Math.abs(value);
  const least = size >= 1000 ? 0 : size >= 1 ? places(code) : 0;
  return written(value, code, { minimumFractionDigits: least, maximumFractionDigits: size >= 1 ? least : fraction(value, 4) });
}

/** With the currency's symbol, or with its code after the number. */
function written(value, code, options) {
  const text = amounts(code, options)?.format(value) ?? `${fixed(options.minimumFractionDigits, options.maximumFractionDigits).format(value)}${SPACE}${code.toUpperCase()}`;
  return text.replace('-', '−');
}

/** A price with all digits from the service. */
export function exact(value) {
  return value == null ? DASH : fixed(places(currency), 100).format(value);
}

/** A number with the given number of significant digits. */
export function number(value, significant = 4) {
  if (value == null || !Number.isFinite(value)) {
    return DASH;
  }
  return value === 0 ? '0' : fixed(0, fraction(value, significant)).format(value).replace('-', '−');
}

/** A ratio of two errors, around 1. */
export function ratio(value) {
  return value == null || !Number.isFinite(value) ? DASH : fixed(3, 3).format(value);
}

export function integer(value) {
  return value == null ? DASH : integers.format(value);
}

/** A share of one as a signed percentage. */
export function change(share) {
  if (share == null || !Number.isFinite(share)) {
    return DASH;
  }
  const size = Math.abs(share * 100);
  const digits = size >= 10 ? 1 : 2;
  return size < 0.005 ? '0%' : `${share < 0 ? '−' : '+'}${fixed(digits, digits).format(size)}%`;
}

export function percent(value, digits = 1) {
  return value == null || !Number.isFinite(value) ? DASH : `${fixed(0, digits).format(value)}%`;
}

/** Label of an axis tick, with the decimals of the step. */
export function tick(value, step) {
  const digits = step > 0 ? Math.min(100, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))) : 0;
  return Math.abs(value) >= 1e6 && step >= 1e5
    ? new Intl.NumberFormat(LANGUAGE, { notation: 'compact', maximumSignificantDigits: 4 }).format(value)
    : fixed(0, digits).format(value);
}

/** A day such as 2026-08-08. */
export function date(day) {
  return day ? dates.format(new Date(`${day}T00:00:00Z`)) : DASH;
}

/** A day on an axis with the given distance between ticks; the first tick of a year shows the year. */
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

/** The calendar month of a day. */
export function month(day) {
  return day ? monthYears.format(new Date(`${day.slice(0, 7)}-01T00:00:00Z`)) : DASH;
}

export function time(instant) {
  return instant ? `${times.format(new Date(instant))} UTC` : DASH;
}

export function ago(instant, now = Date.now()) {
  if (!instant) {
    return DASH;
  }
  // The service's clock may be ahead of the browser's.
  const seconds = Math.min(0, (Date.parse(instant) - now) / 1000);
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

/** A number with the singular or plural of a word. */
export function count(number, one, many = `${one}s`) {
  return `${integer(number)} ${number === 1 ? one : many}`;
}

/** A text of the service, with its dates and prices formatted as elsewhere on the page. */
export function prose(text) {
  return text
    ?.replace(/\b(\d+(?:\.\d+)?) ([A-Z]{3,4})\b/g, (match, value, code) => (code === unit() ? money(Number(value)) : match))
    .replace(/\b\d{4}-\d\d-\d\d\b/g, (day) => (Number.isNaN(Date.parse(day)) ? day : date(day)))
    .replace(/(\d) %/g, '$1%');
}

const BASELINES = {
  naive: { name: 'Naive', meaning: 'every forecast is the last price' },
  drift: { name: 'Drift', meaning: 'the mean change of the past goes on' },
  seasonal_naive: { name: 'Seasonal naive', meaning: 'the last week repeats' },
  mean: { name: 'Mean', meaning: 'every forecast is the mean of the past' },
};

/** Describes a model by its order, such as (0,1,1)(0,0,1)7, or its name: its title and what it does. */
export function modelInWords(order) {
  const [, p, d, q, seasonal, season] = /^\((\d+),(\d+),(\d+)\)(?:(\([\d,]+\))(\d+))?/.exec(order) ?? [];
  if (p === undefined) {
    return BASELINES[order] ?? { name: order, meaning: '' };
  }
  if (p + q === '00' && !seasonal) {
    return [
      { name: 'Constant', meaning: 'prices vary about a constant' },
      { name: 'Random walk', meaning: 'rises and falls are equally likely' },
      { name: 'Straight line', meaning: 'the latest change goes on' },
    ][d] ?? { name: 'ARIMA', meaning: `differences of order ${d}` };
  }
  const what = ['the price', 'the daily change', 'the change of the daily change'][d] ?? `differences of order ${d}`;
  const from = [p > 0 && (p === '1' ? 'the day before' : `the ${p} days before`), q > 0 && (q === '1' ? 'the latest error' : `the latest ${q} errors`),
    seasonal && (season === '7' ? 'the same weekday' : `the same day of a season of ${season}`)].filter(Boolean);
  return { name: seasonal ? 'Seasonal ARIMA' : 'ARIMA', meaning: `${what} from ${from.join(', ').replace(/, ([^,]*)$/, ' and $1')}` };
}

/** The display name of a coin. */
export function coinName(coin) {
  return coin.name ?? coin.id.replace(/(^|-)(\w)/g, (match, dash, letter) => (dash ? ' ' : '') + letter.toUpperCase());
}
