import { useEffect, useState } from 'react';
import { useFormat } from '../../i18n/format';
import type { Claim } from '../desk-contract';
import { announce } from '../desk-store';
import { handling } from '../handling';
import { useDeskTexts } from '../use-desk-texts';

/** How long before the end of the budget it is said for the first time. */
const warningSeconds = 15;

/** Handling time against its budget: changes its colour quietly, and is said twice, politely. */
export function ContactTimer({ claim, budgetSeconds }: { claim: Claim; budgetSeconds: number }) {
  const { t } = useDeskTexts();
  const format = useFormat();
  const [seconds, setSeconds] = useState(() => Math.floor(handling.secondsOf(claim.id)));
  useEffect(() => {
    const show = (): void => setSeconds(Math.floor(handling.secondsOf(claim.id)));
    const timer = setInterval(show, 250);
    const stop = handling.follow(show);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [claim.id]);
  const tone =
    seconds >= budgetSeconds ? 'over' : seconds >= budgetSeconds - warningSeconds ? 'soon' : 'within';
  const words = {
    within: '',
    soon: t('timer.soon', { seconds: warningSeconds }),
    over: t('timer.over', { budget: format.seconds(budgetSeconds) }),
  }[tone];
  useEffect(() => {
    if (words !== '') announce(words);
  }, [words]);
  return (
    <div className="contact-timer" data-tone={tone}>
      <span role="timer" aria-label={t('timer.label')}>
        {format.seconds(seconds)}
      </span>
      <small>
        {tone === 'over' ? `+${format.seconds(seconds - budgetSeconds)}` : format.seconds(budgetSeconds)}
      </small>
      <progress aria-label={t('timer.share')} max={budgetSeconds} value={Math.min(seconds, budgetSeconds)} />
    </div>
  );
}
