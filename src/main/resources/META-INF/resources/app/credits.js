// Attributions that price sources require next to their prices, in the required wording.

import { h } from './dom.js';

const COINGECKO = { name: 'CoinGecko', address: 'https://www.coingecko.com' };
const BINANCE = { name: 'Binance', address: 'https://www.binance.com' };

/** By source of prices; files and the sample require no attribution. */
const PROVIDERS = { coingecko: COINGECKO, markets: COINGECKO, binance: BINANCE };

/** A line to show below a chart of the prices; null if none is required. */
export function credits(prices) {
  const providers = [...new Set(prices.map(({ source }) => PROVIDERS[source]).filter(Boolean))];
  return providers.length ? h('p', { class: 'credits' }, 'Data provided by ',
    providers.flatMap(({ name, address }, i) => [i ? ' and ' : null, h('a', { href: address, rel: 'noopener' }, name)])) : null;
}
