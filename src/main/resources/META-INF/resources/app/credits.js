// Who is to be named beside prices: sources that ask for it, as they ask for it, where their prices are shown.

import { h } from './dom.js';

const COINGECKO = { name: 'CoinGecko', address: 'https://www.coingecko.com' };
const BINANCE = { name: 'Binance', address: 'https://www.binance.com' };

/** By the sources of prices; files and the sample ask for nothing. */
const PROVIDERS = { coingecko: COINGECKO, markets: COINGECKO, binance: BINANCE };

/** A line for below a chart of the prices; null if nobody is to be named. */
export function credits(prices) {
  const providers = [...new Set(prices.map(({ source }) => PROVIDERS[source]).filter(Boolean))];
  return providers.length ? h('p', { class: 'credits' }, 'Data provided by ',
    providers.flatMap(({ name, address }, i) => [i ? ' and ' : null, h('a', { href: address, rel: 'noopener' }, name)])) : null;
}
