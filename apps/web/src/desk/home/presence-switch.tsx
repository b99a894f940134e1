import { useMutation } from '@tanstack/react-query';
import { useShortcut } from '../../shell/shortcuts';
import { ProblemNotice } from '../../ui/problem-notice';
import { Choices } from '../choices';
import type { DeskMe, SaidState } from '../desk-contract';
import { sayPresence } from '../desk-flow';
import { useDeskTexts } from '../use-desk-texts';

const saidStates = ['available', 'break', 'training', 'offline'] as const satisfies SaidState[];

/** Where the agent is, as their team sees it. */
export function PresenceSwitch({ presence }: { presence: DeskMe['presence'] }) {
  const { t } = useDeskTexts();
  const say = useMutation({ mutationFn: sayPresence });
  useShortcut('a', t('presence.goAvailable'), () => say.mutate('available'));
  useShortcut('b', t('presence.goBreak'), () => say.mutate('break'));
  return (
    <div>
      {say.error && <ProblemNotice error={say.error} />}
      <Choices
        label={t('presence.label')}
        value={(say.isPending ? say.variables : null) ?? presence.state}
        options={saidStates.map((state) => ({ value: state, label: t(`presence.${state}`) }))}
        onChoose={(state) => say.mutate(state)}
      />
    </div>
  );
}
