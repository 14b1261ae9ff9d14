// How forecasts did that were really served.

import * as api from './api.js';
import { empty } from './dom.js';

/** What to show of a coin's live accuracy. */
export async function liveAccuracy(coin) {
  try {
    await api.get(api.ofCoin(coin, '/accuracy'));
    return [];
  } catch (problem) {
    if (problem.status === 404) {
      return [empty('Not measured yet', problem.detail)];
    }
    throw problem;
  }
}
