// Converts between the address and the page's state. Pure: no DOM, no network.

export const VIEWS = ['forecast', 'compare', 'portfolio', 'backtest', 'alerts', 'models', 'data', 'explain', 'analyses', 'runs'];
export const RANGES = ['1m', '3m', '1y', 'all'];
export const ANALYSES = ['monthly-average', 'monthly-range', 'risk', 'rises-after-falls', 'features', 'gaps'];
export const LEVELS = [50, 80, 90, 95, 99];
export const LONGEST_HORIZON = 1000;
export const MOST_COMPARED = 8;

const MOST_LEVELS = 10;

export const DEFAULTS = Object.freeze({
  coin: null,
  view: 'forecast',
  horizon: 30,
  levels: Object.freeze([80, 95]),
  range: '1y',
  from: null,
  to: null,
  log: false,
  marks: true,
  volume: true,
  compare: Object.freeze([]),
  holdings: Object.freeze([]),
  table: false,
  above: null,
  analysis: 'monthly-average',
});

/** The state in a query string; defaults replace missing and invalid values. */
export function read(search) {
  const query = new URLSearchParams(search);
  const from = day(query.get('from'));
  const to = day(query.get('to'));
  const zoomed = from && to && from < to;
  return {
    coin: query.get('coin') || DEFAULTS.coin,
    view: one(VIEWS, query.get('view'), DEFAULTS.view),
    horizon: horizon(query.get('horizon')) ?? DEFAULTS.horizon,
    levels: query.has('level') ? levels(query.get('level')) : DEFAULTS.levels,
    range: one(RANGES, query.get('range'), DEFAULTS.range),
    from: zoomed ? from : null,
    to: zoomed ? to : null,
    log: query.get('scale') === 'log',
    marks: query.get('marks') !== 'off',
    volume: query.get('volume') !== 'off',
    compare: list(query.get('compare')).slice(0, MOST_COMPARED),
    holdings: holdings(query.get('holdings')),
    table: query.get('table') === 'open',
    above: price(query.get('above')),
    analysis: one(ANALYSES, query.get('analysis'), DEFAULTS.analysis),
  };
}

/** The query string of a state, without defaults. */
export function write(state) {
  const query = new URLSearchParams();
  const add = (name, value, isDefault) => isDefault || query.set(name, value);
  add('coin', state.coin, !state.coin);
  add('view', state.view, state.view === DEFAULTS.view);
  add('horizon', state.horizon, state.horizon === DEFAULTS.horizon);
  add('level', state.levels.join(','), state.levels.join() === DEFAULTS.levels.join());
  add('range', state.range, state.range === DEFAULTS.range);
  add('from', state.from, !state.from);
  add('to', state.to, !state.to);
  add('scale', 'log', !state.log);
  add('marks', 'off', state.marks);
  add('volume', 'off', state.volume);
  add('compare', state.compare.join(','), !state.compare.length);
  add('holdings', state.holdings.map(({ coin, amount }) => `${coin}:${plain(amount, 18)}`).join(','), !state.holdings.length);
  add('table', 'open', !state.table);
  add('above', state.above, !state.above);
  add('analysis', state.analysis, state.analysis === DEFAULTS.analysis);
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text ? `?${text}` : '';
}

/** A valid horizon in days, or null. */
export function horizon(text) {
  const number = /^\d{1,4}$/.test(text ?? '') ? Number(text) : 0;
  return number >= 1 && number <= LONGEST_HORIZON ? number : null;
}

function levels(text) {
  const numbers = list(text)
    .filter((part) => /^\d{1,2}(\.\d{1,3})?$/.test(part))
    .map(Number)
    .filter((level) => level > 0);
  return [...new Set(numbers)].sort((a, b) => a - b).slice(0, MOST_LEVELS);
}

/** Parses holdings such as bitcoin:0.5,ethereum:4; each coin once, skipping entries without a valid amount. */
function holdings(text) {
  const found = list(text).map((part) => {
    const colon = part.lastIndexOf(':');
    return { coin: part.slice(0, colon), amount: price(part.slice(colon + 1)) };
  }).filter(({ coin, amount }) => coin && amount);
  return [...new Map(found.map((holding) => [holding.coin, holding])).values()];
}

/** Formats a number without an exponent, which the service would reject. */
export function plain(value, digits = 20) {
  return new Intl.NumberFormat('en', { useGrouping: false, maximumFractionDigits: digits }).format(value);
}

function price(text) {
  const number = Number(text);
  return Number.isFinite(number) && number > 0 ? number : null;
}

function list(text) {
  return [...new Set((text ?? '').split(',').filter(Boolean))];
}

function day(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text ?? '') && !Number.isNaN(Date.parse(text)) ? text : null;
}

function one(known, value, otherwise) {
  return known.includes(value) ? value : otherwise;
}
