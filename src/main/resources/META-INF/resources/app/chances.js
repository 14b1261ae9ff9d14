// Probability of a price: on one day, from the distribution behind the fan's limits, and at any time before it.

import * as api from './api.js';
import { fill, h, id, note } from './dom.js';
import * as format from './format.js';
import { plain } from './state.js';

/** A form with the probability for the last day of the horizon; hidden if there is no forecast. */
export function chances(app) {
  const inputId = id('above');
  const answer = h('div', { role: 'status' });
  // Keeps the user's input until it is committed, even if a forecast arrives meanwhile.
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
      // The simulation for a long horizon may exceed the limit of one answer; then only this part shows an error.
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
