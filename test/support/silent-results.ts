import { Global, Module } from '@nestjs/common';
import { ResultEffects } from '#listings';

class Silence extends ResultEffects {
  follow(): Promise<void> {
    return Promise.resolve();
  }
}

/** Nobody is told of results: for tests of listings alone. */
@Global()
@Module({ providers: [{ provide: ResultEffects, useClass: Silence }], exports: [ResultEffects] })
export class SilentResultsModule {}
