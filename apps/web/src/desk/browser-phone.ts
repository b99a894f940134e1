import type { Call } from '@twilio/voice-sdk';

let call: Call | null = null;

/** The phone in the browser. Its code is fetched when it is first used. */
export const browserPhone = {
  /** Connects to the one call that the token is for; asks for the microphone. */
  async connect(accessToken: string): Promise<void> {
    const { Device } = await import('@twilio/voice-sdk');
    const device = new Device(accessToken, { logLevel: 'silent' });
    call = await device.connect();
    call.on('disconnect', () => {
      call = null;
      device.destroy();
    });
  },
  hangUp: (): void => {
    call?.disconnect();
    call = null;
  },
};
