// How likely a price is: on a day, from the distribution that the fan's limits are cut from, and at some time before it.

import * as api from './api.js';
import { fill, h, id, note } from './dom.js';
import * as format from './format.js';
import { plain } from './state.js';

/** A question about the last day of the horizon, and its answer; hidden where there is no forecast to ask. */
export function chances(app) {
  const inputId = id('above');
  const answer = h('div', { role: 'status' });
  // What is typed is the reader's until it is entered: a forecast that comes meanwhile leaves it alone.
  let typing = false;
  const label = h('label', { for: inputId });
  const input = h('input', { id: inputId, class: 'wide', type: 'number', min: 0, step: 'any',
    oninput: () => { typing = true; },
    onchange: () => {
      typing = false;
      app.go({ above: input.validity.valid && Number(input.value) > 0 ? Number(input.value) : null });
    } });
  const element = h('section', { class: 'panel', 'aria-labelledby': `${inputId}-title`, hidden: true },
    h('h2', { id: `${inputId}-title` }, 'How likely is a price?'),
    h('div', { class: 'controls' }, label, h('span', {}, input)), answer);

  /** Repeats the request; the default is the newest price. */
  function update(newest, forecast) {
    element.hidden = !forecast;
    if (!forecast) {
      return;
    }
    label.textContent = `Price in ${format.unit()}`;
    const above = app.state.above ?? newest.price;
    const { day } = forecast.days.at(-1);
    if (!typing) {
      input.value = plain(above);
    }
    const rises = above >= newest.price;
    fill(answer, () => Promise.all([
      api.get(api.ofCoin(forecast.coin, '/probability'), { above: plain(above), date: day }),
      // A forecast of many days takes more simulated prices than one answer may have.
      api.get(api.ofCoin(forecast.coin, '/touch'), { [rises ? 'above' : 'below']: plain(above), by: day }).catch((problem) => ({ problem })),
    ]), ([{ probability }, touch]) => [
      h('p', { class: 'words' },
        `On ${format.date(day)} the price is above ${format.money(above)} with a probability of `, h('b', {}, share(probability)),
        ', below with ', h('b', {}, share(1 - probability)), '.'),
      touch.problem ? note('warn', format.prose(touch.problem.detail)) : h('p', { class: 'words' },
        `At some time until then it ${rises ? 'rises to' : 'falls to'} ${format.money(above)} or ${rises ? 'above' : 'below'} with a probability of `,
        h('b', {}, share(touch.probability)), ` (simulated; within ${format.number(200 * touch.standard_error, 2)} points).`),
    ]);
  }

  return { element, update };
}

function share(probability) {
  return probability > 0 && probability < 0.001 ? `less than ${format.percent(0.1)}` : format.percent(probability * 100);
}
