// Days and series of days in the form that charts take. Pure.

import { LONGEST_HORIZON } from './state.js';

const DAY = 86_400;
const LENGTH = { '1m': 30, '3m': 91, '1y': 365 };

/** Seconds since 1970 at 00:00 UTC of a day such as 2026-08-08. */
export function seconds(day) {
  return Date.parse(`${day}T00:00:00Z`) / 1000;
}

export function dayOf(second) {
  return new Date(Math.round(second / DAY) * DAY * 1000).toISOString().slice(0, 10);
}

export function plus(day, days) {
  return dayOf(seconds(day) + days * DAY);
}

export function between(from, to) {
  return Math.round((seconds(to) - seconds(from)) / DAY);
}

/** Today by the service's clock: a coin's status has its latest day and that day's age. */
export function today({ last_day: last, freshness_days: age }) {
  return last ? plus(last, age) : new Date().toISOString().slice(0, 10);
}

/**
 * The last day of a forecast that reaches the given number of days beyond today, limited by the models of all coins.
 */
export function forecastEnd(coins, horizon) {
  const ends = coins.filter(({ model }) => model).map(({ model }) => plus(model.origin, LONGEST_HORIZON));
  return [plus(today(coins[0]), horizon), ...ends].sort()[0];
}

/** The days after the latest price up to today, with the reason for the gap; null if the price is up to date. */
export function awaited(coin) {
  const label = { active: 'not yet crawled', paused: 'not crawled while paused', delisted: 'no longer listed' }[coin.state];
  // The latest complete day is one day old.
  return coin.freshness_days > 1 ? { from: coin.last_day, to: today(coin), label } : null;
}

/**
 * The days that a chart shows.
 *
 * @param state range, or from and to if the user zoomed
 * @param first first available day
 * @param last last day of the history
 * @param end last available day, after the history if a forecast follows it
 */
export function visible(state, first, last, end = last) {
  if (state.from) {
    return { from: state.from, to: state.to };
  }
  const length = LENGTH[state.range];
  const from = length ? plus(last, -length) : first;
  return { from: from < first ? first : from, to: end };
}

/** Every day from the first to the last, in seconds. */
export function everyDay(first, last) {
  const start = seconds(first);
  return Array.from({ length: between(first, last) + 1 }, (_, i) => start + i * DAY);
}

/** Values aligned to an axis of days; null where missing, which charts draw as a gap. */
export function align(axis, rows, value, dayOfRow = (row) => row.day) {
  const values = new Array(axis.length).fill(null);
  for (const row of rows) {
    const i = Math.round((seconds(dayOfRow(row)) - axis[0]) / DAY);
    if (i >= 0 && i < values.length) {
      values[i] = value(row) ?? null;
    }
  }
  return values;
}

/**
 * History and forecast on one axis of days. Median and limits begin at the last price, so that the fan opens there.
 *
 * @param prices rows of date and price, ascending
 * @param forecast the service's answer, or null
 * @param end last day of the axis
 */
export function fan(prices, forecast, end) {
  const last = prices.at(-1);
  const ahead = forecast?.days ?? [];
  const axis = everyDay(prices[0]?.date ?? ahead[0].day, end);
  const history = align(axis, prices, (row) => row.price, (row) => row.date);
  const root = last && ahead.length && plus(last.date, 1) === ahead[0].day ? [{ day: last.date, root: last.price }] : [];
  const rows = [...root, ...ahead];
  const levels = [...(forecast?.levels ?? [])].sort((a, b) => b - a);
  return {
    axis,
    history,
    median: align(axis, rows, (row) => row.root ?? row.price),
    limits: levels.map((level) => ({
      level,
      lower: align(axis, rows, (row) => row.root ?? row[`lower_${level}`]),
      upper: align(axis, rows, (row) => row.root ?? row[`upper_${level}`]),
    })),
  };
}

/** Prices indexed to 100 on the first available day on or after the given one. */
export function indexed(prices, from) {
  const base = prices.find((row) => row.date >= from)?.price;
  return base ? prices.map((row) => ({ date: row.date, price: (row.price / base) * 100 })) : [];
}

/** Relative change of the latest price over the given number of days; null if there is no price that day. */
export function changeOver(prices, days) {
  const last = prices.at(-1);
  const before = last && prices.find((row) => row.date === plus(last.date, -days));
  return before ? last.price / before.price - 1 : null;
}
