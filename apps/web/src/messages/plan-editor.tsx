import { Button, Checkbox, Fieldset, Group, NativeSelect, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { ProblemNotice } from '../ui/problem-notice';
import { useChange } from '../ui/use-change';
import { conditions, isTimed, stepChannels, type Plan, type Purpose, type Step } from './message-words';
import { SpanInput } from './span';

const maxSteps = 6;
const aDay = 1_440;

/** The steps of a plan to put in order; saving makes a new version. */
export function PlanEditor({ purpose, plan }: { purpose: Purpose; plan: Plan | undefined }) {
  const { t } = useTranslation('messages');
  const [steps, setSteps] = useState<readonly Step[]>(plan?.steps ?? [{ channel: 'email' }]);
  const save = useChange(
    () =>
      answer(
        api.PUT('/v1/contact-plans/{purpose}', {
          params: { path: { purpose } },
          body: { steps: steps.map((step, i) => stepAt(i, step)) },
        }),
      ),
    { done: t('messages.saved'), reads: ['contact-plans'] },
  );
  const change = (at: number, step: Step): void => setSteps(steps.map((old, i) => (i === at ? step : old)));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack maw={720}>
        {save.error && <ProblemNotice error={save.error} />}
        {steps.map((step, i) => (
          <StepFields
            key={i}
            index={i}
            step={step}
            onChange={(changed) => change(i, changed)}
            onRemove={i === 0 ? undefined : () => setSteps(steps.filter((_, other) => other !== i))}
          />
        ))}
        <Group>
          <Button
            variant="default"
            disabled={steps.length >= maxSteps}
            onClick={() =>
              setSteps([...steps, { channel: 'sms', when: ['bounced', 'failed', 'no_address'] }])
            }
          >
            {t('messages.addStep')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('messages.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function StepFields({
  index,
  step,
  onChange,
  onRemove,
}: {
  index: number;
  step: Step;
  onChange: (step: Step) => void;
  onRemove: (() => void) | undefined;
}) {
  const { t } = useTranslation('messages');
  const when = step.when ?? [];
  return (
    <Fieldset legend={t('messages.stepNumber', { number: index + 1 })}>
      <Stack gap="sm">
        <NativeSelect
          label={t('contact.channel')}
          value={step.channel}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...step, channel: value as Step['channel'] })
          }
          data={stepChannels
            .filter((channel) => index > 0 || channel !== 'agent_call')
            .map((channel) => ({
              value: channel,
              label: t(channel === 'agent_call' ? 'messages.agentCall' : `channel.${channel}`),
            }))}
        />
        {index > 0 && (
          <Checkbox.Group
            label={t('messages.condition')}
            value={when}
            onChange={(values) => onChange({ ...step, when: values })}
          >
            <Stack gap={6} mt={6}>
              {conditions.map((condition) => (
                <Checkbox key={condition} value={condition} label={t(`messages.when.${condition}`)} />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        {when.some(isTimed) && (
          <SpanInput
            label={t('messages.waits')}
            minutes={step.afterMinutes ?? aDay}
            onChange={(afterMinutes) => onChange({ ...step, afterMinutes })}
          />
        )}
        {onRemove && (
          <Button variant="default" size="compact-sm" onClick={onRemove} style={{ alignSelf: 'flex-start' }}>
            {t('messages.removeStep', { number: index + 1 })}
          </Button>
        )}
      </Stack>
    </Fieldset>
  );
}

/** A step as the API takes it: a condition from the second on, a time only where one is waited for. */
function stepAt(index: number, { channel, when, afterMinutes }: Step): Step {
  if (index === 0) return { channel };
  const isWaiting = when?.some(isTimed) ?? false;
  return { channel, when: when ?? [], ...(isWaiting ? { afterMinutes: afterMinutes ?? aDay } : {}) };
}
