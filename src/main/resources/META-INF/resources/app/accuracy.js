// Accuracy of the forecasts that were actually served.

import * as api from './api.js';
import { empty, h, note, table } from './dom.js';
import * as format from './format.js';

/** Content for a coin's live accuracy. */
export async function liveAccuracy(coin) {
  try {
    return sections(await api.get(api.ofCoin(coin, '/accuracy')));
  } catch (problem) {
    if (problem.status === 404) {
      return [empty('Not measured', problem.detail)];
    }
    throw problem;
  }
}

/** During an upgrade, a replica of the previous release may answer without touches. */
function sections({ horizons, drift, from, to, touches = { bounds: [] } }) {
  if (!horizons.length) {
    return [empty('No scores yet', 'A served forecast is compared with the price of its day as soon as that price is crawled.')];
  }
  const levels = [...new Set(horizons.flatMap(({ overall }) => Object.keys(overall.coverage)))].sort((a, b) => a - b);
  const columns = (name, cell) => [
    { title: name, number: name === 'Days ahead', cell },
    { title: 'Forecasts', number: true, cell: ({ score }) => format.integer(score.days) },
    { title: `Error, ${format.unit()}`, number: true, cell: ({ score }) => format.price(score.mae) },
    { title: `Naive’s error, ${format.unit()}`, number: true, cell: ({ score }) => format.price(score.naive_mae) },
    { title: 'Ratio', number: true, cell: ({ score }) => format.ratio(score.relative_mae) },
    { title: 'sMAPE', number: true, cell: ({ score }) => format.percent(score.smape, 2) },
    ...levels.map((level) => ({ title: `Inside ${level}%`, number: true, cell: ({ score }) => format.percent(score.coverage[level]) })),
  ];
  const [nearest] = horizons;
  return [
    h('p', { class: 'lead' }, `Forecasts of the days from ${format.date(from)} to ${format.date(to)}, each as it was served. A ratio below 1 is better than naive.`),
    ...alarms(drift),
    table('Accuracy by days ahead', columns('Days ahead', ({ horizon }) => horizon), horizons.map(({ horizon, overall }) => ({ horizon, score: overall }))),
    table(`Accuracy ${format.count(nearest.horizon, 'day')} ahead by month, the newest first`, columns('Month', ({ month }) => month),
      [...nearest.months].reverse(), { visibleCaption: true }),
    ...chances(touches),
  ];
}

/** Scores of the probabilities of reaching a price; nothing before the first ones are scored. */
function chances({ bounds }) {
  return bounds.length
    ? [table('Chances of reaching a price on the way', [
      { title: 'Within', cell: ({ horizon }) => format.count(horizon, 'day') },
      { title: 'Price', cell: ({ change }) => `${Math.abs(change)}% ${change > 0 ? 'higher' : 'lower'}` },
      { title: 'Forecasts', number: true, cell: ({ days }) => format.integer(days) },
      { title: 'Mean chance', number: true, cell: ({ probability }) => format.percent(probability) },
      { title: 'Reached', number: true, cell: ({ touched }) => format.percent(touched) },
      { title: 'Brier score', number: true, cell: ({ brier }) => format.ratio(brier) },
    ], bounds, { visibleCaption: true })]
    : [];
}

/**
 * Number of forecasts below which the absence of an alarm means nothing, because even many misses could not raise one.
 */
const TELLING = 30;

function alarms({ error, intervals }) {
  const looked = Math.max(error.days, intervals.days);
  return [
    error.drifting && note('warn', `Since ${format.date(error.since)} the forecasts one day ahead have been worse than naive too often to be chance.`),
    intervals.drifting && note('warn', `Since ${format.date(intervals.since)} prices have left the 80% interval too often to be chance.`),
    !error.drifting && !intervals.drifting && (looked < TELLING
      ? note('', `Too few forecasts to detect drift: ${format.count(looked, 'forecast')} one day ahead ${looked === 1 ? 'has' : 'have'} been scored, and it takes at least ${TELLING}.`)
      : note('good', `No drift in ${format.count(looked, 'forecast')} one day ahead: neither their errors nor their misses of the 80% interval have become more frequent than usual.`)),
  ];
}
