import { Group } from '@mantine/core';
import { ProblemNotice } from '../../ui/problem-notice';
import { deskApi } from '../desk-api';
import type { Claim, DeskCall, DialledCall, RecordingAction } from '../desk-contract';
import { KeyButton } from '../key-button';
import { useDeskTexts } from '../use-desk-texts';
import { useClaimAct } from './acting';

/** What can be done with a call that is going on. */
export function CallControls({
  claim,
  call,
  consent,
  onChanged,
}: {
  claim: Claim;
  call: DeskCall;
  consent: DialledCall['recordingConsent'];
  onChanged: (call: DeskCall) => void;
}) {
  const { t } = useDeskTexts();
  const changed = { onSuccess: onChanged };
  const steer = useClaimAct(
    claim,
    (act: 'hold' | 'resume' | 'end') => deskApi.steer(claim, call.id, act),
    changed,
  );
  const transfer = useClaimAct(
    claim,
    (mode: 'warm' | 'complete') => deskApi.transfer(claim, call.id, mode),
    changed,
  );
  const record = useClaimAct(
    claim,
    (action: RecordingAction) => deskApi.record(claim, call.id, action, consent === 'ask' ? 'given' : 'told'),
    changed,
  );
  const isHeld = call.state === 'held';
  const isTalking = call.state === 'talking' || isHeld;
  const error = steer.error ?? transfer.error ?? record.error;
  const isBusy = steer.isPending || transfer.isPending || record.isPending;
  const common = { size: 'compact-sm', variant: 'default', disabled: isBusy } as const;
  return (
    <>
      {error && <ProblemNotice error={error} />}
      <Group gap="xs">
        <KeyButton
          {...common}
          keys="e"
          label={t('call.end')}
          onRun={() => steer.mutate('end')}
          variant="filled"
        />
        {call.way !== 'hand' && isTalking && (
          <>
            <KeyButton
              {...common}
              keys="h"
              label={t(isHeld ? 'call.resume' : 'call.hold')}
              onRun={() => steer.mutate(isHeld ? 'resume' : 'hold')}
            />
            <KeyButton
              {...common}
              keys="t"
              label={t(call.transfer === 'warm' ? 'call.transferComplete' : 'call.transfer')}
              onRun={() => transfer.mutate(call.transfer === 'warm' ? 'complete' : 'warm')}
            />
            {consent !== 'never' && (
              <KeyButton
                {...common}
                keys="r"
                label={t(
                  call.recording === 'off' ? `recording.off.${consent}` : `recording.${call.recording}`,
                )}
                onRun={() => record.mutate(nextOf(call.recording))}
              />
            )}
          </>
        )}
      </Group>
    </>
  );
}

/** Bank details are not recorded: one key pauses, the same goes on. */
function nextOf(recording: DeskCall['recording']): RecordingAction {
  return ({ off: 'start', on: 'pause', paused: 'resume' } as const)[recording];
}
