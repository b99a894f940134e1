import type { Shape } from '../api/client';

export type Claim = Shape<'Claim'>;
export type DeskMe = Shape<'OwnDesk'>;
/** What an agent may say of themselves; being in a contact follows from claims. */
export type SaidState = 'available' | 'break' | 'training' | 'offline';

export type ContactScreen = Shape<'ContactScreen'>;
export type ScreenItem = ContactScreen['items'][number];
export type ScreenDisposition = ContactScreen['dispositions'][number];
export type ScreenMessage = ContactScreen['messages'][number];
export type ScreenReply = ContactScreen['replies'][number];
export type ContactScript = Shape<'FilledScript'>;
export type ScriptLine = ContactScript['lines'][number];
export type Situation = ContactScript['situation'];
export type Allowed = Shape<'AllowedOutcome'>;

export type DeskCall = Shape<'Call'>;
export type DialledCall = Shape<'DialledCall'>;
export type CallWay = DeskCall['way'];
export type RecordingAction = 'start' | 'pause' | 'resume' | 'stop';
