import twilio from 'twilio';
import type { Voice } from '../writing/catalogue.js';
import type { SpeechVoice } from './speech-voices.js';

type Response = InstanceType<typeof twilio.twiml.VoiceResponse>;

/** How long a key is waited for, in seconds. */
const keyWithin = 8;

/** What a call says, as TwiML. What others wrote is text: escaped, without characters that XML does not have. */
export class SpokenMessage {
  constructor(
    private readonly sentences: Voice,
    private readonly speech: SpeechVoice,
  ) {}

  /** The message, then which keys do what; `keysUrl` is asked with the key, or when none came. */
  message(text: string, keysUrl: string): string {
    const response = new twilio.twiml.VoiceResponse();
    response.pause({ length: 1 });
    const gather = this.gather(response, keysUrl);
    for (const line of text.split('\n')) this.say(gather, line);
    this.say(gather, this.sentences.say('voice.keys'));
    return response.toString();
  }

  /** After a key that means nothing: once more what the keys do. */
  again(keysUrl: string): string {
    const response = new twilio.twiml.VoiceResponse();
    const gather = this.gather(response, keysUrl);
    this.say(gather, this.sentences.say('voice.repeat'));
    this.say(gather, this.sentences.say('voice.keys'));
    return response.toString();
  }

  /** Connects to the client's line; `afterUrl` is asked when that ended or failed. Nothing is recorded. */
  connect(line: string, afterUrl: string): string {
    const response = new twilio.twiml.VoiceResponse();
    this.say(response, this.sentences.say('voice.connecting'));
    response
      .dial({ action: afterUrl, method: 'POST', timeout: 25, timeLimit: 840, record: 'do-not-record' })
      .number({}, line);
    return response.toString();
  }

  callback(): string {
    const response = new twilio.twiml.VoiceResponse();
    this.say(response, this.sentences.say('voice.callback'));
    return this.end(response);
  }

  goodbye(): string {
    return this.end(new twilio.twiml.VoiceResponse());
  }

  private end(response: Response): string {
    this.say(response, this.sentences.say('voice.goodbye'));
    response.hangup();
    return response.toString();
  }

  private gather(response: Response, action: string) {
    return response.gather({
      input: ['dtmf'],
      numDigits: 1,
      timeout: keyWithin,
      action,
      method: 'POST',
      actionOnEmptyResult: true,
    });
  }

  private say(
    into: { say(attributes: { voice: SpeechVoice['voice']; language: never }, text: string): unknown },
    text: string,
  ): void {
    const { voice, locale } = this.speech;
    const spoken = speakable(text);
    // Twilio's types lag behind its languages.
    if (spoken !== '') into.say({ voice, language: locale as never }, spoken);
  }
}

/** A call to nobody in particular: a machine took it. */
export function hangUp(): string {
  const response = new twilio.twiml.VoiceResponse();
  response.hangup();
  return response.toString();
}

/** Without what XML 1.0 has no place for, and without characters that turn the reading direction. */
function speakable(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '')
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g,
      '',
    )
    .trim();
}
