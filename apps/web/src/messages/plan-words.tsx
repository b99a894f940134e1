import { List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isTimed, type Step } from './message-words';
import { useSpan } from './span';

/** The steps of a plan, each as a sentence. */
export function PlanWords({ steps }: { steps: readonly Step[] }) {
  const { t } = useTranslation('messages');
  const span = useSpan();
  const sentenceOf = ({ channel, when, afterMinutes }: Step): string => {
    const name = t(channel === 'agent_call' ? 'messages.agentCall' : `channel.${channel}`);
    if (!when) return name;
    const reasons = when.map((condition) =>
      isTimed(condition) && afterMinutes !== undefined
        ? t('messages.after', { condition: t(`messages.when.${condition}`), time: span(afterMinutes) })
        : t(`messages.when.${condition}`),
    );
    return t('messages.step', { channel: name, conditions: reasons.join('; ') });
  };
  return (
    <List type="ordered" size="sm">
      {steps.map((step, i) => (
        <List.Item key={i}>{sentenceOf(step)}</List.Item>
      ))}
    </List>
  );
}
